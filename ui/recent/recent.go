// Package recent remembers recent searches over restarts.
package recent

import (
	"context"

	"recollect/ui/work"
)

// Library stores the lines. Its methods are called off the UI goroutine.
type Library interface {
	Searches(context.Context) ([]string, error) // the newest first
	Remember(ctx context.Context, line string) error
	ForgetSearches(context.Context) error
}

// Box is the search box that receives the lines.
type Box interface {
	SetHistory(lines []string) // the newest first
	Forget()
}

// Lines manages the lines that were searched for. It belongs to the UI goroutine.
type Lines struct {
	Group   *work.Group
	Library Library // nil if nothing is remembered
	Box     Box
	Fail    func(error) // shows why something did not work; nil shows nothing

	last string // the line that was remembered last
}

// Read passes the lines of earlier sessions to the box.
func (l *Lines) Read() {
	if l.Library == nil {
		return
	}
	work.Always(l.Group, l.Library.Searches, func(lines []string, err error) {
		if err != nil {
			l.Fail(err)
			return
		}
		l.Box.SetHistory(lines)
	})
}

// Remember stores a line, unless it was the last one.
func (l *Lines) Remember(line string) {
	if l.Library == nil || line == l.last {
		return
	}
	l.last = line
	work.Do(l.Group, func(ctx context.Context) error { return l.Library.Remember(ctx, line) }, l.Fail)
}

// Forget forgets all lines, here and on disk.
func (l *Lines) Forget() {
	l.last = ""
	l.Box.Forget()
	work.Do(l.Group, l.Library.ForgetSearches, l.Fail)
}
