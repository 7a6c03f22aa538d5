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

// Sentences returns the sentences of the command line: those that it shares with the window, and
// its own.
var Sentences = sync.OnceValue(func() words.Catalogue {
	own, err := words.Parse(ownSentences)
	if err != nil {
		panic(err) // the file is part of the program, and tested
	}
	return words.English().With(own)
})

// Say returns the sentence of a code, with args filled in, which may be nil. args must not contain
// text from files or other programs: it is not quoted.
func Say(code string, args photo.Args) plain.Text { return plain.Prose(Sentences().What(code, args)) }

// sentence is the command line's own error, which is printed as it is.
type sentence struct{ what, next plain.Text }

func (t *sentence) Error() string { return string(t.what) }

// Sentence returns an error that is printed as it is: what is wrong and, unless next is empty, what
// to do next.
func Sentence(what, next plain.Text) error { return &sentence{what, next} }

// Explain turns err into a sentence for the user and one that says what to do next, which may be
// empty. It names the path in err, if there is one.
func Explain(err error) (what, next plain.Text) {
	what, next = ExplainAt(err)
	if path := Sentences().Error(err).Where; path != "" {
		what = plain.Format("%s: %s", path, what)
	}
	return what, next
}

// ExplainAt is Explain without the path, for output that names it already.
func ExplainAt(err error) (what, next plain.Text) {
	if own := (*sentence)(nil); errors.As(err, &own) {
		return own.what, own.next
	}
	m := Sentences().Error(err)
	return plain.Prose(m.What), plain.Prose(m.Next)
}

// InOne joins both sentences of Explain into one line.
func InOne(what, next plain.Text) plain.Text {
	if next == "" {
		return what
	}
	return what + " " + next
}
