package ui

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// leastContrast is that of text and its ground after WCAG 2.2, 1.4.3.
const leastContrast = 4.5

// pale returns the texts of a stand that cannot be read well, as they are painted.
func (s *stand) pale(painted *image.NRGBA) (faults []string) {
	seen := textsOn(s.Window, painted)
	if len(seen) == 0 {
		return []string{"it shows no text"}
	}
	for _, text := range seen {
		if text.contrast < leastContrast {
			faults = append(faults, fmt.Sprintf("%q has a contrast of %.2f", text.text, text.contrast))
		}
	}
	return faults
}

// text is a text on the screen, and its contrast with what lies below it.
type text struct {
	text     string
	contrast float64
}

// textsOn returns the texts that are seen in the topmost part of the window.
func textsOn(w *Window, painted *image.NRGBA) (all []text) {
	top := w.win.Content()
	switch over := w.win.Canvas().Overlays().Top(); {
	case over != nil:
		top = over
	case w.board.Card().Visible():
		top = w.board.Card()
	case w.comparing.pair.Visible():
		top = w.comparing.pair
	case w.viewer.Visible():
		top = w.viewer
	}
	var walk func(o fyne.CanvasObject, within image.Rectangle)
	walk = func(o fyne.CanvasObject, within image.Rectangle) {
		if !o.Visible() {
			return
		}
		at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
		area := image.Rect(int(at.X), int(at.Y), int(at.X+size.Width), int(at.Y+size.Height))
		switch o := o.(type) {
		case *canvas.Text:
			if area.In(within) && o.Text != "" && !area.Empty() {
				if seen, ok := measured(painted, area, o); ok {
					all = append(all, seen)
				}
			}
		case *fyne.Container:
			for _, x := range o.Objects {
				walk(x, within)
			}
		case *container.Scroll:
			walk(o.Content, within.Intersect(area))
		case fyne.Widget:
			for _, x := range test.WidgetRenderer(o).Objects() {
				walk(x, within)
			}
		}
	}
	walk(top, painted.Bounds())
	return all
}

// measured compares the colour of a text with the one that most of its area has. It is not ok where another
// object hides the text: then none of its pixels have its colour.
func measured(painted *image.NRGBA, area image.Rectangle, o *canvas.Text) (text, bool) {
	counts := map[color.NRGBA]int{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			counts[painted.NRGBAAt(x, y)]++
		}
	}
	var ground color.NRGBA
	for c, n := range counts {
		if n > counts[ground] {
			ground = c
		}
	}
	ink := over(color.NRGBAModel.Convert(o.Color).(color.NRGBA), ground)
	for c := range counts {
		if near(c.R, ink.R) && near(c.G, ink.G) && near(c.B, ink.B) && c != ground {
			return text{fmt.Sprintf("%s in %v on %v", o.Text, ink, ground), ratio(ink, ground)}, true
		}
	}
	return text{}, false
}

func near(a, b uint8) bool { return max(a, b)-min(a, b) <= 24 }

// over paints ink on a ground.
func over(ink, ground color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(ink.A) + int(b)*(255-int(ink.A))) / 255) }
	return color.NRGBA{mix(ink.R, ground.R), mix(ink.G, ground.G), mix(ink.B, ground.B), 255}
}

// ratio is the contrast of two colours after WCAG 2.2.
func ratio(a, b color.NRGBA) float64 {
	light := func(c color.NRGBA) float64 {
		linear := func(v uint8) float64 {
			if s := float64(v) / 255; s > 0.04045 {
				return math.Pow((s+0.055)/1.055, 2.4)
			} else {
				return s / 12.92
			}
		}
		return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B) + 0.05
	}
	x, y := light(a), light(b)
	return max(x, y) / min(x, y)
}
