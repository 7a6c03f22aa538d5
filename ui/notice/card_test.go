package notice

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// Where a dropped picture is transparent, the theme's background is seen.
func TestPreviewLiesOnTheTheme(t *testing.T) {
	app := test.NewTempApp(t)
	c := newCard()
	w := test.NewTempWindow(t, c.object)
	w.Resize(fyne.NewSize(1100, 720))
	for _, choice := range []theme.Choice{theme.Dark, theme.Light} {
		app.Settings().SetTheme(theme.New(choice, theme.NormalText))
		c.recolour()
		c.show(image.NewRGBA(image.Rect(0, 0, 40, 20)), "Finding its like…")
		behind := c.behind
		if got, want := behind.Size(), fyne.NewSize(previewSize, previewSize/2); got != want {
			t.Errorf("%s: what lies behind is %v, want %v as the picture", choice, got, want)
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(behind).AddXY(previewSize/2, previewSize/4)
		got := color.NRGBAModel.Convert(w.Canvas().Capture().At(int(at.X), int(at.Y)))
		if want := color.NRGBAModel.Convert(theme.Colour(fynetheme.ColorNameBackground)); got != want {
			t.Errorf("%s: through the picture %v is seen, want %v", choice, got, want)
		}
	}
}
