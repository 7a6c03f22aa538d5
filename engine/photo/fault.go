package photo

import (
	"errors"
	"net/url"
	"strings"
)

// Args fill in the sentences of a code, by the names that stand in them.
type Args map[string]string

// Reason is a code, whose sentences are in the catalogues of package words, with its arguments, in
// the form "picture:pixels?height=9000&width=12000". It may be stored and compared.
//
// Libraries of earlier versions hold whole sentences instead. These have no code, and are shown as
// they are.
type Reason string

// NewReason returns the reason of a code. args may be nil.
func NewReason(code string, args Args) Reason {
	if len(args) == 0 {
		return Reason(code)
	}
	values := url.Values{}
	for name, value := range args {
		values.Set(name, value)
	}
	return Reason(code + "?" + values.Encode())
}

// Split returns the code and the arguments of r. A sentence of an earlier version
// is a code that no catalogue has.
func (r Reason) Split() (code string, args Args) {
	code, query, _ := strings.Cut(string(r), "?")
	values, err := url.ParseQuery(query)
	if query == "" || err != nil {
		return string(r), nil
	}
	args = Args{}
	for name := range values {
		args[name] = values.Get(name)
	}
	return code, args
}

// Fault is an error that a person can do something about. The engine's sentinel
// errors are Faults, so that a window or a command line finds words for them
// without knowing the package that they come from. Compare them with errors.Is.
type Fault struct {
	Code string // of its sentences, such as "catalog:newer"
	Args Args   // what fills them in; may be nil
	Text string // for the log, in lower case
}

// Error returns the text for the log.
func (f *Fault) Error() string { return f.Text }

// Reason returns the code and the arguments of f.
func (f *Fault) Reason() Reason { return NewReason(f.Code, f.Args) }

// ReasonOf returns the reason of the first error in the tree of err that has a
// method Reason, as Fault does.
func ReasonOf(err error) (Reason, bool) {
	var e interface{ Reason() Reason }
	if !errors.As(err, &e) {
		return "", false
	}
	return e.Reason(), true
}
