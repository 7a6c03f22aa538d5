#!/usr/bin/env python3
"""Compares Recollect's pictures with Pillow's.

    compare.py DIR OUTDIR

DIR holds pictures; OUTDIR is what "go run ./bench/formats DIR OUTDIR" wrote for
them. Needs Pillow 11 or newer and, for HEIC, pillow-heif.
"""

import io
import os
import subprocess
import sys
import warnings

import numpy
from PIL import Image, ImageCms, ImageOps

# Not photo formats: Recollect leaves them alone.
LEFT_OUT = {
    "TGA", "ICO", "PPM", "QOI", "DDS", "FITS", "EPS", "PSD", "SGI", "PCX", "ICNS", "CUR",
    "XBM", "XPM", "IM", "MSP", "SPIDER", "SUN", "DCX", "FLI", "GBR", "PIXAR", "XVTHUMB", "BUFR",
    "GRIB", "HDF5", "MPEG", "WMF", "BLP", "FTEX", "IPTC", "MCIDAS", "PCD", "JPEG2000",
}
MAX_PIXELS = 60_000_000
MAX_MEAN = 3.0


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder, ours = sys.argv[1:]
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    try:
        import pillow_heif

        pillow_heif.register_heif_opener()
    except ImportError:
        print("without pillow-heif: HEIC is not compared")
    rows = [line.rstrip("\n").split("\t") for line in open(os.path.join(ours, "report.tsv"), encoding="utf-8")]
    found = {"both": [], "only Pillow": [], "only Recollect": [], "not a photo format": [], "differ": []}
    for name, error in rows:
        compare(os.path.join(folder, name), os.path.join(ours, name + ".png"), name, error, found)
    for title, lines in found.items():
        if title == "both":
            continue
        print(f"\n{title}: {len(lines)}")
        for line in sorted(lines):
            print("  " + line)
    worst = sorted(found["both"], reverse=True)
    print(f"\nopened by both: {len(worst)}")
    if worst:
        means = [mean for mean, _ in worst]
        print(f"mean difference, of 255: {numpy.mean(means):.3f}, median {numpy.median(means):.3f}")
        print("largest: " + ", ".join(f"{mean:.2f} {name}" for mean, name in worst[:10]))


def compare(path, png, name, error, found):
    """Sorts one file into found."""
    theirs, kind, why = pillow(path)
    if theirs is None and why.startswith("cannot identify"):
        theirs, kind, why = preview(path)
    if kind in LEFT_OUT:
        if error:
            found["not a photo format"].append(f"{name}: {kind}")
        return
    if theirs is None:
        if not error:
            found["only Recollect"].append(f"{name}: {why}")
        return
    if error:
        found["only Pillow"].append(f"{name} ({kind} {theirs.mode} {theirs.size}): {error}")
        return
    mean, words = difference(theirs, Image.open(png))
    found["both"].append((mean, name))
    if mean > MAX_MEAN:
        found["differ"].append(f"{name} ({kind}): {words}")


def pillow(path):
    """The first picture of a file, upright and in sRGB; or why not."""
    try:
        im = Image.open(path)
        if im.size[0] * im.size[1] > MAX_PIXELS:
            return None, None, f"{im.size} is too large to compare"
        kind = im.format
        im.load()
        return rgba(upright(im)), kind, ""
    except Exception as e:  # Pillow raises whatever its plugins do
        return None, None, str(e)[:100] or type(e).__name__


def preview(path):
    """The largest preview that exiftool finds and Pillow opens."""
    best = None
    for tag in ("JpgFromRaw", "PreviewImage", "OtherImage", "ThumbnailImage", "ThumbnailTIFF"):
        try:
            out = subprocess.run(["exiftool", "-b", f"-{tag}", path], capture_output=True, timeout=20).stdout
            im = Image.open(io.BytesIO(out))
            im.load()
        except (OSError, subprocess.SubprocessError):
            continue
        if best is None or im.size[0] > best.size[0]:
            best = im
    if best is None:
        return None, None, "cannot identify image file"
    best = rgba(best)
    turn = subprocess.run(["exiftool", "-n", "-s3", "-IFD0:Orientation", path], capture_output=True, text=True).stdout
    best.getexif()[0x0112] = int(turn.strip() or 1)
    return ImageOps.exif_transpose(best), "preview", ""


def upright(im):
    return im if im.format in ("HEIF", "AVIF") else ImageOps.exif_transpose(im)


def rgba(im):
    """Converts to RGBA in sRGB; 16-bit grey is scaled, which Pillow does not."""
    if im.mode.startswith("I"):
        im = Image.fromarray((numpy.asarray(im).astype(numpy.uint32) >> 8).astype(numpy.uint8))
    profile = im.info.get("icc_profile")
    if profile and im.mode in ("RGB", "RGBA", "L", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = "RGBA" if im.mode == "RGBA" else "RGB"
            im = ImageCms.profileToProfile(im, source, ImageCms.createProfile("sRGB"), outputMode=target)
        except ImageCms.PyCMSError:
            pass
    return im.convert("RGBA")


def difference(theirs, ours):
    """The mean difference of the colours of both on white, and a sentence."""
    if theirs.size != ours.size:
        return 255.0, f"{theirs.size} by Pillow, {ours.size} by Recollect"
    a, b = on_white(theirs), on_white(ours)
    mean = float(numpy.abs(a - b).mean())
    return mean, f"mean {mean:.2f} of 255, at most {numpy.abs(a - b).max():.0f}"


def on_white(im):
    a = numpy.asarray(im.convert("RGBA")).astype(numpy.float32)
    alpha = a[..., 3:] / 255
    return a[..., :3] * alpha + 255 * (1 - alpha)


if __name__ == "__main__":
    main()
