package viewer

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// Words and signs over a picture that is larger than the window are legible on
// any picture, in both themes.
func TestWhatLiesOnAPictureIsLegible(t *testing.T) {
	for _, choice := range []theme.Choice{theme.Dark, theme.Light} {
		for name, of := range map[string]color.Color{"white": color.White, "black": color.Black} {
			t.Run(string(choice)+" on "+name, func(t *testing.T) {
				v, _ := shownViewer(t)
				fyne.CurrentApp().Settings().SetTheme(theme.New(choice, theme.NormalText))
				v.Refresh()
				v.Take(Request{ID: 2, LongSidePx: 4000}, plain(of))
				for range 4 {
					v.TypedRune('+')
				}
				shot := fyne.CurrentApp().Driver().CanvasForObject(v).Capture()
				if got := shot.At(500, 400); contrast(got, of) > 1.1 {
					t.Fatalf("the picture does not reach over the window: %v", got)
				}
				texts := map[string]fyne.ThemeColorName{
					"text": fynetheme.ColorNameForeground, "date": theme.ColorNameQuiet,
				}
				for where, o := range map[string]fyne.CanvasObject{
					"bar": v.bar.box, "left arrow": v.prev, "right arrow": v.next,
				} {
					at := o.Position().AddXY(4, o.Size().Height/2+20)
					ground := shot.At(int(at.X), int(at.Y))
					for what, text := range texts {
						if got := contrast(theme.Colour(text), ground); got < 4.5 {
							t.Errorf("%s on the %s has a contrast of %.2f", what, where, got)
						}
					}
				}
			})
		}
	}
}

// A scrim comes and goes with what lies on it.
func TestScrimsFollowTheArrows(t *testing.T) {
	v, _ := shownViewer(t)
	v.Step(-1)
	if v.scrims[1].Visible() || !v.scrims[2].Visible() {
		t.Error("the first photo has no arrow to the left, and one to the right")
	}
	v.Step(1)
	if !v.scrims[1].Visible() {
		t.Error("the second has one")
	}
	v.TypedRune('i')
	if v.scrims[2].Position() != v.next.Position() {
		t.Error("the information leaves a scrim behind")
	}
}

func plain(c color.Color) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for i := range img.Pix {
		img.Pix[i] = color.GrayModel.Convert(c).(color.Gray).Y
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

// contrast is that of WCAG 2.
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
