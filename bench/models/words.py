"""Tokenizers of a few hundred tokens, in the files that models are published with."""

import io
import json
import re
import string
from collections import Counter
from pathlib import Path

import sentencepiece
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers.convert_slow_tokenizer import bytes_to_unicode

# TRIAL has the pictures and sentences with which the program tries a model.
TRIAL = Path(__file__).parents[2] / "engine/model/clip/trial"
PAIRS = [line.split("\t") for line in (TRIAL / "pairs.txt").read_text().splitlines()]

# OTHERS are sentences that describe none of these pictures, or not as well: those that a search is judged against.
OTHERS = (Path(__file__).parents[2] / "engine/relevance/prompts.txt").read_text().splitlines()

# SENTENCES are encoded by every model and stand in its reference.json.
SENTENCES = [said for _, said in PAIRS] + [
    "Two birds, flying!",
    "snow-covered mountains at sunset",
    "the old town by the sea on a summer evening with many boats and people and lights and birds",
    "eine Katze im Garten",
    "犬の写真",
    "",
]


def clip(folder: Path) -> Tokenizer:
    """CLIP's: vocab.json, merges.txt, tokenizer.json; bytes, words that end in </w>."""
    alphabet = list(bytes_to_unicode().values())
    vocab = alphabet + [c + "</w>" for c in alphabet]
    merges = []
    words = Counter(w for s in SENTENCES for w in re.findall("[a-z]+", s.lower()))
    split = {w: list(w[:-1]) + [w[-1] + "</w>"] for w in words}
    while len(merges) < 60:
        pairs = Counter()
        for w, n in words.items():
            for pair in zip(split[w], split[w][1:]):
                pairs[pair] += n
        best = max(sorted(pairs), key=pairs.get)
        merges.append(best)
        vocab.append("".join(best))
        for w in words:
            split[w] = merged(split[w], best)
    vocab += ["<|startoftext|>", "<|endoftext|>"]
    ids = {piece: i for i, piece in enumerate(vocab)}
    end = ids["<|endoftext|>"]
    write(folder / "vocab.json", json.dumps(ids, ensure_ascii=False))
    write(folder / "merges.txt", "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    t = Tokenizer(models.BPE(vocab=ids, merges=merges, continuing_subword_prefix="", end_of_word_suffix="</w>",
                             unk_token="<|endoftext|>"))
    t.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""),
                             behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False)])
    t.decoder = decoders.ByteLevel()
    t.post_processor = processors.RobertaProcessing(
        ("<|endoftext|>", end), ("<|startoftext|>", end - 1), trim_offsets=False, add_prefix_space=False)
    t.add_special_tokens(["<|startoftext|>", "<|endoftext|>"])
    return saved(t, folder)


def merged(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    out, i = [], 0
    while i < len(pieces):
        if tuple(pieces[i:i + 2]) == pair:
            out.append("".join(pair))
            i += 2
        else:
            out.append(pieces[i])
            i += 1
    return out


def trained(size: int, **options) -> sentencepiece.SentencePieceProcessor:
    """A Unigram model of SENTENCES."""
    data = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([s for s in SENTENCES if s] * 4), model_writer=data, vocab_size=size,
        hard_vocab_limit=False, normalization_rule_name="identity", **options)
    return sentencepiece.SentencePieceProcessor(model_proto=data.getvalue())


def siglip(folder: Path) -> Tokenizer:
    """SigLIP's: spiece.model and tokenizer.json; <pad> 0, </s> 1, <unk> 2; padded with </s>."""
    spm = trained(160, pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    (folder / "spiece.model").write_bytes(spm.serialized_model_proto())
    t = Tokenizer(models.Unigram([(spm.id_to_piece(i), spm.get_score(i)) for i in range(len(spm))], 2))
    t.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    t.decoder = decoders.Metaspace()
    t.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    t.add_special_tokens(["<pad>", "</s>", "<unk>"])
    return saved(t, folder)


def gemma(folder: Path) -> Tokenizer:
    """SigLIP 2's: tokenizer.json with BPE and bytes for what is unknown; <pad> 0, <eos> 1, <bos> 2, <unk> 3."""
    text = [s.lower().replace(" ", "\u2581") for s in SENTENCES]
    chars = sorted(set("".join(text)) | set("abcdefghijklmnopqrstuvwxyz.,"))
    vocab = ["<pad>", "<eos>", "<bos>", "<unk>"] + [f"<0x{i:02X}>" for i in range(256)] + chars
    merges = [("a", "n"), ("\u2581", "a"), ("o", "n"), ("\u2581", "o"), ("\u2581a", "\u2581"), ("t", "h"), ("th", "e"),
              ("a", "t"), ("c", "at"), ("d", "o"), ("do", "g"), ("an", "d"), ("\u2581", "the"), ("i", "n"), ("in", "g")]
    vocab += ["".join(m) for m in merges]
    t = Tokenizer(models.BPE(vocab={piece: i for i, piece in enumerate(vocab)}, merges=merges, unk_token="<unk>",
                             fuse_unk=True, byte_fallback=True))
    t.normalizer = normalizers.Sequence([normalizers.Lowercase(), normalizers.Replace(" ", "\u2581")])
    t.pre_tokenizer = pre_tokenizers.Split(" ", behavior="merged_with_previous")
    t.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse()])
    t.post_processor = processors.TemplateProcessing(single="$A <eos>", special_tokens=[("<eos>", 1)])
    t.add_special_tokens(["<pad>", "<eos>", "<bos>", "<unk>"])
    return saved(t, folder)


def xlm_roberta(folder: Path) -> Tokenizer:
    """XLM-RoBERTa's: tokenizer.json with Unigram; <s> 0, <pad> 1, </s> 2, <unk> 3."""
    spm = trained(160, unk_id=0, bos_id=1, eos_id=2)
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    pieces += [(spm.id_to_piece(i), spm.get_score(i)) for i in range(3, len(spm))] + [("<mask>", 0.0)]
    t = Tokenizer(models.Unigram(pieces, 3))
    t.normalizer = normalizers.NFKC()
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    t.decoder = decoders.Metaspace()
    t.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    t.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return saved(t, folder)


def saved(t: Tokenizer, folder: Path) -> Tokenizer:
    write(folder / "tokenizer.json", t.to_str())
    return t


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def canonical(text: str) -> str:
    """SigLIP's text before the tokenizer, as open_clip and big_vision make it."""
    text = text.replace("_", " ").translate(str.maketrans("", "", string.punctuation)).lower()
    return " ".join(text.split())


def ids(t: Tokenizer, text: str, most: int) -> list[int]:
    """The ids of a text, cut to most with its last special token kept."""
    t.enable_truncation(max_length=most)
    return t.encode(text).ids
