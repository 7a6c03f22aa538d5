package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/theme"
	tracing "recollect/ui/trace"
	"recollect/ui/view"
)

// What says that something was done covers no button of the page that it was done on nor of the side bar, in
// text of any size.
func TestToastsCoverNoButtons(t *testing.T) {
	b := &beside{fake: newFake("/a.jpg", "/a copy.jpg", "/b.jpg"), open: []photo.ID{1, 2}}
	d := &twice{fake: b.fake}
	w, l, _ := shownWindow(t, b.fake, func(o *Options) {
		o.Sidecars, o.Copies, o.Trash, o.Heirs, o.History = b, d, d.trash, d, d
	})
	for _, size := range []fyne.Size{{Width: 1100, Height: 720}, {Width: 820, Height: 560}} {
		w.win.Resize(size)
		for _, text := range []float32{theme.NormalText, theme.LargeText} {
			l.Settings().SetTheme(theme.New(theme.Dark, text))
			for page, ready := range map[view.Page]func() bool{
				view.Sidecars:   func() bool { return w.sidecars.Total() == 2 },
				view.Duplicates: func() bool { n, _, _ := w.duplicates.Groups(); return n == 1 },
			} {
				w.nav.enter(page)
				l.until(t, "the page", ready)
				w.board.Done(strings.Repeat("It was done. ", 4), func() {})
				l.drain()
				toast := toastBox(w)
				at, of := fyne.CurrentApp().Driver().AbsolutePositionForObject(toast), toast.Size()
				buttons := 0
				for _, c := range tracing.Controls(w.win.Canvas()) {
					x, y := float32(c.X), float32(c.Y)
					if x+float32(c.W) <= at.X || y+float32(c.H) <= at.Y || x >= at.X+of.Width || y >= at.Y+of.Height {
						buttons++
					} else if c.Text != "Undo" {
						t.Errorf("%v, text of %v, %v: a toast at %v, %v covers %+v", size, text, page, at, of, c)
					}
				}
				if buttons < 8 {
					t.Errorf("there are %d buttons beside the toast", buttons)
				}
				w.board.Undo()
			}
		}
	}
}
