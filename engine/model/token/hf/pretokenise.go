package hf

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"recollect/engine/model/token/clean"
	"recollect/engine/model/token/fault"
	"recollect/engine/model/token/subword"
)

// span is a piece of a text on its way to the model.
type span struct {
	text  string
	start bool // it begins where the text that was given began
}

// pretokeniser cuts and changes a span. Spans without text are left out.
type pretokeniser func(span) []span

func readPretokenisers(data []byte) ([]pretokeniser, error) {
	steps, err := flatten(data)
	if err != nil {
		return nil, err
	}
	var out []pretokeniser
	for _, s := range steps {
		p, err := s.pretokeniser()
		if err != nil {
			return nil, err
		}
		out = append(out, p...)
	}
	return out, nil
}

func (s step) pretokeniser() ([]pretokeniser, error) {
	switch s.Type {
	case "Split":
		return s.split()
	case "Whitespace":
		find := func(text string) []match { return matches(wordsAndMarks, text) }
		return []pretokeniser{splitter(find, removed, true)}, nil
	case "WhitespaceSplit":
		return []pretokeniser{cutAt(unicode.IsSpace, removed)}, nil
	case "BertPreTokenizer":
		return []pretokeniser{cutAt(unicode.IsSpace, removed), cutAt(clean.IsPunctuation, isolated)}, nil
	case "Punctuation":
		if s.Behaviour == "" {
			s.Behaviour = isolated
		}
		return []pretokeniser{cutAt(clean.IsPunctuation, s.Behaviour)}, s.known()
	case "Digits":
		if s.Digits {
			return []pretokeniser{cutAt(unicode.IsNumber, isolated)}, nil
		}
		return []pretokeniser{cutAt(unicode.IsNumber, contiguous)}, nil
	case "Metaspace":
		return s.metaspace()
	case "ByteLevel":
		return s.byteLevel(), nil
	}
	return nil, fault.Unsupported("pre_tokenizer", s.Type)
}

// wordsAndMarks is the pattern of Whitespace: \w+|[^\w\s]+
var wordsAndMarks = regexp.MustCompile(`[` + rustWordClass + `]+|[^` + rustWordClass + clean.Spaces + `]+`)

func (s step) known() error {
	if !s.Behaviour.known() {
		return fault.Unsupported("behavior", string(s.Behaviour))
	}
	return nil
}

func (s step) split() ([]pretokeniser, error) {
	find, err := s.Pattern.find()
	if err != nil {
		return nil, err
	}
	return []pretokeniser{splitter(find, s.Behaviour, s.Invert)}, s.known()
}

func splitter(find func(string) []match, b behaviour, invert bool) pretokeniser {
	return func(s span) []span {
		parts := split(s.text, find(s.text), b, invert)
		out := make([]span, len(parts))
		for i, p := range parts {
			out[i] = span{s.text[p.start:p.end], s.start && p.start == 0}
		}
		return out
	}
}

func cutAt(of func(rune) bool, b behaviour) pretokeniser {
	return splitter(func(text string) []match { return runs(text, of) }, b, false)
}

func (s step) metaspace() ([]pretokeniser, error) {
	if utf8.RuneCountInString(s.Replacement) != 1 {
		return nil, fault.Unsupported("replacement", s.Replacement)
	}
	switch s.PrependScheme {
	case "":
		s.PrependScheme = "always"
		if s.AddPrefixSpace != nil && !*s.AddPrefixSpace {
			s.PrependScheme = "never"
		}
	case "always", "first", "never":
	default:
		return nil, fault.Unsupported("prepend_scheme", s.PrependScheme)
	}
	mark := func(p span) []span {
		p.text = strings.ReplaceAll(p.text, " ", s.Replacement)
		if !strings.HasPrefix(p.text, s.Replacement) &&
			(s.PrependScheme == "always" || s.PrependScheme == "first" && p.start) {
			p.text = prepend(s.Replacement, p.text)
		}
		return []span{p}
	}
	if s.Split != nil && !*s.Split {
		return []pretokeniser{mark}, nil
	}
	find := func(text string) []match { return literal(s.Replacement, text) }
	return []pretokeniser{mark, splitter(find, mergedWithNext, false)}, nil
}

// gptWords is the pattern of GPT-2 without its \s+(?!\S), which package regexp cannot do:
// gptSpans cuts such spaces.
var gptWords = regexp.MustCompile(`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+` +
	`| ?[^` + clean.Spaces + `\p{L}\p{N}]+|[` + clean.Spaces + `]+`)

// gptSpans cuts text as GPT-2 does. The last of several spaces before a word belongs to it.
func gptSpans(text string) (out []match) {
	for at := 0; at < len(text); {
		m := gptWords.FindStringIndex(text[at:])
		if m == nil {
			return out
		}
		start, end := at+m[0], at+m[1]
		last, size := utf8.DecodeLastRuneInString(text[start:end])
		if unicode.IsSpace(last) && end < len(text) && end-start > size {
			end -= size
		}
		out = append(out, match{start: start, end: end})
		at = end
	}
	return out
}

func (s step) byteLevel() (out []pretokeniser) {
	if s.AddPrefixSpace == nil || *s.AddPrefixSpace {
		out = append(out, func(p span) []span {
			if !strings.HasPrefix(p.text, " ") {
				p.text = prepend(" ", p.text)
			}
			return []span{p}
		})
	}
	if s.UseRegex == nil || *s.UseRegex {
		out = append(out, splitter(gptSpans, isolated, false))
	}
	alphabet := subword.NewAlphabet()
	return append(out, func(p span) []span {
		p.text = alphabet.Spell(p.text)
		return []span{p}
	})
}
