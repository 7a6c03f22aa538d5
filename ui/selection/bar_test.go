package selection

import (
	"testing"

	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

func TestBar(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	done := ""
	b := New([]Action{
		{"Favourite", fynetheme.ConfirmIcon(), func() { done += "favourite;" }},
		{"Copy paths", fynetheme.ContentCopyIcon(), func() { done += "copy;" }},
	}, func() { done += "clear;" })
	shown := 0
	b.OnShow = func() { shown++ }
	test.NewTempWindow(t, b.Object())
	if b.Text() != "" || b.Object().Visible() {
		t.Errorf("without a selection it says %q", b.Text())
	}
	for n, want := range map[int]string{1: "1 selected", 12: "12 selected", 12408: "12,408 selected"} {
		if b.Show(n); b.Text() != want {
			t.Errorf("%d: %q, want %q", n, b.Text(), want)
		}
	}
	test.Tap(b.buttons[1])
	if done != "copy;" {
		t.Errorf("done %s", done)
	}
	b.Fit(1000)
	long := b.Object().MinSize().Width
	b.Fit(long)
	if short := b.Object().MinSize().Width; short >= long || b.buttons[0].Text != "" {
		t.Errorf("where there is no room it is %v wide of %v", short, long)
	}
	b.Fit(long + 100)
	if b.buttons[0].Text != "Favourite" {
		t.Error("where there is room again a button has no text")
	}
	was := shown
	b.Show(0)
	b.Show(0)
	if b.Object().Visible() || shown != was+1 {
		t.Errorf("it is still shown, told %d times", shown-was)
	}
}
