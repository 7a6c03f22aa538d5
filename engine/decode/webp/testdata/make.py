#!/usr/bin/env python3
"""Makes the pictures beside this script, each with the PNG that libwebp makes of it.

Needs Pillow.
"""

import os

from PIL import Image

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def gradient(w, h, alpha):
    im = Image.new("RGBA", (w, h))
    im.putdata([
        (x * 255 // w, y * 255 // h, (x * y) % 256, 255 if not alpha else (x + y) * 255 // (w + h))
        for y in range(h)
        for x in range(w)
    ])
    return im if alpha else im.convert("RGB")


def write(name, im, **options):
    im.save(name + ".webp", **options)
    Image.open(name + ".webp").convert("RGBA").save(name + ".png", optimize=True)


write("lossy", gradient(23, 17, False), quality=80)
write("lossy-even", gradient(22, 18, False), quality=80)
write("lossy-column", gradient(1, 9, False), quality=80)
write("lossless", gradient(23, 17, False), lossless=True)
write("lossy-alpha", gradient(23, 17, True), quality=80)
write("lossless-alpha", gradient(23, 17, True), lossless=True, exact=True)
write("metadata", gradient(5, 4, False), quality=80, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0", xmp=b"<x/>", icc_profile=b"none")

# A first frame that covers a part of the canvas: libwebp leaves the rest out where
# it is transparent.
first = Image.new("RGBA", (23, 17))
first.paste(gradient(8, 6, False), (4, 6))
second = Image.new("RGBA", (23, 17), (0, 0, 255, 99))
for name, lossless in (("animated", True), ("animated-lossy", False)):
    write(name, first, save_all=True, append_images=[second], lossless=lossless, exact=True, duration=100)
