"""Builds small tokenizers of every kind that Recollect reads, and the ids that the
reference programs give for 2,000 texts.

    python bench/models/tokens.py engine/model/token/testdata

It needs the packages tokenizers, sentencepiece, open_clip_torch and ftfy. The vocabularies are
trained on the texts themselves. Its output is the same each time with the same versions.
Give vocabularies of real models to compare them too (the output is large):

    python bench/models/tokens.py --ids OUT --json NAME=tokenizer.json --spm NAME=spiece.model
    RECOLLECT_TOKENIZERS=OUT go test ./engine/model/token -run Fixtures
"""

import argparse
import base64
import gzip
import hashlib
import io
import json
import pathlib
import sys
import tempfile

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as spm_proto
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers
from tokenizers import pre_tokenizers, processors, trainers

from texts import texts

LIMIT = 64
PUNCTUATION = r"""[!"\#\$%\&'\(\)\*\+,\-\./:;<=>\?@\[\\\]\^_`\{\|\}\~]"""
CLIP_WORDS = r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""

# Rules of normalisation: code points, a tab, code points.
RULES = "".join(f"{a:X}\t{' '.join(f'{ord(c):X}' for c in b)}\n" for a, b in [
    *((c, chr(c).lower()) for c in range(0x41, 0x5b)), (0xa0, " "), (0x3000, " "), (0x09, " "), (0x0a, " "), (0x200b, ""),
    (0xfb01, "fi"), (0x2026, "..."), (0x00bd, " 1/2")])


class Output:
    """Writes files that are the same whenever their content is."""

    def __init__(self, folder, strings, long):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.strings, self.long = strings, long
        self.sets, self.charsmap = [], None
        self.bytes("texts.json.gz", json.dumps(strings, ensure_ascii=False).encode())

    def bytes(self, name, data):
        if name.endswith(".gz"):
            packed = io.BytesIO()
            with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=9) as f:
                f.write(data)
            data = packed.getvalue()
        (self.folder / name).write_bytes(data)

    def ids(self, name, spec, encode):
        """Adds a tokenizer: what Recollect is told of it, and the ids of all texts."""
        rows = [" ".join(map(str, encode(t))) for t in self.strings]
        self.bytes(f"{name}.sums", b"".join(hashlib.sha256(r.encode()).digest()[:2] for r in rows))
        if self.long:
            self.bytes(f"{name}.ids", "\n".join(rows).encode())
        self.sets.append({"name": name, "tokenizer": spec})
        print(name, file=sys.stderr)

    def json(self, name, tokenizer):
        """Adds a tokenizer.json."""
        tokenizer.enable_truncation(LIMIT)
        text = tokenizer.to_str(pretty=False)
        if self.charsmap: # it is large, and in siglip.model.gz too
            text = text.replace(self.charsmap, "@siglip.model.gz")
        self.bytes(f"{name}.json.gz", text.encode())
        self.ids(name, {"type": "tokenizer.json", "files": [f"{name}.json.gz"], "max_tokens": LIMIT},
                 lambda t: tokenizer.encode(t).ids)

    def close(self):
        self.bytes("sets.json", (json.dumps(self.sets, indent=1) + "\n").encode())


def cut(ids, first, last):
    """Frames and truncates ids as tokenizers do."""
    return first + ids[: LIMIT - len(first) - len(last)] + last


def template(first, last, tokenizer):
    special = [(t, tokenizer.token_to_id(t)) for t in first + last]
    return processors.TemplateProcessing(single=first + ["$A"] + last, special_tokens=special)


CLIP_NAMES = ["<|startoftext|>", "<|endoftext|>"]


def simple_tokenizer(file):
    """OpenAI's tokenizer with its names of the special tokens, which open_clip calls otherwise."""
    import open_clip.tokenizer as reference
    simple = reference.SimpleTokenizer(file, context_length=LIMIT)
    for new, old in zip(CLIP_NAMES, ["<start_of_text>", "<end_of_text>"]):
        simple.encoder[new] = simple.encoder.pop(old)
    simple.cache = {n: n for n in CLIP_NAMES}
    simple.pat = reference.re.compile("|".join(map(reference.re.escape, CLIP_NAMES)) + "|" + CLIP_WORDS,
                                      reference.re.IGNORECASE)
    return simple


def clip(out, corpus):
    """CLIP's byte pairs: its tokenizer.json, vocab.json with merges.txt, and OpenAI's one file."""
    t = Tokenizer(models.BPE(unk_token="<|endoftext|>", end_of_word_suffix="</w>", continuing_subword_prefix="",
                             fuse_unk=False))
    t.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(CLIP_WORDS), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False)])
    t.train_from_iterator(corpus, trainers.BpeTrainer(
        vocab_size=2200, end_of_word_suffix="</w>", initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False))
    merges = [tuple(m) for m in json.loads(t.to_str())["model"]["merges"]]
    one_file = "#version: 0.2\n" + "\n".join(" ".join(m) for m in merges)

    with tempfile.NamedTemporaryFile(suffix=".gz") as f:
        f.write(gzip.compress(one_file.encode()))
        f.flush()
        simple = simple_tokenizer(f.name)
    vocab, names = simple.encoder, CLIP_NAMES
    start, end = vocab[names[0]], vocab[names[1]]
    out.bytes("clip-vocab.json.gz", json.dumps(vocab, ensure_ascii=False).encode())
    out.bytes("clip-merges.txt.gz", one_file.encode())
    for name, files in [("clip-two", ["clip-vocab.json.gz", "clip-merges.txt.gz"]), ("clip-one", ["clip-merges.txt.gz"])]:
        out.ids(name, {"type": "clip-bpe", "files": files, "max_tokens": LIMIT},
                lambda s: cut(simple.encode(s), [start], [end]))

    t.model = models.BPE(vocab=vocab, merges=merges, unk_token=names[1], end_of_word_suffix="</w>",
                         continuing_subword_prefix="", fuse_unk=False)
    t.add_special_tokens([AddedToken(n, normalized=False) for n in names])
    t.post_processor = processors.RobertaProcessing((names[1], end), (names[0], start), False, False)
    out.json("clip-json", t)


def train(corpus, **options):
    """Trains a SentencePiece model."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        # the rare characters of the texts must not become the alphabet
        sentence_iterator=iter(corpus + 10 * [t for t in corpus if t.isascii()]), model_writer=model, num_threads=1, minloglevel=2,
        hard_vocab_limit=False, character_coverage=0.98, **options)
    return model.getvalue()


def pieces(out, name, model, canonical=False):
    """Adds a SentencePiece model."""
    p = sentencepiece.SentencePieceProcessor(model_proto=model)
    spec = {"type": "sentencepiece", "files": [f"{name}.model.gz"], "max_tokens": LIMIT}
    out.bytes(f"{name}.model.gz", model)
    last = [p.eos_id()]
    out.ids(name, spec, lambda t: cut(p.encode(t), [], last))
    if canonical:
        from open_clip.tokenizer import canonicalize_text
        out.ids(name + "-canonical", spec | {"canonical": True}, lambda t: cut(p.encode(canonicalize_text(t)), [], last))


def merges_of(vocab, scores):
    """The merges of a SentencePiece BPE, as transformers converts them."""
    found = []
    for piece in vocab:
        local = [(piece[:i], piece[i:]) for i in range(1, len(piece)) if piece[:i] in vocab and piece[i:] in vocab]
        found += [(a, b, piece) for a, b in sorted(local, key=lambda m: (vocab[m[0]], vocab[m[1]]))]
    found.sort(key=lambda m: (-scores[m[2]], len(m[0]), len(m[1])))
    return [(a, b) for a, b, _ in found]


def gemma(out, model):
    """SigLIP 2's tokenizer: spaces are marked, the text is one word, bytes stand for what is unknown."""
    m = spm_proto.ModelProto.FromString(model)
    vocab = {p.piece: i for i, p in enumerate(m.pieces)}
    scores = {p.piece: p.score for p in m.pieces}
    normal = {p.piece: vocab[p.piece] for p in m.pieces if p.type == 1}
    t = Tokenizer(models.BPE(vocab=vocab, merges=merges_of(normal, scores), unk_token="<unk>", fuse_unk=True,
                             byte_fallback=True))
    t.normalizer = normalizers.Replace(" ", "▁")
    t.pre_tokenizer = pre_tokenizers.Split(" ", behavior="merged_with_previous")
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    t.add_special_tokens([AddedToken(n, normalized=False) for n in ("<unk>", "</s>", "<s>")])
    t.add_tokens([AddedToken(p.piece, normalized=False) for p in m.pieces if p.type == 4])
    t.post_processor = template([], ["</s>"], t)
    out.json("gemma-json", t)
    t.normalizer = normalizers.Sequence([normalizers.Lowercase(), normalizers.Replace(" ", "▁")])
    t.post_processor = template(["<s>"], ["</s>"], t)
    out.json("gemma-lower", t)
    t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.pre_tokenizer = None
    t.model = models.BPE(vocab=vocab, merges=merges_of(normal, scores), unk_token="<unk>", fuse_unk=False,
                         ignore_merges=True)
    out.json("llama-json", t)
    for scheme, split in [("first", False), ("always", True)]: # as NLLB
        t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Strip(left=True, right=False)])
        t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=scheme, split=split)
        out.json(f"metaspace-{scheme}", t)


def unigram(out, model):
    """XLM-R's, T5's and SigLIP's tokenizer.json: the same pieces behind different normalizers."""
    m = spm_proto.ModelProto.FromString(model)
    vocab = [(p.piece, p.score) for p in m.pieces]
    unk = next(i for i, p in enumerate(m.pieces) if p.type == 2)
    special = [p.piece for p in m.pieces if p.type == 3]
    out.charsmap = base64.b64encode(m.normalizer_spec.precompiled_charsmap).decode()
    charsmap = normalizers.Precompiled(m.normalizer_spec.precompiled_charsmap)
    spaces = normalizers.Replace(Regex(r"\s+"), " ")
    kinds = {
        "xlmr": (charsmap, pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]),
                 ["<s>"], ["</s>"], False),
        "siglip-json": (normalizers.Sequence([
            normalizers.Lowercase(), normalizers.Replace(Regex(PUNCTUATION), ""), spaces, normalizers.Strip(), charsmap]),
            pre_tokenizers.Metaspace(), [], ["</s>"], False),
        "t5-json": (normalizers.Sequence([
            charsmap, normalizers.Strip(left=False, right=True), normalizers.Replace(Regex(" {2,}"), "▁")]),
            pre_tokenizers.Metaspace(prepend_scheme="first"), [], ["</s>"], True),
    }
    for name, (normalizer, cutter, first, last, fallback) in kinds.items():
        t = Tokenizer(models.Unigram(vocab=vocab, unk_id=unk, byte_fallback=fallback))
        t.normalizer, t.pre_tokenizer = normalizer, cutter
        t.add_special_tokens([AddedToken(n, normalized=False) for n in special])
        t.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
        t.add_tokens([AddedToken("dog show", single_word=True), AddedToken("Über", normalized=True, rstrip=True)])
        t.post_processor = template(first, last, t)
        out.json(name, t)


def bert(out, corpus):
    """BERT's vocabulary, with and without case."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    for name, lower in [("bert-uncased", True), ("bert-cased", False)]:
        t = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
        t.normalizer = normalizers.BertNormalizer(lowercase=lower, strip_accents=None)
        t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        t.train_from_iterator(corpus, trainers.WordPieceTrainer(
            vocab_size=1600, limit_alphabet=500, special_tokens=special, show_progress=False))
        cls, sep = ("[CLS]", t.token_to_id("[CLS]")), ("[SEP]", t.token_to_id("[SEP]"))
        t.post_processor = processors.BertProcessing(sep, cls) if lower else template(["[CLS]"], ["[SEP]"], t)
        out.json(name, t)


def others(out, corpus):
    """Byte pairs of GPT-2 and RoBERTa, and words."""
    t = Tokenizer(models.BPE())
    t.normalizer = normalizers.NFD()
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    t.train_from_iterator(corpus, trainers.BpeTrainer(
        vocab_size=1500, special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    t.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False), template(["<s>"], ["</s>"], t)])
    out.json("roberta", t)
    for name, cutter in [
        ("words", pre_tokenizers.Whitespace()),
        ("digits", pre_tokenizers.Sequence([
            pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Digits(individual_digits=False),
            pre_tokenizers.Punctuation("contiguous")])),
        ("marks", pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(r"[\p{Han}ー]|\d"), "merged_with_next"),
            pre_tokenizers.Split(Regex(r"\s+"), "removed"),
            pre_tokenizers.Punctuation("merged_with_previous"), pre_tokenizers.Digits(individual_digits=True)])),
    ]:
        t = Tokenizer(models.WordLevel(unk_token="[UNK]"))
        t.normalizer = normalizers.Sequence([normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase()])
        t.pre_tokenizer = cutter
        t.train_from_iterator(corpus, trainers.WordLevelTrainer(vocab_size=900, special_tokens=["[UNK]"],
                                                                show_progress=False))
        out.json(name, t)


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("out")
    args.add_argument("--ids", action="store_true", help="write the ids too, not only the sums of each text's")
    args.add_argument("--json", action="append", default=[], metavar="NAME=FILE")
    args.add_argument("--clip", action="append", default=[], metavar="NAME=bpe_simple_vocab_16e6.txt.gz")
    args.add_argument("--spm", action="append", default=[], metavar="NAME=FILE")
    args = args.parse_args()
    out = Output(args.out, texts(), args.ids)
    corpus = [t for t in out.strings if t.strip() and len(t) < 400 and "\0" not in t]
    if not (args.json or args.spm or args.clip):
        clip(out, corpus)
        options = dict(vocab_size=1600, model_type="unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=3)
        siglip = train(corpus, normalization_rule_name="nmt_nfkc", **options)
        pieces(out, "siglip", siglip, canonical=True)
        pieces(out, "unigram", train(
            corpus, normalization_rule_name="identity", byte_fallback=True,
            user_defined_symbols=["<mask>", "dog", "🐶"], **options | {"vocab_size": 2300}))
        bpe = train(corpus, model_type="bpe", vocab_size=2400, normalization_rule_name="identity", byte_fallback=True,
                    add_dummy_prefix=False, remove_extra_whitespaces=False, split_digits=True,
                    user_defined_symbols=["\n\n", "▁▁", "▁▁▁", "<b>"])
        pieces(out, "gemma", bpe)
        with tempfile.NamedTemporaryFile("w", suffix=".tsv") as f:
            f.write(RULES)
            f.flush()
            pieces(out, "bpe", train(corpus, model_type="bpe", vocab_size=2200, normalization_rule_tsv=f.name))
        gemma(out, bpe)
        unigram(out, siglip)
        bert(out, corpus)
        others(out, corpus)
    for name, file in (a.split("=", 1) for a in args.json):
        out.json(name, Tokenizer.from_file(file))
    for name, file in (a.split("=", 1) for a in args.clip):
        simple = simple_tokenizer(file)
        out.bytes(f"{name}.txt.gz", gzip.decompress(pathlib.Path(file).read_bytes()))
        out.ids(name, {"type": "clip-bpe", "files": [f"{name}.txt.gz"], "max_tokens": LIMIT},
                lambda s: cut(simple.encode(s), *([simple.encoder[n]] for n in CLIP_NAMES)))
    for name, file in (a.split("=", 1) for a in args.spm):
        pieces(out, name, pathlib.Path(file).read_bytes())
    out.close()


if __name__ == "__main__":
    main()
