package hf

import (
	"errors"
	"regexp"
	"strings"

	"recollect/engine/model/token/clean"
)

// Classes of Oniguruma for Unicode (its doc/RE, section 4). A character of a word is
// alphabetic, which some symbols are too, a mark, a digit or joins words.
const (
	wordClass = `\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\x{24b6}-\x{24e9}` +
		`\x{1f130}-\x{1f149}\x{1f150}-\x{1f169}\x{1f170}-\x{1f189}`
	digitClass = `\p{Nd}`
)

// rustWordClass is \w of Rust's package regex: joiners belong to words too.
const rustWordClass = wordClass + `\x{200c}\x{200d}`

var errPattern = errors.New("a pattern of another kind")

// compile returns a pattern of Oniguruma, which Hugging Face's tokenizers use, for package
// regexp. Both take the first alternative that fits. What would mean something else,
// such as anchors and look-around, is refused.
func compile(pattern string) (*regexp.Regexp, error) {
	var b strings.Builder
	class := false
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '\\' && i+1 < len(pattern):
			i++
			part, err := escape(pattern[i], class)
			if err != nil {
				return nil, err
			}
			b.WriteString(part)
		case class && (c == '[' || c == '&'), !class && (c == '^' || c == '$'):
			return nil, errPattern
		case c == '[':
			class = true
			b.WriteByte(c)
			for _, first := range []string{"^", "]"} { // a bracket that comes first closes nothing
				if strings.HasPrefix(pattern[i+1:], first) {
					i++
					b.WriteString(first)
				}
			}
		case c == ']':
			class = false
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	re, err := regexp.Compile(b.String())
	if err == nil && re.MatchString("") {
		err = errPattern // where it matches nothing, the two differ
	}
	return re, err
}

// escape returns what stands for a backslash and c.
func escape(c byte, class bool) (string, error) {
	switch c {
	case 's':
		return bracket("", clean.Spaces, class), nil
	case 'd':
		return bracket("", digitClass, class), nil
	case 'w':
		return bracket("", wordClass, class), nil
	case 'S', 'D', 'W':
		if class {
			return "", errPattern
		}
		return bracket("^", map[byte]string{'S': clean.Spaces, 'D': digitClass, 'W': wordClass}[c], class), nil
	case 'p', 'P', 'n', 'r', 't', 'x':
		return `\` + string(c), nil
	}
	if c < '!' || c > '~' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
		return "", errPattern
	}
	return `\` + string(c), nil
}

func bracket(not, set string, class bool) string {
	if class {
		return set
	}
	return "[" + not + set + "]"
}

// match is a part of a text that a pattern fits: the bytes from start up to end.
type match struct{ start, end int }

// matches returns the matches of a pattern in text.
func matches(re *regexp.Regexp, text string) []match {
	var out []match
	for _, at := range re.FindAllStringIndex(text, -1) {
		out = append(out, match{start: at[0], end: at[1]})
	}
	return out
}

// literal is matches for a string.
func literal(what, text string) (out []match) {
	for at := 0; ; {
		i := strings.Index(text[at:], what)
		if i < 0 {
			return out
		}
		at += i + len(what)
		out = append(out, match{start: at - len(what), end: at})
	}
}

// runs makes every character that is of a kind a match.
func runs(text string, of func(r rune) bool) (out []match) {
	for i, r := range text {
		if of(r) {
			out = append(out, match{start: i, end: i + len(string(r))})
		}
	}
	return out
}

// behaviour is what a split does with the matches (SplitDelimiterBehavior).
type behaviour string

const (
	removed            behaviour = "Removed"
	isolated           behaviour = "Isolated"
	mergedWithPrevious behaviour = "MergedWithPrevious"
	mergedWithNext     behaviour = "MergedWithNext"
	contiguous         behaviour = "Contiguous"
)

func (b behaviour) known() bool {
	return b == removed || b == isolated || b == mergedWithPrevious || b == mergedWithNext || b == contiguous
}

// part is some bytes of a text, a match or what lies between two.
type part struct {
	start, end int
	matched    bool
}

// split cuts text at the matches. invert makes what lies between them the matches. Parts
// without text are left out.
func split(text string, found []match, b behaviour, invert bool) (out []part) {
	all := make([]part, 0, 2*len(found)+1)
	at := 0
	for _, m := range append(found, match{start: len(text), end: len(text)}) {
		if m.start > at {
			all = append(all, part{at, m.start, invert})
		}
		if m.end > m.start {
			all = append(all, part{m.start, m.end, !invert})
		}
		at = m.end
	}
	for i, p := range all {
		before := i > 0 && all[i-1].matched
		after := i+1 < len(all) && all[i+1].matched
		switch {
		case b == removed && p.matched:
		case b == mergedWithPrevious && p.matched && !before && len(out) > 0,
			b == contiguous && i > 0 && p.matched == before && len(out) > 0:
			out[len(out)-1].end = p.end
		case b == mergedWithNext && p.matched && !after && i+1 < len(all):
			all[i+1].start = p.start
		default:
			out = append(out, p)
		}
	}
	return out
}
