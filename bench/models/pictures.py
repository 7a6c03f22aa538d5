"""Writes the pictures of the fixtures: parts of sample photos, small enough to be kept without loss.

    python pictures.py ../../testdata/sample-photos/photos ../../engine/model/testdata/pictures
"""

import sys
from pathlib import Path

from PIL import Image, ImageOps

PICTURES = [("animals/tabby-cat-face.png", 60, 40), ("garden/orange-dahlia.jpg", 34, 50),
            ("travel/lake-sherburne.jpg", 57, 35), ("food/citrus-slices.jpg", 40, 40),
            ("city/singapore-skyline.jpg", 70, 35)]

photos, to = Path(sys.argv[1]), Path(sys.argv[2])
to.mkdir(parents=True, exist_ok=True)
for name, w, h in PICTURES:
    picture = ImageOps.exif_transpose(Image.open(photos / name)).convert("RGB")
    ImageOps.fit(picture, (w, h), Image.LANCZOS).save(to / (Path(name).stem + ".png"), optimize=True)
