package cli

import (
	_ "embed"
	"errors"
	"sync"

	"recollect/app/plain"
	"recollect/engine/photo"
	"recollect/words"
)

//go:embed en.json
var ownSentences []byte

// Sentences has what the command line says of faults: what it shares with the window,
// and what only fits a terminal.
var Sentences = sync.OnceValue(func() words.Catalogue {
	own, err := words.Parse(ownSentences)
	if err != nil {
		panic(err) // the file is part of the program, and tested
	}
	return words.English().With(own)
})

// Say returns the sentence of a code, with args filled in, which may be nil. The
// arguments hold no text of others.
func Say(code string, args photo.Args) plain.Text { return plain.Prose(Sentences().What(code, args)) }

// sentence is the command line's own error, which is printed as it is.
type sentence struct{ what, next plain.Text }

func (t *sentence) Error() string { return string(t.what) }

// Sentence is an error that is printed as it is: what is wrong and, unless it is empty, what to do
// next.
func Sentence(what, next plain.Text) error { return &sentence{what, next} }

// Explain turns err into a sentence for the user and one that says what to do
// next, which may be empty. The path that err speaks of is named.
func Explain(err error) (what, next plain.Text) {
	what, next = ExplainAt(err)
	if path := Sentences().Error(err).Where; path != "" {
		what = plain.Format("%s: %s", path, what)
	}
	return what, next
}

// ExplainAt is Explain where the path is named already.
func ExplainAt(err error) (what, next plain.Text) {
	if own := (*sentence)(nil); errors.As(err, &own) {
		return own.what, own.next
	}
	m := Sentences().Error(err)
	return plain.Prose(m.What), plain.Prose(m.Next)
}

// InOne are both sentences of Explain in one line.
func InOne(what, next plain.Text) plain.Text {
	if next == "" {
		return what
	}
	return what + " " + next
}
