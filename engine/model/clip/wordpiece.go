package clip

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"recollect/engine/model"
)

// wordPiece is the uncased BERT tokenizer (Devlin et al., 2018): clean, strip
// accents, lower-case, split at white space and punctuation, then take from
// each word the longest piece in the vocabulary again and again. The order of
// the steps is that of the reference implementation, because token ids must be
// equal to those the model was trained with.
type wordPiece struct {
	spec  model.Tokenizing
	vocab map[string]int64
}

// specialTokens stand for themselves when a text contains them literally.
var specialTokens = []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}

// newWordPiece reads a vocabulary with one piece a line; its line number from 0 is its id.
func newWordPiece(s model.Tokenizing, vocab []byte) (*wordPiece, error) {
	w := &wordPiece{spec: s, vocab: make(map[string]int64)}
	lines := bufio.NewScanner(bytes.NewReader(vocab))
	for id := int64(0); lines.Scan(); id++ {
		w.vocab[lines.Text()] = id
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%w: vocabulary: %w", model.ErrNoModel, err)
	}
	for _, id := range []int64{s.PadID, s.UnkID, s.ClsID, s.SepID} {
		if id < 0 || id >= int64(len(w.vocab)) {
			return nil, fmt.Errorf("%w: vocabulary: special token %d is not among its %d pieces", model.ErrNoModel, id,
				len(w.vocab))
		}
	}
	return w, nil
}

// encode returns the token ids of text: [CLS], at most MaxTokens-2 pieces, [SEP].
func (w *wordPiece) encode(text string) []int64 {
	room := w.spec.MaxTokens - 1 // the last place is [SEP]'s
	ids := []int64{w.spec.ClsID}
	for text = w.spec.Prefix + text; text != "" && len(ids) < room; {
		before, special, after := cutSpecial(text)
		for _, word := range words(normalise(before)) {
			if len(ids) >= room {
				break
			}
			ids = append(ids, w.pieces(word)...)
		}
		if special != "" {
			ids = append(ids, w.vocab[special])
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
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co):
		case unicode.Is(unicode.White_Space, r):
			b.WriteByte(' ')
		case isChinese(r):
			b.WriteByte(' ')
			b.WriteRune(r)
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	var out strings.Builder
	for _, r := range norm.NFD.String(b.String()) {
		if !unicode.Is(unicode.Mn, r) {
			out.WriteRune(unicode.ToLower(r))
		}
	}
	return out.String()
}

// words splits normalised text at white space and makes every punctuation mark a word.
func words(text string) []string {
	var out []string
	for _, field := range strings.Fields(text) {
		start := 0
		for i, r := range field {
			if !isPunctuation(r) {
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

// pieces cuts word into pieces of the vocabulary, longest first; a word that
// cannot be cut without a rest, or is too long, is one unknown token.
func (w *wordPiece) pieces(word string) []int64 {
	unknown := []int64{w.spec.UnkID}
	if utf8.RuneCountInString(word) > w.spec.MaxRunes {
		return unknown
	}
	var ids []int64
	for start := 0; start < len(word); {
		id, end := w.longest(word, start)
		if end == start {
			return unknown
		}
		ids = append(ids, id)
		start = end
	}
	return ids
}

// longest finds the longest piece that word has at start; end == start when there is none.
func (w *wordPiece) longest(word string, start int) (id int64, end int) {
	prefix := ""
	if start > 0 {
		prefix = "##"
	}
	for end = len(word); end > start; {
		if id, ok := w.vocab[prefix+word[start:end]]; ok {
			return id, end
		}
		_, size := utf8.DecodeLastRuneInString(word[start:end])
		end -= size
	}
	return 0, start
}

// isPunctuation follows BERT: all ASCII that is neither letter, digit nor
// space, though Unicode calls some of it symbols, and category P elsewhere.
func isPunctuation(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r != 0x7f && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return unicode.IsPunct(r)
}

// isChinese reports whether r lies in the blocks that BERT's authors list as
// CJK ideographs; kana and hangul are not among them.
func isChinese(r rune) bool {
	for _, block := range [...][2]rune{
		{0x4E00, 0x9FFF},
		{0x3400, 0x4DBF},
		{0x20000, 0x2A6DF},
		{0x2A700, 0x2B73F},
		{0x2B740, 0x2B81F},
		{0x2B920, 0x2CEAF},
		{0xF900, 0xFAFF},
		{0x2F800, 0x2FA1F},
	} {
		if r >= block[0] && r <= block[1] {
			return true
		}
	}
	return false
}
