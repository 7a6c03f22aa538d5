package ask

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	overlay "recollect/ui/over"
)

// Enter takes the folder that is shown, and Esc takes none.
func TestChooseAFolderByKeys(t *testing.T) {
	w := newWindow(t)
	dir, given := t.TempDir(), ""
	toWindow := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { toWindow++ })
	ask := func() {
		Folder(w, Choice{
			Title: "From", Confirm: "Look", Dir: dir,
			Given: func(path string) { given = path }, Failed: func(err error) { t.Error(err) },
		})
	}
	ask()
	press(w, fyne.KeyReturn)
	if given != dir || over(w) {
		t.Errorf("Enter: given %q, shown %v", given, over(w))
	}
	given = ""
	ask()
	press(w, fyne.KeyEscape)
	if given != "" || over(w) {
		t.Errorf("Esc: given %q, shown %v", given, over(w))
	}
	press(w, fyne.KeyReturn)
	if given != "" || toWindow != 1 {
		t.Errorf("then the window gets %d keys, and %q is given", toWindow, given)
	}
}

// A dialog begins in the folder that was chosen last for the same, and at first in the person's own.
func TestTheFolderOfBefore(t *testing.T) {
	w := newWindow(t)
	home, copies, card := t.TempDir(), t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	given := ""
	choose := func(c Choice) string {
		c.Confirm, c.Given, c.Failed = "Here", func(path string) { given = path }, func(err error) { t.Error(err) }
		Folder(w, c)
		press(w, fyne.KeyReturn)
		return given
	}
	for i, c := range []struct {
		asked Choice
		want  string
	}{
		{Choice{Dir: card}, card},
		{Choice{For: "copies"}, home},
		{Choice{For: "copies", Dir: copies}, copies},
		{Choice{Dir: card}, card},
		{Choice{For: "copies"}, copies},
	} {
		if got := choose(c.asked); got != c.want {
			t.Errorf("%d: got %s, want %s", i, got, c.want)
		}
	}
	if err := os.RemoveAll(copies); err != nil {
		t.Fatal(err)
	}
	if got := choose(Choice{For: "copies"}); got != home {
		t.Errorf("of one that is gone: %s", got)
	}
}

// Offers are seen whole.
func TestOffersAreSeenWhole(t *testing.T) {
	w := newWindow(t)
	l := For(w, Request{Title: "Tag", Confirm: "Add", Offers: true, Given: func(string) {}})
	sheet := overlay.Within(w.Canvas().Overlays().Top()).(*fyne.Container)
	l.Offer(func(string) []string { return []string{"garden", "sea"} })
	if s := sheet.Objects[1].(*container.Scroll); s.Content.MinSize().Height > s.Size().Height {
		t.Errorf("%v scrolls in %v", s.Content.MinSize(), s.Size())
	}
}
