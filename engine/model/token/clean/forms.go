package clean

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Form returns text in a form of Unicode's normalisation. Package norm alone puts a
// character between more than 30 marks in a row; the reference programs do not.
func Form(f norm.Form, text string) string {
	const inserted = "\u034f"
	out := f.String(text)
	if strings.Count(out, inserted) == strings.Count(text, inserted) {
		return out
	}
	apart := norm.NFD
	if f == norm.NFKC || f == norm.NFKD {
		apart = norm.NFKD
	}
	marks := []rune(decompose(apart, text))
	if f == norm.NFC || f == norm.NFKC {
		marks = compose(marks)
	}
	return string(marks)
}

// decompose takes the characters apart one by one, and sorts the marks after each.
func decompose(f norm.Form, text string) string {
	var b strings.Builder
	var marks []rune
	flush := func() {
		slices.SortStableFunc(marks, func(a, b rune) int { return int(class(a)) - int(class(b)) })
		b.WriteString(string(marks))
		marks = marks[:0]
	}
	for _, r := range text {
		for _, part := range f.String(string(r)) {
			if class(part) == 0 {
				flush()
				b.WriteRune(part)
			} else {
				marks = append(marks, part)
			}
		}
	}
	flush()
	return b.String()
}

// compose joins each mark with the last character that is none, where there is a character
// for both and no mark of the same class stands between (Unicode Standard, D117).
func compose(text []rune) []rune {
	out := make([]rune, 0, len(text))
	starter := -1
	blocked := -1 // the class of the last rune after the starter; -1: there is none
	for _, r := range text {
		c := int(class(r))
		if starter >= 0 && (blocked < c || blocked < 0) {
			joined := []rune(norm.NFC.String(string([]rune{out[starter], r})))
			if len(joined) == 1 {
				out[starter] = joined[0]
				continue
			}
		}
		out = append(out, r)
		if blocked = c; c == 0 {
			starter, blocked = len(out)-1, -1
		}
	}
	return out
}

// class is the canonical combining class.
func class(r rune) uint8 { return norm.NFD.PropertiesString(string(r)).CCC() }
