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
	// quoted is where in text the quotes began: 0 for "a phrase", 7 for folder:"a b", -1 for none.
	quoted int
}

// opening quotes and what closes them, by the habits of several languages. An
// apostrophe inside a word is none.
var closing = map[rune]string{
	'"': `"`, '“': "”", '„': "“”", '”': "”", '«': "»", '»': "«", '‘': "’", '‚': "‘’", '‹': "›", '\'': "'",
}

// split cuts a line at spaces outside of quotes. A quote that is never closed reaches to the end of
// the line.
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
	var until string // the quotes that close, inside quotes
	for t.To < len(line) {
		r, size := utf8.DecodeRuneInString(line[t.To:])
		end, opens := closing[r]
		switch {
		case until != "" && strings.ContainsRune(until, r) && closes(r, line[t.To+size:]):
			t.To += size
			t.text = text.String()
			return t
		case until != "":
			text.WriteString(line[t.To : t.To+size])
		case unicode.IsSpace(r):
			t.text = text.String()
			return t
		case opens && mayQuote(text.String()) && (!single(r) || isClosed(end, line[t.To+size:])):
			until, t.quoted = end, text.Len()
		default:
			text.WriteString(line[t.To : t.To+size])
		}
		t.To += size
	}
	t.text = text.String()
	return t
}

// single reports whether r may be an apostrophe too: such a quote must be closed.
func single(r rune) bool { return r == '\'' || r == '‘' || r == '’' }

// closes reports whether the quote r closes before the text after: an apostrophe does so only at
// the end of a word.
func closes(r rune, after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	return !single(r) || after == "" || unicode.IsSpace(next)
}

// isClosed reports whether one of the quotes in end closes, after a word of at least two letters:
// in "rock 'n' roll" none does.
func isClosed(end, after string) bool {
	if len(after) > 2 && strings.Trim(after[:2], "0123456789") == "" && after[2] == 's' {
		return false // the '90s
	}
	for at, r := range after {
		if strings.ContainsRune(end, r) && closes(r, after[at+utf8.RuneLen(r):]) {
			return utf8.RuneCountInString(after[:at]) > 1
		}
	}
	return false
}

// mayQuote reports whether a quote may open after the beginning of a word: at
// its start, after a sign, or where a value begins.
func mayQuote(begun string) bool {
	return begun == "" || strings.HasSuffix(begun, ":") || strings.HasSuffix(begun, "@") || begun == "-" || begun == "+"
}
