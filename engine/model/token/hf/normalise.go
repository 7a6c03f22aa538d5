package hf

import (
	"encoding/json"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recollect/engine/model/token/clean"
	"recollect/engine/model/token/fault"
)

// normaliser changes a text before it is cut.
type normaliser struct {
	change func(string) string
	// keeps says that a text begins at the same place, even when its first character is
	// removed: Precompiled counts so.
	keeps bool
}

// step is a normalizer or a pre-tokenizer of tokenizer.json: the fields of all types that
// this package knows.
type step struct {
	Type           string            `json:"type"`
	Normalizers    []json.RawMessage `json:"normalizers"`
	Pretokenizers  []json.RawMessage `json:"pretokenizers"`
	Pattern        pattern           `json:"pattern"`
	Content        string            `json:"content"`
	Prepend        string            `json:"prepend"`
	Left           bool              `json:"strip_left"`
	Right          bool              `json:"strip_right"`
	Charsmap       []byte            `json:"precompiled_charsmap"`
	CleanText      bool              `json:"clean_text"`
	Chinese        bool              `json:"handle_chinese_chars"`
	Lowercase      bool              `json:"lowercase"`
	Accents        *bool             `json:"strip_accents"` // null: as Lowercase
	Behaviour      behaviour         `json:"behavior"`
	Invert         bool              `json:"invert"`
	AddPrefixSpace *bool             `json:"add_prefix_space"`
	UseRegex       *bool             `json:"use_regex"`
	Replacement    string            `json:"replacement"`
	PrependScheme  string            `json:"prepend_scheme"`
	Split          *bool             `json:"split"`
	Digits         bool              `json:"individual_digits"`
	Delimiter      string            `json:"delimiter"`
}

// pattern is one of a string and a regular expression.
type pattern struct {
	String *string
	Regex  *string
}

// find returns what finds the matches of p in a text.
func (p pattern) find() (func(text string) []match, error) {
	switch {
	case p.String != nil && *p.String != "":
		what := *p.String
		return func(text string) []match { return literal(what, text) }, nil
	case p.Regex != nil:
		re, err := compile(*p.Regex)
		if err != nil {
			return nil, fault.Unsupported("pattern", *p.Regex)
		}
		return func(text string) []match { return matches(re, text) }, nil
	}
	return nil, fault.Unsupported("pattern", "without a text")
}

// readStep decodes a step. Nothing and null are a step without a type.
func readStep(data []byte) (step, error) {
	var s step
	if len(data) == 0 {
		return s, nil
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fault.Damaged(jsonFile, "%v", err)
	}
	return s, nil
}

// flatten returns a step, or those that it is a sequence of. Sequences nest no deeper than
// encoding/json reads.
func flatten(data []byte) ([]step, error) {
	s, err := readStep(data)
	if err != nil || s.Type == "" {
		return nil, err
	}
	if s.Type != "Sequence" {
		return []step{s}, nil
	}
	var out []step
	for _, d := range append(s.Normalizers, s.Pretokenizers...) {
		inner, err := flatten(d)
		if err != nil {
			return nil, err
		}
		out = append(out, inner...)
	}
	return out, nil
}

// readNormalisers reads the normalizer of a tokenizer.json.
func readNormalisers(data []byte) ([]normaliser, error) {
	steps, err := flatten(data)
	if err != nil {
		return nil, err
	}
	var out []normaliser
	for _, s := range steps {
		n, err := s.normaliser()
		if err != nil {
			return nil, err
		}
		out = append(out, normaliser{n, s.Type == "Precompiled"})
	}
	return out, nil
}

func (s step) normaliser() (func(string) string, error) {
	switch s.Type {
	case "NFC":
		return form(norm.NFC), nil
	case "NFD":
		return form(norm.NFD), nil
	case "NFKC":
		return form(norm.NFKC), nil
	case "NFKD":
		return form(norm.NFKD), nil
	case "Lowercase":
		return clean.LowerEach, nil
	case "StripAccents":
		return func(text string) string { return clean.Without(text, unicode.M) }, nil
	case "Strip":
		return s.strip, nil
	case "Prepend":
		return func(text string) string { return prepend(s.Prepend, text) }, nil
	case "Replace":
		return s.replace()
	case "BertNormalizer":
		return s.bert, nil
	case "Precompiled":
		c, err := clean.ReadCharsmap(s.Charsmap)
		if err != nil {
			return nil, fault.Damaged(jsonFile, "%v", err)
		}
		return c.Graphemes, nil
	}
	return nil, fault.Unsupported("normalizer", s.Type)
}

func form(f norm.Form) func(string) string {
	return func(text string) string { return clean.Form(f, text) }
}

func prepend(what, text string) string {
	if text == "" {
		return text
	}
	return what + text
}

func (s step) strip(text string) string {
	if s.Left {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
	}
	if s.Right {
		text = strings.TrimRightFunc(text, unicode.IsSpace)
	}
	return text
}

func (s step) replace() (func(string) string, error) {
	find, err := s.Pattern.find()
	if err != nil {
		return nil, err
	}
	return func(text string) string {
		var b strings.Builder
		at := 0
		for _, m := range find(text) {
			b.WriteString(text[at:m.start])
			b.WriteString(s.Content)
			at = m.end
		}
		b.WriteString(text[at:])
		return b.String()
	}, nil
}

// bert is BertNormalizer.
func (s step) bert(text string) string {
	if s.CleanText {
		text = clean.Bert(text)
	}
	if s.Chinese {
		text = clean.Apart(text)
	}
	if s.Accents == nil && s.Lowercase || s.Accents != nil && *s.Accents {
		text = clean.Without(clean.Form(norm.NFD, text), unicode.Mn)
	}
	if s.Lowercase {
		text = clean.LowerEach(text)
	}
	return text
}
