"""Compares Recollect's encoding with the same loop in Python's onnxruntime, on the same graph in the same run.

    python encode.py RECOLLECT MODEL... [--provider NAME] [--rounds N] [--seconds S] [--batch N]

RECOLLECT is the program, each MODEL a folder with model.json; a provider other than CPU needs the Python package
that has it. Runs alternate, since other work on the machine slows both; the best of the rounds counts. The Python
loop is what its users write, one session with the library's own choice of threads, one picture a run (or --batch);
python_threads is one thread a core, each with runs of one thread, as Recollect has them. The ratio is with the better.
"""

import argparse
import json
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the library is loaded
import numpy as np
import onnxruntime as ort

PROVIDERS = {"CPU": "CPUExecutionProvider", "CUDA": "CUDAExecutionProvider", "TensorRT": "TensorrtExecutionProvider",
             "DirectML": "DmlExecutionProvider", "CoreML": "CoreMLExecutionProvider"}


def python(session, spec, batch, seconds, threads=1):
    """Pictures a second of as many loops over one session as threads says."""
    size, vision = spec["image_size"], spec["vision"]
    x = np.random.default_rng(1).standard_normal((batch, 3, size, size), dtype=np.float32)
    run = lambda: session.run([vision["output"]], {vision["input"]: x})
    run()
    start = time.perf_counter()

    def loop():
        n = 0
        while time.perf_counter() - start < seconds:
            run()
            n += batch
        return n

    with ThreadPoolExecutor(threads) as pool:
        n = sum(f.result() for f in [pool.submit(loop) for _ in range(threads)])
    return n / (time.perf_counter() - start)


def ours(program, model, provider, seconds, batch):
    """Pictures a second of recollect bench encode."""
    command = [program, "--json", "bench", "encode", "--model", model, "--provider", provider, "--for", f"{seconds}s"]
    if batch > 1:
        command += ["--batch", str(batch)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("model", nargs="+")
    parser.add_argument("--provider", default="CPU")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--batch", type=int, default=1)
    a = parser.parse_args()
    for model in a.model:
        spec = json.load(open(os.path.join(model, "model.json")))
        path = os.path.join(model, spec["vision"]["file"])
        plain = ort.InferenceSession(path, providers=[PROVIDERS[a.provider]])
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        single = ort.InferenceSession(path, options, providers=[PROVIDERS[a.provider]])
        cores = len(os.sched_getaffinity(0)) if a.provider == "CPU" else 1
        here, there, threads, line = [], [], [], {}
        for _ in range(a.rounds):
            line = ours(a.program, model, a.provider, a.seconds, a.batch)
            here.append(line["images_per_second"])
            there.append(python(plain, spec, a.batch, a.seconds))
            threads.append(python(single, spec, a.batch, a.seconds, cores))
        print(json.dumps({
            "model": line["model"], "provider": line["provider"], "library": line["onnxruntime"],
            "python_library": ort.__version__, "recollect": round(max(here), 2), "python": round(max(there), 2),
            "python_threads": round(max(threads), 2), "ratio": round(max(here) / max(there + threads), 3),
            "peak_rss_mb": line.get("peak_rss_bytes", 0) >> 20,
        }), flush=True)


main()
