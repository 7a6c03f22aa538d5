package ui

import (
	"time"

	"recollect/ui/frame"
	"recollect/ui/pages"
	"recollect/ui/roll"
	"recollect/ui/work"
)

// viewing opens and closes the viewer.
type viewing struct {
	w        *Window
	timeline bool        // it steps through all photos, not through an answer
	slides   *work.Timer // until the next photo of the slide show; nil while there is none
}

// slideTime is how long a photo of the slide show is seen.
const slideTime = 4 * time.Second

// fullScreen gives the window the whole screen, or no longer. In the viewer the picture has all of it.
func (v *viewing) fullScreen() {
	full := !v.w.win.FullScreen()
	v.w.win.SetFullScreen(full)
	if v.w.viewer.Visible() {
		v.w.viewer.SetAlone(full)
	}
	if !full {
		v.stopSlides()
	}
}

// toggleSlides shows one photo after the other on the whole screen, or ends that.
func (v *viewing) toggleSlides() {
	if v.slides != nil {
		v.stopSlides()
		return
	}
	v.slides = work.NewTimer(v.w.work)
	if !v.w.win.FullScreen() {
		v.fullScreen()
	}
	v.nextSlide()
}

// nextSlide turns to the next photo after a time; it waits longer for a picture that is not there yet.
func (v *viewing) nextSlide() {
	slides := v.slides
	slides.After(slideTime, func() {
		if v.slides != slides {
			return
		}
		if v.w.viewer.Sharp() {
			if v.w.viewer.Last() {
				v.stopSlides()
				return
			}
			v.w.viewer.Step(1)
		}
		v.nextSlide()
	})
}

func (v *viewing) stopSlides() {
	if v.slides != nil {
		v.slides.Stop()
		v.slides = nil
	}
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
	if v.w.viewer.Alone() { // the whole screen first
		v.fullScreen()
		return
	}
	if !v.w.finder.back() {
		v.close()
	}
}

// show shows the photo at place at of the grid, which is loaded.
func (v *viewing) show(at int) {
	v.timeline = !v.w.finder.results
	v.w.viewer.Open(v.w.grid.Roll(), at)
	v.w.viewer.Show()
	v.w.viewer.SetAlone(v.w.win.FullScreen())
	v.w.win.Canvas().Focus(v.w.viewer)
	frame.Ask()
	v.w.showChosen()
}

// close shows the grid again, at the photo that was seen last.
func (v *viewing) close() {
	v.stopSlides()
	if v.w.viewer.Alone() {
		v.fullScreen()
	}
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
