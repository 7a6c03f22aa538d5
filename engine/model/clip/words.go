package clip

import (
	"slices"
	"strings"
	"unicode"
)

// Words returns the whole words of the model's vocabulary, the most frequent first. They are nil
// if the vocabulary cannot be read.
func (m *Model) Words() []string {
	tokens, err := m.tokenizer()
	if err != nil {
		return nil
	}
	var all []string
	for piece := range tokens.vocab {
		if len(piece) > 2 && strings.IndexFunc(piece, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 {
			all = append(all, piece)
		}
	}
	// BERT's ids are in that order
	slices.SortFunc(all, func(a, b string) int { return int(tokens.vocab[a] - tokens.vocab[b]) })
	return all
}
