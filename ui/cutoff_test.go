package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"recollect/engine/unwatched"
	"recollect/ui/phrases"
	"recollect/ui/scrubber"
	"recollect/ui/theme"
	"recollect/words"
)

// Nothing that the window says is cut off in other languages: large text needs the most room. That of English is
// looked at as it is painted.
func TestNothingIsCutOff(t *testing.T) {
	unwatched.Run(t)
	speaks(t)
	for _, language := range words.Languages() {
		if language == "en" {
			continue
		}
		for _, p := range parts() {
			t.Run(language+"-"+p.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					phrases.Speak(language)
					s := newStand(t, p, look{"", theme.Light, theme.LargeText})
					for _, fault := range cutOff(s.Window) {
						t.Error(fault)
					}
				})
			})
		}
	}
}

// cutOff returns the texts of the topmost part of the window that are shortened, or that do not fit into what shows
// them.
func cutOff(w *Window) (all []string) {
	top := w.win.Content()
	switch over := w.win.Canvas().Overlays().Top(); {
	case over != nil:
		top = over
	case w.comparing.pair.Visible():
		top = w.comparing.pair
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
			case o.Text == "…": // a name that there is no room for
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
		case *scrubber.Bar: // its names are beside it
			for _, x := range test.WidgetRenderer(o).Objects() {
				walk(x, room)
			}
		case fyne.Widget:
			for _, x := range test.WidgetRenderer(o).Objects() {
				walk(x, here.within(room, container.ScrollVerticalOnly))
			}
		}
	}
	walk(top, box{size: w.win.Canvas().Size()})
	return all
}

// given are names that people have given in a stand: a long one may be shortened.
var given = []string{"Holidays in Spain", "a red flower.jpg", "dog 3.jpg"}

// shortened reports whether a text ends with an ellipsis that no phrase has.
func shortened(text string) bool {
	begin, short := strings.CutSuffix(text, "…")
	if !short || slices.ContainsFunc(given, func(name string) bool { return strings.HasPrefix(name, begin) }) {
		return false
	}
	for _, s := range phrases.Catalogue() {
		if says(s.What, text) || says(s.One, text) {
			return false
		}
	}
	return true
}

// says reports whether a phrase, with something in its places, is text.
func says(phrase, text string) bool {
	if !strings.HasSuffix(phrase, "…") {
		return false
	}
	for i, part := range strings.FieldsFunc(phrase, func(r rune) bool { return r == '{' || r == '}' }) {
		if strings.HasPrefix(phrase, "{") == (i%2 == 0) {
			continue // the name of a place
		}
		_, rest, ok := strings.Cut(text, part)
		if !ok {
			return false
		}
		text = rest
	}
	return text == ""
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
