#!/usr/bin/env python3
"""Makes hdr.tsv: what samples of 8 bits become in sRGB, in double precision. Needs nothing.

The matrix is that of ITU-R BT.2087-0, table 4 (BT.2020 to BT.709), not one made of chromaticities; the
formulas of PQ and HLG are the forward ones of BT.2100-2, inverted by bisection.
"""

import math
import os

os.chdir(os.path.dirname(os.path.abspath(__file__)))
WHITE, PEAK, KNEE = 203.0, 1000.0, 0.9
TO709 = ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187))
LUMA = (0.2627, 0.6780, 0.0593)


def pq_signal(nits):
    y = (nits / 10000) ** (2610 / 16384)
    return ((3424 / 4096 + 2413 / 128 * y) / (1 + 2392 / 128 * y)) ** (2523 / 32)


def hlg_signal(e):
    return math.sqrt(3 * e) if e <= 1 / 12 else 0.17883277 * math.log(12 * e - 0.28466892) + 0.55991073


def inverse(f, v, most):
    low, high = 0.0, most
    for _ in range(200):
        mid = (low + high) / 2
        low, high = (mid, high) if f(mid) < v else (low, mid)
    return (low + high) / 2


# k3 of BT.2446-1 for which the curve reaches 1 at the peak.
def compressed(v, k3):
    return v if v <= KNEE else KNEE + KNEE * (1 - k3) * (math.log(v / KNEE - k3) - math.log(1 - k3))


K3 = 1 - inverse(lambda d: compressed(PEAK / WHITE, 1 - d), 1, 0.5)


def srgb(v):
    v = min(max(v, 0), 1)
    return round(255 * (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055))


def screen(rgb, transfer):
    if transfer == 16:
        light = [inverse(pq_signal, v / 255, 10000) / WHITE for v in rgb]
    else:
        scene = [inverse(hlg_signal, v / 255, 1) for v in rgb]
        y = sum(w * e for w, e in zip(LUMA, scene))
        light = [PEAK / WHITE * (y**0.2 if y else 0) * e for e in scene]
    most = max(light)
    if most > KNEE:
        light = [v * min(compressed(most, K3), 1) / most for v in light]
    return [srgb(sum(m * v for m, v in zip(row, light))) for row in TO709]


COLOURS = [(v, v, v) for v in (0, 1, 10, 40, 64, 96, 128, 140, 148, 160, 180, 191, 192, 220, 255)]
COLOURS += [(100, 90, 80), (148, 120, 60), (60, 140, 120), (190, 150, 130), (220, 100, 90), (40, 60, 200), (130, 130, 90), (250, 240, 200)]
with open("hdr.tsv", "w") as f:
    f.write(f"# k3 {K3:.5f}\n")
    for transfer in (16, 18):
        for c in COLOURS:
            print(transfer, *c, *screen(c, transfer), sep="\t", file=f)
