#!/usr/bin/env python3
"""Tells how like the vectors of a library are to those of another: compare.py RECOLLECT.DB OTHER.DB"""

import math, sqlite3, struct, sys

def vectors(path):
    rows = sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("SELECT hash, vector FROM vectors")
    kind = lambda v: "e" if len(v) <= 1024 else "f"
    return {h: struct.unpack(f"<{len(v) // struct.calcsize(kind(v))}{kind(v)}", v) for h, v in rows}

def cosine(a, b):
    return sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))

cpu, other = map(vectors, sys.argv[1:])
assert cpu.keys() == other.keys(), "photos are missing"
all = [cosine(cpu[h], other[h]) for h in cpu]
print(f"{len(all)} vectors, cosine with the processor's at least {min(all):.4f}, in the mean {sum(all) / len(all):.4f}")
assert min(all) > 0.99, "the vectors differ"
