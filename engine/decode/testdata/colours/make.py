#!/usr/bin/env python3
"""Makes the pictures beside this script. Needs numpy, imagecodecs, pillow-heif.

All show the same four colours of sRGB, red and green above blue and white, coded in other primaries and by
other curves; SDR white is 203 cd/m2 (ITU-R BT.2408). Matrices are those of BT.2087 and of SMPTE EG 432-1.
"""

import os

import imagecodecs
import numpy as np
import pillow_heif

os.chdir(os.path.dirname(os.path.abspath(__file__)))
W, H = 40, 24
TO2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
TOP3 = np.array([[0.8225, 0.1774, 0.0], [0.0332, 0.9669, 0.0], [0.0171, 0.0724, 0.9108]])
SRGB = np.zeros((H, W, 3))
SRGB[: H // 2, : W // 2], SRGB[: H // 2, W // 2 :] = (200, 40, 40), (40, 200, 40)
SRGB[H // 2 :, : W // 2], SRGB[H // 2 :, W // 2 :] = (40, 40, 200), (220, 220, 220)
v = SRGB / 255
LIGHT = np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def pq(light):
    y = (light * 203 / 10000) ** (2610 / 16384)
    return ((3424 / 4096 + 2413 / 128 * y) / (1 + 2392 / 128 * y)) ** (2523 / 32)


def hlg(light):
    shown = light * 0.203  # of 1,000 cd/m2
    y = shown @ [0.2627, 0.6780, 0.0593]
    scene = shown * (y ** ((1 - 1.2) / 1.2))[..., None]
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073)


def srgb(light):
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 0) ** (1 / 2.4) - 0.055)


def avif(name, signal, bits, primaries, transfer, matrix):
    data = np.clip(np.rint(signal * (2**bits - 1)), 0, 2**bits - 1).astype(np.uint8 if bits == 8 else np.uint16)
    whole = imagecodecs.avif_encode(
        data, level=100, speed=4, bitspersample=bits, pixelformat="444", primaries=primaries, transfer=transfer, matrix=matrix
    )
    open(name + ".avif", "wb").write(whole)


def heic(name, signal, bits, primaries, transfer, matrix, chroma=420):
    if bits == 8:
        image = pillow_heif.from_bytes("RGB", (W, H), np.rint(signal * 255).astype(np.uint8).tobytes())
    else:
        image = pillow_heif.from_bytes("RGB;16", (W, H), np.rint(signal * 65535).astype(np.uint16).tobytes())
    image.save(
        name + ".heic", quality=90, chroma=chroma, color_primaries=primaries, transfer_characteristics=transfer,
        matrix_coefficients=matrix, full_range_flag=1,
    )


for write in (avif, heic):
    write("pq-10", pq(LIGHT @ TO2020.T), 10, 9, 16, 9)
    write("hlg-10", hlg(LIGHT @ TO2020.T), 10, 9, 18, 9)
    write("bt2020-8", srgb(LIGHT @ TO2020.T), 8, 9, 13, 9)
    write("p3-8", srgb(LIGHT @ TOP3.T), 8, 12, 13, 6)
avif("pq-12", pq(LIGHT @ TO2020.T), 12, 9, 16, 9)
avif("p3-pq-10", pq(LIGHT @ TOP3.T), 10, 12, 16, 6)
avif("linear-12", LIGHT, 12, 1, 8, 1)
avif("srgb-10", srgb(LIGHT), 10, 1, 13, 1)
heic("pq-10-422", pq(LIGHT @ TO2020.T), 10, 9, 16, 9, 422)
