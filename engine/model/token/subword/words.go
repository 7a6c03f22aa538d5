package subword

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WholeWords returns the words of a vocabulary in the order of their ids, which is that of
// their frequency for all vocabularies that are made by counting. whole returns the text of a
// token and reports whether it is a whole word.
func WholeWords(vocab map[string]int32, whole func(token string) (string, bool)) []string {
	type word struct {
		text string
		id   int32
	}
	var found []word
	for token, id := range vocab {
		if text, ok := whole(token); ok && isWord(text) {
			found = append(found, word{text, id})
		}
	}
	slices.SortFunc(found, func(a, b word) int { return cmp.Compare(a.id, b.id) })
	var out []string
	for _, w := range found {
		out = append(out, w.text)
	}
	return out
}

func isWord(text string) bool {
	return len(text) > 2 && utf8.ValidString(text) &&
		strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// Space is what stands for a space in SentencePiece's vocabularies.
const Space = "\u2581"

// AfterSpace returns the text of a token that begins with the mark of a space.
func AfterSpace(token string) (string, bool) { return strings.CutPrefix(token, Space) }

// Frame returns ids between first and last, at most limit in all.
func Frame(ids, first, last []int64, limit int) []int64 {
	if room := max(limit-len(first)-len(last), 0); len(ids) > room {
		ids = ids[:room]
	}
	out := make([]int64, 0, len(first)+len(ids)+len(last))
	out = append(append(append(out, first...), ids...), last...)
	return out
}
