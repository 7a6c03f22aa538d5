package photo

// Fault is an error that a user can do something about. The engine's sentinel
// errors are Faults, so that a window or a command line can tell them in plain
// words without knowing the package that they come from; compare them with
// errors.Is.
type Fault struct {
	Text string // for the log, in lower case
	What string // a sentence for the user: what is the matter
	Next string // a sentence for the user: what to do next; may be empty
}

// Error returns the text for the log.
func (f *Fault) Error() string { return f.Text }

// Explain returns the sentences for the user.
func (f *Fault) Explain() (what, next string) { return f.What, f.Next }
