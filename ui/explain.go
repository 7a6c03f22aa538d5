package ui

import "recollect/ui/phrases"

// Explain turns err into two sentences for the person: what happened, and what to do next. next is
// empty if there is nothing to do, and both are empty for nil. The text of err is for the log and
// never part of them.
func Explain(err error) (what, next string) {
	m := phrases.Catalogue().Error(err)
	return m.What, m.Next
}
