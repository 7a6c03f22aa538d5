package subword

import "strings"

// Alphabet has the characters that stand for bytes in the vocabularies of GPT-2 and CLIP.
type Alphabet [256]rune

// NewAlphabet returns printable characters for themselves, and those from U+0100 on for the
// others (bytes_to_unicode of GPT-2).
func NewAlphabet() *Alphabet {
	var a Alphabet
	next := rune(256)
	for b := range a {
		r := rune(b)
		if !(r >= '!' && r <= '~' || r >= '¡' && r <= '¬' || r >= '®') {
			r, next = next, next+1
		}
		a[b] = r
	}
	return &a
}

// Spell writes the bytes of text in the alphabet.
func (a *Alphabet) Spell(text string) string {
	var b strings.Builder
	b.Grow(2 * len(text))
	for _, c := range []byte(text) {
		b.WriteRune(a[c])
	}
	return b.String()
}

// Whole returns what WholeWords asks for: the text of a token in the alphabet that ends
// with the mark of whole words.
func (a *Alphabet) Whole(mark string) func(token string) (string, bool) {
	bytesOf := map[rune]byte{}
	for b, r := range a {
		bytesOf[r] = byte(b)
	}
	return func(token string) (string, bool) {
		word, ok := strings.CutSuffix(token, mark)
		var out []byte
		for _, r := range word {
			b, known := bytesOf[r]
			ok = ok && known
			out = append(out, b)
		}
		return string(out), ok
	}
}
