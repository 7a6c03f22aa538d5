package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/view"
)

func knowing(o *Options) { o.Names = o.Library.(*fake) }

var canon = photo.Known{Kind: photo.KnownCamera, Name: "Canon", Line: "camera:canon", Count: 1}

// What the words are the names of is offered beside the answer, one click away.
func TestNamesAreOffered(t *testing.T) {
	f := newFake("/canon.jpg", "/camera:canon.jpg")
	f.names = []photo.Known{{Kind: photo.KnownFile, Name: "colmar", Line: "name:colmar", Count: 1}, canon}
	w, l, _ := shownWindow(t, f, knowing)
	typed(w, "canon")
	answeredTo(t, w, l)
	if got := w.board.Line.Content().Offers; got[0] != "1 file is called colmar" || got[1] != "Taken with Canon (1)" {
		t.Fatalf("it offers %q", got)
	}
	test.Tap(button(w.board.Line.Object(), "Taken with Canon (1)"))
	answeredTo(t, w, l)
	if stateOf(w).Asked.Text != "camera:canon" || stateOf(w).Found.Len() != 1 {
		t.Errorf("it asks for %q and finds %d", stateOf(w).Asked.Text, stateOf(w).Found.Len())
	}
	if got := w.board.Line.Content().Offers; got[0] != "" {
		t.Errorf("of a filter it offers %q", got)
	}
	w.box.Clear()
	if got := w.board.Line.Content().Offers; got[0] != "" {
		t.Errorf("of nothing it offers %q", got)
	}
}

// A sentence without any answer shows what its words are the names of first.
func TestNamesComeFirstWhereNothingIsFound(t *testing.T) {
	for _, weak := range []bool{false, true} {
		f := newFake("/camera:canon.jpg", "/faint.jpg")
		f.names = []photo.Known{canon}
		f.weak = func(p photo.Photo) bool { return weak && p.Path == "/faint.jpg" }
		w, l, _ := shownWindow(t, f, knowing)
		typed(w, map[bool]string{false: "zzz", true: "faint"}[weak])
		answeredTo(t, w, l)
		if got := w.board.Line.Content().Offers; got[0] != "" {
			t.Errorf("it is offered twice: %q", got)
		}
		b := button(w.shell.Centre, "Taken with Canon (1)")
		if b == nil {
			t.Fatal("it is not offered")
		}
		test.Tap(b)
		answeredTo(t, w, l)
		if stateOf(w).Asked.Text != "camera:canon" || stateOf(w).Found.Len() != 1 || w.shell.Content.Kind != view.Grid {
			t.Errorf("it asks for %q and finds %d", stateOf(w).Asked.Text, stateOf(w).Found.Len())
		}
	}
}

// Slips of the fingers are offered to be corrected, and Ctrl+. does it.
func TestMisspelledWordsAreOffered(t *testing.T) {
	f := newFake("/dog.jpg", "/a dgo.jpg")
	w, l, _ := shownWindow(t, f, knowing)
	for name, take := range map[string]func(){
		"a click":  func() { test.Tap(button(w.board.Line.Object(), "Did you mean “dog”?")) },
		"the keys": w.notes.repair,
	} {
		w.box.SetText("dgo")
		answeredTo(t, w, l)
		if got := w.board.Line.Content(); got.Offers[0] != "Did you mean “dog”?" || got.Wrong ||
			w.box.Text() != "dgo" || stateOf(w).Found.Len() != 1 {
			t.Fatalf("%s: it offers %+v, the line is %q", name, got, w.box.Text())
		}
		take()
		answeredTo(t, w, l)
		if w.box.Text() != "dog" || w.board.Line.Content().Offers[0] != "" || !w.box.Focused() {
			t.Errorf("%s: the line is %q and %+v is said", name, w.box.Text(), w.board.Line.Content())
		}
	}
	w.notes.repair() // nothing is wrong any more
	if w.box.Text() != "dog" {
		t.Errorf("a right line became %q", w.box.Text())
	}
	w.box.SetText("zzz dgo") // where nothing is found the page offers it
	answeredTo(t, w, l)
	test.Tap(button(w.shell.Centre, "Did you mean “zzz dog”?"))
	if w.box.Text() != "zzz dog" {
		t.Errorf("the line is %q", w.box.Text())
	}
}
