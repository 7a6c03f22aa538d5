package subword

import "unicode/utf8"

// WordPiece takes from a word the longest piece in the vocabulary again and again (Devlin et
// al. 2018). Without Cut, it takes only whole words.
type WordPiece struct {
	Vocab    map[string]int32
	Unk      int32 // negative: there is none
	Prefix   string
	Cut      bool
	MaxRunes int
}

// Encode appends the tokens of a word.
func (w *WordPiece) Encode(ids []int64, word string) []int64 {
	if !w.Cut {
		return w.one(ids, word)
	}
	if utf8.RuneCountInString(word) > w.MaxRunes {
		return w.unknown(ids)
	}
	before := len(ids)
	for start := 0; start < len(word); {
		id, end := w.longest(word, start)
		if end == start {
			return w.unknown(ids[:before])
		}
		ids = append(ids, int64(id))
		start = end
	}
	return ids
}

// one appends a token of the vocabulary, or the unknown one.
func (w *WordPiece) one(ids []int64, word string) []int64 {
	if id, ok := w.Vocab[word]; ok {
		return append(ids, int64(id))
	}
	return w.unknown(ids)
}

func (w *WordPiece) unknown(ids []int64) []int64 {
	if w.Unk < 0 {
		return ids
	}
	return append(ids, int64(w.Unk))
}

// longest finds the longest piece that word has at start; end == start when there is none.
func (w *WordPiece) longest(word string, start int) (id int32, end int) {
	prefix := ""
	if start > 0 {
		prefix = w.Prefix
	}
	for end = len(word); end > start; {
		if id, ok := w.Vocab[prefix+word[start:end]]; ok {
			return id, end
		}
		_, size := utf8.DecodeLastRuneInString(word[start:end])
		end -= size
	}
	return 0, start
}
