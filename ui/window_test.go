package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/drop"
	"recollect/ui/push"
	"recollect/ui/session"
	"recollect/ui/theme"
	"recollect/ui/tiles"
	"recollect/ui/tip"
	tracing "recollect/ui/trace"
	"recollect/ui/view"
)

// button is the button below o that says text.
func button(o fyne.CanvasObject, text string) *push.Button {
	switch o := o.(type) {
	case *push.Button:
		if o.Text == text {
			return o
		}
	case *container.ThemeOverride:
		return button(o.Content, text)
	case *fyne.Container:
		for _, c := range o.Objects {
			if b := button(c, text); b != nil {
				return b
			}
		}
	}
	return nil
}

// tappable is the widget below o that is named text for people who do not see it.
func tappable(o fyne.CanvasObject, text string) fyne.Tappable {
	if named, ok := o.(fyne.Accessible); ok && named.AccessibilityLabel() == text {
		return o.(fyne.Tappable)
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, inside := range c.Objects {
			if t := tappable(inside, text); t != nil {
				return t
			}
		}
	}
	return nil
}

func typed(w *Window, text string) {
	for _, r := range text {
		w.win.Canvas().Focused().TypedRune(r)
	}
}

func key(w *Window, name fyne.KeyName) { w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name}) }

func TestFirstStart(t *testing.T) {
	f := newFake()
	w, l, _ := shownWindow(t, f, nil)
	if w.nav.view() != view.Welcome {
		t.Fatalf("view %q, want welcome", w.nav.view())
	}
	if button(w.shell.Centre, "Try it with sample photos") != nil {
		t.Error("sample photos are offered, and there are none")
	}
	add := tappable(w.shell.Centre, "Add my Pictures folder")
	if add == nil {
		t.Fatal("the pictures folder is not offered")
	}
	test.Tap(add)
	l.until(t, "the photos of the folder", func() bool { return w.grid.Roll().Len() == 2 })
	if w.nav.view() != view.Library || f.folders[0].Path != "/home/pictures" {
		t.Errorf("view %q with folder %q", w.nav.view(), f.folders[0].Path)
	}
}

func TestSamples(t *testing.T) {
	f := newFake()
	w, l, _ := shownWindow(t, f, func(o *Options) {
		o.SamplesDir = func() (string, error) { return "/samples", nil }
	})
	test.Tap(button(w.shell.Centre, "Try it with sample photos"))
	if !w.board.Card().Visible() {
		t.Error("it is not shown that samples are copied")
	}
	l.until(t, "the samples", func() bool { return w.grid.Roll().Len() == 2 })
	if w.board.Card().Visible() {
		t.Error("the overlay stays")
	}
}

func TestAFolderThatCannotBeAdded(t *testing.T) {
	w, l, _ := shownWindow(t, newFake(), nil)
	w.folders.Add("/missing")
	l.until(t, "the banner", func() bool { return w.board.Banner().Visible() })
	if got := w.board.Shown().Banner; got != "This file or folder is not there any more." {
		t.Errorf("the banner says %q", got)
	}
	for _, o := range test.LaidOutObjects(w.board.Banner()) {
		if b, ok := o.(*tip.Button); ok {
			test.Tap(b) // closes it
		}
	}
	if w.board.Banner().Visible() {
		t.Error("the banner cannot be closed")
	}
}

func TestSearchAndBack(t *testing.T) {
	var paths []string
	for range 100 {
		paths = append(paths, "/pictures/cat.jpg")
	}
	f := newFake(append(paths, "/pictures/dog.jpg")...)
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 101 })
	w.grid.Select(60)
	place := w.grid.Place()

	typed(w, "dog")
	l.until(t, "results", func() bool { return stateOf(w).Showing && w.grid.Roll().Len() == 1 })
	if n := len(f.asked()); n != 1 {
		t.Errorf("searched %d times for one word typed at once, want once", n)
	}
	if got := f.asked()[0]; got.Text != "dog" || got.Limit != session.Most {
		t.Errorf("asked for %+v", got)
	}
	key(w, fyne.KeyEscape)
	if stateOf(w).Showing || w.grid.Roll().Len() != 101 {
		t.Fatalf("Esc left %d tiles", w.grid.Roll().Len())
	}
	tiles, _ := w.grid.Shown()
	w.grid.Return(place)
	if again, _ := w.grid.Shown(); again[0] != tiles[0] {
		t.Errorf("Esc came back to %+v, want %+v", tiles[0], again[0])
	}
}

func TestNothingFound(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/pictures/cat.jpg"), nil)
	typed(w, "xyz")
	l.until(t, "an answer", func() bool { return stateOf(w).Showing })
	all := button(w.shell.Centre, "Show all photos")
	if all == nil {
		t.Fatal("the way back is not offered")
	}
	test.Tap(all)
	if w.nav.view() != view.Library || w.shell.Content.Kind != view.Grid {
		t.Errorf("view %q, %v; want the library's grid", w.nav.view(), w.shell.Content)
	}
}

func TestANewSearchCancelsTheLast(t *testing.T) {
	f := newFake("/pictures/cat.jpg", "/pictures/dog.jpg")
	f.hold = make(chan struct{})
	w, l, _ := shownWindow(t, f, nil)
	typed(w, "cat")
	l.until(t, "the slow search to be told", func() bool { return w.board.Pill().Visible() })
	f.mu.Lock()
	f.hold = nil
	f.mu.Unlock()
	w.box.SetText("dog")
	l.until(t, "the results", func() bool { return stateOf(w).Showing })
	if got := stateOf(w).Answer.Text; got != "dog" || stateOf(w).Found.Pages[0].Tiles[0].ID != 2 {
		t.Errorf("shown is %q, photo %d; want dog, 2", got, stateOf(w).Found.Pages[0].Tiles[0].ID)
	}
}

func TestResultsFollowTheLibrary(t *testing.T) {
	f := newFake("/pictures/cat.jpg")
	w, l, _ := shownWindow(t, f, nil)
	typed(w, "cat")
	l.until(t, "the first results", func() bool { return stateOf(w).Found.Len() == 1 })
	f.add("/pictures/cat2.jpg")
	l.until(t, "the new photo among them", func() bool { return stateOf(w).Found.Len() == 2 })
}

func TestMoreLikeThis(t *testing.T) {
	f := newFake("/pictures/cat.jpg", "/pictures/dog.jpg")
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 2 })
	typed(w, "do")
	w.grid.Select(1)
	w.grid.TypedRune('m')
	l.until(t, "results", func() bool { return stateOf(w).Showing && len(stateOf(w).Answer.Like) == 1 })
	if stateOf(w).Answer.Like[0] != 2 || stateOf(w).Answer.Text != "" {
		t.Errorf("asked for %+v, want the like of 2 only", stateOf(w).Answer)
	}
}

func TestViewerOpensAndComesBack(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg", "/c.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 3 })
	w.finder.enterGrid()
	key(w, fyne.KeyReturn)
	if w.nav.view() != view.OnePhoto {
		t.Fatalf("view %q, want viewer", w.nav.view())
	}
	key(w, fyne.KeyRight)
	l.until(t, "the sharp picture", w.viewer.Sharp)
	key(w, fyne.KeyEscape)
	if w.nav.view() != view.Library || w.grid.Selected() != 2 {
		t.Errorf("came back to %q with photo %d selected, want the library and 2", w.nav.view(), w.grid.Selected())
	}
}

func TestTheViewerTellsOfCompanions(t *testing.T) {
	f := newFake("/pictures/cat.jpg")
	f.companions = map[photo.ID][]photo.Photo{1: {{File: photo.File{Path: "/pictures/cat.cr2"}}}}
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 1 })
	w.viewing.open(0)
	w.viewer.TypedRune('i')
	l.until(t, "the companion", func() bool {
		for _, o := range test.LaidOutObjects(w.viewer) {
			if label, ok := o.(*widget.Label); ok && label.Text == "cat.cr2" {
				return true
			}
		}
		return false
	})
}

func TestDropOfAPicture(t *testing.T) {
	f := newFake("/pictures/cat.jpg")
	w, l, _ := shownWindow(t, f, nil)
	w.drop.Open(drop.Paths([]fyne.URI{storage.NewFileURI("/elsewhere/x.jpg"), storage.NewFileURI("/elsewhere/y.jpg")}))
	if !w.board.Card().Visible() {
		t.Fatal("nothing is shown at the drop")
	}
	l.until(t, "the preview", func() bool { return w.board.Shown().Picture != nil })
	l.until(t, "results", func() bool { return stateOf(w).Showing })
	if got := strings.Join(stateOf(w).Answer.Images, " "); got != "/elsewhere/x.jpg /elsewhere/y.jpg" {
		t.Errorf("searched for %q", got)
	}
	if w.board.Card().Visible() {
		t.Error("the overlay stays above the results")
	}
}

func TestDropOfAFolder(t *testing.T) {
	f := newFake()
	w, l, _ := shownWindow(t, f, nil)
	dir := t.TempDir()
	w.drop.Open(drop.Paths([]fyne.URI{storage.NewFileURI(dir)}))
	l.until(t, "the photos of the folder", func() bool { return w.grid.Roll().Len() == 2 })
	if f.folders[0].Path != dir {
		t.Errorf("added %q, want %q", f.folders[0].Path, dir)
	}
}

func TestDropOfSomethingElse(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"a.txt": "words", "b.pdf": "%PDF-1.7 ", "c.bin": "\x00\x01\x02", "d": "", "e.png": "\x89PNG\r\n\x1a\n",
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct{ name, want string }{
		{"a.txt", "a.txt is a text, not a picture."},
		{"b.pdf", "b.pdf is a PDF document, not a picture."},
		{"c.bin", "c.bin is not a picture."},
		{"d", "d is an empty file."},
		{"e.png", "e.png is a picture that cannot be read."},
		{"f.png", "f.png: This file or folder is not there any more."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, l, _ := shownWindow(t, newFake("/pictures/cat.jpg"), nil)
			w.drop.Open(drop.Paths([]fyne.URI{storage.NewFileURI(filepath.Join(dir, tt.name))}))
			l.until(t, "the sentence", func() bool { return w.board.Shown().Card == tt.want })
		})
	}
}

func TestTroubleIsToldAndBrowsingWorks(t *testing.T) {
	f := newFake("/pictures/cat.jpg")
	f.status.Trouble = ownWords{}
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the banner", func() bool { return w.board.Banner().Visible() })
	want := "The search model is missing or damaged, so photos cannot be found by what is in them."
	if w.board.Shown().Banner != want || w.grid.Roll().Len() != 1 {
		t.Errorf("the banner says %q above %d tiles", w.board.Shown().Banner, w.grid.Roll().Len())
	}
	for _, o := range test.LaidOutObjects(w.board.Banner()) {
		if b, ok := o.(*tip.Button); ok {
			test.Tap(b) // closes it
		}
	}
	w.setState(newReader(w.o, w.list).read(t.Context()))
	if w.board.Banner().Visible() {
		t.Error("a banner that was closed comes back")
	}
}

func TestARestoredLibraryIsTold(t *testing.T) {
	f := newFake("/pictures/cat.jpg")
	f.status.Restored = &photo.Restoration{
		Backup: time.Date(2024, 6, 3, 0, 0, 0, 0, time.UTC), Lost: []photo.Reason{"a tag"}, Aside: "/lib/damaged/1",
	}
	read := 0
	w, l, _ := shownWindow(t, f, func(o *Options) { o.RestoredRead = func() { read++ } })
	l.until(t, "the banner", func() bool { return w.board.Banner().Visible() })
	if got := w.board.Shown().Banner; !strings.Contains(got, "the backup of 3 June 2024") ||
		!strings.Contains(got, "a tag") {
		t.Errorf("the banner says %q", got)
	}
	if read != 0 {
		t.Error("it counts as read before anybody has closed it")
	}
	for _, o := range test.LaidOutObjects(w.board.Banner()) {
		if b, ok := o.(*tip.Button); ok {
			test.Tap(b) // closes it
		}
	}
	if read != 1 {
		t.Errorf("read %d times", read)
	}
	f.add("/pictures/dog.jpg")
	l.until(t, "a change", func() bool { return w.grid.Roll().Len() == 2 })
	if w.board.Banner().Visible() {
		t.Error("it is told again after it was closed")
	}
}

func TestProblemsAppearWithTheirRoom(t *testing.T) {
	f := newFake("/pictures/cat.jpg")
	w, l, _ := shownWindow(t, f, nil)
	f.setStatus(func(s *photo.Status) { s.Problems = 1 })
	l.until(t, "the problem to be counted", func() bool { return w.state.status.Problems == 1 })
	w.nav.enter(view.Problems)
	if w.nav.view() != view.ProblemsPage {
		t.Errorf("view %q, want problems", w.nav.view())
	}
	l.until(t, "the list", func() bool { return button(w.problems.Object(), "Try again").Disabled() == false })
	test.Tap(button(w.problems.Object(), "Try again"))
	l.until(t, "another look", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return f.retried == 1 })
}

func TestDialogsOpen(t *testing.T) {
	tests := []struct {
		name string
		open func(*Window)
	}{
		{"folder", func(w *Window) { w.folders.Choose() }},
		{"picture", (*Window).choosePicture},
		{"remove", func(w *Window) { w.folders.Remove(photo.Folder{ID: 1, Path: "/pictures", Photos: 3}) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			w, _, _ := shownWindow(t, newFake("/pictures/cat.jpg"), func(o *Options) { o.PicturesDir = dir })
			tt.open(w)
			if w.win.Canvas().Overlays().Top() == nil {
				t.Fatal("no dialog is open")
			}
			(&keys{w}).typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			if w.win.Canvas().Overlays().Top() != nil {
				t.Error("Esc does not close it")
			}
		})
	}
}

func TestKeysThatGoToNoWidget(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 2 })
	w.win.Canvas().Unfocus()
	(&keys{w}).typedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if w.grid.Selected() != 1 || w.win.Canvas().Focused() != fyne.Focusable(w.grid) {
		t.Error("an arrow does not go to the grid")
	}
	w.nav.enter(view.Settings)
	w.win.Canvas().Unfocus()
	(&keys{w}).typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.nav.view() != view.Library {
		t.Errorf("Esc leads from the settings to %q", w.nav.view())
	}
	(&keys{w}).typedRune('/')
	if !w.box.Focused() {
		t.Error("/ does not go to the search box")
	}
}

func TestChosenLookIsKept(t *testing.T) {
	w, _, _ := shownWindow(t, newFake("/a.jpg"), nil)
	w.nav.enter(view.Settings)
	w.appearance.choose(theme.Light, theme.LargeText)
	if c, text := w.appearance.chosen(); c != theme.Light || text != theme.LargeText {
		t.Errorf("kept %q and %v", c, text)
	}
}

func TestTraceTellsWhatIsShown(t *testing.T) {
	f := newFake("/pictures/cat.jpg", "/pictures/dog.jpg")
	w, l, trace := shownWindow(t, f, nil)
	last := func() (shown tracing.Shown) {
		for line := range strings.Lines(trace.String()) {
			if strings.Contains(line, `"event":"shown"`) {
				shown = tracing.Shown{}
				if err := json.Unmarshal([]byte(line), &shown); err != nil {
					t.Fatal(err)
				}
			}
		}
		return shown
	}
	l.until(t, "a painted library", func() bool { return last().View == "library" && last().Painted })
	if got := last(); got.Count != 2 || got.First != "/pictures/cat.jpg" || len(got.Tiles) != 2 {
		t.Fatalf("told %+v", got)
	}
	typed(w, "dog")
	l.until(t, "results", func() bool { return last().View == "results" && last().Painted })
	if got := last(); got.Query != "dog" || got.Count != 1 || got.First != "/pictures/dog.jpg" {
		t.Errorf("told %+v", got)
	}
	for _, line := range strings.Split(strings.TrimSpace(trace.String()), "\n") {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
}

// Adding a folder may wait for a scan: another one added meanwhile must not
// take its place.
func TestFoldersAddedTogetherAreAllAdded(t *testing.T) {
	f := newFake("/pictures/cat.jpg")
	f.slowAdd = make(chan struct{})
	w, l, _ := shownWindow(t, f, nil)
	w.folders.Add("/one")
	w.folders.Add("/two")
	close(f.slowAdd)
	l.until(t, "both folders", func() bool { return len(w.state.folders) == 3 })
}

// The list of photos is read at the start, and then only where it has changed.
func TestTheListIsReadOnce(t *testing.T) {
	f := newFake("/a.jpg", "/b.jpg")
	r := newReader(Options{Work: f, Folders: f}, tiles.New(f))
	for range 3 {
		if s := r.read(t.Context()); s.list.Roll.Len() != 2 || s.list.Number != 1 || s.err != nil {
			t.Fatalf("read %+v", s)
		}
	}
	f.add("/c.jpg")
	if s := r.read(t.Context()); s.list.Roll.Len() != 3 || s.list.Number != 2 {
		t.Errorf("after a change: %d photos, view %d", s.list.Roll.Len(), s.list.Number)
	}
	if f.lists != 2 {
		t.Errorf("the days were read %d times, want twice", f.lists)
	}
}

// A search that failed must not keep new photos from showing.
func TestTheLibraryGoesOnAfterAFailedSearch(t *testing.T) {
	f := newFake("/a.jpg")
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 1 })
	f.mu.Lock()
	f.err = ownWords{}
	f.mu.Unlock()
	w.box.SetText("x")
	l.until(t, "the failure", func() bool { return stateOf(w).Failed != nil })
	f.add("/b.jpg")
	l.until(t, "the new photo", func() bool { return w.grid.Roll().Len() == 2 })
}

// The photo that was clicked is searched by, not the one that was selected last.
func TestMoreLikeWhatWasClicked(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg", "/c.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 3 })
	w.grid.OnMore([]photo.ID{1, 3})
	l.until(t, "the answer", func() bool { return stateOf(w).Answered() && len(stateOf(w).Answer.Like) == 2 })
	if stateOf(w).Answer.Like[0] != 1 || stateOf(w).Answer.Like[1] != 3 {
		t.Errorf("asked for the like of %v", stateOf(w).Answer.Like)
	}
}
