"""Writes engine/decode/testdata/resample.golden: what Pillow makes of the pictures that the test draws.

    python resample.py > ../../engine/decode/testdata/resample.golden
"""

import hashlib

import numpy as np
import PIL
from PIL import Image

FILTERS = {"bicubic": Image.BICUBIC, "bilinear": Image.BILINEAR}
CROPPED = [(300, 400, 224), (400, 300, 224), (301, 203, 64), (64, 48, 224), (37, 91, 12), (100, 100, 32),
           (500, 40, 32), (40, 500, 32), (1003, 700, 224), (224, 500, 224)]
WHOLE = [(300, 400, 256, 256), (400, 300, 64, 64), (140, 140, 80, 19), (64, 48, 301, 203), (37, 91, 12, 91)]


def drawn(w: int, h: int) -> Image.Image:
    y, x = np.mgrid[0:h, 0:w].astype(np.int64)
    out = np.zeros((h, w, 3), np.uint8)
    for c in range(3):
        v = x * x * (7 + c * 6) + y * y * (11 + c * 2) + x * y * (c + 3) + (x >> 3) * (y >> 2) * 97
        out[..., c] = np.where((x + y) % 64 >= 32, (x // 5 + y // 7) % 2 * 255, (v >> 4) & 255)
    return Image.fromarray(out)


def line(source, to, part, name) -> None:
    got = drawn(*source).resize(to, FILTERS[name]).crop(part)
    print(*source, *to, *part, name, hashlib.sha256(got.tobytes()).hexdigest())


print(f"# Pillow {PIL.__version__}: Image.resize((to), filter).crop(part) of the source that the test draws.")
print("# width height towidth toheight x0 y0 x1 y1 filter sha256-of-RGB")
for w, h, n in CROPPED:
    to = (n, int(n * h / w)) if w <= h else (int(n * w / h), n)
    left, top = int(round((to[0] - n) / 2)), int(round((to[1] - n) / 2))
    for name in FILTERS:
        line((w, h), to, (left, top, left + n, top + n), name)
for w, h, tw, th in WHOLE:
    line((w, h), (tw, th), (0, 0, tw, th), "bilinear")
