package query

import (
	"slices"
	"strings"
	"unicode"
)

// Correct returns the line with words of its sentences replaced by better ones, and empty if all
// stay. better gets a word in lower case and returns another one, or "" if it is right. Filters,
// phrases and file names stay as they are.
func (q Query) Correct(better func(word string) string) string {
	fixed := q.Text
	for _, w := range slices.Backward(lettersIn(q.Text)) {
		inside := slices.ContainsFunc(q.sentences, func(s sentence) bool { return s.From <= w.From && w.To <= s.To })
		marked := slices.ContainsFunc(q.Marks, func(m Mark) bool {
			return m.Kind != Away && m.From < w.To && w.From < m.To
		})
		if !inside || marked {
			continue
		}
		if b := better(strings.ToLower(q.Text[w.From:w.To])); b != "" {
			fixed = fixed[:w.From] + b + fixed[w.To:]
		}
	}
	if fixed == q.Text {
		return ""
	}
	return fixed
}

// lettersIn are the words of line that consist of letters and are long enough for a misspelling to
// be recognised.
func lettersIn(line string) []Span {
	var all []Span
	at := 0
	for _, word := range strings.FieldsFunc(line, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	}) {
		at += strings.Index(line[at:], word)
		if s := (Span{at, at + len(word)}); len(word) >= 3 && !strings.ContainsAny(word, "'0123456789") {
			all = append(all, s)
		}
		at += len(word)
	}
	return all
}

// Nearest is the first of all that word is a likely misspelling of: one edit away, two if the word
// is long, or the same letters in another order behind the first, as in "bycicle"; empty if there is none.
func Nearest(word string, all []string) string {
	fewest := 2
	if len(word) >= 8 {
		fewest = 3
	}
	best := ""
	for _, w := range all {
		if len(w)-len(word) >= fewest || len(word)-len(w) >= fewest {
			continue
		}
		d := distance(word, w)
		if d > 1 && reordered(word, w) {
			d = 1
		}
		if d < fewest {
			best, fewest = w, d
		}
	}
	return best
}

// reordered reports whether two words of some length have the same letters, and begin with the same.
func reordered(a, b string) bool {
	const least = 6 // shorter ones are often words of their own
	if len(a) != len(b) || len(a) < least || a[0] != b[0] {
		return false
	}
	letters := func(s string) string {
		all := []rune(s)
		slices.Sort(all)
		return string(all)
	}
	return letters(a) == letters(b)
}
