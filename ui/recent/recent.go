// Package recent remembers over restarts what was searched for.
package recent

import (
	"context"

	"recollect/ui/work"
)

// Library keeps the lines. Its methods are called off the UI goroutine.
type Library interface {
	Searches(context.Context) ([]string, error) // the newest first
	Remember(ctx context.Context, line string) error
	ForgetSearches(context.Context) error
}

// Box is the search box that gets the lines.
type Box interface {
	SetHistory(lines []string) // the newest first
	Forget()
}

// Lines are the lines that were searched for. All of them belongs to the UI goroutine.
type Lines struct {
	Group   *work.Group
	Library Library // nil if nothing is remembered
	Box     Box
	Fail    func(error) // shows why something did not work; nil shows nothing

	last string // the line that was remembered last
}

// Read gives the box the lines of earlier times.
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

// Remember keeps a line, once until another one comes.
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
