package hf

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"recollect/engine/model/token/fault"
	"recollect/engine/model/token/subword"
)

// jsonFile is what messages call the file, whatever its name.
const jsonFile = "tokenizer.json"

// Tokenizer is a tokenizer of Hugging Face's library: added tokens are found, what lies
// between them is normalised, cut into words, given to the model and framed.
type Tokenizer struct {
	raw, normalized tokens
	normalisers     []normaliser
	cutters         []pretokeniser
	model           coder
	frame           frame
	limit           int
	words           func() []string
}

// coder is a model: it appends the ids of one word.
type coder interface {
	Encode(ids []int64, word string) []int64
}

// defaultLimit is for files that name no limit: that of CLIP's text encoder.
const defaultLimit = 77

// New reads a tokenizer.json. Encode gives at most limit ids; 0 is what the file says.
func New(data []byte, limit int) (*Tokenizer, error) {
	all, err := parts(data)
	if err != nil {
		return nil, fault.Damaged(jsonFile, "%v", err)
	}
	p := &Tokenizer{limit: limit}
	if p.normalisers, err = readNormalisers(all["normalizer"]); err != nil {
		return nil, err
	}
	if p.cutters, err = readPretokenisers(all["pre_tokenizer"]); err != nil {
		return nil, err
	}
	if p.frame, err = readFrame(all["post_processor"]); err != nil {
		return nil, err
	}
	if err := p.readTruncation(all["truncation"]); err != nil {
		return nil, err
	}
	if err := p.readModel(all["model"]); err != nil {
		return nil, err
	}
	return p, p.readAdded(all["added_tokens"])
}

func (p *Tokenizer) readTruncation(data []byte) error {
	var t *struct {
		Direction string `json:"direction"`
		MaxLength int    `json:"max_length"`
	}
	if len(data) > 0 {
		if err := json.Unmarshal(data, &t); err != nil {
			return fault.Damaged(jsonFile, "%v", err)
		}
	}
	if t != nil && t.Direction != "" && t.Direction != "Right" {
		return fault.Unsupported("truncation", t.Direction)
	}
	if t != nil && p.limit <= 0 {
		p.limit = t.MaxLength
	}
	if p.limit <= 0 {
		p.limit = defaultLimit
	}
	return nil
}

func (p *Tokenizer) readAdded(data []byte) error {
	var all, raw, normalized []added
	if len(data) > 0 {
		if err := json.Unmarshal(data, &all); err != nil {
			return fault.Damaged(jsonFile, "%v", err)
		}
	}
	for _, t := range all {
		if t.ID < 0 || t.ID >= highestID {
			return fault.Damaged(jsonFile, "the id of %q is no id", t.Content)
		}
		if t.Normalized {
			normalized = append(normalized, t)
		} else {
			raw = append(raw, t)
		}
	}
	p.raw, p.normalized = newTokens(raw, nil), newTokens(normalized, p.normalise)
	return nil
}

func (p *Tokenizer) normalise(text string) string {
	for _, n := range p.normalisers {
		text = n.change(text)
	}
	return text
}

// keepsFirst reports whether something is left of the first character of text when it is
// normalised. "first" of Metaspace asks for it.
func (p *Tokenizer) keepsFirst(text string) bool {
	_, size := utf8.DecodeRuneInString(text)
	first := text[:size]
	for _, n := range p.normalisers {
		changed := n.change(first)
		if changed == "" {
			return n.keeps
		}
		first = changed
	}
	return true
}

// Encode is that of token.Tokenizer.
func (p *Tokenizer) Encode(text string) []int64 {
	var ids []int64
	token := func(id int32) bool {
		ids = append(ids, int64(id))
		return len(ids) < p.limit
	}
	p.raw.cut(strings.ToValidUTF8(text, "\uFFFD"), func(part string, at int) bool {
		start := at == 0 && p.keepsFirst(part)
		return p.normalized.cut(p.normalise(part), func(part string, at int) bool {
			for _, s := range p.spans(span{part, start && at == 0}) {
				if ids = p.model.Encode(ids, s.text); len(ids) >= p.limit {
					return false
				}
			}
			return true
		}, token)
	}, token)
	return subword.Frame(ids, p.frame.first, p.frame.last, p.limit)
}

// spans cuts a text into words.
func (p *Tokenizer) spans(s span) []span {
	all := []span{s}
	for _, c := range p.cutters {
		var next []span
		for _, s := range all {
			next = append(next, c(s)...)
		}
		all = next
	}
	return all
}

// Words is that of token.Tokenizer.
func (p *Tokenizer) Words() []string { return p.words() }
