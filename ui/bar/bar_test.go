package bar

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestBar(t *testing.T) {
	test.NewTempApp(t)
	b := New()
	b.Object().Resize(fyne.NewSize(200, 20))
	for share, want := range map[float64]float32{-1: 0, 0: 0, 0.25: Width / 4, 1: Width, 2: Width} {
		b.Set(share)
		if got := b.done.Size().Width; got != want {
			t.Errorf("%v: %v wide, want %v", share, got, want)
		}
	}
	if y := b.done.Position().Y; y != 8 {
		t.Errorf("it lies at %v, want the middle", y)
	}
}
