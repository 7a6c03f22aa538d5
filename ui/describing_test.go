package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/view"
)

// I shows beside the grid what is known of the photo that the keyboard is at, and why it is in an answer.
func TestInformationBesideTheGrid(t *testing.T) {
	f := newFake("/pictures/cat one.jpg", "/pictures/cat two.jpg", "/pictures/dog.jpg")
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 3 })
	panel := w.describing.panel.Object()
	says := func() string {
		var texts []string
		for _, o := range test.LaidOutObjects(panel) {
			if label, ok := o.(*widget.Label); ok {
				texts = append(texts, label.Text)
			}
		}
		return strings.Join(texts, " | ")
	}
	wide := w.grid.Size().Width
	w.grid.TypedRune('i')
	l.until(t, "the panel", func() bool { return panel.Visible() })
	if right := w.grid.Size().Width + panel.Size().Width; right != wide || panel.Size().Width < 200 {
		t.Errorf("grid and panel are %v wide together, the grid was %v", right, wide)
	}
	if got := says(); !strings.HasPrefix(got, "Select a photo") {
		t.Errorf("without a selection it says %q", got)
	}
	w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	first := w.grid.Selected()
	l.until(t, "the first photo", func() bool { l.drain(); return strings.Contains(says(), "cat one.jpg") })
	w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	l.until(t, "the second photo", func() bool {
		l.drain()
		return w.grid.Selected() != first && strings.Contains(says(), "cat two.jpg")
	})
	w.nav.enter(view.Problems) // hides it
	f.mu.Lock()
	for i := range f.photos {
		f.photos[i].Meta.Title = "Changed meanwhile"
	}
	f.mu.Unlock()
	w.nav.leave()
	l.until(t, "what has changed", func() bool { l.drain(); return strings.Contains(says(), "Changed meanwhile") })
	typed(w, "cat")
	answeredTo(t, w, l)
	w.grid.SelectShown()
	l.until(t, "why it is there", func() bool { l.drain(); return strings.Contains(says(), "Why it was found") })
	w.grid.TypedRune('I')
	l.until(t, "no panel", func() bool { l.drain(); return !panel.Visible() })
	if w.grid.Size().Width != wide || w.app.Preferences().Bool(prefInfo) {
		t.Error("the grid does not get its room back")
	}
}
