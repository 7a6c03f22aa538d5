package welcome

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// The strongest button is in the colour of text, also after it was refreshed, and shows that it is
// hovered over or focused.
func TestStrongButtonHasTheColourOfText(t *testing.T) {
	th := theme.New(theme.Dark, theme.NormalText)
	test.NewTempApp(t).Settings().SetTheme(th)
	b := newStrong("Add", func() {})
	w := test.NewTempWindow(t, b)
	w.Resize(fyne.NewSize(200, 60))
	fill := func() image.Uniform {
		return *image.NewUniform(test.WidgetRenderer(b).Objects()[0].(*canvas.Rectangle).FillColor)
	}
	same := func(a, b image.Uniform) bool { return a.RGBA64At(0, 0) == b.RGBA64At(0, 0) }
	plain := *image.NewUniform(th.Color(fynetheme.ColorNameForeground, fynetheme.VariantDark))
	b.Refresh()
	if got := fill(); !same(got, plain) {
		t.Errorf("the button is %v, want %v", got.C, plain.C)
	}
	for _, c := range []struct {
		name     string
		on, back func()
	}{
		{"hovered over", func() { b.MouseIn(nil) }, b.MouseOut},
		{"focused", b.FocusGained, b.FocusLost},
	} {
		c.on()
		if same(fill(), plain) {
			t.Errorf("it does not show that it is %s", c.name)
		}
		c.back()
		if !same(fill(), plain) {
			t.Errorf("it still looks %s", c.name)
		}
	}
}
