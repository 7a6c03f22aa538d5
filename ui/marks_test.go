package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/keymap"
	"recollect/ui/tick"
	"recollect/ui/view"
)

// saidThat waits until the window has changed what it should.
func saidThat(t *testing.T, l loop, k *userData, what string) {
	t.Helper()
	l.until(t, what, func() bool { return slices.Contains(k.recorded(), what) })
}

func TestFavourites(t *testing.T) {
	k := &userData{favourites: map[photo.ID]bool{2: true}}
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg", "/c.jpg"), k.all)
	l.until(t, "the favourites", func() bool { return w.grid.Favourite(2) && w.grid.Roll().Len() == 3 })
	w.focusGrid()
	w.grid.Select(0)
	w.grid.SelectAll()
	w.grid.TypedRune('f')
	l.until(t, "it to be shown", func() bool { return w.grid.Favourite(1) && w.grid.Favourite(3) })
	saidThat(t, l, k, "favourite [1 2 3] true")
	w.grid.TypedRune('f')
	saidThat(t, l, k, "favourite [1 2 3] false")
	w.viewing.open(0)
	w.viewer.TypedRune('F')
	saidThat(t, l, k, "favourite [1] true")
	w.nav.enter(view.Favourites)
	if w.box.Text() != "" || stateOf(w).Asked.Text != "is:favourite" ||
		stateOf(w).Marked(true, true) != view.Favourites || w.viewer.Visible() {
		t.Errorf("the page asks for %q", w.box.Text())
	}
	answeredTo(t, w, l)
	if w.shell.OnGrid() || button(w.shell.Centre, "Show all photos") == nil {
		t.Error("an empty page does not say what to do")
	}
	w.nav.enter(view.Photos)
	if w.box.Text() != "" {
		t.Errorf("all photos are %q", w.box.Text())
	}
}

// What another process has changed is read again, once; the window's own changes and
// news of the library are no reason to.
func TestChangesOfOthersAreShown(t *testing.T) {
	k := &userData{favourites: map[photo.ID]bool{}}
	f := newFake("/a.jpg", "/b.jpg")
	w, l, _ := shownWindow(t, f, k.all)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 2 })
	shown := func() photo.Status { return w.state.status }
	others := func(change func()) {
		t.Helper()
		k.mu.Lock()
		change()
		k.mu.Unlock()
		n := shown().Others + 1
		f.setStatus(func(s *photo.Status) { s.Others = n; s.Generation++ })
		l.until(t, "the news", func() bool { return shown().Others == n })
	}
	reads := func(what string) (n int) {
		k.mu.Lock()
		defer k.mu.Unlock()
		for _, read := range k.reads {
			if read == what {
				n++
			}
		}
		return n
	}
	l.until(t, "the favourites", func() bool { return reads("favourites") == 1 })
	before := reads("favourites")
	others(func() {
		k.favourites = map[photo.ID]bool{2: true}
		k.albums = []photo.Album{{ID: 1, Name: "Ducks", Line: "duck"}}
	})
	l.until(t, "the favourite and the album", func() bool { return w.grid.Favourite(2) && len(w.albums.All()) == 1 })
	f.setStatus(func(s *photo.Status) { s.Generation++ })
	l.until(t, "other news", func() bool { return shown().Generation == f.Status().Generation })
	if n := reads("favourites") - before; n != 1 {
		t.Errorf("the favourites were read %d times, want once", n)
	}
	counted := reads("things") // the side bar says how many there are
	w.nav.enter(view.Things)
	l.until(t, "the things", func() bool { return reads("things") > counted })
	counted = reads("things")
	others(func() { k.things = []photo.Thing{{Name: "palm tree", Group: "plants", Confirmed: 2, Cover: 1}} })
	l.until(t, "the things again", func() bool { return reads("things") > counted })
	w.nav.enter(view.Settings)
	others(func() { k.covering = []string{"memes"} })
	l.until(t, "what is covered", func() bool { return slices.Equal(ticked(w), []string{"Memes"}) })
	w.nav.enter(view.Photos)
	w.finder.Ask(asks("is:favourite"), false)
	l.until(t, "the answer", func() bool { return stateOf(w).Showing })
	asked := len(f.asked())
	others(func() { k.favourites = nil })
	l.until(t, "the search again", func() bool { return len(f.asked()) > asked })
}

// typeInto types into the dialog that is open.
func typeInto(w *Window, text string) {
	for _, r := range text {
		w.win.Canvas().Focused().TypedRune(r)
	}
}

func TestTagging(t *testing.T) {
	k := &userData{tags: []string{"garden"}}
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg"), k.all)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 2 })
	w.focusGrid()
	w.grid.SelectAll()
	w.grid.TypedRune('t')
	l.until(t, "the question", func() bool { return w.win.Canvas().Overlays().Top() != nil })
	if w.win.Canvas().Overlays().Top() == nil {
		t.Fatal("nothing asks for the tag")
	}
	a := w.win.Canvas().Focused().(*ask.Line)
	l.until(t, "the tags that there are", a.AcceptsTab)
	typeInto(w, "tag t")
	key(w, fyne.KeyTab)
	if a.Text != "tag two" {
		t.Errorf("Tab made %q of it", a.Text)
	}
	key(w, fyne.KeyReturn)
	saidThat(t, l, k, "tag [1 2] tag two true")
	w.grid.TypedRune('t')
	l.until(t, "the question", func() bool { return w.win.Canvas().Overlays().Top() != nil })
	key(w, fyne.KeyEscape)
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("Esc does not close the dialog")
	}
	w.viewing.open(0)
	w.viewer.Details().OnUntag(1, "garden")
	saidThat(t, l, k, "tag [1] garden false")
}

func TestThingsAreShownAndJudged(t *testing.T) {
	k := &userData{
		things: []photo.Thing{{Name: "palm tree", Group: "plants", Suggested: 2, Cover: 1}},
		shown: map[photo.ID][]photo.Shown{
			1: {{Thing: "palm tree", Verdict: photo.Suggested}}, 2: {{Thing: "palm tree", Verdict: photo.Confirmed}},
		},
	}
	f := newFake(`/thing:"palm tree"1.jpg`, `/thing:"palm tree"2.jpg`)
	w, l, _ := shownWindow(t, f, k.all)
	w.nav.enter(view.Things)
	if w.nav.view() != view.ThingsPage || w.board.Line.Object().Visible() {
		t.Errorf("view %q", w.nav.view())
	}
	w.asks.thing("palm tree")
	answeredTo(t, w, l)
	if w.box.Text() != "" || stateOf(w).Asked.Text != `thing:"palm tree"` || stateOf(w).Found.Len() != 2 ||
		stateOf(w).Marked(true, true) != view.Things {
		t.Fatalf("%q found %d", w.box.Text(), stateOf(w).Found.Len())
	}
	if w.judge.Object().Visible() {
		t.Error("it asks before anything is selected")
	}
	w.grid.Select(0)
	l.until(t, "the question", w.judge.Object().Visible)
	if got := w.judge.Text(); got != "Does this photo show “palm tree”?" {
		t.Errorf("it asks %q", got)
	}
	w.grid.TypedRune('y')
	saidThat(t, l, k, "judge palm tree [1] 1")
	if w.grid.Selected() != 2 {
		t.Errorf("after that photo %d is selected", w.grid.Selected())
	}
	l.until(t, "no question about what is confirmed", func() bool { return !w.judge.Object().Visible() })
	w.grid.SelectAll()
	if !w.judge.Object().Visible() || !strings.Contains(w.judge.Text(), "these 2 photos") {
		t.Errorf("of all it asks %q", w.judge.Text())
	}
	test.Tap(button(w.judge.Object(), "No"))
	saidThat(t, l, k, "judge palm tree [1 2] -1")
	w.viewing.open(0)
	w.viewer.OnReject(1) // says of an open photo of that answer what X says in the grid
	saidThat(t, l, k, "judge palm tree [1] -1")
	w.viewer.OnClose()
	w.nav.enter(view.Settings)
	if w.judge.Object().Visible() {
		t.Error("it asks in the settings")
	}
}

func TestWithoutWhatIsKeptNothingOfItIsShown(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 1 })
	if w.grid.OnFavourite != nil || w.grid.OnTag != nil || w.viewer.OnTag != nil || w.box.OnSave != nil ||
		w.settings.OnForget != nil {
		t.Error("what the library cannot keep is offered")
	}
	w.grid.Select(0)
	for _, r := range "ftyx" {
		w.grid.TypedRune(r)
	}
	w.box.SetText("a")
	w.saveSearch()
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("a dialog is open")
	}
	answeredTo(t, w, l)
}

func TestScreeningIsToldToTheLibrary(t *testing.T) {
	k := &userData{covering: []string{"nudity"}}
	w, l, _ := shownWindow(t, newFake("/a.jpg"), k.all)
	w.nav.enter(view.Settings)
	l.until(t, "what is covered", func() bool { return slices.Equal(ticked(w), []string{"Nudity"}) })
	w.settings.OnScreen([]string{"nudity", "memes"})
	saidThat(t, l, k, "cover [nudity memes]")
	w.nav.enter(view.Settings)
	if got := ticked(w); !slices.Equal(got, []string{"Nudity", "Memes"}) {
		t.Errorf("the page says %v", got)
	}
}

// ticked are the kinds of pictures that the settings page says are covered.
func ticked(w *Window) (kinds []string) {
	all := []string{"Memes", "Nudity", "Violence", "Receipts", "Screenshots", "Documents with personal data"}
	for _, o := range test.LaidOutObjects(w.settings.Object()) {
		if c, ok := o.(*tick.Check); ok && c.Checked && c.Visible() && slices.Contains(all, c.Text) {
			kinds = append(kinds, c.Text)
		}
	}
	return kinds
}

func TestAlbumsAreKeptSearches(t *testing.T) {
	k := &userData{albums: []photo.Album{{ID: 1, Name: "Sea", Line: "sea"}}}
	w, l, _ := shownWindow(t, newFake("/sea.jpg", "/sky.jpg"), k.all)
	l.until(t, "the albums", func() bool { return len(w.albums.All()) == 1 })
	w.asks.album(w.albums.All()[0])
	answeredTo(t, w, l)
	if w.board.Line.Content().Title != "Sea" || w.nav.albumShown().ID != 1 || stateOf(w).Found.Len() != 1 {
		t.Errorf("open: %+v, album %d, %d found", w.board.Line.Content(), w.nav.albumShown().ID, stateOf(w).Found.Len())
	}
	w.asks.editAlbum(w.albums.All()[0])
	w.box.SetText("sky")
	w.saveSearch()
	l.until(t, "the dialog", func() bool { return w.win.Canvas().Overlays().Top() != nil })
	if a := w.win.Canvas().Focused().(*ask.Line); a.Text != "Sea" {
		t.Errorf("the changed search is to be saved as %q", a.Text)
	}
	typeInto(w, "Sky")
	key(w, fyne.KeyReturn)
	l.until(t, "two albums", func() bool { return len(w.albums.All()) == 2 })
	if got := fmt.Sprint(w.albums.All()[1]); got != "{2 Sky sky false 0}" {
		t.Errorf("saved %s", got)
	}
	w.box.Replace()
	w.box.AddPicture("/my cat.jpg", nil)
	w.box.AddLike(1, "sea.jpg", nil)
	w.saveSearch()
	l.until(t, "the dialog", func() bool { return w.win.Canvas().Overlays().Top() != nil })
	typeInto(w, "Like")
	key(w, fyne.KeyReturn)
	l.until(t, "an album of pictures", func() bool { return len(w.albums.All()) == 3 })
	if got := w.albums.All()[2].Line; got != `@"/my cat.jpg" @/sea.jpg` {
		t.Errorf("its line is %s", got)
	}
	w.albums.Remove(w.albums.All()[2])
	test.Tap(overlayButton(w, "Remove"))
	l.until(t, "two albums again", func() bool { return len(w.albums.All()) == 2 })
	w.albums.Rename(w.albums.All()[0])
	typeInto(w, "Ocean")
	key(w, fyne.KeyReturn)
	l.until(t, "the other name", func() bool { return w.albums.All()[0].Name == "Ocean" })
	w.albums.Remove(w.albums.All()[1])
	remove := overlayButton(w, "Remove")
	if remove == nil {
		t.Fatal("it is not asked whether to remove it")
	}
	test.Tap(remove)
	l.until(t, "one album", func() bool { return len(w.albums.All()) == 1 })
}

// An album's search is never replaced by another by mistake.
func TestAnAlbumIsNotReplacedUnasked(t *testing.T) {
	k := &userData{albums: []photo.Album{{ID: 1, Name: "Sea", Line: "sea"}}}
	w, l, _ := shownWindow(t, newFake("/sea.jpg", "/sky.jpg"), k.all)
	l.until(t, "the albums", func() bool { return len(w.albums.All()) == 1 })
	w.asks.editAlbum(w.albums.All()[0])
	w.box.Clear()
	w.box.SetText("sky")
	w.saveSearch()
	l.until(t, "the dialog", func() bool { return w.win.Canvas().Overlays().Top() != nil })
	if a := w.win.Canvas().Focused().(*ask.Line); a.Text != "" {
		t.Errorf("another search is to be saved as %q", a.Text)
	}
	typeInto(w, "sea")
	key(w, fyne.KeyReturn)
	replace := overlayButton(w, "Replace")
	if replace == nil || len(w.albums.All()) != 1 {
		t.Fatal("it is not asked whether to replace it")
	}
	test.Tap(replace)
	l.until(t, "the album to be saved", func() bool { return len(w.albums.All()) == 2 }) // the fake does not replace
}

func TestASearchWithAPictureIsKnownAgain(t *testing.T) {
	k := &userData{albums: []photo.Album{{ID: 1, Name: "Cats", Line: `- people @"/my cat.jpg"`}}}
	w, l, _ := shownWindow(t, newFake("/cat - people.jpg"), k.all)
	l.until(t, "the albums", func() bool { return len(w.albums.All()) == 1 })
	w.box.AddPicture("/my cat.jpg", nil)
	w.box.SetText("- people")
	answeredTo(t, w, l)
	if got := w.nav.albumShown().ID; got != 1 {
		t.Errorf("album %d is marked", got)
	}
}

// overlayButton is the button of the dialog that is open.
func overlayButton(w *Window, text string) fyne.Tappable {
	var found fyne.Tappable
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if b := button(o, text); b != nil {
			found = b
			return
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case *container.ThemeOverride:
			walk(o.Content)
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(w.win.Canvas().Overlays().Top())
	return found
}

func TestTheMapOfKeys(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg"), nil)
	l.until(t, "the library", func() bool { return w.grid.Roll().Len() == 1 })
	anywhere := func() {
		w.win.Canvas().Unfocus()
		(&keys{w}).typedRune('?')
	}
	for _, where := range []func(){anywhere, func() { w.grid.TypedRune('?') }} {
		where()
		if w.win.Canvas().Overlays().Top() == nil {
			t.Fatal("? shows nothing")
		}
		(&keys{w}).typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if w.win.Canvas().Overlays().Top() != nil {
			t.Fatal("Esc does not close the keys")
		}
	}
	w.win.Resize(fyne.NewSize(560, 600))
	keymap.Show(w.win)
	top := w.win.Canvas().Overlays().Top()
	if least := top.MinSize().Width; least > 560 {
		t.Errorf("in a narrow window they need %v", least)
	}
}
