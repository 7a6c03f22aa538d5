package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"recollect/engine/photo"
	"recollect/ui/drop"
	"recollect/ui/theme"
	"recollect/ui/view"
)

func TestBarsFollowTheTheme(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg"), nil)
	for _, c := range []theme.Choice{theme.Light, theme.Dark} {
		l.Settings().SetTheme(theme.New(c, theme.NormalText)) // not chosen on the page: as the system does it
		for _, b := range []*canvas.Rectangle{w.shell.Ground} {
			if want := theme.Colour(theme.ColorNameSurface); b.FillColor != want {
				t.Errorf("%s: a bar is %v, want %v", c, b.FillColor, want)
			}
		}
	}
}

func TestCopyIsOfWhatIsShown(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 1 })
	w.grid.Select(0)
	copied := 0
	w.grid.OnCopy = func([]photo.ID) { copied++ }
	for _, r := range []view.Page{view.Settings, view.Problems} {
		w.nav.enter(r)
		if (&keys{w}).copyShown(); copied != 0 {
			t.Fatalf("page %d: the hidden selection was copied", r)
		}
	}
	w.nav.enter(view.Photos)
	if (&keys{w}).copyShown(); copied != 1 {
		t.Errorf("copied %d times where the selection is seen, want once", copied)
	}
}

func TestKeysOnTheSideBar(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 1 })
	w.nav.enter(view.Settings)
	w.side.OnLeave()
	if stateOf(w).Page != view.Photos || w.win.Canvas().Focused() != fyne.Focusable(w.grid) {
		t.Errorf("Esc left to page %d with the focus on %T", stateOf(w).Page, w.win.Canvas().Focused())
	}
	if w.side.OnSearch(); !w.box.Focused() {
		t.Error("/ does not go to the search box")
	}
}

// A path is copied as it is, whatever its bytes: it names the file to other programs.
func TestPathIsCopiedAsItIs(t *testing.T) {
	const path = "/pictures/\x1b[31m\n\u202e\xff it's.jpg"
	w, l, _ := shownWindow(t, newFake(path), nil)
	l.until(t, "the photo", func() bool { return w.grid.Roll().Len() == 1 })
	one := func(id photo.ID) { w.grid.OnCopy([]photo.ID{id}) }
	for _, copies := range []func(photo.ID){one, w.files.CopyPath} {
		w.app.Clipboard().SetContent("")
		copies(w.grid.Roll().Pages[0].Tiles[0].ID)
		l.until(t, "the path", func() bool { return w.app.Clipboard().Content() != "" })
		if got := w.app.Clipboard().Content(); got != path {
			t.Errorf("copied %q, want %q", got, path)
		}
	}
}

// Thousands of pictures that are opened together are searched by the first of them.
func TestThousandsOfPicturesAreOpened(t *testing.T) {
	var paths []string
	for i := range 5000 {
		paths = append(paths, fmt.Sprintf("/elsewhere/%d.jpg", i))
	}
	f := newFake("/sea.jpg")
	w, l, _ := shownWindow(t, f, func(o *Options) { o.Open = paths })
	l.until(t, "an answer", func() bool { return stateOf(w).Showing && stateOf(w).Answered() })
	asked := f.asked()
	if got := asked[len(asked)-1].Images; !slices.Equal(got, paths[:drop.Max]) {
		t.Errorf("searched by %d pictures", len(got))
	}
	if c := w.board.Line.Content(); !strings.Contains(c.Hint, "the first 50") {
		t.Errorf("it says %+v", c)
	}
}
