package hf

import (
	"encoding/json"
	"fmt"
	"strings"

	"recollect/engine/model/token/fault"
	"recollect/engine/model/token/subword"
)

// settings are the small fields of a model in tokenizer.json.
type settings struct {
	Type         string   `json:"type"`
	Dropout      *float64 `json:"dropout"`
	Unk          *string  `json:"unk_token"`
	UnkID        *int32   `json:"unk_id"`
	Prefix       *string  `json:"continuing_subword_prefix"`
	Suffix       *string  `json:"end_of_word_suffix"`
	FuseUnk      bool     `json:"fuse_unk"`
	ByteFallback bool     `json:"byte_fallback"`
	IgnoreMerges bool     `json:"ignore_merges"`
	MaxRunes     int      `json:"max_input_chars_per_word"`
}

// readModel reads the model of a tokenizer.json. The vocabulary and the merges, which are
// nearly all of it, are not decoded by encoding/json.
func (p *Tokenizer) readModel(data []byte) error {
	all, err := parts(data)
	if err != nil {
		return fault.Damaged(jsonFile, "model: %v", err)
	}
	var s settings
	small := map[string]json.RawMessage{}
	for key, value := range all {
		if key != "vocab" && key != "merges" {
			small[key] = value
		}
	}
	raw, err := json.Marshal(small)
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	if err != nil {
		return fault.Damaged(jsonFile, "model: %v", err)
	}
	if s.Type == "" { // of old files
		s.Type = guess(all)
	}
	if s.Dropout != nil && *s.Dropout != 0 {
		return fault.Unsupported("dropout", fmt.Sprint(*s.Dropout))
	}
	switch s.Type {
	case "BPE":
		err = p.readBPE(s, all["vocab"], all["merges"])
	case "Unigram":
		err = p.readUnigram(s, all["vocab"])
	case "WordPiece", "WordLevel":
		err = p.readWords(s, all["vocab"])
	default:
		return fault.Unsupported("model", s.Type)
	}
	if err != nil {
		return fault.Damaged(jsonFile, "model: %v", err)
	}
	return nil
}

// guess returns the type of a model that names none, as tokenizers does.
func guess(all map[string][]byte) string {
	switch {
	case all["merges"] != nil:
		return "BPE"
	case all["unk_id"] != nil:
		return "Unigram"
	case all["continuing_subword_prefix"] != nil:
		return "WordPiece"
	}
	return "WordLevel"
}

func (p *Tokenizer) readBPE(s settings, vocab, merges []byte) error {
	m := &subword.BPE{
		Unk: -1, Fuse: s.FuseUnk, Whole: s.IgnoreMerges,
		Prefix: orEmpty(s.Prefix), Suffix: orEmpty(s.Suffix),
	}
	var err error
	if m.Vocab, err = ReadVocab(vocab); err != nil {
		return err
	}
	if s.Unk != nil {
		id, ok := m.Vocab[*s.Unk]
		if !ok {
			return fmt.Errorf("the unknown token %q is not in the vocabulary", *s.Unk)
		}
		m.Unk = id
	}
	if s.ByteFallback {
		m.Bytes = subword.ByteTokens(m.Vocab)
	}
	list := scanner{data: merges}
	err = list.array(func() error {
		a, b, err := list.merge()
		if err != nil {
			return err
		}
		return m.Add(a, b)
	})
	p.model, p.words = m, func() []string { return subword.WholeWords(m.Vocab, wholeWord(m.Suffix)) }
	return err
}

// merge reads "a b" or ["a", "b"].
func (s *scanner) merge() (a, b []byte, err error) {
	if s.peek() == '"' {
		line, err := s.text()
		if err != nil {
			return nil, nil, err
		}
		left, right, ok := strings.Cut(string(line), " ")
		if !ok || strings.Contains(right, " ") {
			return nil, nil, fmt.Errorf("%q is no merge of two tokens", line)
		}
		return []byte(left), []byte(right), nil
	}
	n := 0
	err = s.array(func() error {
		t, err := s.text()
		if n++; n == 1 {
			a = t
		} else {
			b = t
		}
		return err
	})
	if err == nil && n != 2 {
		err = fmt.Errorf("a merge of %d tokens", n)
	}
	return a, b, err
}

func (p *Tokenizer) readUnigram(s settings, vocab []byte) error {
	var texts []string
	var ids []int32
	u := &subword.Unigram{Unk: -1}
	list := scanner{data: vocab}
	err := list.array(func() error {
		text, score, err := list.scored()
		texts, ids = append(texts, text), append(ids, int32(len(ids)))
		u.Scores = append(u.Scores, score)
		return err
	})
	if err != nil {
		return err
	}
	if s.UnkID == nil || *s.UnkID < 0 || int(*s.UnkID) >= len(texts) {
		return fmt.Errorf("unk_id is missing, or is not in the vocabulary")
	}
	u.Unk = *s.UnkID
	u.Unknown = subword.Least(u.Scores, func(int) bool { return true }) - subword.UnknownPenalty
	u.Pieces = subword.NewPrefixes(texts, ids)
	index := make(map[string]int32, len(texts))
	for id, t := range texts {
		index[t] = int32(id)
	}
	if s.ByteFallback {
		u.Bytes = subword.ByteTokens(index)
	}
	p.model = u
	p.words = func() []string {
		return subword.WholeWords(index, subword.AfterSpace)
	}
	return nil
}

// scored reads ["piece", score].
func (s *scanner) scored() (text string, score float64, err error) {
	n := 0
	err = s.array(func() error {
		n++
		if n == 1 {
			t, err := s.text()
			text = string(t)
			return err
		}
		score, err = s.number()
		return err
	})
	if err == nil && n != 2 {
		err = fmt.Errorf("a piece of %d values", n)
	}
	return text, score, err
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// wholeWord distinguishes the whole words of a vocabulary: by the suffix where there is one, else
// by the mark of a space before them.
func wholeWord(suffix string) func(token string) (string, bool) {
	if suffix != "" {
		return subword.NewAlphabet().Whole(suffix)
	}
	return subword.AfterSpace
}

// defaultMaxRunes is max_input_chars_per_word of WordPiece.
const defaultMaxRunes = 100

func (p *Tokenizer) readWords(s settings, vocab []byte) error {
	w := &subword.WordPiece{Unk: -1, Cut: s.Type == "WordPiece", Prefix: "##", MaxRunes: s.MaxRunes}
	var err error
	if w.Vocab, err = ReadVocab(vocab); err != nil {
		return err
	}
	if s.Prefix != nil {
		w.Prefix = *s.Prefix
	}
	if w.MaxRunes <= 0 {
		w.MaxRunes = defaultMaxRunes
	}
	if s.Unk != nil {
		id, ok := w.Vocab[*s.Unk]
		if !ok {
			return fmt.Errorf("the unknown token %q is not in the vocabulary", *s.Unk)
		}
		w.Unk = id
	}
	p.model = w
	p.words = func() []string {
		return subword.WholeWords(w.Vocab, func(t string) (string, bool) { return t, !strings.HasPrefix(t, w.Prefix) })
	}
	return nil
}
