package settings

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestScreening(t *testing.T) {
	p := shownPage(t)
	var reported []string
	p.OnScreen = func(names []string) { reported = append(reported, fmt.Sprint(names)) }
	p.Set(State{Screening: true})
	if !p.screening.Visible() || p.all.Checked || !p.kinds[0].Disabled() || len(reported) != 0 {
		t.Fatalf("off: shown %v, checked %v, told %v", p.screening.Visible(), p.all.Checked, reported)
	}
	test.Tap(p.all)
	test.Tap(p.kinds[1])
	test.Tap(p.kinds[5])
	for _, i := range []int{0, 2, 5} {
		test.Tap(p.kinds[i])
	}
	want := "[[nudity violence personal-data] [nudity personal-data] [nudity personal-data receipts]" +
		" [personal-data receipts] [receipts] []]"
	if fmt.Sprint(reported) != want {
		t.Errorf("told %v\nwant %s", reported, want)
	}
	if p.all.Checked || !p.kinds[0].Disabled() {
		t.Error("with no kind left the switch is still on")
	}
	p.SetCovered([]string{"memes"})
	if !p.all.Checked || !p.kinds[4].Checked || len(reported) != 6 {
		t.Errorf("memes: %v and %v, told %d times", p.all.Checked, p.kinds[4].Checked, len(reported))
	}
	for _, k := range Kinds() {
		if kindName(k) == "" {
			t.Errorf("%s has no name", k)
		}
	}
}

func TestForgettingSearches(t *testing.T) {
	p := shownPage(t)
	p.Set(State{})
	if p.private.Visible() || p.screening.Visible() {
		t.Error("what the library cannot do is offered")
	}
	forgot := 0
	p.OnForget = func() { forgot++ }
	p.Set(State{Forget: true})
	if !p.private.Visible() {
		t.Fatal("it is not offered")
	}
	test.Tap(p.forget)
	if forgot != 1 || !p.forget.Disabled() {
		t.Errorf("forgot %d times", forgot)
	}
	p.Set(State{Forget: true})
	if p.forget.Disabled() {
		t.Error("the next time it is not offered")
	}
}
