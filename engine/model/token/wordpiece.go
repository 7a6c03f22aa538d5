package token

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"recollect/engine/model"
	"recollect/engine/model/token/clean"
	"recollect/engine/model/token/subword"
)

// wordPiece is the uncased BERT tokenizer (Devlin et al., 2018): clean, strip
// accents, lower-case, split at white space and punctuation, then take from
// each word the longest piece in the vocabulary again and again. The order of
// the steps is that of the reference implementation, because token ids must be
// equal to those the model was trained with.
type wordPiece struct {
	spec   model.Tokenizing
	pieces subword.WordPiece
}

// specialTokens stand for themselves when a text contains them literally.
var specialTokens = []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}

// newWordPiece reads a vocabulary with one piece a line; its line number from 0 is its id.
func newWordPiece(s model.Tokenizing, vocab []byte) (*wordPiece, error) {
	w := &wordPiece{spec: s, pieces: subword.WordPiece{
		Vocab: make(map[string]int32), Unk: int32(s.UnkID), Prefix: "##", Cut: true, MaxRunes: s.MaxRunes,
	}}
	lines := bufio.NewScanner(bytes.NewReader(vocab))
	for id := int32(0); lines.Scan(); id++ {
		w.pieces.Vocab[lines.Text()] = id
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%w: vocabulary: %w", model.ErrNoModel, err)
	}
	for _, id := range []int64{s.PadID, s.UnkID, s.ClsID, s.SepID} {
		if id < 0 || id >= int64(len(w.pieces.Vocab)) {
			return nil, fmt.Errorf("%w: vocabulary: special token %d is not among its %d pieces", model.ErrNoModel, id,
				len(w.pieces.Vocab))
		}
	}
	return w, nil
}

// Encode is that of Tokenizer: [CLS], at most MaxTokens-2 pieces, [SEP].
func (w *wordPiece) Encode(text string) []int64 {
	room := w.spec.MaxTokens - 1 // the last place is [SEP]'s
	ids := []int64{w.spec.ClsID}
	for text = w.spec.Prefix + text; text != "" && len(ids) < room; {
		before, special, after := cutSpecial(text)
		for _, word := range words(normalise(before)) {
			if len(ids) >= room {
				break
			}
			ids = w.pieces.Encode(ids, word)
		}
		if special != "" {
			ids = append(ids, int64(w.pieces.Vocab[special]))
		}
		text = after
	}
	return append(ids[:min(len(ids), room)], w.spec.SepID)
}

// cutSpecial splits text around the first special token in it.
func cutSpecial(text string) (before, special, after string) {
	first := len(text)
	for _, s := range specialTokens {
		if i := strings.Index(text, s); i >= 0 && i < first {
			first, special = i, s
		}
	}
	return text[:first], special, text[first+len(special):]
}

// normalise cleans text, sets Chinese characters apart, strips accents and lower-cases.
func normalise(text string) string {
	return strings.Map(unicode.ToLower, clean.Without(norm.NFD.String(clean.Apart(clean.Bert(text))), unicode.Mn))
}

// words splits normalised text at white space and makes every punctuation mark a word.
func words(text string) []string {
	var out []string
	for _, field := range strings.Fields(text) {
		start := 0
		for i, r := range field {
			if !clean.IsPunctuation(r) {
				continue
			}
			if start < i {
				out = append(out, field[start:i])
			}
			start = i + utf8.RuneLen(r)
			out = append(out, field[i:start])
		}
		if start < len(field) {
			out = append(out, field[start:])
		}
	}
	return out
}

// Words is that of Tokenizer.
func (w *wordPiece) Words() []string {
	return subword.WholeWords(w.pieces.Vocab, func(piece string) (string, bool) { return piece, true })
}
