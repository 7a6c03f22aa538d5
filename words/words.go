// Package words has the sentences for people about faults, problems and the state of
// a library. The engine gives codes with arguments (photo.Reason); a Catalogue has the
// sentences of each code, as data: one file for each of Languages. The window speaks
// one of these, the command line always English, which scripts may read.
//
// en.json has what the window and the command line share. What fits only one of
// them, such as the name of a command, is in its own catalogue: the package
// ui/phrases and the package app/command/cli each have one, which they lay over this
// one with With. That of ui/phrases has all that the window says besides.
// A test at the root of the project holds the codes of the program and the
// catalogues together.
//
// # Format
//
// A catalogue is a JSON object. Its keys are codes; each value has "what", a sentence
// that says what is the matter. It may have "next", one that says what to do, and
// "one", which takes the place of "what" where the argument n is 1. A text in place of
// such an object is its "what". {name} stands for an argument of the code; {n} and {photos} are numbers of
// things, which are written with separators.
//
// A translation need not have "one" where its language has one form only. The codes of
// the families number and calendar say how the language writes numbers and dates:
// number:group stands between thousands, number:decimal before the fraction, and
// number:zero is "one" where 0 takes the form of 1.
package words

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"syscall"

	"recollect/engine/photo"
)

// Message is what a person reads of a fault or a problem.
type Message struct {
	What  string // what is the matter
	Where string // the path that it is about; empty if that is not known, or is part of What
	Next  string // what to do next; empty if there is nothing to do
}

// Sentences are the sentences of one code, before its arguments are filled in.
type Sentences struct {
	What string `json:"what"`
	One  string `json:"one"` // takes the place of What where the argument n is 1; may be empty
	Next string `json:"next"`
}

// UnmarshalJSON reads an object, or a text that is What.
func (s *Sentences) UnmarshalJSON(data []byte) error {
	*s = Sentences{}
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &s.What)
	}
	type object Sentences // without this method
	return json.Unmarshal(data, (*object)(s))
}

// Catalogue has the sentences of codes. It is not changed once it is made.
type Catalogue map[string]Sentences

// Languages returns the languages that there are catalogues of, as BCP 47 tags, English first.
func Languages() []string { return []string{"en", "de", "es", "fr", "ja", "zh"} }

//go:embed *.json
var files embed.FS

var english = sync.OnceValue(func() Catalogue { return Embedded(files, "en") })

// English returns the sentences that the window and the command line share.
func English() Catalogue { return english() }

// In returns the sentences of English in another of Languages. What is not translated yet is
// in English.
func In(language string) Catalogue { return English().With(Embedded(files, language)) }

// Embedded returns the catalogue of a language among files that are part of the program. It
// panics where there is none.
func Embedded(files embed.FS, language string) Catalogue {
	data, err := files.ReadFile(language + ".json")
	if err != nil {
		panic(err)
	}
	c, err := Parse(data)
	if err != nil {
		panic(err) // the file is part of the program, and tested
	}
	return c
}

// Parse reads a catalogue in its JSON form. The error is that of encoding/json.
func Parse(data []byte) (Catalogue, error) {
	var c Catalogue
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("catalogue of sentences: %w", err)
	}
	return c, nil
}

// With returns c with the sentences of own, which take the place of those that c has
// for the same code.
func (c Catalogue) With(own Catalogue) Catalogue {
	all := Catalogue{}
	for _, part := range []Catalogue{c, own} {
		for code, s := range part {
			all[code] = s
		}
	}
	return all
}

// Reason returns the sentences of r. A code that c does not have stands for itself:
// it is a sentence of an earlier version.
func (c Catalogue) Reason(r photo.Reason) Message {
	code, args := r.Split()
	s, ok := c[code]
	if !ok {
		return Message{What: string(r)}
	}
	return Message{What: c.what(s, args), Next: c.fill(s.Next, args)}
}

// What returns the first sentence of a code, with args filled in, which may be nil.
// A code that c does not have stands for itself.
func (c Catalogue) What(code string, args photo.Args) string {
	s, ok := c[code]
	if !ok {
		return code
	}
	return c.what(s, args)
}

func (c Catalogue) what(s Sentences, args photo.Args) string {
	one := args["n"] == "1" ||
		args["n"] == "0" && c["number:zero"].What == "one" && strings.Contains(s.One, "{n}")
	if s.One != "" && one {
		return c.fill(s.One, args)
	}
	return c.fill(s.What, args)
}

// fill replaces the names of args by their values, which are not expanded. Numbers of things are written as
// people read them: see counted.
func (c Catalogue) fill(text string, args photo.Args) string {
	if len(args) == 0 {
		return text
	}
	var pairs []string
	for name, value := range args {
		if name == "n" || name == "photos" {
			value = c.counted(value)
		}
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Error returns what a person reads of err: the sentences of the first error in its
// tree that gives a reason, or those for a fault of the system. Where is the path of
// the fs.PathError in err. The zero Message stands for nil.
//
// The text of err is for the log. Only a catalogue that names {error} for the code
// "other" shows it.
func (c Catalogue) Error(err error) Message {
	if err == nil {
		return Message{}
	}
	r, ok := photo.ReasonOf(err)
	if !ok {
		r = system(err)
	}
	m := c.Reason(r)
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		m.Where = path.Path
	}
	return m
}

// system returns the reason for an error that gives none by itself.
func system(err error) photo.Reason {
	for _, known := range []struct {
		err    error
		reason photo.Reason
	}{
		{context.Canceled, "system:stopped"},
		{context.DeadlineExceeded, "system:too-slow"},
		{syscall.ENOSPC, "system:disk-full"},
		{fs.ErrPermission, "system:not-allowed"},
		{fs.ErrNotExist, "system:not-there"},
	} {
		if errors.Is(err, known.err) {
			return known.reason
		}
	}
	return photo.NewReason("other", photo.Args{"error": err.Error()})
}
