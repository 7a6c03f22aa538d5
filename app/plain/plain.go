// Package plain writes text and JSON that hold what strangers wrote: names of
// files, titles, tags. Such a string may carry an escape sequence that colours or
// clears a terminal, a line break that forges a line of output, or bytes that are
// no text. What this package makes holds none of that, and nothing is lost: a
// name can be pasted into a shell, and JSON has the bytes.
//
// Text is a type of its own, so that the compiler refuses a string that has not
// been through here.
package plain

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is safe to print: beside what our own formats say, line breaks included,
// it holds printable characters only. Constants are Texts; other strings become
// one by Format, Name or Prose.
type Text string

// Format is fmt.Sprintf, where the strings among args are quoted as Name does, and
// errors as Prose does. Texts stay what they are.
func Format(format Text, args ...any) Text {
	safe := make([]any, len(args))
	for i, arg := range args {
		safe[i] = quoted(arg)
	}
	return Text(fmt.Sprintf(string(format), safe...))
}

// quoted is arg as it may be given to fmt.
func quoted(arg any) any {
	switch a := arg.(type) {
	case nil, Text:
		return a
	case error:
		return foreign{a, Prose}
	case fmt.Stringer:
		return foreign{a, Name}
	}
	switch reflect.TypeOf(arg).Kind() {
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return arg
	}
	return foreign{arg, Name}
}

// foreign is an argument that is quoted before it is padded.
type foreign struct {
	arg   any
	quote func(string) Text
}

// Format implements fmt.Formatter.
func (f foreign) Format(s fmt.State, verb rune) {
	format := fmt.FormatString(s, verb)
	if verb == 's' || verb == 'v' {
		fmt.Fprintf(s, format, string(f.quote(fmt.Sprint(f.arg))))
		return
	}
	fmt.Fprint(s, f.quote(fmt.Sprintf(format, f.arg))) // %q does it by itself, others fail
}

// Name is s, quoted as "ls --quoting-style=shell-escape" does where it holds what
// cannot be printed:
//
//	'a'$'\n''b'
//
// Other names stay as they are, with their spaces and quotes, unless they could be
// taken for a quoted one.
func Name(s string) Text {
	if printable(s) && !strings.Contains(s, "$'") {
		return Text(s)
	}
	var b strings.Builder
	b.WriteByte('\'')
	escaping := false
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch safe := graphic(r, n); {
		case !safe && !escaping:
			b.WriteString(`'$'`)
		case safe && escaping:
			b.WriteString(`''`)
		}
		if escaping = !graphic(r, n); escaping {
			escape(&b, s[:n])
		} else if r == '\'' {
			b.WriteString(`'\''`)
		} else {
			b.WriteRune(r)
		}
		s = s[n:]
	}
	b.WriteByte('\'')
	return Text(b.String())
}

// escape writes the bytes of a character as they stand between $' and '.
func escape(b *strings.Builder, char string) {
	const letters = "abtnvfr" // from 7, the bell
	for i := range len(char) {
		if c := char[i]; c >= '\a' && c <= '\r' {
			b.Write([]byte{'\\', letters[c-'\a']})
		} else {
			fmt.Fprintf(b, `\%03o`, c)
		}
	}
}

// Prose is a sentence of ours around foreign names that were not marked when it was
// made. Words that hold what cannot be printed are quoted like names; spaces
// and line breaks are not words, and a line break becomes a space.
func Prose(s string) Text {
	if printable(s) {
		return Text(s)
	}
	words := strings.Split(strings.ReplaceAll(s, "\n", " "), " ")
	for i, word := range words {
		if !printable(word) {
			words[i] = string(Name(word))
		}
	}
	return Text(strings.Join(words, " "))
}

// Lines is foreign text of several lines, each quoted for itself, with between,
// which holds the line break, in place of theirs.
func Lines(s string, between Text) Text {
	return Join(strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n"), between)
}

// Join is the foreign strings all, each quoted, with between in between.
func Join(all []string, between Text) Text {
	safe := make([]string, len(all))
	for i, s := range all {
		safe[i] = string(Name(s))
	}
	return Text(strings.Join(safe, string(between)))
}

// Masked is s with U+FFFD for each character that cannot be printed: what stands at a
// place stays there.
func Masked(s string) Text {
	return Text(strings.Map(func(r rune) rune {
		if !graphic(r, utf8.RuneLen(r)) {
			return utf8.RuneError
		}
		return r
	}, s))
}

// printable reports whether s can be printed as it is.
func printable(s string) bool {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return false
			}
		}
		if !graphic(r, utf8.RuneLen(r)) {
			return false
		}
	}
	return true
}

// graphic reports whether r, which took n bytes, is a character that is seen and
// changes nothing around it. Two that join or part the letters beside them belong to
// the spelling of Persian, of Indian languages and of pictograms, and cannot move text.
func graphic(r rune, n int) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return (r != utf8.RuneError || n > 1) && (unicode.IsGraphic(r) || r == nonJoiner || r == joiner)
}
