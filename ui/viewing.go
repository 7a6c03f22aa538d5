package ui

import (
	"recollect/ui/frame"
	"recollect/ui/pages"
	"recollect/ui/roll"
)

// viewing opens and closes the viewer.
type viewing struct {
	w        *Window
	timeline bool // it steps through all photos, not through an answer
}

// open shows the photo at place at of the grid, as a new step.
func (v *viewing) open(at int) {
	v.w.board.Act()
	v.w.finder.remember()
	v.w.finder.Leave()
	v.show(at)
}

// leave goes one step back, which is the grid that it was opened from.
func (v *viewing) leave() {
	if !v.w.finder.back() {
		v.close()
	}
}

// show shows the photo at place at of the grid, which is loaded.
func (v *viewing) show(at int) {
	v.timeline = !v.w.finder.results
	v.w.viewer.Open(v.w.grid.Roll(), at)
	v.w.viewer.Show()
	v.w.win.Canvas().Focus(v.w.viewer)
	frame.Ask()
	v.w.showChosen()
}

// close shows the grid again, at the photo that was seen last.
func (v *viewing) close() {
	t, _, ok := v.w.viewer.Current()
	v.w.pages.viewer.Stop()
	v.w.viewer.Hide()
	v.w.viewer.Close()
	v.timeline = false
	v.w.nav.arrange() // the answer may have changed meanwhile
	if ok {
		v.w.grid.SelectID(t.ID)
	}
	v.w.focusGrid()
	frame.Ask()
	v.w.trace.Shown()
}

// need says which pages of all photos the viewer needs.
func (v *viewing) need(p []*roll.Page) {
	if !v.timeline {
		p = nil // an answer is loaded
	}
	v.w.timeline.Need(pages.ViewerReader, p)
}
