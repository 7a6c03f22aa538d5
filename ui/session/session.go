// Package session holds the state of a search: its query, its answer, the steps that led there, and
// the rules for when to search. It also words the notes about it. It knows no widgets: a Screen
// shows a session, and Where reports the position of the person.
package session

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/roll"
	"recollect/ui/trail"
	"recollect/ui/view"
)

const (
	quietTime = 150 * time.Millisecond // after the last key, before searching
	slowTime  = 350 * time.Millisecond // after the last key, before saying that the search takes long
	stackTime = 150 * time.Millisecond // for finding what looks alike, before an answer is shown without
	againTime = 500 * time.Millisecond // between a change of the library and repeating the search
	restTime  = 2 * time.Second        // on screen before an answer is worth remembering

	// Most limits the photos of an answer: nobody looks through more. Queries of filters alone have
	// no limit.
	Most = 500
	// mostStacked is how many photos of an answer are looked at for those that look alike, the first.
	mostStacked = 2000
	// mostNearest limits the nearest photos that are shown if nothing is similar to a picture.
	mostNearest = 24
)

// Library finds photos. Its methods are called off the session's goroutine.
type Library interface {
	Search(context.Context, query.Query) (photo.Answer, error)
	// Warm prepares for a Search by words, which may take some tenths of a second.
	Warm()
}

// Names looks up the words of a query. Its methods are called off the session's goroutine.
type Names interface {
	Known(ctx context.Context, q query.Query) ([]photo.Known, error)
	// Correct returns the line of q with misspelled words replaced, or "" if there are
	// none.
	Correct(ctx context.Context, q query.Query) (string, error)
}

// Stacks finds photos that look alike. Its method is called off the session's goroutine.
type Stacks interface {
	// Stacks returns those of some photos that look alike, the best of each stack first. If ctx ends, the
	// next call goes on from there.
	Stacks(ctx context.Context, ids []photo.ID) ([][]photo.ID, error)
}

// Worker runs one piece of work at a time off the session's goroutine, and calls show on
// it unless Run or Stop was called again before.
type Worker interface {
	Run(work func(context.Context) error, show func(error))
	Stop()
}

// Timer calls do on the session's goroutine once d has passed, unless After or Stop was
// called again before.
type Timer interface {
	After(d time.Duration, do func())
	Stop()
}

// Where reports the position of the person. Its methods are called on the session's goroutine.
type Where interface {
	Box() Box         // the content of the box
	Grid() any        // the position and selection of the grid
	Viewed() photo.ID // the photo in the viewer; 0 if it is closed
}

// Screen shows a session. Its methods are called on the session's goroutine.
type Screen interface {
	// Show shows a change; State has what to show.
	Show(Event)
	// Put restores the content of the box, empty if it is nil. It does not call
	// Change.
	Put(Box)
	// Return goes to a place of the photos that are shown.
	Return(Place)
}

// Place is a position of the person, as Where reported it.
type Place struct {
	Box    Box
	Grid   any
	Viewed photo.ID
}

// Box is the content of a search box.
type Box interface {
	Typed() query.Query // the typed line, without chips
}

// Event is a change of a session.
type Event int

// The events.
const (
	Asked   Event = iota // the query has changed
	Slow                 // the search takes long
	Settled              // the search is over; its outcome follows as another event
	Failed               // the search has failed: see State.Failed
	Found                // its answer is shown
	Updated              // the shown answer was refreshed
	Ended                // all photos are shown again
	Entered              // another page is shown
	Seen                 // the answer was on screen for a while
)

// Options configure a session.
type Options struct {
	Library Library
	Names   Names  // nil if nothing is known of words
	Stacks  Stacks // nil if no photos are shown as one
	Where   Where
	Screen  Screen
	Worker  func() Worker // makes one
	Timer   func() Timer  // makes one
}

// Session is a search. All of it belongs to one goroutine; make one with New.
type Session struct {
	library Library
	names   Names
	stacks  Stacks
	where   Where
	screen  Screen

	state   State
	typed   query.Query       // the typed line of State.Asked
	box     Box               // the content of the box then
	trail   trail.Trail[Step] // where the person has been
	going   *Step             // the step being returned to; nil once it is shown
	acted   bool              // the person has acted on the shown photos
	leaping bool              // Leave was called already for the query being put into the box
	rested  bool              // the answer was on screen for a while

	searching Worker
	again     Worker // the same search again, after a change of the library
	busy      bool   // again is running
	stale     bool   // the library has changed since again began
	slow      Timer
	resting   Timer
}

// New returns a session without a query.
func New(o Options) *Session {
	return &Session{
		library: o.Library, names: o.Names, stacks: o.Stacks, where: o.Where, screen: o.Screen,
		searching: o.Worker(), again: o.Worker(), slow: o.Timer(), resting: o.Timer(),
	}
}

// State returns the state of the session. Its slices must not be changed.
func (s *Session) State() State { return s.state }

// Change sets the query to q, the content of the box. It is the same as before if only a space was
// typed.
func (s *Session) Change(q query.Query) {
	typed := q.Text != s.state.Asked.Text || q.Same(s.state.Asked)
	q.All = s.state.Asked.All && sameQuestion(q, s.state.Asked)
	s.Ask(q, typed)
}

// ToggleWeak shows weak matches too, or hides them.
func (s *Session) ToggleWeak() {
	q := s.state.Asked
	q.All = !q.All
	s.Ask(q, false)
}

// Ask searches for q, after a pause if it is being typed.
func (s *Session) Ask(q query.Query, typed bool) {
	s.leave(q, typed)
	s.state.Asked, s.state.Failed = q, nil
	s.resting.Stop()
	s.state.Page = view.Photos
	s.screen.Show(Asked) // first: the time that it takes must not shorten the pause
	if q.Blank() {
		s.end(query.Query{})
		s.arrive()
		return
	}
	wait := time.Duration(0)
	if typed {
		wait = quietTime
	}
	s.slow.After(slowTime, func() { s.screen.Show(Slow) })
	s.search(s.searching, q, wait, func(r reply, err error) { s.answer(q, r, err) })
}

// answer shows the answer to q, or why the search failed.
func (s *Session) answer(q query.Query, r reply, err error) {
	s.slow.Stop()
	if err != nil && !errors.Is(err, context.Canceled) {
		slog.Error("search", "err", err)
		s.state.Failed = err
	}
	s.screen.Show(Settled)
	switch {
	case err != nil:
		s.going = nil
		s.screen.Show(Failed)
		return
	case q.Empty():
		s.end(q)
		s.arrive()
		return
	}
	s.found(q, r)
	s.arrive()
	s.rest()
	if s.stale {
		s.Refresh()
	}
}

// found stores the answer to q.
func (s *Session) found(q query.Query, r reply) {
	was := s.state
	s.stale = s.stale || r.apart
	s.state = State{
		Page: was.Page, Asked: was.Asked, Failed: was.Failed,
		Showing: true, Answer: q, Found: r.found, Weak: r.weak,
		Unsure: r.unsure, Why: r.why, Known: r.known, Better: r.better, Nearest: r.nearest, Own: r.own,
	}
	if was.Showing && q.Same(was.Answer) {
		s.screen.Show(Updated)
		return
	}
	s.screen.Show(Found)
}

// Arrange shows found in place of the answer, as the person has put it in order by hand, until the library tells the
// same.
func (s *Session) Arrange(found *roll.Roll) {
	s.again.Stop() // it would show what was
	s.busy = false
	s.state.Found = found
	s.screen.Show(Updated)
}

// end shows all photos, as the answer to q.
func (s *Session) end(q query.Query) {
	s.searching.Stop()
	s.again.Stop()
	s.slow.Stop()
	s.busy, s.stale = false, false
	s.state = State{Page: s.state.Page, Asked: s.state.Asked, Failed: s.state.Failed, Answer: q}
	s.screen.Show(Ended)
}

// rest reports Seen once the answer was on screen for a while.
func (s *Session) rest() {
	if s.state.Asked.Text == "" {
		return
	}
	s.resting.After(restTime, func() {
		s.rested = true
		s.screen.Show(Seen)
	})
}

// Refresh searches again because the library has changed. Changes during that search lead
// to one more search, and do not restart it: otherwise no search would finish while many
// photos are added.
func (s *Session) Refresh() {
	if s.state.Asked.Blank() {
		return
	}
	if s.busy || !s.state.Showing {
		s.stale = true
		return
	}
	s.busy, s.stale = true, false
	q := s.state.Answer
	s.search(s.again, q, againTime, func(r reply, err error) {
		s.busy = false
		if err == nil && s.state.Showing && q.Same(s.state.Answer) {
			s.found(q, r)
		}
		if s.stale || s.state.Showing && !q.Same(s.state.Answer) {
			s.Refresh()
		}
	})
}
