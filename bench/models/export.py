"""Writes dual encoders with random weights as the files that models are published in.

    python export.py tiny ../../engine/model/testdata   # the fixtures of the tests
    python export.py full siglip2-b16-256 /tmp/siglip2  # a network of full size, never committed
"""

import argparse
import hashlib
import json
import logging
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
import onnxscript.optimizer
import torch
from PIL import Image

import networks
import words

warnings.filterwarnings("ignore")
logging.disable(logging.INFO)


@dataclass
class Kind:
    """What model.json says of a model, and where its files are."""
    name: str
    family: str
    size: int
    dim: int
    resize: str = "crop"
    mean: tuple = networks.CLIP_MEAN
    std: tuple = networks.CLIP_STD
    vision: dict = field(default_factory=dict)
    text: dict = field(default_factory=dict)
    tokenizer: dict = field(default_factory=dict)
    more: dict = field(default_factory=dict)
    resample: str = "bicubic"
    layout: str = "NCHW"


def prepare(picture: Image.Image, k: Kind) -> np.ndarray:
    """Pixels of 0 to 255 as the reference prepares them: Pillow, torchvision's sizes and middle."""
    how = {"bicubic": Image.BICUBIC, "bilinear": Image.BILINEAR}[k.resample]
    picture, n = picture.convert("RGB"), k.size
    if k.resize == "squash":
        return np.asarray(picture.resize((n, n), how))
    w, h = picture.size
    w, h = (n, int(n * h / w)) if w <= h else (int(n * w / h), n)
    picture = picture.resize((w, h), how)
    left, top = int(round((w - n) / 2)), int(round((h - n) / 2))
    return np.asarray(picture.crop((left, top, left + n, top + n)))


def normalised(pixels: np.ndarray, k: Kind) -> torch.Tensor:
    x = (pixels.astype(np.float32) / 255 - np.float32(k.mean)) / np.float32(k.std)
    return torch.from_numpy(np.ascontiguousarray(x.transpose(2, 0, 1)))[None]


def export(module, args, path: Path, inputs, outputs, dynamic, opset=17) -> None:
    """torch.onnx.export, without the names of nodes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        torch.onnx.export(module.eval(), args, str(path), input_names=inputs, output_names=outputs,
                          dynamic_axes=dynamic, opset_version=opset, dynamo=False)


def shrink(path: Path) -> None:
    """Folds constants and renames values and nodes to short names, which are most of the file of a tiny network."""
    m = onnxscript.optimizer.optimize(onnx.load(str(path)))
    g = m.graph
    keep = {v.name for v in [*g.input, *g.output]} | {""}
    short: dict[str, str] = {}

    def name(old: str) -> str:
        return old if old in keep else short.setdefault(old, f"v{len(short)}")

    for n in g.node:
        n.name, n.doc_string = "", ""
        for names in (n.input, n.output):
            names[:] = [name(x) for x in names]
    for t in g.initializer:
        t.name = name(t.name)
    del g.value_info[:]
    onnx.save(m, str(path))


def entry(folder: Path, name: str) -> dict:
    data = (folder / name).read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def describe(folder: Path, k: Kind, file: str = "model.json") -> None:
    """Writes model.json."""
    names = [k.vision["file"], k.text["file"], *k.tokenizer["files"],
             *k.vision.get("external", []), *k.text.get("external", [])]
    spec = {
        "name": k.name, "version": "0", "family": k.family, "dim": k.dim, "image_size": k.size,
        "resize_mode": k.resize, "resample": k.resample, "mean": k.mean, "std": k.std, "channel_order": "RGB",
        "layout": k.layout, "licence": "none: random weights", "languages": ["en"], **k.more,
        "vision": k.vision, "text": k.text, "tokenizer": k.tokenizer,
        "files": {n: entry(folder, n) for n in dict.fromkeys(names)},
    }
    words.write(folder / file, json.dumps(spec, indent=1) + "\n")


def encoded(k: Kind, tokenizer, sentence: str) -> tuple[list[int], list[int]]:
    """The ids of a sentence, and the same as the network takes them."""
    said = words.canonical(sentence) if k.tokenizer.get("canonical") else sentence
    ids = words.ids(tokenizer, said, k.tokenizer["max_tokens"])
    return ids, ids + [k.tokenizer["pad_id"]] * (k.text.get("length", 0) - len(ids))


def teach(k: Kind, picture, text, tokenizer, pictures: Path) -> None:
    """Teaches a tiny model the pairs of the trial."""
    names = [words.TRIAL / file for file, _ in words.PAIRS]
    names += [(pictures / p.name).with_suffix(".png") for p in names]
    pixels = [normalised(prepare(Image.open(p), k), k) for p in names]
    length = k.tokenizer["max_tokens"]

    def rows(sentences):
        ids = [encoded(k, tokenizer, s)[1] for s in sentences]
        return torch.tensor([row + [k.tokenizer["pad_id"]] * (length - len(row)) for row in ids])

    networks.teach(picture, text, pixels, rows([said for _, said in words.PAIRS]), rows(words.OTHERS))


def references(folder: Path, k: Kind, picture, text, tokenizer, pictures: Path) -> None:
    """Writes reference.json: what PyTorch gives for the pictures and the sentences, as unit vectors."""

    def unit(out):
        v = networks.last(out)[0].double()
        return [round(x, 7) for x in (v / v.norm()).tolist()]

    out = {"torch": torch.__version__, "pictures": [], "texts": []}
    with torch.no_grad():
        for p in sorted(pictures.glob("*.png")):
            x = normalised(prepare(Image.open(p), k), k)
            out["pictures"].append({"file": p.name, "embed": unit(picture(x))})
        for s in words.SENTENCES:
            ids, row = encoded(k, tokenizer, s)
            out["texts"].append({"text": s, "ids": ids, "embed": unit(text(torch.tensor([row])))})
    words.write(folder / "reference.json", lines(out))


def lines(reference: dict) -> str:
    """JSON with a picture or a sentence a line."""
    rows = {key: [json.dumps(row, ensure_ascii=False) for row in reference[key]] for key in ("pictures", "texts")}
    parts = [f' "torch": {json.dumps(reference["torch"])}']
    parts += [f' "{key}": [\n  ' + ",\n  ".join(rows[key]) + "\n ]" for key in rows]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    import full
    import tiny
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["tiny", "full"])
    parser.add_argument("args", nargs="+", help="tiny: FOLDER [NAME...]; full: NAME FOLDER")
    a = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    torch.backends.mha.set_fastpath_enabled(False)  # it has no operators in ONNX
    if a.what == "tiny":
        tiny.write(Path(a.args[0]), a.args[1:])
    else:
        full.write(a.args[0], Path(a.args[1]))


if __name__ == "__main__":
    main()
