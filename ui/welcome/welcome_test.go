package welcome

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/link"
	"recollect/ui/push"
	"recollect/ui/theme"
)

// offers are the actions that a page has, by what they say.
func offers(o fyne.CanvasObject) map[string]func() {
	all := make(map[string]func())
	switch o := o.(type) {
	case *push.Button:
		all[o.Text] = o.OnTapped
	case *link.Link:
		all[o.AccessibilityLabel()] = func() { o.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace}) }
	case *fyne.Container:
		for _, c := range o.Objects {
			for text, f := range offers(c) {
				all[text] = f
			}
		}
	}
	return all
}

func TestFirstPageOffersWhatThereIs(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	var did string
	do := func(what string) func() { return func() { did = what } }
	got := offers(New(Actions{AddPictures: do("pictures"), TrySamples: do("samples"), AddOther: do("other")}))
	for text, want := range map[string]string{
		"Add my Pictures folder": "pictures", "Try it with sample photos": "samples", "Another folder…": "other",
	} {
		if got[text] == nil {
			t.Errorf("%q is not offered", text)
			continue
		}
		if got[text](); did != want {
			t.Errorf("%q did %q, want %q", text, did, want)
		}
	}
	if got := offers(New(Actions{})); len(got) != 0 {
		t.Errorf("offered without actions: %v", got)
	}
}

func TestEmpty(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light, theme.NormalText))
	done := false
	got := offers(Empty(fynetheme.SearchIcon(), "Nothing", "Try", "Show all", func() { done = true }))
	if got["Show all"] == nil {
		t.Fatal("the way on is not offered")
	}
	if got["Show all"](); !done {
		t.Error("the way on leads nowhere")
	}
	if got := offers(Empty(fynetheme.SearchIcon(), "Looking", "Wait", "", nil)); len(got) != 0 {
		t.Errorf("offered: %v", got)
	}
}
