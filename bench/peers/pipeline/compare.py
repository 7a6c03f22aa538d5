"""Runs Recollect and index.py over the same photos in turns, and prints how fast each is.

    python compare.py [--rounds 3] [--sides 1280,320] RECOLLECT PHOTOS...

RECOLLECT is the program, PHOTOS are folders, and the script makes thumbnails of SIDES. Prints a row of Markdown for
each folder: the medians of photos a second and of the milliseconds of processor time a photo, start and end of the
processes included, and how many times as much the script takes.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

here = Path(__file__).resolve().parent
model = here.parents[2] / "assets" / "models" / "mini"


def run(*command) -> tuple[float, float]:
    """Seconds of the clock, and of the processors, that a command took."""
    before, began = os.times(), time.monotonic()
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    took, after = time.monotonic() - began, os.times()
    if done.returncode:
        sys.exit(done.stdout.decode())
    return took, after.children_user - before.children_user + after.children_system - before.children_system


def measure(recollect: Path, photos: Path, rounds: int, sides: str) -> str:
    n = sum(p.suffix in (".jpg", ".png", ".webp") for p in photos.rglob("*"))
    rows = []
    for _ in range(rounds):
        place = Path(tempfile.mkdtemp(prefix="pipeline-"))
        ours = run(recollect, "--library", place / "library", "index", photos)
        theirs = run(sys.executable, here / "index.py", model, photos, place / "out", sides)
        shutil.rmtree(place)
        rows.append([n / ours[0], n / theirs[0], theirs[0] / ours[0],
                     1000 * ours[1] / n, 1000 * theirs[1] / n, theirs[1] / ours[1]])
        print([round(x, 2) for x in rows[-1]], file=sys.stderr, flush=True)
    wall, script, ratio, ms, script_ms, cpu = map(statistics.median, zip(*rows))
    return (f"| {photos.name} | {n} | {wall:.1f} | {script:.1f} | {ratio:.2f} "
            f"| {ms:.1f} | {script_ms:.1f} | {cpu:.2f} |")


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--sides", default="1280,320")
    p.add_argument("recollect", type=Path)
    p.add_argument("photos", type=Path, nargs="+")
    args = p.parse_args()
    print("| photos | number | a second | the script | ratio | ms of a core | the script | ratio |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for photos in args.photos:
        print(measure(args.recollect, photos.resolve(), args.rounds, args.sides), flush=True)


if __name__ == "__main__":
    main()
