"""Networks of full size with random weights, in the layout of Hugging Face's exports."""

import json
from pathlib import Path

import numpy as np
import torch
from open_clip.tokenizer import SimpleTokenizer
from PIL import Image

import networks
import words
from export import Kind, describe, export, normalised, prepare

CONTEXT = 77


def write(name: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    make, k = KINDS[name]
    picture, text = make()
    seen, said = (["image_embeds"], ["text_embeds"]) if k.family == "clip" else (["pooler_output"],) * 2
    k.vision = {"file": "onnx/vision_model.onnx", "input": "pixel_values", "output": seen[0]}
    k.text |= {"file": "onnx/text_model.onnx", "inputs": ["input_ids"], "output": said[0]}
    for tower in (picture, text):
        tower.run = (lambda run: lambda *a: networks.last(run(*a)))(tower.run)
    tokenize = bpe(folder, k) if k.family == "clip" else made_up(folder, k)
    batch = {0: "batch_size"}
    export(picture, (torch.randn(2, 3, k.size, k.size),), folder / "onnx/vision_model.onnx", ["pixel_values"], seen,
           {"pixel_values": batch, seen[0]: batch})
    axes = {0: "batch_size", 1: "sequence_length"} if k.family == "clip" else batch
    ids = torch.ones(2, k.text.get("length", CONTEXT), dtype=torch.int64)
    export(text, (ids,), folder / "onnx/text_model.onnx", ["input_ids"], said, {"input_ids": axes, said[0]: batch})
    describe(folder, k)
    refer(folder, k, picture, text, tokenize)


def bpe(folder: Path, k: Kind):
    """OpenAI's vocabulary, which open_clip brings along."""
    t = SimpleTokenizer()
    words.write(folder / "vocab.json", json.dumps(t.encoder, ensure_ascii=False))
    words.write(folder / "merges.txt", "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in t.bpe_ranks))
    end = t.eot_token_id
    k.tokenizer = {"type": "clip-bpe", "files": ["vocab.json", "merges.txt"], "max_tokens": CONTEXT, "pad_id": end,
                   "unk_id": end, "cls_id": t.sot_token_id, "sep_id": end}
    return lambda s: [t.sot_token_id, *t.encode(s)[:CONTEXT - 2], end]


def made_up(folder: Path, k: Kind):
    """Ids drawn from all of the table: Gemma's tokenizer cannot be had here."""
    words.gemma(folder)
    k.tokenizer = {"type": "tokenizer.json", "files": ["tokenizer.json"], "max_tokens": 64, "pad_id": 0, "unk_id": 3,
                   "cls_id": -1, "sep_id": 1, "canonical": True}
    rows = np.random.default_rng(1)
    return lambda s: [*map(int, rows.integers(4, 256000, len(s.split()))), 1]


def refer(folder: Path, k: Kind, picture, text, tokenize) -> None:
    def unit(out):
        return torch.nn.functional.normalize(networks.last(out)[0].double(), dim=0).tolist()

    out = {"torch": torch.__version__, "pictures": [], "texts": []}
    fixtures = Path(__file__).parents[2] / "engine/model/testdata/pictures"
    with torch.no_grad():
        for p in sorted(fixtures.glob("*.png")):
            out["pictures"].append({"file": p.name, "embed": unit(picture(normalised(prepare(Image.open(p), k), k)))})
        for s in words.SENTENCES:
            ids = tokenize(s)
            row = ids + [k.tokenizer["pad_id"]] * (k.text.get("length", 0) - len(ids))
            out["texts"].append({"text": s, "ids": ids, "embed": unit(text(torch.tensor([row])))})
    words.write(folder / "reference.json", json.dumps(out))


def openai(**sizes):
    return lambda: networks.clip(size=224, vocab=49408, context=CONTEXT, text_layers=12, **sizes)


KINDS = {
    "clip-vit-b32": (
        openai(patch=32, width=768, layers=12, heads=12, text_width=512, text_heads=8, dim=512),
        Kind("clip-vit-b32", "clip", 224, 512, more={"logit_scale": 100, "quick_gelu": True})),
    "clip-vit-l14": (
        openai(patch=14, width=1024, layers=24, heads=16, text_width=768, text_heads=12, dim=768),
        Kind("clip-vit-l14", "clip", 224, 768, more={"logit_scale": 100, "quick_gelu": True})),
    "siglip2-b16-256": (
        lambda: networks.siglip(size=256, patch=16, width=768, layers=12, heads=12, text_width=768, text_layers=12,
                                vocab=256000, context=64, inner=3072),
        Kind("siglip2-b16-256", "siglip2", 256, 768, "squash", networks.HALF, networks.HALF, text={"length": 64},
             more={"logit_scale": 112.9012, "logit_bias": -16.7718})),
}
