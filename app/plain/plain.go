// Package plain makes text and JSON of strings that others wrote: names of files, titles, tags.
// Such a string may contain an escape sequence that colours or clears a terminal, a line break that
// forges a line of output, or invalid UTF-8. The output of this package contains none of these, and
// loses nothing: a name can be pasted into a shell, and JSON has the bytes.
//
// Text is a type of its own, so that the compiler refuses a string that this package has
// not escaped.
package plain

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is safe to print: apart from the program's own formats, which may contain line
// breaks, it has printable characters only. Constants are Texts; other strings become
// one by Format, Name or Prose.
type Text string

// Format is fmt.Sprintf, but quotes strings among args as Name does, and errors as Prose
// does. Texts are not quoted again.
func Format(format Text, args ...any) Text {
	safe := make([]any, len(args))
	for i, arg := range args {
		safe[i] = quoted(arg)
	}
	return Text(fmt.Sprintf(string(format), safe...))
}

// quoted returns arg in a form that fmt prints safely.
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
	fmt.Fprint(s, f.quote(fmt.Sprintf(format, f.arg))) // %q quotes by itself; other verbs fail
}

// Name returns s, quoted as "ls --quoting-style=shell-escape" does if it has characters
// that cannot be printed:
//
//	'a'$'\n''b'
//
// Other names are unchanged, with their spaces and quotes, unless they could be taken
// for a quoted one.
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

// escape writes the bytes of a character in the shell's notation between $' and '.
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

// Prose returns a sentence that may contain names from elsewhere. Words with characters that cannot
// be printed are quoted like names, and a line break becomes a space.
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

// Lines returns text of several lines, each quoted by itself, with between in place of
// their line breaks.
func Lines(s string, between Text) Text {
	return Join(strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n"), between)
}

// Join returns the strings of all, each quoted, with between in between.
func Join(all []string, between Text) Text {
	safe := make([]string, len(all))
	for i, s := range all {
		safe[i] = string(Name(s))
	}
	return Text(strings.Join(safe, string(between)))
}

// Masked returns s with U+FFFD for each character that cannot be printed, so that every
// other character keeps its position.
func Masked(s string) Text {
	return Text(strings.Map(func(r rune) rune {
		if !graphic(r, utf8.RuneLen(r)) {
			return utf8.RuneError
		}
		return r
	}, s))
}

// printable reports whether s can be printed unchanged.
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

// graphic reports whether r, of n bytes, is a visible character that does not affect the text
// around it. Two invisible ones are allowed: they join or separate letters in Persian, Indian
// languages and emoji, and cannot move text.
func graphic(r rune, n int) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return (r != utf8.RuneError || n > 1) && (unicode.IsGraphic(r) || r == nonJoiner || r == joiner)
}
