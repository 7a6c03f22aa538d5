"""Writes the pictures of the trial, and those of the fixtures, which are small enough to be kept without loss.

    python pictures.py ../../testdata/sample-photos/photos ../../engine/model/clip/trial \\
        ../../engine/model/testdata/pictures
"""

import sys
from pathlib import Path

from PIL import Image, ImageOps

# All of them are in the public domain or under CC0: testdata/sample-photos/CREDITS.csv.
PICTURES = [("animals/tabby-cat-face.png", 60, 40), ("food/citrus-slices.jpg", 40, 40),
            ("animals/wild-horses.jpg", 57, 35), ("travel/eiffel-tower.jpg", 34, 50), ("food/espresso-cup.png", 54, 36),
            ("city/suspension-bridge-night.jpg", 70, 35)]

photos, trial, small = (Path(p) for p in sys.argv[1:])
for folder in (trial, small):
    folder.mkdir(parents=True, exist_ok=True)
for name, w, h in PICTURES:
    picture = ImageOps.exif_transpose(Image.open(photos / name)).convert("RGB")
    stem = Path(name).stem
    ImageOps.contain(picture, (256, 256), Image.LANCZOS).save(trial / (stem + ".jpg"), quality=80, optimize=True)
    ImageOps.fit(picture, (w, h), Image.LANCZOS).save(small / (stem + ".png"), optimize=True)
