"""The fixtures of the tests: one small model of each family, in each layout that models are published in."""

import json
from pathlib import Path

import torch

import networks
import variants
import words
from export import Kind, describe, export, references, shrink, teach

CONTEXT = 16


def write(folder: Path, only: list[str]) -> None:
    for name, make in KINDS.items():
        if only and name not in only:
            continue
        to = folder / name
        to.mkdir(parents=True, exist_ok=True)
        k, picture, text, tokenizer, files = make(to)
        teach(k, picture, text, tokenizer, folder / "pictures")
        files()
        for path in sorted(to.rglob("*.onnx")):
            if not path.stem.endswith(variants.NAMES):
                shrink(path)
        if name == "hf-clip":
            for other, file in variants.write(to, k):
                describe(to, other, file)
        if name == "immich-v2":
            for path in ("visual/model.onnx", "textual/model.onnx"):
                variants.externalise(to / path)
        describe(to, k)
        references(to, k, picture, text, tokenizer, folder / "pictures")


def hugging_face(folder: Path, picture, text, size: int, outputs: list[str], dynamic_text: bool) -> None:
    """onnx/vision_model.onnx and onnx/text_model.onnx as optimum names their tensors."""
    batch = {0: "batch_size"}
    seen, said = ([o.replace("*", kind) for o in outputs] for kind in ("image", "text"))
    export(picture, (torch.randn(2, 3, size, size),), folder / "onnx/vision_model.onnx", ["pixel_values"], seen,
           {"pixel_values": batch, **{o: batch for o in seen}})
    axes = {0: "batch_size", 1: "sequence_length"} if dynamic_text else batch
    export(text, (torch.ones(2, CONTEXT, dtype=torch.int64),), folder / "onnx/text_model.onnx", ["input_ids"], said,
           {"input_ids": axes, **{o: batch for o in said}})


def processor(folder: Path, k: Kind) -> None:
    p = {"do_normalize": True, "do_rescale": True, "do_resize": True, "image_mean": k.mean, "image_std": k.std,
         "resample": 3, "rescale_factor": 1 / 255}
    if k.resize == "crop":
        p |= {"image_processor_type": "CLIPImageProcessor", "do_center_crop": True,
              "size": {"shortest_edge": k.size}, "crop_size": {"height": k.size, "width": k.size}}
    else:
        p |= {"image_processor_type": "SiglipImageProcessor", "size": {"height": k.size, "width": k.size}}
    words.write(folder / "preprocessor_config.json", json.dumps(p, indent=2) + "\n")


def hf_clip(folder: Path):
    t = words.clip(folder)
    n = t.get_vocab_size()
    picture, text = networks.clip(vocab=n, context=CONTEXT)
    words.write(folder / "config.json", json.dumps({
        "architectures": ["CLIPModel"], "model_type": "clip", "projection_dim": 16, "logit_scale_init_value": 2.6592,
        "text_config": {"hidden_act": "quick_gelu", "hidden_size": 8, "max_position_embeddings": CONTEXT,
                        "num_hidden_layers": 1, "num_attention_heads": 2, "vocab_size": n, "eos_token_id": n - 1},
        "vision_config": {"hidden_act": "quick_gelu", "hidden_size": 16, "image_size": 32, "patch_size": 8,
                          "num_hidden_layers": 2, "num_attention_heads": 2}}, indent=2) + "\n")
    k = Kind("hf-clip", "clip", 32, 16, more={"logit_scale": 100, "quick_gelu": True},
             vision={"file": "onnx/vision_model.onnx", "input": "pixel_values", "output": "image_embeds"},
             text={"file": "onnx/text_model.onnx", "inputs": ["input_ids"], "output": "text_embeds"},
             tokenizer=bpe("", n, ["vocab.json", "merges.txt"]))
    processor(folder, k)
    return k, picture, text, t, lambda: hugging_face(folder, picture, text, 32, ["*_embeds"], True)


def bpe(folder: str, n: int, files: list[str]) -> dict:
    return {"type": "clip-bpe", "files": [folder + f for f in files], "max_tokens": CONTEXT, "pad_id": n - 1,
            "unk_id": n - 1, "cls_id": n - 2, "sep_id": n - 1}


def siglip_like(folder: Path, name: str, family: str, t, unk: int, pad: int, size: int, seed: int):
    picture, text = networks.siglip(size=size, vocab=t.get_vocab_size(), context=CONTEXT, seed=seed)
    words.write(folder / "config.json", json.dumps({
        "architectures": ["SiglipModel"], "model_type": "siglip",
        "text_config": {"model_type": "siglip_text_model", "hidden_size": 16, "projection_size": 16,
                        "vocab_size": t.get_vocab_size(), "max_position_embeddings": CONTEXT},
        "vision_config": {"model_type": "siglip_vision_model", "hidden_size": 16, "image_size": size,
                          "patch_size": 8}}, indent=2) + "\n")
    scale = {"siglip": (111.356, -12.9283), "siglip2": (112.9012, -16.7718)}[family]
    k = Kind(name, family, size, 16, "squash", networks.HALF, networks.HALF,
             more=dict(zip(("logit_scale", "logit_bias"), scale)),
             vision={"file": "onnx/vision_model.onnx", "input": "pixel_values", "output": "pooler_output"},
             text={"file": "onnx/text_model.onnx", "inputs": ["input_ids"], "output": "pooler_output",
                   "length": CONTEXT},
             tokenizer={"type": "tokenizer.json", "files": ["tokenizer.json"], "max_tokens": CONTEXT, "pad_id": pad,
                        "unk_id": unk, "cls_id": -1, "sep_id": 1, "canonical": True})
    processor(folder, k)
    outputs = ["last_hidden_state", "pooler_output"]
    return k, picture, text, t, lambda: hugging_face(folder, picture, text, size, outputs, False)


def hf_siglip(folder: Path):
    return siglip_like(folder, "hf-siglip", "siglip", words.siglip(folder), 2, 1, 32, 3)


def hf_siglip2(folder: Path):
    return siglip_like(folder, "hf-siglip2", "siglip2", words.gemma(folder), 3, 0, 40, 11)


def immich(folder: Path, k: Kind, picture, text, t, config: dict, pad_token: str, image, dynamic: bool):
    """visual/ and textual/ as Immich's exporter writes them."""
    words.write(folder / "config.json", json.dumps(config, indent=2) + "\n")
    words.write(folder / "visual/preprocess_cfg.json", json.dumps({
        "size": [k.size, k.size], "mode": "RGB", "mean": k.mean, "std": k.std, "interpolation": k.resample,
        "resize_mode": "squash" if k.resize == "squash" else "shortest", "fill_color": 0}, indent=2) + "\n")
    words.write(folder / "textual/tokenizer_config.json", json.dumps(
        {"pad_token": pad_token, "model_max_length": CONTEXT}, indent=2) + "\n")
    fixed = {} if dynamic else {"batch": 1}
    k.vision = {"file": "visual/model.onnx", "input": "image", "output": "embedding", "normalised": True,
                **fixed, **k.vision}
    k.text = {"file": "textual/model.onnx", "inputs": ["text"], "output": "embedding", "element": "int32",
              "length": CONTEXT, "normalised": True, **fixed, **k.text}

    def files():
        batch = {0: "batch"}
        export(picture, (image,), folder / "visual/model.onnx", ["image"], ["embedding"],
               {"image": batch, "embedding": batch} if dynamic else None)
        export(text, (torch.ones(1, CONTEXT, dtype=torch.int32),), folder / "textual/model.onnx", ["text"],
               ["embedding"], {"text": batch, "embedding": batch} if dynamic else None)

    return k, picture, text, t, files


def immich_v1(folder: Path):
    """RN50: modified ResNet, attention pooling; the batch is 1."""
    t = words.clip(folder / "textual")
    n = t.get_vocab_size()
    k = Kind("immich-v1", "clip", 64, 16, more={"quick_gelu": True, "logit_scale": 100},
             tokenizer=bpe("textual/", n, ["vocab.json", "merges.txt"]))
    picture, text = networks.resnet(size=k.size, vocab=n, context=CONTEXT)
    config = {"embed_dim": 16, "quick_gelu": True,
              "vision_cfg": {"image_size": k.size, "layers": [1, 1, 1, 1], "width": 2, "patch_size": None},
              "text_cfg": {"context_length": CONTEXT, "vocab_size": n, "width": 8, "heads": 2, "layers": 1}}
    return immich(folder, k, picture, text, t, config, "<|endoftext|>", torch.randn(1, 3, k.size, k.size), False)


def immich_v2(folder: Path):
    """Pixels as bytes, normalised in the graph; weights in model.safetensors."""
    t = words.clip(folder / "textual")
    n = t.get_vocab_size()
    k = Kind("immich-v2", "open_clip", 32, 16, mean=networks.HALF, std=networks.HALF, layout="NHWC",
             resample="bilinear", vision={"element": "uint8", "external": ["visual/model.safetensors"]},
             text={"external": ["textual/model.safetensors"]}, more={"logit_scale": 100},
             tokenizer=bpe("textual/", n, ["vocab.json", "merges.txt"]))
    picture, text = networks.open_vit(vocab=n, context=CONTEXT, seed=13)
    config = {"embed_dim": 16, "vision_cfg": {"image_size": 32, "layers": 1, "width": 16, "patch_size": 8},
              "text_cfg": {"context_length": CONTEXT, "vocab_size": n, "width": 8, "heads": 2, "layers": 1}}
    taken = networks.Bytes(picture, k.mean, k.std)
    image = torch.randint(0, 256, (1, k.size, k.size, 3), dtype=torch.uint8)
    _, _, _, _, files = immich(folder, k, taken, text, t, config, "<|endoftext|>", image, True)
    return k, picture, text, t, files


def immich_xlm(folder: Path):
    """XLM-RoBERTa for text: the mean over tokens that are not padding."""
    t = words.xlm_roberta(folder / "textual")
    n = t.get_vocab_size()
    k = Kind("immich-xlm", "xlm_roberta", 32, 16, more={"languages": ["de", "en", "fr"], "logit_scale": 100},
             tokenizer={"type": "tokenizer.json", "files": ["textual/tokenizer.json"], "max_tokens": CONTEXT,
                        "pad_id": 1, "unk_id": 3, "cls_id": 0, "sep_id": 2})
    picture, text = networks.xlm_roberta(size=k.size, vocab=n, context=CONTEXT)
    config = {"embed_dim": 16, "vision_cfg": {"image_size": 32, "layers": 1, "width": 16, "patch_size": 8},
              "text_cfg": {"hf_model_name": "xlm-roberta-base", "hf_tokenizer_name": "xlm-roberta-base",
                           "hf_pooler_type": "mean_pooler", "hf_proj_type": "mlp", "context_length": CONTEXT}}
    return immich(folder, k, picture, text, t, config, "<pad>", torch.randn(1, 3, 32, 32), False)


def rclip(folder: Path):
    """visual.onnx and textual.onnx: OpenCLIP's vision transformer with exact GELU."""
    t = words.clip(folder)
    n = t.get_vocab_size()
    picture, text = networks.open_vit(vocab=n, context=CONTEXT)

    def files():
        batch = {0: "batch"}
        export(picture, (torch.randn(2, 3, 32, 32),), folder / "visual.onnx", ["image"], ["embedding"],
               {"image": batch, "embedding": batch})
        export(text, (torch.ones(2, CONTEXT, dtype=torch.int64),), folder / "textual.onnx", ["text"], ["embedding"],
               {"text": batch, "embedding": batch})

    k = Kind("rclip", "open_clip", 32, 16, more={"logit_scale": 100},
             vision={"file": "visual.onnx", "input": "image", "output": "embedding", "normalised": True},
             text={"file": "textual.onnx", "inputs": ["text"], "output": "embedding", "length": CONTEXT,
                   "normalised": True},
             tokenizer=bpe("", n, ["vocab.json", "merges.txt"]) | {"pad_id": 0})
    return k, picture, text, t, files


KINDS = {"hf-clip": hf_clip, "hf-siglip": hf_siglip, "hf-siglip2": hf_siglip2, "immich-v1": immich_v1,
         "immich-v2": immich_v2, "immich-xlm": immich_xlm, "rclip": rclip}
