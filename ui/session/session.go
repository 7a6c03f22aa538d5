// Package session is what one search is: what is asked for, what was found, the steps
// that led there, and the rules for when to search. It also words what a person is told
// of it. It knows no widget: a Screen shows a session and says where the person is.
package session

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/trail"
	"recollect/ui/view"
)

const (
	quietTime = 150 * time.Millisecond // after the last key, before searching
	slowTime  = 350 * time.Millisecond // after the last key, before saying that the search takes long
	againTime = 500 * time.Millisecond // between a change of the library and the same search again
	restTime  = 2 * time.Second        // that a person looks at an answer which is worth remembering

	// Most is how many photos are found at most: as many as a person may want to look
	// through. Filters alone find all.
	Most = 500
	// mostNearest is how many photos are shown as the nearest to a picture that nothing is like.
	mostNearest = 24
)

// Library finds photos. Its methods are called off the session's goroutine.
type Library interface {
	Search(context.Context, query.Query) (photo.Answer, error)
	// Warm gets ready for a Search by words, which may take some tenths of a second.
	Warm()
}

// Names tell what the words of a query are. Its methods are called off the session's goroutine.
type Names interface {
	Known(ctx context.Context, q query.Query) ([]photo.Known, error)
	// Correct is the line of q with words that are misspelled replaced, empty if none is.
	Correct(ctx context.Context, q query.Query) (string, error)
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

// Where tells where the person is. Its methods are called on the session's goroutine.
type Where interface {
	Box() Box         // what the box holds
	Grid() any        // the part of the grid that is seen, and what is selected there
	Viewed() photo.ID // the photo in the viewer; 0 if it is closed
}

// Screen shows a session. Its methods are called on the session's goroutine.
type Screen interface {
	// Show shows what has changed; State tells what is to be seen.
	Show(Event)
	// Put puts back what the box held, nothing where it is nil. Change is not called.
	Put(Box)
	// Return goes to a place of the photos that are shown.
	Return(Place)
}

// Place is where a person was in what was shown, as Where told.
type Place struct {
	Box    Box
	Grid   any
	Viewed photo.ID
}

// Box is what a search box holds.
type Box interface {
	Typed() query.Query // the line as it was typed, without what chips stand for
}

// Event is what has changed in a session.
type Event int

// The events.
const (
	Asked   Event = iota // something else is asked for, or nothing
	Slow                 // the search takes long
	Settled              // the search is over; what came of it follows
	Failed               // it could not be answered: see State.Failed
	Found                // its answer is shown
	Updated              // the answer that is shown was found again
	Ended                // all photos are shown again
	Entered              // another room is shown
	Looked               // the answer was seen for a while
)

// Options are what a session works with.
type Options struct {
	Library Library
	Names   Names // nil if nothing is known of words
	Where   Where
	Screen  Screen
	Worker  func() Worker // makes one
	Timer   func() Timer  // makes one
}

// Session is a search. All of it belongs to one goroutine; make one with New.
type Session struct {
	library Library
	names   Names
	where   Where
	screen  Screen

	state   State
	typed   query.Query       // the line that was typed when State.Asked was
	box     Box               // what the box held then
	trail   trail.Trail[Step] // where the person has been
	going   *Step             // what is being gone back to; nil once it is there
	acted   bool              // the person has done more with what is shown than type and look
	leaping bool              // a step was left already for what is being put into the box
	rested  bool              // what was found was seen for a while

	searching Worker
	again     Worker // the same search again, after a change of the library
	busy      bool   // again is at work
	stale     bool   // the library has changed since that was begun
	slow      Timer
	resting   Timer
}

// New returns a session that asks for nothing.
func New(o Options) *Session {
	return &Session{
		library: o.Library, names: o.Names, where: o.Where, screen: o.Screen,
		searching: o.Worker(), again: o.Worker(), slow: o.Timer(), resting: o.Timer(),
	}
}

// State returns what the session is at. Its slices must not be changed.
func (s *Session) State() State { return s.state }

// Change asks for what the box holds now: q.
func (s *Session) Change(q query.Query) {
	typed := q.Text != s.state.Asked.Text
	q.All = s.state.Asked.All && sameQuestion(q, s.state.Asked)
	s.Ask(q, typed)
}

// ToggleWeak shows what fits weakly too, or only what fits.
func (s *Session) ToggleWeak() {
	q := s.state.Asked
	q.All = !q.All
	s.Ask(q, false)
}

// Ask asks for q: after a while where it is being typed.
func (s *Session) Ask(q query.Query, typed bool) {
	s.leave(q, typed)
	s.state.Asked, s.state.Failed = q, nil
	s.resting.Stop()
	s.state.Room = view.Photos
	s.screen.Show(Asked) // first: what it takes must not shorten the wait for the next key
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

// answer shows what was found for q, or says why nothing could be looked for.
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

// found takes what was found for q.
func (s *Session) found(q query.Query, r reply) {
	was := s.state
	s.state = State{
		Room: was.Room, Asked: was.Asked, Failed: was.Failed,
		Showing: true, Answer: q, Found: tiles(r.Hits), Weak: weaker(q, r.Answer),
		Unsure: r.Unsure, Known: r.known, Better: r.better,
		Nearest: len(r.Hits) > 0 && !q.All && !r.Hits[0].Relevant,
	}
	if was.Showing && q.Same(was.Answer) {
		s.screen.Show(Updated)
		return
	}
	s.screen.Show(Found)
}

// end shows all photos, as the answer to q.
func (s *Session) end(q query.Query) {
	s.searching.Stop()
	s.again.Stop()
	s.slow.Stop()
	s.busy, s.stale = false, false
	s.state = State{Room: s.state.Room, Asked: s.state.Asked, Failed: s.state.Failed, Answer: q}
	s.screen.Show(Ended)
}

// rest notes that the answer was seen, once that is so.
func (s *Session) rest() {
	if s.state.Asked.Text == "" {
		return
	}
	s.resting.After(restTime, func() {
		s.rested = true
		s.screen.Show(Looked)
	})
}

// Refresh searches again because the library has changed under what was found. Changes
// that come meanwhile lead to one more search, not to a new beginning: else nothing would
// be found while much is added.
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
