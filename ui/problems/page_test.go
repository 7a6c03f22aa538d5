package problems

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/theme"
)

func TestPage(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	p := New()
	w := test.NewTempWindow(t, p.Object())
	w.Resize(fyne.NewSize(700, 500))
	retried, copied := 0, ""
	p.OnRetry = func() { retried++ }
	p.OnCopy = func(text string) { copied = text }

	p.Set(nil, false)
	if !p.retry.Disabled() {
		t.Error("no problems, and they can be tried again")
	}
	all := []photo.Problem{
		{ID: 1, Path: "/a/x.jpg", Reason: "The file ends too early.", Detail: "unexpected EOF"},
		{ID: 2, Path: "/a/y.jpg", Reason: "The file is empty."},
	}
	p.Set(all, false)
	if p.title.Text != "2 files cannot be shown" {
		t.Errorf("title %q", p.title.Text)
	}
	test.Tap(p.retry)
	if retried != 1 {
		t.Errorf("tried again %d times, want once", retried)
	}
	p.list.Select(1)
	if !p.detail.Visible() || p.path.Text != "/a/y.jpg" || p.text.Text != "The file is empty." {
		t.Errorf("chosen: %q, %q", p.path.Text, p.text.Text)
	}
	p.Set(all[1:], true)
	if p.chosen != 0 || p.path.Text != "/a/y.jpg" {
		t.Error("the chosen problem is not chosen any more after a change")
	}
	if !p.retry.Disabled() {
		t.Error("while they are looked at they can be tried again")
	}
	p.list.Select(0)
	test.Tap(p.copy)
	if !strings.Contains(copied, "/a/y.jpg") {
		t.Errorf("copied %q", copied)
	}
}

func TestHeading(t *testing.T) {
	for n, want := range map[int]string{
		0: "No problems: every file can be shown", 1: "1 file cannot be shown", 1500: "1,500 files cannot be shown",
	} {
		if got := heading(n); got != want {
			t.Errorf("heading(%d) = %q, want %q", n, got, want)
		}
	}
}
