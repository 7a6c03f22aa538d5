package settings

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/push"
)

func TestPace(t *testing.T) {
	p := shownPage(t)
	var told []photo.Pace
	p.OnPace = func(s photo.Pace) { told = append(told, s) }
	p.Set(State{Pace: photo.Pace{SaveBattery: true}})
	if !p.battery.Checked || p.night.Checked || p.gentle.Checked || p.hours.Visible() || len(told) != 0 {
		t.Fatalf("shown %v, %v, %v, told %v", p.battery.Checked, p.night.Checked, p.gentle.Checked, told)
	}
	test.Tap(p.gentle)
	test.Tap(p.night)
	test.Tap(p.battery)
	if !p.hours.Visible() {
		t.Error("the hours cannot be chosen")
	}
	p.from.SetSelected("9:00")
	p.to.SetSelected("0:00")
	p.from.SetSelected("0:00")
	want := []photo.Pace{
		{SaveBattery: true, Gentle: true, From: 22, To: 7},
		{SaveBattery: true, Gentle: true, AtNight: true, From: 22, To: 7},
		{Gentle: true, AtNight: true, From: 22, To: 7},
		{Gentle: true, AtNight: true, From: 9, To: 7},
		{Gentle: true, AtNight: true, From: 9, To: 0},
		{Gentle: true, AtNight: true, From: 1, To: 1}, // around the clock
	}
	if !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

// How many processors work is chosen of those that there are; without a choice it is all of them. What was chosen on
// another computer stays.
func TestProcessors(t *testing.T) {
	for _, tt := range []struct {
		all, now int
		want     []int
	}{
		{1, 0, []int{0, 1}},
		{2, 1, []int{0, 1, 2}},
		{6, 0, []int{0, 1, 2, 3, 4, 6}},
		{20, 0, []int{0, 1, 2, 3, 4, 6, 8, 12, 16, 20}},
		{4, 24, []int{0, 1, 2, 3, 4, 24}},
	} {
		if got := offered(tt.all, tt.now); !slices.Equal(got, tt.want) {
			t.Errorf("of %d, with %d chosen: %v, want %v", tt.all, tt.now, got, tt.want)
		}
	}
	p := shownPage(t)
	var told []photo.Pace
	p.OnPace = func(s photo.Pace) { told = append(told, s) }
	p.Set(State{Processors: 4})
	if p.processors.Selected != "Automatic" {
		t.Errorf("at first it shows %q", p.processors.Selected)
	}
	p.Set(State{Processors: 4, Pace: photo.Pace{Processors: 2}})
	if p.processors.Selected != "2" || len(told) > 0 {
		t.Errorf("it shows %q and told %v", p.processors.Selected, told)
	}
	p.processors.SetSelected("3")
	p.processors.SetSelected("Automatic")
	if len(told) != 2 || told[0].Processors != 3 || told[1].Processors != 0 {
		t.Errorf("told %v", told)
	}
	prefs := test.NewTempApp(t).Preferences()
	KeepPace(prefs, told[0])
	if got := KeptPace(prefs); got != told[0] {
		t.Errorf("kept %+v, want %+v", got, told[0])
	}
}

func TestPrivacy(t *testing.T) {
	p := shownPage(t)
	shown := 0
	p.OnLibrary = func() { shown++ }
	p.Set(State{})
	if p.showLibrary.Visible() {
		t.Error("where nothing can show the library, it is offered")
	}
	p.Set(State{Reveal: true})
	test.Tap(p.showLibrary.Objects[0].(*fyne.Container).Objects[0].(*push.Button))
	if !p.showLibrary.Visible() || shown != 1 {
		t.Errorf("shown %d times", shown)
	}
	p.SetKept(Kept{Catalog: 12_400_000, Models: 1_600_000_000})
	var got []string
	for _, o := range p.kept.Objects {
		got = append(got, o.(*widget.Label).Text)
	}
	want := []string{"What you typed, and what is known of your photos", "12 MB", "Search models", "1.6 GB"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
