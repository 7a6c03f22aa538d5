package settings

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
)

func TestSidecars(t *testing.T) {
	p := shownPage(t)
	var told []bool
	conflicts := 0
	p.OnSidecars = func(on bool) { told = append(told, on) }
	p.OnConflicts = func() { conflicts++ }
	if p.Sidecars().Visible() {
		t.Error("it is offered where nothing can write them")
	}
	p.SetSidecars(photo.SidecarState{Conflicts: 0, Written: 7}, "")
	s := &p.sidecars
	if !s.object.Visible() || s.on.Checked || s.state.Visible() || s.show.Visible() || len(told) > 0 {
		t.Fatalf("off: %q, told %v", s.state.Text, told)
	}
	test.Tap(s.on)
	p.SetSidecars(photo.SidecarState{On: true, Written: 7, Done: 500, Total: 1200, Conflicts: 2, Failed: 1}, "Full.")
	for _, want := range []string{
		"7 sidecars written", "500 of 1,200 photos", "1 photo could not be written", "Full.",
	} {
		if !strings.Contains(s.state.Text, want) {
			t.Errorf("%q lacks %q", s.state.Text, want)
		}
	}
	test.Tap(s.show)
	test.Tap(s.on)
	if s.show.Text != "Show 2 photos with conflicts" || conflicts != 1 || !slices.Equal(told, []bool{true, false}) {
		t.Errorf("%q, shown %d times, told %v", s.show.Text, conflicts, told)
	}
}
