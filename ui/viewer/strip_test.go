package viewer

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/ui/filmstrip"
)

// N shows and hides the strip of neighbours, which takes its room from the picture.
func TestStrip(t *testing.T) {
	v, _ := shownViewer(t)
	var told []bool
	v.OnStrip = func(shown bool) { told = append(told, shown) }
	with := v.stage.Height
	v.TypedRune('n')
	if without := v.stage.Height; without <= with || v.strip.Visible() {
		t.Errorf("the picture has %v of height without the strip and %v with it", without, with)
	}
	v.TypedRune('N')
	if !slices.Equal(told, []bool{false, true}) || v.stage.Height != with {
		t.Errorf("told %v", told)
	}
	v.SetAlone(true)
	if v.strip.Visible() {
		t.Error("a picture that has the whole window has the strip below it")
	}
	if v.SetAlone(false); !v.strip.Visible() {
		t.Error("the strip does not come back")
	}
	if got := v.strip.Position().Y + filmstrip.Height; got != v.Size().Height {
		t.Errorf("the strip ends at %v of %v", got, v.Size().Height)
	}
}

// A neighbour that is not loaded yet is shown once it is.
func TestPickFromTheStrip(t *testing.T) {
	v, _ := shownViewer(t)
	r, load := months()
	v.Open(r, 1)
	pick := func(by float32) {
		v.strip.Tapped(&fyne.PointEvent{Position: fyne.NewPos(v.strip.Size().Width/2+60*by, 40)})
	}
	pick(1)
	if got := current(v); got != 601 {
		t.Errorf("photo %d is shown, want 601", got)
	}
	v.SetRoll(load(r, 1))
	if got := current(v); got != 500 {
		t.Errorf("photo %d is shown, want 500", got)
	}
	if pick(-2); current(v) != 600 {
		t.Errorf("photo %d is shown, want 600", current(v))
	}
}
