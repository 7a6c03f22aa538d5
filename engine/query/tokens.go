package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of the line, or several in quotes.
type token struct {
	Span
	text string // without its quotes
	// quoted is where in text the quotes began; -1 for none: 0 for "a phrase",
	// 7 for folder:"a b".
	quoted int
}

// opening quotes and what closes them. An apostrophe inside a word is none.
var closing = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»'}

// split cuts a line at spaces outside of quotes. A quote that is never closed
// reaches to the end of the line.
func split(line string) []token {
	var tokens []token
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRuneInString(line[at:])
		if unicode.IsSpace(r) {
			at += size
			continue
		}
		t := word(line, at)
		tokens = append(tokens, t)
		at = t.To
	}
	return tokens
}

// word is the token that begins at the byte from.
func word(line string, from int) token {
	t := token{Span: Span{from, from}, quoted: -1}
	var text strings.Builder
	var until rune // the quote that closes, inside quotes
	for t.To < len(line) {
		r, size := utf8.DecodeRuneInString(line[t.To:])
		end, opens := closing[r]
		switch {
		case until != 0 && r == until:
			t.To += size
			t.text = text.String()
			return t
		case until != 0:
			text.WriteString(line[t.To : t.To+size])
		case unicode.IsSpace(r):
			t.text = text.String()
			return t
		case opens && mayQuote(text.String()):
			until, t.quoted = end, text.Len()
		default:
			text.WriteString(line[t.To : t.To+size])
		}
		t.To += size
	}
	t.text = text.String()
	return t
}

// mayQuote reports whether a quote may open after the beginning of a word: at
// its start, after a sign, or where a value begins.
func mayQuote(begun string) bool {
	return begun == "" || strings.HasSuffix(begun, ":") || strings.HasSuffix(begun, "@") || begun == "-" || begun == "+"
}
