"""The fixtures of the tests: one small model of each family, in each layout that models are published in."""

import json
from pathlib import Path

import torch

import networks
import words
from export import Kind, describe, export, references, shrink

CONTEXT = 16


def write(folder: Path, only: list[str]) -> None:
    for name, make in KINDS.items():
        if not only or name in only:
            (folder / name).mkdir(parents=True, exist_ok=True)
            make(folder / name, folder / "pictures")
            for path in (folder / name).rglob("*.onnx"):
                shrink(path)
            finish(folder / name, folder / "pictures")


# Set by each make for finish, which runs once the files have their last bytes.
made: list = []


def finish(folder: Path, pictures: Path) -> None:
    for k, file, picture, text, tokenizer in made:
        describe(folder, k, file)
        if file == "model.json":
            references(folder, k, picture, text, tokenizer, pictures)
    made.clear()


def hugging_face(folder: Path, picture, text, size: int, outputs: tuple[list[str], list[str]], dynamic_text: bool):
    """onnx/vision_model.onnx and onnx/text_model.onnx as optimum names their tensors."""
    batch = {0: "batch_size"}
    export(picture, (torch.randn(2, 3, size, size),), folder / "onnx/vision_model.onnx", ["pixel_values"], outputs[0],
           {"pixel_values": batch, **{o: batch for o in outputs[0]}})
    axes = {0: "batch_size", 1: "sequence_length"} if dynamic_text else batch
    export(text, (torch.ones(2, CONTEXT, dtype=torch.int64),), folder / "onnx/text_model.onnx", ["input_ids"],
           outputs[1], {"input_ids": axes, **{o: batch for o in outputs[1]}})


def processor(folder: Path, size: int, resize: str, mean, std) -> None:
    p = {"do_normalize": True, "do_rescale": True, "do_resize": True, "image_mean": mean, "image_std": std,
         "resample": 3, "rescale_factor": 1 / 255}
    if resize == "crop":
        p |= {"image_processor_type": "CLIPImageProcessor", "do_center_crop": True, "size": {"shortest_edge": size},
              "crop_size": {"height": size, "width": size}}
    else:
        p |= {"image_processor_type": "SiglipImageProcessor", "size": {"height": size, "width": size}}
    words.write(folder / "preprocessor_config.json", json.dumps(p, indent=2) + "\n")


def hf_clip(folder: Path, _: Path) -> None:
    t = words.clip(folder)
    picture, text = networks.clip(vocab=t.get_vocab_size(), context=CONTEXT)
    hugging_face(folder, picture, text, 32, (["image_embeds"], ["text_embeds"]), True)
    processor(folder, 32, "crop", networks.CLIP_MEAN, networks.CLIP_STD)
    words.write(folder / "config.json", json.dumps({
        "architectures": ["CLIPModel"], "model_type": "clip", "projection_dim": 16, "logit_scale_init_value": 2.6592,
        "text_config": {"hidden_act": "quick_gelu", "hidden_size": 16, "max_position_embeddings": CONTEXT,
                        "num_hidden_layers": 1, "num_attention_heads": 2, "vocab_size": t.get_vocab_size(),
                        "eos_token_id": t.get_vocab_size() - 1},
        "vision_config": {"hidden_act": "quick_gelu", "hidden_size": 16, "image_size": 32, "patch_size": 8,
                          "num_hidden_layers": 2, "num_attention_heads": 2}}, indent=2) + "\n")
    end = t.get_vocab_size() - 1
    k = Kind("hf-clip", "clip", 32, 16, more={"logit_scale": 100, "quick_gelu": True},
             vision={"file": "onnx/vision_model.onnx", "input": "pixel_values", "output": "image_embeds"},
             text={"file": "onnx/text_model.onnx", "inputs": ["input_ids"], "output": "text_embeds"},
             tokenizer={"type": "clip-bpe", "files": ["vocab.json", "merges.txt"], "max_tokens": CONTEXT,
                        "pad_id": end, "unk_id": end, "cls_id": end - 1, "sep_id": end})
    made.append((k, "model.json", picture, text, t))


def siglip_like(folder: Path, name: str, family: str, t, tokenizer: dict, pad: int, size: int, seed: int) -> None:
    picture, text = networks.siglip(size=size, vocab=t.get_vocab_size(), context=CONTEXT, seed=seed)
    outputs = ["last_hidden_state", "pooler_output"]
    hugging_face(folder, picture, text, size, (outputs, outputs), False)
    processor(folder, size, "squash", networks.HALF, networks.HALF)
    words.write(folder / "config.json", json.dumps({
        "architectures": ["SiglipModel"], "model_type": "siglip",
        "text_config": {"model_type": "siglip_text_model", "hidden_size": 16, "projection_size": 16,
                        "vocab_size": t.get_vocab_size(), "max_position_embeddings": CONTEXT},
        "vision_config": {"model_type": "siglip_vision_model", "hidden_size": 16, "image_size": size,
                          "patch_size": 8}}, indent=2) + "\n")
    k = Kind(name, family, size, 16, "squash", networks.HALF, networks.HALF,
             vision={"file": "onnx/vision_model.onnx", "input": "pixel_values", "output": "pooler_output"},
             text={"file": "onnx/text_model.onnx", "inputs": ["input_ids"], "output": "pooler_output",
                   "length": CONTEXT},
             tokenizer={"max_tokens": CONTEXT, "pad_id": pad, "sep_id": 1, "cls_id": -1, "canonical": True, **tokenizer})
    if family == "siglip":
        k.more = {"logit_scale": 111.356, "logit_bias": -12.9283}
    else:
        k.more = {"logit_scale": 112.9012, "logit_bias": -16.7718}
    made.append((k, "model.json", picture, text, t))


def hf_siglip(folder: Path, _: Path) -> None:
    t = words.siglip(folder)
    siglip_like(folder, "hf-siglip", "siglip", t,
                {"type": "tokenizer.json", "files": ["tokenizer.json"], "unk_id": 2}, 1, 32, 3)


def hf_siglip2(folder: Path, _: Path) -> None:
    t = words.gemma(folder)
    siglip_like(folder, "hf-siglip2", "siglip2", t,
                {"type": "tokenizer.json", "files": ["tokenizer.json"], "unk_id": 3}, 0, 40, 11)


KINDS = {"hf-clip": hf_clip, "hf-siglip": hf_siglip, "hf-siglip2": hf_siglip2}
