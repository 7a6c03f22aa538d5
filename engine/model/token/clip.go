package token

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"regexp"
	"strings"

	"recollect/engine/model"
	"recollect/engine/model/token/clean"
	"recollect/engine/model/token/fault"
	"recollect/engine/model/token/hf"
	"recollect/engine/model/token/subword"
)

// clipBPE is the tokenizer of OpenAI's CLIP (Radford et al. 2021), simple_tokenizer.py.
type clipBPE struct {
	spec       model.Tokenizing
	bpe        subword.BPE
	alphabet   *subword.Alphabet
	start, end int64
}

const (
	startOfText = "<|startoftext|>"
	endOfText   = "<|endoftext|>"
	endOfWord   = "</w>"
)

// clipWords are the words of lower-case text. The class of spaces is that of Unicode. U+0345 is
// no letter, but iota without regard to case, and so it is in none of the classes.
var clipWords = regexp.MustCompile(`<\|startoftext\|>|<\|endoftext\|>|` +
	`(?i:'s|'t|'re|'ve|'m|'ll|'d)|\p{L}+|\p{N}|[^` + clean.Spaces + `\p{L}\p{N}\x{345}]+`)

// openCLIP reads vocab.json and merges.txt, or OpenAI's single file of merges.
func openCLIP(s model.Tokenizing, files func(string) ([]byte, error)) (*clipBPE, error) {
	if n := len(s.Files); n != 1 && n != 2 {
		return nil, fault.Damaged(s.Type, "a tokenizer of one or two files has %d", n)
	}
	data := make([][]byte, len(s.Files))
	for i, name := range s.Files {
		var err error
		if data[i], err = files(name); err != nil {
			return nil, err
		}
		if data[i], err = inflate(data[i]); err != nil {
			return nil, fault.Damaged(name, "%v", err)
		}
	}
	c := &clipBPE{spec: s, alphabet: subword.NewAlphabet()}
	c.bpe = subword.BPE{Suffix: endOfWord, Unk: -1}
	var err error
	if len(data) == 2 {
		if c.bpe.Vocab, err = hf.ReadVocab(data[0]); err != nil {
			return nil, fault.Damaged(s.Files[0], "%v", err)
		}
	}
	if err := c.readMerges(string(data[len(data)-1])); err != nil {
		return nil, fault.Damaged(s.Files[len(data)-1], "%v", err)
	}
	for name, to := range map[string]*int64{startOfText: &c.start, endOfText: &c.end} {
		id, ok := c.bpe.Vocab[name]
		if !ok {
			return nil, fault.Damaged(s.Files[0], "it has no token %s", name)
		}
		*to = int64(id)
	}
	return c, nil
}

// mostMerges is how many of the merges in OpenAI's file CLIP uses: those from its line 2 to 48,895
// (simple_tokenizer.py). The others belong to a larger vocabulary.
const mostMerges = 49152 - 256 - 2

// largest is the size of an inflated file that is refused; OpenAI's has 3 MB.
const largest = 64 << 20

// inflate returns data, unpacked where it is gzip.
func inflate(data []byte) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return data, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, largest+1))
	if err == nil && len(out) > largest {
		err = fmt.Errorf("it has more than %d bytes unpacked", largest)
	}
	return out, err
}

// readMerges reads a merge a line after a first line about the version. Without a
// vocabulary, it makes that of OpenAI's CLIP: the bytes, the bytes that end words, what
// each merge gives, and two special tokens.
func (c *clipBPE) readMerges(text string) error {
	_, text, _ = strings.Cut(text, "\n")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	lines = lines[:min(len(lines), mostMerges)]
	if c.bpe.Vocab == nil {
		c.bpe.Vocab = vocabOf(lines)
	}
	for i, line := range lines {
		left, right, ok := strings.Cut(strings.TrimSuffix(line, "\r"), " ")
		if !ok {
			return fmt.Errorf("line %d is no merge of two tokens", i+2)
		}
		if err := c.bpe.Add([]byte(left), []byte(right)); err != nil {
			return fmt.Errorf("line %d: %w", i+2, err)
		}
	}
	return nil
}

// vocabOf returns the ids that follow from merges. The order of bytes is that of
// bytes_to_unicode in simple_tokenizer.py.
func vocabOf(merges []string) map[string]int32 {
	vocab := make(map[string]int32, len(merges)+2*256+2)
	next := int32(0)
	add := func(token string) { // of equal tokens, the last id counts
		vocab[token] = next
		next++
	}
	alphabet := subword.NewAlphabet()
	for _, suffix := range []string{"", endOfWord} {
		for _, itself := range []bool{true, false} {
			for b, r := range alphabet {
				if (rune(b) == r) == itself {
					add(string(r) + suffix)
				}
			}
		}
	}
	for _, line := range merges {
		add(strings.Replace(strings.TrimSuffix(line, "\r"), " ", "", 1))
	}
	add(startOfText)
	add(endOfText)
	return vocab
}

// Encode is that of Tokenizer.
func (c *clipBPE) Encode(text string) []int64 {
	text = clean.Basic(text)
	text = clean.Lower(clean.Squeeze(text))
	room := c.spec.MaxTokens
	var ids []int64
	for len(ids) < room && text != "" {
		at := clipWords.FindStringIndex(text)
		if at == nil {
			break
		}
		ids = append(ids, c.word(text[at[0]:at[1]])...)
		text = text[at[1]:]
	}
	return subword.Frame(ids, []int64{c.start}, []int64{c.end}, room)
}

func (c *clipBPE) word(word string) []int64 {
	switch word {
	case startOfText:
		return []int64{c.start}
	case endOfText:
		return []int64{c.end}
	}
	return c.bpe.Encode(nil, c.alphabet.Spell(word))
}

// Words is that of Tokenizer.
func (c *clipBPE) Words() []string {
	return subword.WholeWords(c.bpe.Vocab, c.alphabet.Whole(endOfWord))
}
