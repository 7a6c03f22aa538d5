package ui

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"recollect/engine/photo"
	"recollect/ui/view"
)

// zoo is a library of many dogs and cats.
func zoo() *fake {
	var paths []string
	for i := range 200 {
		kind := "dog"
		if i%2 == 1 {
			kind = "cat"
		}
		paths = append(paths, fmt.Sprintf("/pictures/%s%d.jpg", kind, i))
	}
	return newFake(paths...)
}

// stands tells which view is shown, what it asks for and what is selected.
func stands(w *Window) string {
	s := fmt.Sprintf("%s %q %v", w.nav.view(), stateOf(w).Asked.Text, stateOf(w).Asked.Like)
	if t, _, ok := w.viewer.Current(); ok {
		return s + fmt.Sprint(" photo ", t.ID)
	}
	return s + fmt.Sprint(" ", w.grid.Selection())
}

// topOf is the first tile on screen and where it is.
func topOf(w *Window) string {
	tiles, _ := w.grid.Shown()
	return fmt.Sprint(tiles[0])
}

// keyboard is a canvas that has shortcuts, which that of the test driver has not.
type keyboard struct {
	fyne.Canvas
	keys fyne.ShortcutHandler
}

func (k *keyboard) AddShortcut(s fyne.Shortcut, f func(fyne.Shortcut)) { k.keys.AddShortcut(s, f) }

func shortcut(w *Window, key fyne.KeyName) {
	with := fyne.KeyModifierAlt
	if runtime.GOOS == "darwin" {
		with = fyne.KeyModifierSuper
		key = map[fyne.KeyName]fyne.KeyName{fyne.KeyLeft: fyne.KeyLeftBracket, fyne.KeyRight: fyne.KeyRightBracket}[key]
	}
	k := &keyboard{Canvas: w.win.Canvas()}
	(&keys{w}).bindWays(k)
	k.keys.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: with})
}

// Search, open a photo, look for its like: each step is come back to, with what
// was selected and where the grid was, and gone to again.
func TestStepsBackAndForward(t *testing.T) {
	w, l, _ := shownWindow(t, zoo(), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	w.grid.Select(120)
	home, homeTop := stands(w), topOf(w)

	typed(w, "dog")
	answeredTo(t, w, l)
	w.finder.enterGrid()
	w.grid.Select(70)
	found, foundTop := stands(w), topOf(w)
	key(w, fyne.KeyReturn)
	viewed := stands(w)
	w.viewer.TypedRune('m')
	l.until(t, "its like", func() bool { return stateOf(w).Answered() && len(stateOf(w).Asked.Like) == 1 })
	w.grid.Select(3)
	like := stands(w)
	if viewed != `viewer "dog" [] photo 141` || like != `results "" [141] [4]` {
		t.Fatalf("went to %s and %s", viewed, like)
	}

	at := func(what, want, top string) {
		t.Helper()
		l.until(t, what, func() bool { return stateOf(w).Answered() })
		if got := stands(w); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
		if got := topOf(w); top != "" && got != top {
			t.Errorf("%s: the grid is at %s, want %s", what, got, top)
		}
	}
	key(w, fyne.KeyEscape)
	at("Esc to the photo", viewed, "")
	key(w, fyne.KeyEscape)
	at("Esc to what was found", found, foundTop)
	key(w, fyne.KeyEscape)
	at("Esc to the library", home, homeTop)
	key(w, fyne.KeyEscape)
	at("Esc at home", home, homeTop)
	for _, want := range []string{found, viewed, like, like} {
		shortcut(w, fyne.KeyRight)
		at("forward", want, "")
	}
	for _, want := range []string{viewed, found, home, home} {
		shortcut(w, fyne.KeyLeft)
		at("back", want, "")
	}
}

// What was walked to in the viewer is where the grid is when it closes.
func TestTheViewerComesBackToThePhotoSeenLast(t *testing.T) {
	w, l, _ := shownWindow(t, zoo(), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	w.viewing.open(3)
	w.viewer.Step(2)
	key(w, fyne.KeyEscape)
	if got := stands(w); got != `library "" [] [6]` {
		t.Errorf("came back to %s", got)
	}
	shortcut(w, fyne.KeyRight)
	if got := stands(w); got != `viewer "" [] photo 6` {
		t.Errorf("forward to %s", got)
	}
}

// Each letter is no step, each question that was looked at is one.
func TestQuestionsAreSteps(t *testing.T) {
	w, l, _ := shownWindow(t, zoo(), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	typed(w, "do")
	answeredTo(t, w, l)
	typed(w, "g")
	answeredTo(t, w, l)
	w.box.SetText("cat") // typed over what was selected
	answeredTo(t, w, l)
	for _, want := range []string{"dog", ""} {
		shortcut(w, fyne.KeyLeft)
		l.until(t, "the step before", func() bool { return stateOf(w).Answered() })
		if w.box.Text() != want || !w.box.Focused() {
			t.Errorf("back from the box leads to %q, want %q", w.box.Text(), want)
		}
	}
}

// A question that was looked at for long is a step, though it was typed over letter by letter.
func TestAQuestionThatWasLookedAtIsAStep(t *testing.T) {
	k := &userData{}
	w, l, _ := shownWindow(t, zoo(), k.all)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	typed(w, "dog")
	l.until(t, "it to be looked at", func() bool { return slices.Contains(k.recorded(), "remember dog") })
	for range "dog" {
		key(w, fyne.KeyBackspace)
	}
	typed(w, "cat")
	answeredTo(t, w, l)
	shortcut(w, fyne.KeyLeft)
	l.until(t, "home", func() bool { return stateOf(w).Answered() })
	if stands(w) != `library "" [] []` {
		t.Errorf("first back to %s", stands(w))
	}
	shortcut(w, fyne.KeyLeft)
	l.until(t, "the dogs", func() bool { return stateOf(w).Answered() })
	if w.box.Text() != "dog" || stateOf(w).Found.Len() != 100 {
		t.Errorf("then back to %s", stands(w))
	}
}

// Esc in the box clears it, and at home Esc stays there; what was cleared is a step.
func TestEscEndsAtHome(t *testing.T) {
	w, l, _ := shownWindow(t, zoo(), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	for _, line := range []string{"dog", "cat"} {
		w.box.SetText(line)
		answeredTo(t, w, l)
	}
	for range 4 {
		key(w, fyne.KeyEscape)
		if stands(w) != `library "" [] []` {
			t.Fatalf("Esc leads to %s", stands(w))
		}
	}
	shortcut(w, fyne.KeyLeft)
	l.until(t, "what was cleared", func() bool { return stateOf(w).Answered() })
	if w.box.Text() != "cat" || stateOf(w).Found.Len() != 100 {
		t.Errorf("back to %s", stands(w))
	}
}

func TestRoomsAreSteps(t *testing.T) {
	k := &userData{things: []photo.Thing{{Name: "dog", Group: "animals", Suggested: 2, Cover: 1}}}
	w, l, _ := shownWindow(t, newFake("/thing:dog1.jpg", "/thing:dog2.jpg", "/cat.jpg"), k.all)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 3 })
	typed(w, "cat")
	answeredTo(t, w, l)
	w.nav.enter(view.Things)
	w.asks.thing("dog")
	answeredTo(t, w, l)
	w.viewing.open(1)
	w.viewer.Details().OnSearchTag("blue")
	answeredTo(t, w, l)
	for _, want := range []string{
		`viewer "thing:dog" [] photo 2`, `results "thing:dog" [] [2]`, "things", `results "cat" [] []`,
		`library "" [] []`,
	} {
		w.finder.back()
		l.until(t, want, func() bool { return stateOf(w).Answered() })
		if got := stands(w); got != want && w.nav.view().String() != want {
			t.Errorf("back to %s, want %s", got, want)
		}
	}
}

// Going back twice at once ends at the second step, whatever is found for the first.
func TestBackTwiceAtOnce(t *testing.T) {
	f := zoo()
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	for _, line := range []string{"dog", "cat", "jpg"} {
		w.asks.line(line)
		answeredTo(t, w, l)
	}
	w.finder.back()
	w.finder.back()
	l.until(t, "the dogs", func() bool { return stateOf(w).Answered() })
	if w.box.Text() != "dog" || stateOf(w).Found.Len() != 100 || !stateOf(w).Answered() {
		t.Errorf("it is at %s", stands(w))
	}
	w.finder.forward()
	l.until(t, "the cats", func() bool { return stateOf(w).Answered() })
	if w.box.Text() != "cat" {
		t.Errorf("forward to %s", stands(w))
	}
}

// A step whose answer cannot be had any more is told of and not waited for.
func TestAStepThatCannotBeAnswered(t *testing.T) {
	f := zoo()
	w, l, _ := shownWindow(t, f, nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 200 })
	for _, line := range []string{"dog", "cat"} {
		w.asks.line(line)
		answeredTo(t, w, l)
	}
	f.mu.Lock()
	f.err = fmt.Errorf("the disk is gone")
	f.mu.Unlock()
	w.finder.back()
	l.until(t, "the failure", func() bool { return stateOf(w).Failed != nil })
	if w.box.Text() != "dog" {
		t.Errorf("it waits, at %s", stands(w))
	}
}
