#!/usr/bin/env python3
"""Makes the pictures beside this script. Needs numpy, Pillow, tifffile, imagecodecs.

All show the same gradient, which the test computes again: red rises to the right,
green downwards, blue both ways.
"""

import os

import numpy as np
import tifffile
from PIL import Image

W, H = 23, 17
os.chdir(os.path.dirname(os.path.abspath(__file__)))
y, x = np.mgrid[0:H, 0:W]
u8 = np.stack([x * 255 // (W - 1), y * 255 // (H - 1), (x + y) * 255 // (W + H - 2)], -1).astype(np.uint8)
u16 = u8.astype(np.uint16) * 257
u32 = u8.astype(np.uint32) * 0x01010101
f32 = (u8 / 255).astype(np.float32)
grey = u8[..., 0]
rgb = Image.fromarray(u8)
ycbcr = np.asarray(rgb.convert("YCbCr"))


def write(name, data, photometric="rgb", **options):
    tifffile.imwrite(name + ".tif", data, photometric=photometric, metadata=None, software=False, **options)


def planes(data):
    return np.moveaxis(data, -1, 0)


write("rgb8", u8)
write("rgb8-be", u8, byteorder=">")
write("rgb8-big", u8, bigtiff=True, compression="deflate")
write("rgb8-strips", u8, rowsperstrip=5, compression="packbits")
write("rgb8-lzw-predictor", u8, compression="lzw", predictor=True)
write("rgb8-tiles", u8, tile=(16, 16), compression="deflate", predictor=True)
write("rgb8-widetile", u8, tile=(32, 64))
write("rgb8-planes", planes(u8), planarconfig="separate", rowsperstrip=4, compression="lzw")
write("rgb8-planes-tiles", planes(u8), planarconfig="separate", tile=(16, 16))
write("rgb16", u16, compression="deflate", predictor=True)
write("rgb16-be", u16, byteorder=">", compression="lzw", predictor=True)
write("rgb32-be", u32, byteorder=">", compression="deflate", predictor=True)
write("rgbf32", f32, compression="deflate", predictor=True)
write("rgbf32-be", f32, byteorder=">", compression="deflate", predictor=True)
write("rgbf64", f32.astype(np.float64))
write("rgbf16", f32.astype(np.float16), compression="deflate", predictor=True)
write("rgbf16-be", f32.astype(np.float16), byteorder=">")
write("alpha", np.dstack([u8, grey]), extrasamples=["unassalpha"])
associated = np.dstack([(u8.astype(int) * grey[..., None] // 255).astype(np.uint8), grey])
write("alpha-associated", associated, extrasamples=["assocalpha"])
write("extra", np.dstack([u8, grey]), extrasamples=["unspecified"])
write("five", np.dstack([u8, grey, grey]), extrasamples=["unspecified", "unassalpha"])
write("grey8", grey, "minisblack")
write("grey8-white", 255 - grey, "miniswhite")
write("grey16-be", u16[..., 0], "minisblack", byteorder=">")
for bits in (2, 4, 10, 12):
    write(f"grey{bits}", u16[..., 0] >> (16 - bits) if bits > 8 else grey >> (8 - bits), "minisblack", bitspersample=bits)
write("jpeg", ycbcr, "ycbcr", compression="jpeg", compressionargs={"level": 95}, subsampling=(1, 1), rowsperstrip=8)
write("jpeg-rgb", u8, compression="jpeg", compressionargs={"level": 95})
write("jpeg-grey", grey, "minisblack", compression="jpeg", compressionargs={"level": 95})
write("jpeg-tiles", ycbcr, "ycbcr", compression="jpeg", compressionargs={"level": 95}, subsampling=(1, 1), tile=(16, 16))

rgb.convert("YCbCr").save("ycbcr.tif")
rgb.convert("CMYK").save("cmyk.tif", compression="tiff_lzw")
rgb.convert("CMYK").save("cmyk-jpeg.tif", compression="jpeg", quality=95)
rgb.quantize(256).convert("RGB").quantize(256).save("palette.tif", compression="tiff_adobe_deflate")
one = Image.fromarray(grey).point(lambda v: 255 if v > 127 else 0).convert("1", dither=Image.Dither.NONE)
for compression in ("raw", "group3", "group4", "packbits"):
    one.save(f"bilevel-{compression}.tif", compression=None if compression == "raw" else compression)
rgb.save("pages.tif", save_all=True, append_images=[Image.new("RGB", (5, 5))])
one.save("refused-ccitt.tif", compression="tiff_ccitt")
