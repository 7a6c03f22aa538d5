package ui

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/session"
	"recollect/ui/view"
)

// answeredTo waits until what is asked is answered.
func answeredTo(t *testing.T, w *Window, l loop) {
	t.Helper()
	l.until(t, "the answer", func() bool { return stateOf(w).Answered() })
}

func TestWeakMatchesAreShownOnRequest(t *testing.T) {
	f := newFake("/sea1.jpg", "/sea2.jpg", "/faint-sea.jpg")
	f.weak = func(p photo.Photo) bool { return strings.Contains(p.Path, "faint") }
	w, l, _ := shownWindow(t, f, nil)
	if w.board.Line.Object().Visible() {
		t.Error("something is said before anything is asked")
	}
	typed(w, "sea")
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); c.Text != "2 photos fit well." || c.Action != "Show 1 weaker match" ||
		!w.board.Line.Object().Visible() {
		t.Fatalf("it says %+v", c)
	}
	w.notes.act()
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); stateOf(w).Found.Len() != 3 || c.Text != "Showing 1 weaker match too." {
		t.Fatalf("%d found, and it says %+v", stateOf(w).Found.Len(), c)
	}
	w.notes.act()
	answeredTo(t, w, l)
	if stateOf(w).Found.Len() != 2 {
		t.Errorf("back to what fits, %d are shown", stateOf(w).Found.Len())
	}
	w.notes.act()
	typed(w, "1")
	answeredTo(t, w, l)
	if stateOf(w).Asked.All {
		t.Error("another sentence shows weak matches unasked")
	}
	key(w, fyne.KeyEscape)
	if w.board.Line.Object().Visible() {
		t.Error("the note stays")
	}
}

func TestNothingButWeakMatches(t *testing.T) {
	f := newFake("/faint-sea.jpg")
	f.weak = func(photo.Photo) bool { return true }
	w, l, _ := shownWindow(t, f, nil)
	typed(w, "sea")
	answeredTo(t, w, l)
	show := button(w.shell.Centre, "Show 1 weaker match")
	if show == nil {
		t.Fatal("the weaker matches are not offered")
	}
	test.Tap(show)
	l.until(t, "them", func() bool { return stateOf(w).Found.Len() == 1 && w.shell.OnGrid() })
}

func TestAMistakeIsToldAndRepaired(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/sea datee.jpg"), nil)
	typed(w, "sea datee:2023")
	answeredTo(t, w, l)
	c := w.board.Line.Content()
	if !c.Wrong || c.Text != `Unknown filter "datee".` || c.Action != `Did you mean "date"?` {
		t.Fatalf("it says %+v", c)
	}
	w.notes.act()
	if got := w.box.Text(); got != "sea date:2023" || !w.box.Focused() {
		t.Errorf("the line is %q now", got)
	}
	w.box.SetText("kamera:x")
	w.box.Field().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{}) // no other key repairs
	if w.box.Text() != "kamera:x" {
		t.Errorf("the line is %q", w.box.Text())
	}
	w.notes.repair()
	if w.box.Text() != "camera:x" {
		t.Errorf("by key the line is %q", w.box.Text())
	}
	answeredTo(t, w, l)
	w.box.SetText("zebra:1")
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); !c.Wrong || c.Action != "" {
		t.Errorf("of what is not known it says %+v", c)
	}
}

func TestWhatIsBeingTypedIsNoMistakeYet(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/sea type:.jpg"), nil)
	typed(w, "sea type:")
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); c.Wrong || !w.box.Offering() {
		t.Fatalf("while formats are offered it says %+v", c)
	}
	key(w, fyne.KeyEscape)
	if c := w.board.Line.Content(); !c.Wrong {
		t.Errorf("without the list it says %+v", c)
	}
}

// A line that asks for nothing yet leaves the photos there, and is no error.
func TestALineThatAsksForNothing(t *testing.T) {
	f := newFake("/sea.jpg", "/sky.jpg")
	w, l, _ := shownWindow(t, f, nil)
	typed(w, "sea")
	answeredTo(t, w, l)
	w.box.SetText("type:")
	answeredTo(t, w, l)
	if w.nav.view() != view.Library || w.grid.Roll().Len() != 2 || len(f.asked()) != 1 || w.board.Banner().Visible() {
		t.Errorf("view %s with %d photos, %d searches", w.nav.view(), w.grid.Roll().Len(), len(f.asked()))
	}
	if c := w.board.Line.Content(); !c.Wrong || c.Text != "type: needs a format, such as type:png." {
		t.Errorf("it says %+v", c)
	}
	w.box.SetText(strings.Repeat("sea ", 1100))
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); !c.Wrong || !strings.HasPrefix(c.Text, "This is too long for a search") ||
		len(f.asked()) != 1 {
		t.Errorf("of a line that is too long it says %+v", c)
	}
	w.box.SetText("-")
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); c.Wrong || c.Text != "" {
		t.Errorf("of a minus it says %+v", c)
	}
}

// Why a search cannot be answered is said as long as it is asked, and no longer.
func TestASearchThatFails(t *testing.T) {
	f := newFake("/sea.jpg")
	f.err = fs.ErrNotExist
	w, l, _ := shownWindow(t, f, nil)
	typed(w, "sea @/gone.jpg")
	l.until(t, "the reason", func() bool { return w.board.Line.Content().Wrong })
	if c := w.board.Line.Content(); c.Text != "This file or folder is not there any more." || c.Hint == "" ||
		c.Action != "" {
		t.Errorf("it says %+v", c)
	}
	f.mu.Lock()
	f.err = nil
	f.mu.Unlock()
	w.box.SetText("sea")
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); c.Wrong || c.Text != "1 photo fits well." || w.board.Banner().Visible() {
		t.Errorf("after it, it says %+v", c)
	}
}

func TestHintsAreHonest(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/three birds.jpg"), nil)
	typed(w, "three birds")
	answeredTo(t, w, l)
	if got := w.board.Line.Content().Hint; got != "Matching by meaning only: how many there are is not looked at." {
		t.Errorf("hint %q", got)
	}
}

func TestAnAnswerThatIsLookedAtForAWhileIsRemembered(t *testing.T) {
	k := &userData{}
	w, l, _ := shownWindow(t, newFake("/sea.jpg"), k.all)
	typed(w, "sea")
	answeredTo(t, w, l)
	l.until(t, "it to be remembered", func() bool { return slices.Contains(k.recorded(), "remember sea") })
}

func TestSearchesAreRemembered(t *testing.T) {
	k := &userData{searches: []string{"of yesterday"}}
	w, l, _ := shownWindow(t, newFake("/sea.jpg"), k.all)
	l.until(t, "those of earlier times", func() bool {
		key(w, fyne.KeyUp)
		return w.box.Text() == "of yesterday"
	})
	w.box.Clear()
	typed(w, "sea")
	answeredTo(t, w, l)
	if got := k.recorded(); len(got) != 0 {
		t.Fatalf("before it was looked at: %v", got)
	}
	key(w, fyne.KeyReturn)
	l.until(t, "it to be remembered", func() bool { return slices.Contains(k.recorded(), "remember sea") })
	w.viewing.open(0)
	if got := k.recorded(); len(got) != 1 {
		t.Errorf("looked at twice: %v", got)
	}
	w.recent.Forget()
	l.until(t, "them to be forgotten", func() bool { return slices.Contains(k.recorded(), "forget") })
}

// The order is a chip, and no text: what is typed, and remembered, stays a person's own.
func TestSortingIsAChip(t *testing.T) {
	k := &userData{}
	w, l, _ := shownWindow(t, newFake("/sea.jpg"), k.all)
	choose := func(name string) {
		for _, item := range w.box.Orders().Items {
			if item.Label == name {
				item.Action()
				return
			}
		}
		t.Fatalf("no order %q", name)
	}
	checked := func() string {
		for _, item := range w.box.Orders().Items {
			if item.Checked {
				return item.Label
			}
		}
		return ""
	}
	if checked() != "Newest first" {
		t.Errorf("the library is %q", checked())
	}
	typed(w, "sea")
	if checked() != "Best match first" {
		t.Errorf("a sentence is %q", checked())
	}
	asks := func(text, asked string) {
		t.Helper()
		if w.box.Text() != text || stateOf(w).Asked.Text != asked {
			t.Errorf("the line is %q and asks for %q, want %q and %q", w.box.Text(), stateOf(w).Asked.Text, text, asked)
		}
	}
	choose("Oldest first")
	asks("sea", "sort:oldest sea")
	if checked() != "Oldest first" {
		t.Errorf("ticked is %q", checked())
	}
	choose("By name")
	asks("sea", "sort:name sea")
	typed(w, "!")
	asks("sea!", "sort:name sea!")
	choose("Best match first")
	asks("sea!", "sea!")
	w.box.SetText("sea sort:oldest")
	choose("By name") // what was typed gives way
	asks("sea", "sort:name sea")
	key(w, fyne.KeyReturn)
	l.until(t, "it to be remembered", func() bool { return len(k.recorded()) > 0 })
	if got := k.recorded(); !slices.Equal(got, []string{"remember sea"}) {
		t.Errorf("remembered: %v", got)
	}
	answeredTo(t, w, l)
	w.box.Clear()
	asks("", "")
}

// What a click asks for is in the box as a chip or as a line, and not in the history.
func TestTheHistoryHoldsWhatWasTyped(t *testing.T) {
	k := &userData{albums: []photo.Album{{ID: 1, Name: "Sea", Line: "sea"}}}
	w, l, _ := shownWindow(t, newFake("/sea.jpg", "/dog.jpg"), k.all)
	l.until(t, "the albums", func() bool { return len(w.albums.All()) == 1 })
	typed(w, "dog")
	w.asks.favourites()
	w.asks.thing("palm tree")
	if w.box.Text() != "" || stateOf(w).Asked.Text != `thing:"palm tree"` ||
		stateOf(w).Marked(true, true) != view.Things {
		t.Errorf("the line is %q and asks for %q", w.box.Text(), stateOf(w).Asked.Text)
	}
	w.asks.album(w.albums.All()[0])
	answeredTo(t, w, l)
	w.viewing.open(0) // that is worth remembering, of what was typed
	w.viewing.close()
	w.focusBox()
	w.box.Clear()
	for _, want := range []string{"dog", "dog"} {
		if key(w, fyne.KeyUp); w.box.Text() != want {
			t.Errorf("the history has %q, want %q", w.box.Text(), want)
		}
	}
	if got := k.recorded(); len(got) != 0 {
		t.Errorf("kept: %v", got)
	}
}

// The box says what is shown: on another page it is empty, and what was typed is in the history.
func TestTheBoxIsEmptyOnOtherPages(t *testing.T) {
	k := &userData{}
	w, l, _ := shownWindow(t, newFake("/sea.jpg", "/dog.jpg"), k.all)
	for _, page := range []view.Page{view.Things, view.Problems, view.Settings} {
		w.focusBox()
		typed(w, "dog")
		answeredTo(t, w, l)
		w.nav.enter(page)
		if w.box.Text() != "" || stateOf(w).Page != page || stateOf(w).Showing {
			t.Errorf("%v: the box has %q in page %v", page, w.box.Text(), stateOf(w).Page)
		}
		w.focusBox()
		if key(w, fyne.KeyUp); w.box.Text() != "dog" || stateOf(w).Page != view.Photos {
			t.Errorf("%v: Up brings %q", page, w.box.Text())
		}
		w.box.Clear()
	}
}

func TestFiltersAloneFindAll(t *testing.T) {
	f := newFake("/sea.jpg")
	w, l, _ := shownWindow(t, f, nil)
	for line, want := range map[string]int{"sea": session.Most, "date:2023": 0} {
		w.box.SetText(line)
		answeredTo(t, w, l)
		asked := f.asked()
		if got := asked[len(asked)-1]; got.Limit != want {
			t.Errorf("%s: at most %d are wanted, want %d", line, got.Limit, want)
		}
	}
}

func TestValuesCompleteTheLine(t *testing.T) {
	k := &userData{}
	w, l, _ := shownWindow(t, newFake("/sea.jpg"), k.all)
	typed(w, "camera:o")
	l.until(t, "the list", w.box.Field().(fyne.Tabbable).AcceptsTab)
	key(w, fyne.KeyTab)
	if got := w.box.Text(); got != `camera:"camera one" ` {
		t.Errorf("the line is %q", got)
	}
}

// Who asks by a picture sees what comes nearest, and is told so.
func TestNothingIsQuiteLikeAPicture(t *testing.T) {
	f := newFake("/pictures/a.jpg", "/pictures/b.jpg")
	f.weak = func(photo.Photo) bool { return true }
	w, l, _ := shownWindow(t, f, nil)
	w.box.AddLike(1, "a.jpg", nil)
	answeredTo(t, w, l)
	if c := w.board.Line.Content(); stateOf(w).Found.Len() != 2 ||
		c.Text != "Nothing is quite like it. These come nearest." || c.Action != "" {
		t.Errorf("%d photos, %+v", stateOf(w).Found.Len(), c)
	}
	w.box.SetText("sea") // with words it is a question that may have no answer
	answeredTo(t, w, l)
	if stateOf(w).Found.Len() != 0 {
		t.Errorf("with words: %d photos", stateOf(w).Found.Len())
	}
}
