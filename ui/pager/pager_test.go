package pager

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestArrowsAndKeysLeadAlike(t *testing.T) {
	test.NewTempApp(t)
	at := 0
	var b *Bar
	b = New(func(to int) {
		at = to
		b.Set(at, 5)
	})
	if b.Text() != "" || b.Object().Visible() {
		t.Errorf("an empty list is at %q", b.Text())
	}
	b.Set(0, 5)
	press := func(key fyne.KeyName) func() { return func() { b.TypedKey(&fyne.KeyEvent{Name: key}) } }
	for _, step := range []struct {
		name string
		do   func()
		want int
	}{
		{"Left at the first", press(fyne.KeyLeft), 0},
		{"the arrow at the first", func() { test.Tap(b.before) }, 0},
		{"the arrow on", func() { test.Tap(b.next) }, 1},
		{"Right", press(fyne.KeyRight), 2},
		{"Page Down", press(fyne.KeyPageDown), 3},
		{"Page Up", press(fyne.KeyPageUp), 2},
		{"the arrow back", func() { test.Tap(b.before) }, 1},
		{"Home", press(fyne.KeyHome), 0},
		{"End", press(fyne.KeyEnd), 4},
		{"Right at the last", press(fyne.KeyRight), 4},
		{"another key", press(fyne.KeyUp), 4},
	} {
		if step.do(); at != step.want {
			t.Errorf("%s leads to %d, want %d", step.name, at, step.want)
		}
	}
	if b.Text() != "5 of 5" || !b.next.Disabled() || b.before.Disabled() {
		t.Errorf("at the end it says %q", b.Text())
	}
	if b.Set(0, 0); b.Text() != "" {
		t.Errorf("an empty list is at %q", b.Text())
	}
}
