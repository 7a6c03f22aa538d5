package viewer

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/roll"
)

// months is a roll of two photos in each of six months, the first of which is loaded, and load loads
// page k of it, as it is now.
func months() (r *roll.Roll, load func(r *roll.Roll, k int) *roll.Roll) {
	var days []photo.Day
	for i := range 6 {
		start := time.Date(2024, time.Month(6-i), 10, 0, 0, 0, 0, time.UTC)
		days = append(days, photo.Day{Start: start, Photos: 2, Widths: 2})
	}
	load = func(r *roll.Roll, k int) *roll.Roll {
		p, first := r.Pages[k], photo.ID(100*int(r.Pages[k].Start.Month()))
		return r.With(k, p.With([]photo.Tile{{ID: first, Taken: p.Start}, {ID: first + 1, Taken: p.Start}}))
	}
	return load(roll.New(roll.Days(days, 1), true), 0), load
}

// A step to a photo that is not loaded is made once it is, and until then its page is needed.
func TestStepsToPhotosThatAreNotLoaded(t *testing.T) {
	v, _ := shownViewer(t)
	var needed []*roll.Page
	v.OnNeed = func(p []*roll.Page) { needed = p }
	r, load := months()
	v.Open(r, 1)
	if !slices.Contains(needed, r.Pages[1]) {
		t.Error("the page of the next photo is not needed")
	}
	v.Step(1)
	if got := current(v); got != 601 {
		t.Errorf("photo %d is shown, want 601", got)
	}
	r = load(r, 1)
	v.SetRoll(r)
	if got := current(v); got != 500 {
		t.Errorf("photo %d is shown, want 500", got)
	}
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if needed[0] != r.Pages[5] {
		t.Error("the last page is not what is needed first")
	}
	v.SetRoll(load(r, 5))
	if got := current(v); got != 101 {
		t.Errorf("photo %d is shown, want the last", got)
	}
	v.Close()
	if len(needed) > 0 {
		t.Errorf("the closed viewer needs %d pages", len(needed))
	}
}

// A photo that is shown while it is deleted stays, and the arrows lead on also to pages that were not
// loaded then.
func TestStepsFromAPhotoThatIsGone(t *testing.T) {
	v, _ := shownViewer(t)
	r, load := months()
	v.Open(r, 1)
	less := r.With(0, r.Pages[0].With(r.Pages[0].Tiles[:1]))
	v.SetRoll(less)
	v.Step(1)
	if got := current(v); got != 601 {
		t.Errorf("photo %d is shown, want 601", got)
	}
	v.SetRoll(load(less, 1))
	if got := current(v); got != 500 {
		t.Errorf("photo %d is shown, want 500", got)
	}
}
