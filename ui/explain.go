package ui

import (
	"strings"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// Explain turns err into two sentences for the person: what happened, and what to do next. next is
// empty if there is nothing to do, and both are empty for nil. The text of err is for the log and
// never part of them.
func Explain(err error) (what, next string) {
	m := phrases.Catalogue().Error(err)
	return m.What, m.Next
}

// polledWhy says for each folder, in a line, why it is scanned at intervals, and what
// can be done about it.
func polledWhy(all []photo.PolledFolder) string {
	var lines []string
	for _, f := range all {
		m := phrases.Catalogue().Reason(f.Reason)
		lines = append(lines, strings.TrimSuffix(f.Dir+": "+m.What+". "+m.Next, " "))
	}
	return strings.Join(lines, "\n")
}
