package ui

import (
	_ "embed"
	"strings"
	"sync"

	"recollect/engine/photo"
	"recollect/words"
)

//go:embed en.json
var ownSentences []byte

// sentences has the window's sentences about faults: those it shares with the
// command line, and its own.
var sentences = sync.OnceValue(func() words.Catalogue {
	own, err := words.Parse(ownSentences)
	if err != nil {
		panic(err) // the file is part of the program, and tested
	}
	return words.English().With(own)
})

// Explain turns err into the two sentences that a person reads: what happened,
// and what to do next. next is empty if there is nothing to do, and both are
// empty for nil. The text of err itself is for the log and is never part of
// them.
func Explain(err error) (what, next string) {
	m := sentences().Error(err)
	return m.What, m.Next
}

// polledWhy says for each folder, in a line, why it is scanned at intervals, and what
// can be done about it.
func polledWhy(all []photo.PolledFolder) string {
	var lines []string
	for _, f := range all {
		m := sentences().Reason(f.Reason)
		lines = append(lines, strings.TrimSuffix(f.Dir+": "+m.What+". "+m.Next, " "))
	}
	return strings.Join(lines, "\n")
}
