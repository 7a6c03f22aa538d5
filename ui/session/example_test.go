package session_test

import (
	"context"
	"fmt"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/session"
)

// library finds the photos whose names have the words of a query in them.
type library []string

func (s library) Search(_ context.Context, q query.Query) (a photo.Answer, _ error) {
	for i, name := range s {
		if name == q.Text {
			a.Hits = append(a.Hits, photo.Hit{Tile: photo.Tile{ID: photo.ID(i)}, Relevant: true})
		}
	}
	return a, nil
}

func (s library) Warm() {}

// screen prints what a window would show. The box of its person holds one line.
type screen struct {
	session *session.Session
	line    string
}

func (s *screen) Typed() query.Query { return query.Parse(s.line, query.Options{}) }
func (s *screen) Box() session.Box   { return s }
func (s *screen) Grid() any          { return nil }
func (s *screen) Viewed() photo.ID   { return 0 }

func (s *screen) Put(session.Box)      {}
func (s *screen) Return(session.Place) {}

func (s *screen) Show(e session.Event) {
	switch e {
	case session.Asked:
		fmt.Printf("asked for %q\n", s.session.State().Asked.Text)
	case session.Found:
		note, _ := s.session.State().Note(session.Around{})
		fmt.Println(note.Text)
	case session.Ended:
		fmt.Println("all photos")
	}
}

// now works at once, and never rings.
type now struct{}

func (now) Run(work func(context.Context) error, show func(error)) { show(work(context.Background())) }
func (now) After(time.Duration, func())                            {}
func (now) Stop()                                                  {}

// A window gives a session its library, a screen, and what runs work. It tells the session
// what its box holds, and shows what the session says has changed.
func Example() {
	s := &screen{}
	s.session = session.New(session.Options{
		Library: library{"dog", "cat", "dog"}, Where: s, Screen: s,
		Worker: func() session.Worker { return now{} },
		Timer:  func() session.Timer { return now{} },
	})
	for _, line := range []string{"dog", "cat", ""} {
		s.line = line
		s.session.Change(s.Typed())
	}
	s.session.Back()
	// Output:
	// asked for "dog"
	// 2 photos fit well.
	// asked for "cat"
	// 1 photo fits well.
	// asked for ""
	// all photos
	// asked for "cat"
	// 1 photo fits well.
}
