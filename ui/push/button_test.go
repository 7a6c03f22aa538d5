package push

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
// hovered over.
func TestStrongButtonHasTheColourOfText(t *testing.T) {
	th := theme.New(theme.Dark, theme.NormalText)
	test.NewTempApp(t).Settings().SetTheme(th)
	b := Strong("Add", func() {})
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
	b.MouseIn(nil)
	if same(fill(), plain) {
		t.Error("it does not show that it is hovered over")
	}
	b.MouseOut()
	if !same(fill(), plain) {
		t.Error("it still looks hovered over")
	}
}

// The button that has the keys has a ring, and Enter and Space press it.
func TestTheButtonWithTheKeys(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, theme.NormalText))
	pressed := 0
	b := New("Add", func() { pressed++ })
	w := test.NewTempWindow(t, b)
	r := test.WidgetRenderer(b).(*renderer)
	if r.ring.Shown() {
		t.Error("it has a ring without the keys")
	}
	w.Canvas().Focus(b)
	if !r.ring.Shown() {
		t.Error("it has no ring")
	}
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyEscape} {
		b.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if pressed != 3 {
		t.Errorf("pressed %d times", pressed)
	}
	w.Canvas().Focus(b)
	b.Keys = func(e *fyne.KeyEvent) bool { return e.Name == fyne.KeyReturn }
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if pressed != 3 {
		t.Error("a key that another one took pressed it")
	}
	w.Canvas().Unfocus()
	if r.ring.Shown() {
		t.Error("the ring stays")
	}
}
