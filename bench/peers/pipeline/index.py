"""Indexes a folder of photos as a short script would: thumbnails and an embedding of each.

    python index.py MODEL PHOTOS OUT [SIDES]

MODEL is the folder of recollect-mini, and OUT gets the thumbnails, names.txt and vectors.npy. SIDES are the longer
sides of the thumbnails, the largest first: 1280,320. It works in two processes of one thread each.
"""
import hashlib, io, sys
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

model, photos, out = map(Path, sys.argv[1:4])
sides = [int(side) for side in (sys.argv[4:] or ["1280,320"])[0].split(",")]


def start():
    global session
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model / "vision_model.onnx", options, providers=["CPUExecutionProvider"])


def index(path):
    data = path.read_bytes()
    name = hashlib.sha256(data).hexdigest()
    picture = Image.open(io.BytesIO(data))
    picture.draft("RGB", (sides[0], sides[0]))
    picture = ImageOps.exif_transpose(picture).convert("RGB")
    small = picture.copy()
    for side in sides:
        small.thumbnail((side, side))
        small.save(out / f"{name}-{side}.jpg", quality=85)
    pixels = np.asarray(picture.resize((260, 260), Image.BICUBIC), np.float32).transpose(2, 0, 1)
    return str(path), session.run(None, {"pixel_values": ((pixels - 127) / 128)[None]})[0][0]


if __name__ == "__main__":
    out.mkdir(parents=True, exist_ok=True)
    paths = sorted(p for p in photos.rglob("*") if p.suffix in (".jpg", ".png", ".webp"))
    with Pool(2, start) as pool:
        names, vectors = zip(*pool.imap_unordered(index, paths, 8))
    (out / "names.txt").write_text("\n".join(names))
    np.save(out / "vectors.npy", np.stack(vectors))
