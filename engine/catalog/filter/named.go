package filter

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recollect/engine/catalog/store"
)

// Spelled is where a word is written.
type Spelled struct {
	Name bool // in the names of files, mostly as a word of its own
	Text bool // in titles or captions, as a word of its own
}

// mostSpelled is how many files Spelled reads: enough even where a word is in the names of all.
const mostSpelled = 5000

// mostWanted is how many words Spelled looks for.
const mostWanted = 12

// Spelled finds where words are written with files that are not gone; words that are nowhere are
// left out. It reads all texts once, 20 ms for 100,000 photos.
func (r Reader) Spelled(ctx context.Context, words []string) (map[string]Spelled, error) {
	words = words[:min(len(words), mostWanted)]
	if len(words) == 0 {
		return nil, nil
	}
	var wanted []string
	var args []any
	for _, w := range words {
		wanted = append(wanted, `instr(t.text, ?)`)
		args = append(args, Bare(w))
	}
	texts, err := store.Collect(ctx, r.DB, store.Text, `
		SELECT t.text FROM texts t CROSS JOIN photos p ON p.id = t.photo_id
		WHERE (`+strings.Join(wanted, ` OR `)+`) AND p.state < 3 LIMIT ?`, append(args, mostSpelled)...)
	if err != nil {
		return nil, err
	}
	found := map[string]Spelled{}
	for _, w := range words {
		if s := spelled(texts, Bare(w)); s != (Spelled{}) {
			found[w] = s
		}
	}
	return found, nil
}

// spelled looks for a bare word in rows of table texts.
func spelled(texts []string, word string) Spelled {
	var s Spelled
	within, whole := 0, 0
	for _, text := range texts {
		if !strings.Contains(text, word) {
			continue
		}
		// A name, a title and a caption; where they have accents, the same without them.
		lines := strings.Split(text, "\n")
		name, rest := lines[0], lines[1:]
		if len(lines) > 3 {
			name, rest = lines[3], lines[4:]
		}
		if strings.Contains(name, word) {
			within++
		}
		if hasWord(name, word) {
			whole++
		}
		s.Text = s.Text || slices.ContainsFunc(rest, func(line string) bool { return hasWord(line, word) })
	}
	s.Name = whole > 0 && 2*whole >= within
	return s
}

// hasWord reports whether text has words with no letter and no digit directly before or after them.
func hasWord(text, words string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], words)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(words)
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		after, _ := utf8.DecodeRuneInString(text[to:])
		if !isOfWord(before) && !isOfWord(after) {
			return true
		}
		at = to
	}
}

func isOfWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// HasWords reports whether text has words as words of its own, case and accents aside.
func HasWords(text, words string) bool { return hasWord(Bare(text), Bare(words)) }
