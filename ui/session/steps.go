package session

import (
	"strings"
	"unicode/utf8"

	"recollect/engine/query"
	"recollect/ui/view"
)

// Step is a step that Back can return to.
type Step struct {
	Page  view.Page
	Asked query.Query // the query, if the page is that of photos
	Place
}

// Same reports whether other shows the same page, answer or photo.
func (s Step) Same(other Step) bool {
	if s.Page != other.Page || s.Viewed != other.Viewed {
		return false
	}
	return s.Page != view.Photos || s.Asked.Same(other.Asked)
}

// here returns the step that is shown or being returned to.
func (s *Session) here() Step {
	if s.going != nil {
		return *s.going
	}
	// Not Where.Box, which may hold the next query already.
	return Step{s.state.Page, s.state.Asked, Place{s.box, s.where.Grid(), s.where.Viewed()}}
}

// Leave records the shown step for Back, before something else is shown.
func (s *Session) Leave() { s.trail.Leave(s.here()) }

// leave is called before q replaces the current query. Each query whose answer
// was seen is a step of its own; what is typed on the way to one is not.
func (s *Session) leave(q query.Query, typed bool) {
	coming := s.going != nil && q.Same(s.going.Asked)
	if !coming {
		if s.leaves(q) {
			s.Leave()
		}
		s.going = nil
	}
	s.box = s.where.Box()
	if coming || !typed || !q.Same(s.state.Asked) { // a space at the end asks nothing else
		s.rested, s.acted = false, coming || !typed
	}
	s.typed = s.box.Typed()
}

// leaves reports whether a search for q leaves a step for Back.
func (s *Session) leaves(q query.Query) bool {
	asked := s.state.Asked
	switch {
	case s.leaping:
		return false
	case s.state.Page != view.Photos || s.where.Viewed() != 0:
		return true
	case sameQuestion(q, asked):
		return false
	case s.acted || asked.Blank():
		return true
	case len(q.Like) != len(asked.Like) || len(q.Images) != len(asked.Images):
		return s.state.Answered()
	case strings.HasPrefix(q.Text, asked.Text): // the typed line continues the previous one
		return false
	}
	rest, shorter := strings.CutPrefix(asked.Text, q.Text)
	oneLetter := shorter && utf8.RuneCountInString(rest) == 1
	return s.rested || s.state.Answered() && !oneLetter
}

// Leap puts a query into the box by calling put, as one step.
func (s *Session) Leap(put func()) {
	s.Leave()
	s.going, s.leaping = nil, true
	put()
	s.leaping, s.acted = false, true
}

// Begin puts the beginning of a word into the box, as one step with what the person types
// next.
func (s *Session) Begin(put func()) {
	s.Leap(put)
	s.acted = false
}

// Act says that the person acts on the shown photos, which makes them a step.
func (s *Session) Act() { s.acted = true }

// Enter shows a page. It records no step: see Leave.
func (s *Session) Enter(r view.Page) {
	s.state.Page = r
	s.screen.Show(Entered)
}

// Back goes one step back, and reports whether there was one.
func (s *Session) Back() bool {
	to, ok := s.trail.Back(s.here())
	if ok {
		s.goTo(to)
	}
	return ok
}

// Forward undoes Back, and reports whether there was something to undo.
func (s *Session) Forward() bool {
	to, ok := s.trail.Forward(s.here())
	if ok {
		s.goTo(to)
	}
	return ok
}

// goTo shows a step again, once its answer is there.
func (s *Session) goTo(to Step) {
	answered := s.state.Asked.Same(to.Asked) && s.state.Answered()
	closing := s.where.Viewed() != 0
	switch {
	case to.Page != view.Photos:
		s.going, s.leaping = nil, true
		s.screen.Put(nil) // its query is not the one shown
		if !s.state.Asked.Blank() {
			s.Change(query.Query{})
		}
		s.leaping = false
		s.Enter(to.Page)
	case answered && s.state.Page == to.Page && closing && to.Viewed == 0:
		s.going = nil // the grid is where it was, or at the photo that was seen last
		s.Enter(view.Photos)
	case answered:
		s.going = &to
		s.Enter(view.Photos)
		s.arrive()
	default:
		s.going = &to
		s.screen.Put(to.Box)
		s.Ask(to.Asked, false)
	}
}

// arrive restores the position of the step being returned to, if there is one.
func (s *Session) arrive() {
	to := s.going
	if to == nil {
		return
	}
	s.going = nil
	s.screen.Return(to.Place)
}
