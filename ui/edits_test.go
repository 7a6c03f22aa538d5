package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/ask"
)

// editing is a memory of what a person says of photos.
type editing struct {
	*userData
	undone  int
	acts    photo.ActID
	members []photo.ID    // of the album that is shown
	refuse  error         // what storing an order comes to
	away    bool          // the next act to undo is on a drive that is away
	hold    chan struct{} // storing an order waits for it where it is not nil
	held    chan struct{} // so does storing an edit
}

func (e *editing) Record(ctx context.Context, change func(context.Context) error) (photo.ActID, error) {
	err := change(ctx)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.acts++
	return e.acts, err
}

func (e *editing) Edit(_ context.Context, ids []photo.ID, what photo.Edit) error {
	if e.held != nil {
		<-e.held
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case what.Rating != nil:
		return e.record("rate %v %d", ids, *what.Rating)
	case what.Label != nil:
		return e.record("label %v %s", ids, *what.Label)
	case what.Title != nil:
		return e.record("title %v %s", ids, *what.Title)
	case what.Shift != 0:
		return e.record("shift %v %v", ids, what.Shift)
	case what.Place != nil:
		return e.record("place %v %v %v", ids, what.Place.Latitude, what.Place.Longitude)
	case what.NoPlace:
		return e.record("no place %v", ids)
	case what.Taken != nil:
		return e.record("date %v %v", ids, what.Taken)
	}
	return e.record("as in file %v %v", ids, what.AsInFile)
}

func (e *editing) Undo(_ context.Context, id photo.ActID) (photo.Act, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.away {
		e.away = false
		return photo.Act{}, &photo.Fault{Code: "trash:away", Args: photo.Args{"n": "2", "path": "/stick/a.jpg"}}
	}
	if e.undone++; e.undone > 2 {
		return photo.Act{}, &photo.Fault{Code: "catalog:nothing-to-undo"}
	}
	return photo.Act{Kind: "rating", Photos: 2, Undone: true}, e.record("undo %d", id)
}

func (e *editing) Redo(context.Context) (photo.Act, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return photo.Act{Kind: "rating", Photos: 2}, e.record("redo")
}

func (e *editing) MakeAlbum(_ context.Context, name string, ids []photo.ID) (photo.Album, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	a := photo.Album{ID: photo.AlbumID(len(e.albums) + 1), Name: name, Line: "album:" + name, ByHand: true}
	e.albums = append(e.albums, a)
	return a, e.record("make %s %v", name, ids)
}

func (e *editing) AddToAlbum(_ context.Context, id photo.AlbumID, ids []photo.ID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.record("add %d %v", id, ids)
}

func (e *editing) TakeFromAlbum(_ context.Context, id photo.AlbumID, ids []photo.ID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.members = slices.DeleteFunc(e.members, func(m photo.ID) bool { return slices.Contains(ids, m) })
	return e.record("take %d %v", id, ids)
}

func (e *editing) OrderAlbum(_ context.Context, id photo.AlbumID, ids []photo.ID, before photo.ID) error {
	if e.hold != nil {
		<-e.hold
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.refuse != nil {
		return e.refuse
	}
	e.members = slices.DeleteFunc(e.members, func(m photo.ID) bool { return slices.Contains(ids, m) })
	at := slices.Index(e.members, before)
	if at < 0 {
		at = len(e.members)
	}
	e.members = slices.Insert(e.members, at, ids...)
	return e.record("order %d %v %d", id, ids, before)
}

// editingWindow shows two photos in a window that can edit them.
func editingWindow(t *testing.T) (*Window, loop, *editing) {
	t.Helper()
	e := &editing{userData: &userData{favourites: map[photo.ID]bool{}}}
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg"), func(o *Options) {
		e.all(o)
		o.Edits, o.History, o.HandAlbums, o.Members = e, e, e, e
		o.City = func(name string) *photo.Place {
			if name != "Paris" {
				return nil
			}
			return &photo.Place{Latitude: 48.85, Longitude: 2.35}
		}
	})
	l.until(t, "the photos", func() bool { return w.grid.Roll().Len() == 2 })
	w.focusGrid()
	w.grid.Select(0)
	return w, l, e
}

// Digits, X and B act on what is selected; what was done is undone and done again by keys, also once the
// notice is gone.
func TestKeysThatEdit(t *testing.T) {
	w, l, e := editingWindow(t)
	for _, tt := range []struct {
		key  rune
		want string
	}{
		{'4', "rate [1] 4"}, {'0', "rate [1] 0"}, {'x', "rate [1] -1"}, {'6', "label [1] Red"}, {'9', "label [1] Blue"},
	} {
		w.grid.TypedRune(tt.key)
		saidThat(t, l, e.userData, tt.want)
	}
	w.grid.SelectAll()
	w.grid.TypedRune('5')
	saidThat(t, l, e.userData, "rate [1 2] 5")
	l.until(t, "its notice", func() bool { return strings.Contains(w.board.Shown().Toast, "2") })
	(&keys{w}).undo()
	saidThat(t, l, e.userData, "undo 6") // the act that the notice speaks of
	(&keys{w}).undo()
	saidThat(t, l, e.userData, "undo 0") // the last act of the history
	(&keys{w}).redo()
	saidThat(t, l, e.userData, "redo")
	w.grid.TypedRune('f')
	saidThat(t, l, e.userData, "favourite [1 2] true")
	(&keys{w}).undo() // by the history, not by another act
	l.until(t, "no more acts", func() bool { e.mu.Lock(); defer e.mu.Unlock(); return e.undone == 3 })
	if slices.Contains(e.recorded(), "favourite [1 2] false") {
		t.Error("a favourite is taken back by another act")
	}
	w.viewing.open(0)
	w.viewer.TypedRune('3')
	saidThat(t, l, e.userData, "rate [1] 3")
	w.viewer.TypedRune('x')
	saidThat(t, l, e.userData, "rate [1] -1")
}

// Ctrl+Z right after a key undoes what that key does, which is not stored yet, and nothing that was done before.
// Pressed twice it undoes both.
func TestUndoInAHurry(t *testing.T) {
	w, l, e := editingWindow(t)
	w.grid.TypedRune('4')
	l.until(t, "its notice", func() bool { return w.board.Shown().Undo })
	e.held = make(chan struct{})
	w.grid.TypedRune('7')
	(&keys{w}).undo()
	(&keys{w}).undo()
	(&keys{w}).redo()
	if !w.board.Shown().Undo {
		t.Error("what was done before is undone")
	}
	close(e.held)
	saidThat(t, l, e.userData, "redo")
	want := []string{"rate [1] 4", "label [1] Yellow", "undo 2", "undo 0", "redo"}
	if got := e.recorded(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What cannot be undone because its drive is away is named, with what to do, and the next key undoes what was done
// before.
func TestUndoOfWhatIsAway(t *testing.T) {
	w, l, e := editingWindow(t)
	e.mu.Lock()
	e.away = true
	e.mu.Unlock()
	(&keys{w}).undo()
	l.until(t, "why not", func() bool {
		s := w.board.Shown()
		return strings.Contains(s.Banner, "/stick/a.jpg") && strings.Contains(s.Pill, "Undo again")
	})
	(&keys{w}).undo()
	saidThat(t, l, e.userData, "undo 0")
}

// B asks for an album, which is made if there is none of that name.
func TestAddToAlbum(t *testing.T) {
	w, l, e := editingWindow(t)
	for i, want := range []string{"make Trip [1]", "add 1 [1]"} {
		w.grid.TypedRune('b')
		giveLine(t, w, l, []string{"Trip", "trip"}[i])
		saidThat(t, l, e.userData, want)
	}
	l.until(t, "the album", func() bool { return len(w.albums.All()) == 1 })
}

// The panel asks for a title and a date, and refuses what is none.
func TestEditsOfThePanel(t *testing.T) {
	w, l, e := editingWindow(t)
	w.viewing.open(0)
	for _, tt := range []struct {
		field photo.Field
		text  string
		want  string
	}{
		{photo.TitleField, "Mine", "title [1] Mine"},
		{photo.TitleField, "", "title [1] "}, // emptied
		{photo.DateField, "2001-02-03 04:05", "date [1] 2001-02-03T04:05:00"},
		{photo.DateField, "-1:30", "shift [1] -1h30m0s"},
		{photo.RatingField, "3", "rate [1] 3"},
		{photo.LabelField, "Green", "label [1] Green"},
		{photo.PlaceField, "48.5, 2.25", "place [1] 48.5 2.25"},
		{photo.PlaceField, "Paris", "place [1] 48.85 2.35"},
		{photo.PlaceField, "", "no place [1]"},
	} {
		w.viewer.Details().OnEdit(1, tt.field, "")
		giveLine(t, w, l, tt.text)
		saidThat(t, l, e.userData, tt.want)
	}
	w.viewer.Details().OnAsInFile(1, photo.DateField)
	saidThat(t, l, e.userData, fmt.Sprint("as in file [1] ", []photo.Field{photo.DateField}))
	before := len(e.recorded())
	w.viewer.Details().OnEdit(1, photo.DateField, "")
	giveLine(t, w, l, "yesterday")
	w.viewer.Details().OnEdit(1, photo.PlaceField, "")
	giveLine(t, w, l, "Nowhere")
	l.until(t, "why not", func() bool { return w.board.Shown().Banner != "" })
	if len(e.recorded()) != before {
		t.Errorf("a date or place that is none: %v", e.recorded())
	}
}

// The panel beside the grid changes all photos that are selected, at once, and the viewer's the one that it shows.
func TestThePanelEditsTheSelection(t *testing.T) {
	w, l, e := editingWindow(t)
	w.describing.toggle()
	w.grid.SelectAll()
	w.describing.panel.OnEdit(1, photo.TitleField, "")
	giveLine(t, w, l, "Ours")
	saidThat(t, l, e.userData, "title [1 2] Ours")
	w.describing.panel.OnAsInFile(1, photo.TitleField)
	saidThat(t, l, e.userData, fmt.Sprint("as in file [1 2] ", []photo.Field{photo.TitleField}))
	w.viewing.open(0)
	w.viewer.Details().OnEdit(1, photo.TitleField, "")
	giveLine(t, w, l, "Mine")
	saidThat(t, l, e.userData, "title [1] Mine")
}

// giveLine types text into the question that is shown, and confirms it.
func giveLine(t *testing.T, w *Window, l loop, text string) {
	t.Helper()
	l.until(t, "the question", func() bool {
		_, asked := w.win.Canvas().Focused().(*ask.Line)
		return asked
	})
	w.win.Canvas().Focused().(*ask.Line).SetText(text)
	key(w, fyne.KeyReturn)
	l.until(t, "its end", func() bool { return w.win.Canvas().Overlays().Top() == nil })
}
