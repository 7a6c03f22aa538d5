"""Runs Recollect and index.py over the same photos in turns, and prints how fast each is, and Recollect's memory.

    python compare.py [--rounds 3] [--photos 1000] --work DIR RECOLLECT
    python compare.py [--rounds 3] RECOLLECT PHOTOS...

RECOLLECT is the program, PHOTOS are folders. Without them photos are made in DIR, as many of 500 px and of 1 to 24
megapixels, and kept for the next run. In each round Recollect, the script with both thumbnails and the script with the
small one, as Recollect makes while indexing, index each folder. Prints a row of Markdown for each folder: medians of
photos a second and of the milliseconds of processor time a photo, start and end of the processes included, and how many
times as much the script takes. Then, of the first folder, MB at most and afterwards in three passes.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

here = Path(__file__).resolve().parent
root = here.parents[2]
model = root / "assets" / "models" / "mini"


def run(*command) -> tuple[float, float]:
    """Seconds of the clock, and of the processors, that a command took."""
    before, began = os.times(), time.monotonic()
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    took, after = time.monotonic() - began, os.times()
    if done.returncode:
        sys.exit(done.stdout.decode())
    return took, after.children_user - before.children_user + after.children_system - before.children_system


def measure(recollect: Path, photos: Path, rounds: int) -> str:
    n = sum(p.suffix in (".jpg", ".png", ".webp") for p in photos.rglob("*"))
    rows = []
    for _ in range(rounds):
        place = Path(tempfile.mkdtemp(prefix="pipeline-"))
        ours = run(recollect, "--library", place / "library", "index", photos)
        both = run(sys.executable, here / "index.py", model, photos, place / "both", "1280,320")
        small = run(sys.executable, here / "index.py", model, photos, place / "small", "320")
        shutil.rmtree(place)
        rows.append([n / ours[0], n / both[0], n / small[0], both[0] / ours[0], small[0] / ours[0],
                     1000 * ours[1] / n, 1000 * both[1] / n, 1000 * small[1] / n,
                     both[1] / ours[1], small[1] / ours[1]])
        print(photos.name, [round(x, 2) for x in rows[-1]], file=sys.stderr, flush=True)
    m = [statistics.median(column) for column in zip(*rows)]
    rates, ratios, costs, times = m[:3], m[3:5], m[5:8], m[8:]
    cells = [[f"{x:.1f}" for x in rates], [f"{x:.2f}" for x in ratios],
             [f"{x:.1f}" for x in costs], [f"{x:.2f}" for x in times]]
    return f"| {photos.name} | {n} | " + " | ".join(", ".join(c) for c in cells) + " |"


def memory(recollect: Path, photos: Path) -> str:
    done = subprocess.run([recollect, "bench", "ingest", photos, "--passes", "3", "--json"], check=True,
                          stdout=subprocess.PIPE)
    passes = json.loads(done.stdout)["passes"]
    megabytes = lambda key: ", ".join(str(p[key] >> 20) for p in passes)
    return f"{photos.name}: at most {megabytes('peak_rss_bytes')} MB, afterwards {megabytes('settled_rss_bytes')}"


def make(work: Path, n: int) -> list[Path]:
    folders = {work / "small": ["-side", "500"], work / "mixed": []}
    for folder, size in folders.items():
        subprocess.run(["go", "run", "./bench/photos", "-n", str(n), *size, folder.resolve()], cwd=root, check=True)
    return list(folders)


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--photos", type=int, default=1000)
    p.add_argument("--work", type=Path)
    p.add_argument("recollect", type=Path)
    p.add_argument("photos_at", metavar="PHOTOS", type=Path, nargs="*")
    args = p.parse_args()
    if not args.photos_at and not args.work:
        p.error("give --work or PHOTOS")
    recollect, folders = args.recollect.resolve(), args.photos_at or make(args.work, args.photos)
    print("| photos | number | a second: Recollect, both, small | ratios | ms of the processors | ratios |")
    print("| --- | --- | --- | --- | --- | --- |")
    for photos in folders:
        print(measure(recollect, photos.resolve(), args.rounds), flush=True)
    print(memory(recollect, folders[0]))


if __name__ == "__main__":
    main()
