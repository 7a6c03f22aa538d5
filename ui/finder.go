package ui

import (
	"context"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/grid"
	"recollect/ui/letters"
	"recollect/ui/pages"
	"recollect/ui/phrases"
	querybox "recollect/ui/query"
	"recollect/ui/roll"
	"recollect/ui/session"
	"recollect/ui/view"
	"recollect/ui/work"
)

// finder shows a session in the window: the query in the box, and the answer in the grid. The
// session decides when to search.
type finder struct {
	*session.Session
	w *Window

	results bool       // the grid has an answer, not all photos
	home    grid.Place // the position among all photos when the search began
	valuing work.Latest[[]string]
}

func newFinder(w *Window) *finder {
	f := &finder{w: w}
	f.Session = session.New(session.Options{
		Library: w.o.Library, Names: w.o.Names, Stacks: w.o.Stacks, Where: f, Screen: f,
		Worker: func() session.Worker { return work.NewErrand(w.work) },
		Timer:  func() session.Timer { return work.NewTimer(w.work) },
	})
	return f
}

// Box returns the content of the box.
func (f *finder) Box() session.Box { return f.w.box.Line() }

// Grid returns the position in the grid.
func (f *finder) Grid() any {
	p := place{Place: f.w.grid.Place()}
	p.viewed, p.at, _ = f.w.viewer.Current()
	return p
}

// place is a position in the grid, with the photo in the viewer.
type place struct {
	grid.Place
	viewed photo.Tile
	at     int // its index then
}

// Viewed returns the photo in the viewer; 0 if that is closed.
func (f *finder) Viewed() photo.ID {
	if t, _, ok := f.w.viewer.Current(); ok && f.w.viewer.Visible() {
		return t.ID
	}
	return 0
}

// Put restores the content of the box.
func (f *finder) Put(b session.Box) {
	line, _ := b.(querybox.Line)
	f.w.box.SetLine(line)
}

// Return restores the position of a step, with the photo in the viewer.
func (f *finder) Return(p session.Place) {
	at := p.Grid.(place)
	f.w.grid.Return(at.Place)
	if !f.w.box.Focused() {
		f.w.focusGrid()
	}
	if p.Viewed == 0 {
		return
	}
	if i := f.w.grid.Roll().FindNear(at.viewed, at.at); i >= 0 {
		f.w.viewing.show(i)
		return
	}
	if !f.results {
		f.w.timeline.Seek(at.viewed, func() {
			if i := f.w.grid.Roll().FindNear(at.viewed, at.at); i >= 0 && f.w.nav.view() == view.Library {
				f.w.viewing.show(i)
			}
		})
	}
}

// Show shows a change of the session.
func (f *finder) Show(e session.Event) {
	switch e {
	case session.Asked:
		f.asked()
	case session.Slow:
		f.w.board.Hint(phrases.Say("found:searching"))
	case session.Settled:
		f.settled()
	case session.Failed:
		f.w.nav.arrange()
	case session.Found:
		f.found(f.w.grid.Top)
	case session.Updated:
		f.found(func() {}) // the position does not change
	case session.Ended:
		f.ended()
	case session.Entered:
		f.w.nav.show()
	case session.Seen:
		f.w.box.Remember()
	}
}

// asked shows that the query has changed.
func (f *finder) asked() {
	w, asked := f.w, f.State().Asked
	w.grid.Unmark() // what goes out of sight must not be changed by a key that is about something else
	w.board.Act()
	w.back.Stop()
	f.showSaved()
	w.comparing.close()
	if w.viewer.Visible() {
		w.viewing.close()
	}
	if asked.Blank() {
		w.albums.Leave()
		return
	}
	f.w.notes.show()
}

// showSaved shows whether the query is the search of an album.
func (f *finder) showSaved() {
	_, saved := f.w.albums.Of(f.State().Asked)
	f.w.box.SetSaved(saved)
}

// settled shows that the search is over.
func (f *finder) settled() {
	f.w.board.Ready()
	f.w.box.Settle()
	hint := ""
	if s := f.State(); s.Failed == nil && !s.Asked.Empty() {
		hint = f.hint(s.Asked)
	}
	f.w.board.Hint(hint)
}

// dropHint says that pictures can be dropped.
func dropHint() string { return phrases.Say("pictures:drop-hint") }

// hint returns the hint after a search: once for each library, that pictures
// can be dropped.
func (f *finder) hint(q query.Query) string {
	p := f.w.app.Preferences()
	if len(q.Images) > 0 || len(q.Like) > 0 {
		p.SetBool(prefHint, true) // found out
		return ""
	}
	if p.Bool(prefHint) && f.w.board.Shown().Pill != dropHint() {
		return ""
	}
	p.SetBool(prefHint, true)
	return dropHint()
}

// found puts the answer into the grid, and scrolls to the right place.
func (f *finder) found(navigate func()) {
	w, s := f.w, f.State()
	if !f.results {
		f.home = w.grid.Place()
	}
	f.results = true
	w.nav.arrange()
	w.grid.SetRoll(s.Found)
	navigate()
	f.w.notes.show()
	f.w.judge.Update()
	w.describing.reader.Again() // why the photo is there may differ
	w.trace.Shown()
}

// ended shows all photos again, at the position where the search began.
func (f *finder) ended() {
	w, was := f.w, f.results
	f.results = false
	w.board.Hint("")
	w.board.Ready()
	f.w.notes.show()
	f.w.judge.Update()
	w.nav.arrange()
	w.grid.SetRoll(w.timeline.Roll())
	if was {
		w.grid.Return(f.home)
	}
	w.trace.Shown()
}

// remember puts the search into the history after a photo of its answer was opened.
func (f *finder) remember() {
	f.Act()
	if f.State().Showing {
		f.w.box.Remember()
	}
}

// back goes one step back, and reports whether there was one.
func (f *finder) back() bool {
	ok := f.Back()
	if ok && f.State().Page != view.Photos {
		f.w.focusGrid()
	}
	return ok
}

// forward undoes back.
func (f *finder) forward() {
	if f.Forward() && f.State().Page != view.Photos {
		f.w.focusGrid()
	}
}

// rune handles a character typed on photos. act is its action, unless it begins a word.
func (f *finder) rune(r rune, act func()) {
	rejects := f.w.edits != nil && (r == 'x' || r == 'X')
	if letters.Verdict(r) && !f.w.judge.Asks() && !rejects {
		act = nil
	}
	f.w.letters.Typed(r, act)
}

// enterGrid moves the focus from the box to the answer.
func (f *finder) enterGrid() {
	f.w.focusGrid()
	f.Act()
	// Until the answer is there, the grid shows other photos: nothing is selected.
	if f.State().Answered() {
		f.w.grid.SelectShown()
	}
}

// leaveGrid goes one step back, or from results to the library, but no further: pressing Esc too
// often must not lead back into a search.
func (f *finder) leaveGrid() {
	if !f.State().Asked.Blank() && !f.back() {
		f.w.box.Clear()
	}
}

// need says which pages of all photos the grid needs.
func (f *finder) need(p []*roll.Page) {
	if f.results {
		p = nil // an answer is loaded
	}
	f.w.timeline.Need(pages.GridReader, p)
}

// values fetches the values that complete a filter.
func (f *finder) values(key string) {
	if f.w.o.Values == nil {
		return
	}
	f.valuing.Run(f.w.work, func(ctx context.Context) ([]string, error) { return f.w.o.Values.Values(ctx, key) },
		func(values []string, err error) {
			if err == nil { // on an error there is nothing to offer
				f.w.box.SetValues(key, values)
			}
		})
}
