"""Compares Recollect's index with others on the same vectors, threads and k, one after the other.

    python3 bench/peers/index/compare.py --work DIR --vectors 100000

makes what is missing (an environment of its own with the peers, vectors, exact answers) below DIR, builds and
asks each index in a process of its own, and prints a table in Markdown; --plot FILE also draws recall against
queries a second. --photos FOLDER... embeds the pictures in these folders with the model of the program, and as many
changed copies of them as are wanted, in place of vectors that are drawn. --data SET measures vectors that are there already: SET/all.f32, SET/pictures.f32 and
SET/sentences.f32, with their number of dimensions in SET/dim.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = ["numpy", "hnswlib", "usearch", "faiss-cpu", "rabitqlib", "matplotlib"]
K = 10
DIM = 512
LINKS, CONSTRUCTION = 16, 128  # M and efConstruction of every graph
THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
EFS = [32, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1448, 2048]
PROBES = [8, 16, 32, 64, 128]
KINDS = ["pictures", "sentences"]
PEERS = ["recollect", "hnswlib", "usearch f16", "usearch i8", "faiss HNSW SQ8", "faiss IVF PQ64",
         "faiss IVF RaBitQ", "faiss IVF RaBitQ4", "rabitqlib HNSW 8", "rabitqlib HNSW 4", "coder/hnsw"]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--work", type=pathlib.Path, required=True, help="folder for what is made")
    p.add_argument("--vectors", type=int, default=100_000)
    p.add_argument("--data", type=pathlib.Path)
    p.add_argument("--photos", type=pathlib.Path, nargs="*")
    p.add_argument("--only", nargs="*", default=PEERS, help="the indexes to measure")
    p.add_argument("--plot", type=pathlib.Path)
    p.add_argument("--inside", help=argparse.SUPPRESS)
    a = p.parse_args()
    data = a.data or a.work / (("photos-" if a.photos else "") + str(a.vectors))
    if a.inside:
        return truth(data) if a.inside == "truth" else measure(data, a.inside)
    a.work.mkdir(parents=True, exist_ok=True)
    python = environment(a.work)
    tool = a.work / "index"
    subprocess.run(["go", "build", "-o", tool, "./index"], cwd=HERE.parent, check=True)
    if not data.exists():
        # What a run that was ended had made is not taken for the whole.
        made = data.with_name(data.name + ".unfinished")
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        if a.photos:
            top = HERE.parent.parent.parent
            subprocess.run([tool, "photos", made, str(a.vectors), top / "assets" / "models" / "mini", top / "build",
                            *a.photos], check=True)
        else:
            (made / "dim").write_text(str(DIM))
            subprocess.run([tool, "vectors", made, str(a.vectors), str(DIM)], check=True)
        made.rename(data)
    inside = [python, __file__, "--work", a.work, "--data", data, "--inside"]
    if not (data / "sentences.truth").exists():
        subprocess.run([*inside, "truth"], check=True)
    results = data / "results.jsonl"
    with results.open("w") as out:
        for name in a.only:
            efs = [str(e) for e in EFS]
            runs = {"recollect": [[tool, "build", data], [tool, "search", data, *efs]],
                    "coder/hnsw": [[tool, "coder", data, *efs]]}.get(name, [[*inside, name]])
            for run in runs:
                print(name, "...", file=sys.stderr)
                if subprocess.run(run, stdout=out).returncode:
                    print(name, "failed", file=sys.stderr)
                    break
    lines = [json.loads(line) for line in results.open()]
    dim = int((data / "dim").read_text())
    print(f"{(data / 'all.f32').stat().st_size // (4 * dim):,} vectors of {dim} numbers:\n")
    print(table(lines))
    if a.plot:
        subprocess.run([python, "-c", PLOT, results, a.plot], check=True)


def environment(work):
    """Returns the Python of an environment with the peers."""
    python = work / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(work / "venv", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


def load(data, name):
    import numpy as np
    return np.memmap(data / (name + ".f32"), np.float32, "r").reshape(-1, int((data / "dim").read_text()))


def truth(data):
    """Writes the K photos with the largest dot products for each query."""
    import numpy as np
    rows = load(data, "all")
    for kind in KINDS:
        q = np.array(load(data, kind))
        best = np.full((len(q), 0), 0, np.float32)
        ids = np.zeros((len(q), 0), np.uint32)
        for at in range(0, len(rows), 50_000):
            scores = q @ rows[at:at + 50_000].T
            some = np.argpartition(-scores, K, axis=1)[:, :K]
            best = np.hstack([best, np.take_along_axis(scores, some, 1)])
            ids = np.hstack([ids, (some + at).astype(np.uint32)])
            keep = np.argsort(-best, axis=1)[:, :K]
            best, ids = np.take_along_axis(best, keep, 1), np.take_along_axis(ids, keep, 1)
        ids.tofile(data / (kind + ".truth"))


def resident(what="RssAnon"):
    """What is resident of this process, in bytes: by default of its own memory, without files."""
    for line in open("/proc/self/status"):
        if line.startswith(what + ":"):
            return int(line.split()[1]) * 1024


def measure(data, name):
    """Builds the index name and prints what is measured of it."""
    import numpy as np
    path = str(data / "peer.index")
    if os.fork() == 0:  # memory of building is not that of searching
        began, cpu = time.perf_counter(), time.process_time()
        peer(name, int((data / "dim").read_text())).build(load(data, "all"), path)
        put(index=name, build_s=time.perf_counter() - began, cpu_s=time.process_time() - cpu,
            file_bytes=os.path.getsize(path), build_peak_bytes=resident("VmHWM"))
        os._exit(0)
    if os.wait()[1]:
        sys.exit(1)
    x = peer(name, int((data / "dim").read_text()))
    before = resident()
    x.load(path)
    for kind in KINDS:
        q = np.array(load(data, kind))
        want = np.fromfile(data / (kind + ".truth"), np.uint32).reshape(-1, K)
        for ef in x.efforts:
            x.set(ef)
            x.search(q)
            began = time.perf_counter()
            got = x.search(q)  # all at once, by one thread: no time of Python's is in the mean
            mean = (time.perf_counter() - began) / len(q)
            took = []
            for i in range(len(q)):
                began = time.perf_counter()
                x.search(q[i:i + 1])
                took.append(time.perf_counter() - began)
            took.sort()
            hits = sum(len(set(g) & set(w)) for g, w in zip(got.tolist(), want.tolist()))
            put(index=name, kind=kind, ef=ef, recall=hits / want.size, p50_ms=took[len(q) // 2] * 1e3,
                p99_ms=took[len(q) * 99 // 100] * 1e3, mean_ms=mean * 1e3)
    put(index=name, file_pages_bytes=0, anonymous_bytes=resident() - before, resident_bytes=resident("VmRSS"))
    os.remove(path)


def put(**line):
    print(json.dumps(line), flush=True)


class Hnswlib:
    efforts = EFS

    def __init__(self, dim):
        import hnswlib
        self.x = hnswlib.Index("ip", dim)

    def build(self, rows, path):
        self.x.init_index(len(rows), M=LINKS, ef_construction=CONSTRUCTION)
        for at in range(0, len(rows), 10_000):
            self.x.add_items(rows[at:at + 10_000], range(at, min(at + 10_000, len(rows))), num_threads=THREADS)
        self.x.save_index(path)

    def load(self, path):
        self.x.load_index(path)

    def set(self, ef):
        self.x.set_ef(ef)

    def search(self, q):
        return self.x.knn_query(q, K, num_threads=1)[0]


class Usearch:
    efforts = EFS

    def __init__(self, dim, dtype):
        from usearch.index import Index
        self.x = Index(ndim=dim, metric="ip", dtype=dtype, connectivity=LINKS, expansion_add=CONSTRUCTION)
        self.whole, self.scale = dtype == "i8", 1

    def given(self, rows):
        """Returns rows as the index is given them. Of floating-point numbers it makes 127 times those of a unit
        vector, cut off: numbers up to 17 where there are 512 dimensions, which costs a sixth of recall."""
        import numpy as np
        return np.clip(np.rint(rows * self.scale), -127, 127).astype(np.int8) if self.whole else np.array(rows)

    def build(self, rows, path):
        import numpy as np
        if self.whole:
            self.scale = 127 / float(np.quantile(np.abs(rows[:10_000]), 0.9999))
            pathlib.Path(path + ".scale").write_text(str(self.scale))
        for at in range(0, len(rows), 10_000):
            some = self.given(rows[at:at + 10_000])
            self.x.add(np.arange(at, at + len(some)), some, threads=THREADS)
        self.x.save(path)

    def load(self, path):
        self.x.load(path)
        if self.whole:
            self.scale = float(pathlib.Path(path + ".scale").read_text())

    def set(self, ef):
        self.x.expansion_search = ef

    def search(self, q):
        keys = self.x.search(self.given(q), K, threads=1).keys
        return keys.reshape(len(q), -1)


class RaBitQ:
    """RaBitQ's own library: a graph over codes of some bits, around the centres of 16 clusters."""

    efforts = EFS

    def __init__(self, dim, bits):
        self.dim, self.bits, self.ef = dim, bits, 0

    def build(self, rows, path):
        import faiss
        import numpy as np
        import rabitqlib
        faiss.omp_set_num_threads(THREADS)
        rows = np.array(rows)
        means = faiss.Kmeans(self.dim, 16, niter=10, seed=1)
        means.train(rows[:100_000])
        of = means.index.search(rows, 1)[1].ravel().astype(np.uint32)
        x = rabitqlib.HnswIndex(self.dim, len(rows), LINKS, CONSTRUCTION, self.bits, "ip")
        x.build(rows, means.centroids, of, num_threads=THREADS)
        x.save(path)

    def load(self, path):
        import rabitqlib
        self.x = rabitqlib.HnswIndex.load(path)

    def set(self, ef):
        self.ef = ef

    def search(self, q):
        import numpy as np
        found = self.x.search(q, K, self.ef, num_threads=1)
        return next(a for a in map(np.asarray, found) if a.dtype.kind in "iu").reshape(len(q), -1)


class Faiss:
    def __init__(self, dim, factory, efforts):
        import faiss
        self.faiss, self.efforts, self.factory, self.dim = faiss, efforts, factory, dim

    def build(self, rows, path):
        import numpy as np
        self.faiss.omp_set_num_threads(THREADS)
        lists = round(4 * len(rows) ** 0.5)
        x = self.faiss.index_factory(self.dim, self.factory.format(lists=lists), self.faiss.METRIC_INNER_PRODUCT)
        if hasattr(x, "hnsw"):
            x.hnsw.efConstruction = CONSTRUCTION
        x.train(np.array(rows[:100_000]))
        for at in range(0, len(rows), 50_000):
            x.add(np.array(rows[at:at + 50_000]))
        self.faiss.write_index(x, path)

    def load(self, path):
        self.x = self.faiss.read_index(path)
        self.faiss.omp_set_num_threads(1)

    def set(self, ef):
        if hasattr(self.x, "hnsw"):
            self.x.hnsw.efSearch = ef
        else:
            self.x.nprobe = ef

    def search(self, q):
        return self.x.search(q, K)[1]


def peer(name, dim):
    if name == "hnswlib":
        return Hnswlib(dim)
    if name.startswith("usearch"):
        return Usearch(dim, name.split()[1])
    if name.startswith("rabitqlib"):
        return RaBitQ(dim, int(name.split()[2]))
    return {
        "faiss HNSW SQ8": lambda: Faiss(dim, f"HNSW{LINKS}_SQ8", EFS),
        "faiss IVF PQ64": lambda: Faiss(dim, "IVF{lists},PQ64", PROBES),
        "faiss IVF RaBitQ": lambda: Faiss(dim, "IVF{lists},RaBitQ", PROBES),
        "faiss IVF RaBitQ4": lambda: Faiss(dim, "IVF{lists},RaBitQ4", PROBES),
    }[name]()


def table(lines):
    """Returns a table in Markdown: of each index and kind, the lowest effort with a recall of 0.98."""
    out = ["| Index | build | of the processors | memory | file | pictures: recall@10 at ef, p50, p99 | sentences |",
           "| --- | --- | --- | --- | --- | --- | --- |"]
    for name in dict.fromkeys(line["index"] for line in lines):
        of = [line for line in lines if line["index"] == name]
        build = next((line for line in of if "build_s" in line), None)
        memory = next((line for line in of if "anonymous_bytes" in line), None)
        if not build or not memory:
            continue
        cells = []
        for kind in KINDS:
            runs = [line for line in of if line.get("kind") == kind]
            best = next((r for r in runs if r["recall"] >= 0.98), max(runs, key=lambda r: r["recall"]))
            cells.append(f'{best["recall"]:.4f} at {best["ef"]}: {best["p50_ms"]:.2f} ms, {best["p99_ms"]:.2f} ms')
        held = (memory["anonymous_bytes"] + memory["file_pages_bytes"]) / 1e6
        out.append(f'| {name} | {build["build_s"]:.0f} s | {build["cpu_s"]:.0f} s | {held:.0f} MB | {build["file_bytes"] / 1e6:.0f} MB | '
                   + " | ".join(cells) + " |")
    return "\n".join(out)


PLOT = """
import json, sys
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
matplotlib.rcParams["svg.hashsalt"] = "index"
lines = [json.loads(l) for l in open(sys.argv[1])]
figure, axes = plt.subplots(1, 2, figsize=(11, 4.5), sharey=True)
for axis, kind in zip(axes, ["pictures", "sentences"]):
    for name in dict.fromkeys(l["index"] for l in lines):
        of = [l for l in lines if l["index"] == name and l.get("kind") == kind and l["recall"] > 0.5]
        if not any(l["recall"] >= 0.9 for l in of):
            continue
        axis.plot([l["recall"] for l in of], [1000 / l["p50_ms"] for l in of], marker="o", markersize=3,
                  linewidth=2 if name == "recollect" else 1, label=name)
    axis.set(title=kind, xlabel="recall@10", yscale="log")
    axis.set_xlim(0.9, 1.001)
    axis.grid(True, alpha=0.3)
axes[0].set_ylabel("queries a second, one thread, at the median")
handles, labels = axes[0].get_legend_handles_labels()
figure.tight_layout(rect=(0, 0.07, 1, 1))
figure.legend(handles, labels, loc="lower center", ncols=len(labels), fontsize=8)
figure.savefig(sys.argv[2], metadata={"Date": None})
"""

if __name__ == "__main__":
    main()
