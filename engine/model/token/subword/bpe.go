package subword

import (
	"fmt"
	"unicode/utf8"
)

// BPE is a vocabulary of byte pair encoding (Sennrich et al. 2016) whose merges are
// pairs of tokens in the order of their training.
type BPE struct {
	Vocab  map[string]int32
	Prefix string      // of tokens that do not begin a word
	Suffix string      // of tokens that end a word
	Unk    int32       // negative: characters that are not in the vocabulary are dropped
	Fuse   bool        // neighbouring unknown characters are one token
	Bytes  *[256]int32 // tokens of the bytes of unknown characters; nil: they stay unknown
	Whole  bool        // a word of the vocabulary is taken as it is

	merges map[uint64]merged // by pair
	joined []byte            // of Add
}

// merged is what a pair becomes, and how early.
type merged struct {
	rank uint32
	id   int32
}

func pair(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// Add appends a merge of two tokens of the vocabulary, which must be there already. It is
// for one goroutine, before the first Encode.
func (m *BPE) Add(a, b []byte) error {
	if m.merges == nil {
		m.merges = make(map[uint64]merged, len(m.Vocab))
	}
	left, ok := m.Vocab[string(a)]
	right, ok2 := m.Vocab[string(b)]
	m.joined = append(append(m.joined[:0], a...), b[min(len(m.Prefix), len(b)):]...)
	id, ok3 := m.Vocab[string(m.joined)]
	if !ok || !ok2 || !ok3 {
		return fmt.Errorf("a merge of %q and %q, which the vocabulary lacks", a, b)
	}
	m.merges[pair(left, right)] = merged{uint32(len(m.merges)), id}
	return nil
}

func (m *BPE) rule(a, b *Symbol) (rank uint32, id int32, ok bool) {
	got, ok := m.merges[pair(a.ID, b.ID)]
	return got.rank, got.id, ok
}

// Encode appends the tokens of a word.
func (m *BPE) Encode(ids []int64, word string) []int64 {
	if id, ok := m.Vocab[word]; ok && m.Whole {
		return append(ids, int64(id))
	}
	for _, s := range Merge(m.symbols(word), m.rule) {
		ids = append(ids, int64(s.ID))
	}
	return ids
}

// symbols returns the tokens of the characters of a word.
func (m *BPE) symbols(word string) []Symbol {
	out := make([]Symbol, 0, len(word))
	unknown := false // a character that is unknown waits for others to join it
	flush := func() {
		if unknown {
			out = append(out, Symbol{ID: m.Unk})
		}
		unknown = false
	}
	for i := 0; i < len(word); {
		_, size := utf8.DecodeRuneInString(word[i:])
		id, ok := m.character(word[i:i+size], i == 0, i+size == len(word))
		switch {
		case ok:
			flush()
			out = append(out, Symbol{ID: id})
		case m.Bytes != nil:
			for _, b := range []byte(word[i : i+size]) {
				out = append(out, Symbol{ID: m.Bytes[b]})
			}
		case m.Unk >= 0:
			if !m.Fuse {
				flush()
			}
			unknown = true
		}
		i += size
	}
	flush()
	return out
}

// character looks a character up, with what tokens have at its place in a word.
func (m *BPE) character(c string, first, last bool) (int32, bool) {
	if !first && m.Prefix != "" {
		c = m.Prefix + c
	}
	if last && m.Suffix != "" {
		c += m.Suffix
	}
	id, ok := m.Vocab[c]
	return id, ok
}

// ByteTokens returns the tokens of bytes, <0x00> to <0xFF>; nil if one is missing.
func ByteTokens(vocab map[string]int32) *[256]int32 {
	var out [256]int32
	for b := range out {
		id, ok := vocab[fmt.Sprintf("<0x%02X>", b)]
		if !ok {
			return nil
		}
		out[b] = id
	}
	return &out
}
