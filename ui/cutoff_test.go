package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/keymap"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/view"
	"recollect/words"
)

// Nothing that the window says is cut off, in any language and at any text size.
func TestNothingIsCutOff(t *testing.T) {
	speaks(t)
	for _, language := range words.Languages() {
		t.Run(language, func(t *testing.T) {
			phrases.Speak(language)
			for _, fault := range cutOffIn(t) {
				t.Error(fault)
			}
		})
	}
}

// cutOffIn tells what is cut off in the language that is spoken, each once.
func cutOffIn(t *testing.T) (faults []string) {
	k := &userData{things: []photo.Thing{{Name: "dog", Group: "animals", Suggested: 2, Cover: 1}}}
	k.albums = []photo.Album{{ID: 1, Name: "Sea", Line: "cat"}}
	f := newFake("/pictures/cat.jpg", "/pictures/dog.jpg")
	w, l, _ := shownWindow(t, f, k.all)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 2 })
	tell := func(where string) {
		l.drain()
		for _, cut := range cutOff(w) {
			if fault := fmt.Sprintf("%s: %s", where, cut); !slices.Contains(faults, fault) {
				faults = append(faults, fault)
			}
		}
	}
	for _, size := range []float32{theme.SmallText, theme.NormalText, theme.LargeText} {
		at := func(view string) string { return fmt.Sprintf("%s, text %.2f", view, size) }
		w.appearance.choose(theme.Light, size)
		w.recolour()
		w.box.Clear()
		w.nav.enter(view.Photos)
		tell(at("photos"))
		f.setStatus(func(s *photo.Status) {
			s.Photos, s.Encoded, s.Problems, s.Waits = 12_408, 12_098, 3, photo.WaitNight
		})
		l.until(t, "the status", func() bool { return w.state.status.Waits != "" })
		tell(at("status"))
		f.setStatus(func(s *photo.Status) {
			s.Photos, s.Encoded, s.Problems, s.Waits = 2, 2, 0, ""
		})
		l.until(t, "the status", func() bool { return w.state.status.Waits == "" })
		w.grid.SelectAll()
		tell(at("selection"))
		w.grid.Unmark()
		w.focusBox()
		w.box.SetText("cat")
		answeredTo(t, w, l)
		tell(at("results"))
		w.box.SetText("horse")
		answeredTo(t, w, l)
		tell(at("nothing"))
		w.box.Clear()
		w.nav.enter(view.Problems)
		tell(at("problems"))
		w.nav.enter(view.Things)
		tell(at("things"))
		w.nav.enter(view.Settings)
		tell(at("settings"))
		w.nav.enter(view.Photos)
		w.viewing.open(0)
		w.viewer.TypedRune('i')
		tell(at("viewer"))
		w.viewer.TypedRune('i')
		w.viewing.close()
		keymap.Show(w.win)
		tell(at("keys"))
		for over := w.win.Canvas().Overlays(); over.Top() != nil; {
			over.Remove(over.Top())
		}
	}
	return faults
}

// cutOff returns the texts of the topmost part of the window that are shortened, or that do not fit into what shows
// them.
func cutOff(w *Window) (all []string) {
	top := w.win.Content()
	switch over := w.win.Canvas().Overlays().Top(); {
	case over != nil:
		top = over
	case w.viewer.Visible():
		top = w.viewer
	}
	var walk func(o fyne.CanvasObject, room box)
	walk = func(o fyne.CanvasObject, room box) {
		if !o.Visible() {
			return
		}
		here := boxOf(o)
		switch o := o.(type) {
		case *canvas.Text:
			here.size = o.MinSize()
			switch {
			case shortened(o.Text):
				all = append(all, "shortened: "+o.Text)
			case o.Text != "" && !room.size.IsZero() && !room.holds(here): // the toolkit's dialogs give a title no size
				all = append(all, fmt.Sprintf("%q needs %v at %v, where there is %v", o.Text, here.size, here.at, room))
			}
		case *fyne.Container:
			for _, x := range o.Objects {
				walk(x, room)
			}
		case *container.Scroll:
			walk(o.Content, boxOf(o.Content).within(room, o.Direction))
		case fyne.Widget:
			for _, x := range test.WidgetRenderer(o).Objects() {
				walk(x, here.within(room, container.ScrollVerticalOnly))
			}
		}
	}
	walk(top, box{size: w.win.Canvas().Size()})
	return all
}

// shortened reports whether a text ends with an ellipsis that no phrase has.
func shortened(text string) bool {
	if !strings.HasSuffix(text, "…") {
		return false
	}
	for _, s := range phrases.Catalogue() {
		if s.What == text || s.One == text {
			return false
		}
	}
	return true
}

// box is a part of the window.
type box struct {
	at   fyne.Position
	size fyne.Size
}

func boxOf(o fyne.CanvasObject) box {
	return box{fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()}
}

// within returns b without what lies outside of room, to the sides and, where nothing scrolls, above and below.
func (b box) within(room box, d container.ScrollDirection) box {
	if d == container.ScrollVerticalOnly || d == container.ScrollNone {
		right := min(b.at.X+b.size.Width, room.at.X+room.size.Width)
		b.at.X = max(b.at.X, room.at.X)
		b.size.Width = right - b.at.X
	}
	return b
}

// holds reports whether a text at o is inside b, but for the rounding of its size.
func (b box) holds(o box) bool {
	const rounding = 1.5
	return o.at.X >= b.at.X-rounding && o.at.Y >= b.at.Y-rounding &&
		o.at.X+o.size.Width <= b.at.X+b.size.Width+rounding &&
		o.at.Y+o.size.Height <= b.at.Y+b.size.Height+rounding
}
