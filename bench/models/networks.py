"""Dual encoders with random weights, built from the configurations of transformers and open_clip."""

import math

import open_clip
import torch
from transformers import (CLIPTextConfig, CLIPTextModelWithProjection, CLIPVisionConfig,
                          CLIPVisionModelWithProjection, SiglipTextConfig, SiglipTextModel, SiglipVisionConfig,
                          SiglipVisionModel, XLMRobertaConfig)
from transformers.models.xlm_roberta.modeling_xlm_roberta import XLMRobertaModel

CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)
HALF = (0.5, 0.5, 0.5)


class Picture(torch.nn.Module):
    """The tower for pictures as one function of pixels, with the outputs in order of their names."""

    def __init__(self, model, run):
        super().__init__()
        self.model, self.run = model, run

    def forward(self, pixels):
        return self.run(self.model, pixels)


class Bytes(torch.nn.Module):
    """The same for pixels of 0 to 255 in NHWC: normalised in the graph."""

    def __init__(self, picture, mean, std):
        super().__init__()
        self.picture = picture
        self.mean = torch.nn.Buffer(torch.tensor(mean).view(1, 3, 1, 1))
        self.std = torch.nn.Buffer(torch.tensor(std).view(1, 3, 1, 1))

    def forward(self, image):
        pixels = image.permute(0, 3, 1, 2).to(self.mean.dtype) / 255
        return self.picture((pixels - self.mean) / self.std)


class Text(torch.nn.Module):
    """The tower for text as one function of ids and, where it has one, the mask."""

    def __init__(self, model, run):
        super().__init__()
        self.model, self.run = model, run

    def forward(self, ids, *mask):
        return self.run(self.model, ids, *mask)


def spread(model: torch.nn.Module, seed: int) -> torch.nn.Module:
    """Draws weights so that small pictures and sentences that differ get vectors that differ."""
    g = torch.Generator().manual_seed(seed)
    for name, p in model.named_parameters():
        with torch.no_grad():
            if "norm" in name or ".bn" in name or ".ln_" in name or name.startswith("ln_") or "LayerNorm" in name:
                p.add_(torch.randn(p.shape, generator=g) * 0.1)
            elif p.dim() < 2:
                p.copy_(torch.randn(p.shape, generator=g) * 0.1)
            elif "embed" in name and "patch" not in name:
                p.copy_(torch.randn(p.shape, generator=g) * 0.7)
            else:
                fan_in = math.prod(p.shape[1:])
                p.copy_(torch.randn(p.shape, generator=g) * 1.2 / math.sqrt(fan_in))
    return model.eval()


def teach(picture, text, pixels: list[torch.Tensor], ids: torch.Tensor, others: torch.Tensor) -> None:
    """Fits the towers to pairs, of which pixels has any number for each sentence in turn, so that a search finds
    something, and to sentences that none of the pictures is to be found with. Weights end as bfloat16: half of their
    bits are zero, so that fixtures compress."""
    weights = [p for tower in (picture, text) for p in tower.parameters()]
    steps = torch.optim.Adam(weights, lr=2e-3)
    right = torch.nn.functional.one_hot(torch.arange(len(pixels)) % len(ids), len(ids)).bool()
    draw = torch.Generator().manual_seed(1)

    def looked():
        return torch.cat([last(picture(x)) for x in pixels])

    def cosines(seen, said):
        return torch.nn.functional.normalize(seen, dim=-1) @ torch.nn.functional.normalize(said, dim=-1).T

    both = True
    for _ in range(900):
        seen = looked() if both else seen.detach()
        some = others[torch.randperm(len(others), generator=draw)[:64]]
        c = cosines(seen, torch.cat([last(text(ids)), last(text(some))]))
        pairs, rest = c[:, :len(ids)], c[:, len(ids):]
        loss = torch.relu(0.85 - pairs[right]).sum() + torch.relu(pairs[~right] - 0.1).sum()
        both = both and loss > 0.3  # from here on only the tower for text learns
        if not both:
            loss = loss + torch.relu(rest - 0.1).sum() * 0.1
        steps.zero_grad()
        loss.backward()
        steps.step()
    with torch.no_grad():
        for p in weights:
            p.copy_(p.bfloat16())
        c, rest = cosines(looked(), last(text(ids))), cosines(looked(), last(text(others)))
        print(f"cosines of pairs {c[right].min():.2f} at least, of wrong ones {c[~right].max():.2f} at most, "
              f"of others {rest.max():.2f} at most and {rest.quantile(0.999):.2f} for one in 1,000")


def last(out) -> torch.Tensor:
    return out[-1] if isinstance(out, tuple) else out


def clip(size=32, patch=8, width=16, layers=2, heads=2, text_width=8, text_layers=1, text_heads=2, dim=16,
         vocab=574, context=16, seed=1):
    """OpenAI's CLIP with a vision transformer, as Hugging Face has it: QuickGELU, projections."""
    v = CLIPVisionModelWithProjection(CLIPVisionConfig(
        hidden_size=width, intermediate_size=4 * width if width > 64 else 2 * width, projection_dim=dim,
        num_hidden_layers=layers, num_attention_heads=heads, image_size=size, patch_size=patch,
        attn_implementation="eager"))
    t = CLIPTextModelWithProjection(CLIPTextConfig(
        vocab_size=vocab, hidden_size=text_width, intermediate_size=4 * text_width if width > 64 else 2 * text_width,
        projection_dim=dim, num_hidden_layers=text_layers, num_attention_heads=text_heads,
        max_position_embeddings=context, eos_token_id=vocab - 1, bos_token_id=vocab - 2, pad_token_id=vocab - 1,
        attn_implementation="eager"))
    return (Picture(spread(v, seed), lambda m, x: m(pixel_values=x).image_embeds),
            Text(spread(t, seed + 1), lambda m, ids: m(input_ids=ids).text_embeds))


def siglip(size=32, patch=8, width=16, layers=1, heads=2, text_width=16, text_layers=1, vocab=160, context=16,
           inner=32, seed=3):
    """SigLIP and SigLIP 2: attention pooling for pictures, the last token for text."""
    v = SiglipVisionModel(SiglipVisionConfig(
        hidden_size=width, intermediate_size=inner, num_hidden_layers=layers, num_attention_heads=heads,
        image_size=size, patch_size=patch, attn_implementation="eager"))
    t = SiglipTextModel(SiglipTextConfig(
        vocab_size=vocab, hidden_size=text_width, intermediate_size=inner, num_hidden_layers=text_layers,
        num_attention_heads=heads, max_position_embeddings=context, projection_size=width, pad_token_id=1,
        bos_token_id=49406, eos_token_id=1, attn_implementation="eager"))

    def picture(m, x):
        out = m(pixel_values=x)
        return out.last_hidden_state, out.pooler_output

    def text(m, ids):
        out = m(input_ids=ids)
        return out.last_hidden_state, out.pooler_output

    return Picture(spread(v, seed), picture), Text(spread(t, seed + 1), text)


def open_clip_model(vision: dict, text: dict, dim: int, seed: int, **options):
    """A model of open_clip as its own configuration says; unit vectors, as Immich and rclip export them."""
    m = spread(open_clip.CLIP(embed_dim=dim, vision_cfg=vision, text_cfg=text, **options), seed)
    for p in m.modules():  # batch normalisation with statistics that are not 0 and 1
        if isinstance(p, torch.nn.BatchNorm2d):
            g = torch.Generator().manual_seed(p.num_features)
            p.running_mean.copy_(torch.randn(p.num_features, generator=g) * 0.2)
            p.running_var.copy_(torch.rand(p.num_features, generator=g) + 0.5)
    return unit_towers(m)


def unit_towers(m):
    return (Picture(m, lambda m, x: m.encode_image(x, normalize=True)),
            Text(m, lambda m, ids: m.encode_text(ids, normalize=True)))


def open_vit(size=32, patch=8, width=16, layers=1, text_width=8, text_layers=1, vocab=574, context=16, dim=16,
             seed=5):
    """OpenCLIP's vision transformer with exact GELU."""
    return open_clip_model(
        dict(image_size=size, layers=layers, width=width, patch_size=patch, head_width=8, mlp_ratio=2.0),
        dict(context_length=context, vocab_size=vocab, width=text_width, heads=2, layers=text_layers, mlp_ratio=2.0),
        dim, seed)


def resnet(size=64, width=2, vocab=574, context=16, dim=16, seed=7):
    """OpenAI's RN50 made small: modified ResNet with attention pooling, QuickGELU in the text tower."""
    return open_clip_model(
        dict(image_size=size, layers=[1, 1, 1, 1], width=width, patch_size=None, head_width=64),
        dict(context_length=context, vocab_size=vocab, width=8, heads=2, layers=1, mlp_ratio=2.0),
        dim, seed, quick_gelu=True)


def xlm_roberta(size=32, patch=8, vocab=160, context=16, dim=16, seed=9):
    """open_clip's CLIP with XLM-RoBERTa for text: the mean over tokens that are not padding, then an MLP."""
    from open_clip.hf_model import HFTextEncoder
    config = XLMRobertaConfig(vocab_size=vocab, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
                              intermediate_size=32, max_position_embeddings=context + 2, pad_token_id=1,
                              bos_token_id=0, eos_token_id=2, type_vocab_size=1, attn_implementation="eager")
    text = HFTextEncoder("", dim, config=config, pooler_type="mean_pooler", proj_type="mlp", pretrained=False)
    text.transformer = XLMRobertaModel(config, add_pooling_layer=False)
    tower = open_clip.CLIP(
        embed_dim=dim, vision_cfg=dict(image_size=size, layers=1, width=16, patch_size=patch, head_width=8,
                                       mlp_ratio=2.0),
        text_cfg=dict(context_length=4, vocab_size=8, width=8, heads=1, layers=1))
    spread(tower, seed)
    spread(text, seed + 1)
    return (Picture(tower, lambda m, x: m.encode_image(x, normalize=True)),
            Text(text, lambda m, ids: torch.nn.functional.normalize(m(ids), dim=-1)))
