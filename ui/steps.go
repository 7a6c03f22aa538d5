package ui

import (
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/grid"
	querybox "recollect/ui/query"
	"recollect/ui/view"
)

// step is a view that can be come back to.
type step struct {
	room   view.Room
	asked  query.Query   // what is asked for where the room is that of photos
	line   querybox.Line // how the box asks for it
	place  grid.Place    // where the person is in the grid
	viewed photo.ID      // the photo in the viewer; 0 where it is closed
}

// Same reports whether other shows the same room, answer or photo.
func (s step) Same(other step) bool {
	if s.room != other.room || s.viewed != other.viewed {
		return false
	}
	return s.room != view.Photos || s.asked.Same(other.asked)
}

// here is the step that is shown, or on its way.
func (w *Window) here() step {
	if w.going != nil {
		return *w.going
	}
	s := step{room: w.room, asked: w.asked, line: w.boxed, place: w.grid.Place()}
	if t, _, ok := w.viewer.Current(); ok && w.viewer.Visible() {
		s.viewed = t.ID
	}
	return s
}

// leave is called before q is asked instead of what is. Each question that was
// looked at is a step of its own, and what is typed on the way to one is not.
func (w *Window) leave(q query.Query, typed bool) {
	coming := w.going != nil && q.Same(w.going.asked)
	if !coming {
		if w.leaves(q) {
			w.trail.Leave(w.here())
		}
		w.going = nil
	}
	w.boxed, w.rested, w.acted = w.box.Line(), false, coming || !typed
}

// leaves reports whether asking for q leaves a step that can be come back to.
func (w *Window) leaves(q query.Query) bool {
	switch {
	case w.leaping:
		return false
	case w.room != view.Photos || w.viewer.Visible():
		return true
	case sameQuestion(q, w.asked):
		return false
	case w.acted || w.asked.Blank():
		return true
	case len(q.Like) != len(w.asked.Like) || len(q.Images) != len(w.asked.Images):
		return w.answered()
	case strings.HasPrefix(q.Text, w.asked.Text): // it goes on
		return false
	}
	rest, shorter := strings.CutPrefix(w.asked.Text, q.Text)
	oneLetter := shorter && utf8.RuneCountInString(rest) == 1
	return w.rested || w.answered() && !oneLetter
}

// leap puts something else into the box than what a person types there, as one step.
func (w *Window) leap(put func()) {
	w.trail.Leave(w.here())
	w.going, w.leaping = nil, true
	put()
	w.leaping, w.acted = false, true
}

// back goes one step back, and reports whether there was one.
func (w *Window) back() bool {
	to, ok := w.trail.Back(w.here())
	if ok {
		w.goStep(to)
	}
	return ok
}

// forward undoes back.
func (w *Window) forward() {
	if to, ok := w.trail.Forward(w.here()); ok {
		w.goStep(to)
	}
}

// goStep shows a step again, once its answer is there.
func (w *Window) goStep(s step) {
	there := w.room == s.room && w.asked.Same(s.asked) && w.answered()
	closing := w.viewer.Visible()
	if closing {
		w.closeViewer()
	}
	switch {
	case s.room != view.Photos:
		w.going, w.leaping = nil, true
		w.box.Clear() // as in enter
		w.leaping = false
		w.goTo(s.room)
		w.focusGrid()
	case there && closing && s.viewed == 0: // the grid is where it was, or at the photo that was seen last
		w.going = nil
	case w.asked.Same(s.asked) && w.answered():
		w.going = &s
		w.goTo(view.Photos)
		w.arrive()
	default:
		w.going = &s
		w.box.SetLine(s.line)
		w.ask(s.asked, false)
	}
}

// arrive shows the place of the step that was gone to, if there is one.
func (w *Window) arrive() {
	s := w.going
	if s == nil {
		return
	}
	w.going = nil
	w.grid.Return(s.place)
	if !w.box.Focused() {
		w.focusGrid()
	}
	if at := slices.IndexFunc(w.grid.Tiles(), func(t photo.Tile) bool { return t.ID == s.viewed }); at >= 0 {
		w.showPhoto(at)
	}
}

// wayShortcuts are the keys that go back and forward: those of the system's browsers.
func (w *Window) wayShortcuts(c fyne.Canvas) {
	back, ahead, with := fyne.KeyLeft, fyne.KeyRight, fyne.KeyModifierAlt
	if runtime.GOOS == "darwin" { // where Alt and an arrow go to the next word
		back, ahead, with = fyne.KeyLeftBracket, fyne.KeyRightBracket, fyne.KeyModifierSuper
	}
	bind := func(key fyne.KeyName, f func()) {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: with}, func(fyne.Shortcut) {
			if c.Overlays().Top() == nil {
				f()
			}
		})
	}
	bind(back, func() { w.back() })
	bind(ahead, w.forward)
}
