package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/counts"
	"recollect/ui/keymap"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/tip"
	"recollect/ui/view"
)

// part is a view of the window that the tests of its looks go through.
type part struct {
	name    string
	size    fyne.Size      // of the window; zero: 1100 x 720
	set     func(*stand)   // prepares the library; may be nil
	without func(*Options) // takes options away; may be nil
	show    func(*stand)   // brings the window to it; may be nil
}

// parts are all views. Who adds a page or a dialog adds it here.
func parts() []part {
	all := append(photoParts(), pageParts()...)
	return append(append(all, viewerParts()...), askingParts()...)
}

// photoParts are the views of photos in the grid, and those in place of them.
func photoParts() []part {
	return []part{
		{name: "welcome", set: func(s *stand) { s.empty(); s.fake.folders = nil }},
		{name: "reading", set: func(s *stand) {
			s.empty()
			s.fake.status.Scanning, s.fake.status.Counting = true, true
		}},
		{name: "empty", set: (*stand).empty},
		{name: "library"},
		{name: "narrow", size: narrow},
		{name: "narrow-side", size: narrow, show: func(s *stand) { s.shell.ToggleSide() }},
		{name: "working", show: func(s *stand) {
			s.fake.setStatus(func(st *photo.Status) {
				st.Photos, st.Encoded, st.Problems, st.Rate, st.Scanning = 12_408, 12_098, 3, 41, true
				st.Remaining = 8e9
			})
		}},
		{name: "waiting", show: func(s *stand) {
			s.fake.setStatus(func(st *photo.Status) {
				st.Photos, st.Encoded, st.Waits, st.Problems = 12_408, 12_098, photo.WaitNight, 3
			})
		}},
		{
			name: "rated", size: fyne.NewSize(800, 614), without: func(o *Options) { o.Ratings = rateAll },
			show: func(s *stand) { s.grid.SetRowSize(110) },
		},
		{name: "selection", show: func(s *stand) { s.selectMonth() }},
		{name: "results", show: func(s *stand) {
			s.fake.weak = func(p photo.Photo) bool { return p.ID%8 == 1 }
			s.ask("sea")
		}},
		{name: "offers", show: func(s *stand) {
			s.fake.add("/pictures/a dgo.jpg")
			s.fake.names = []photo.Known{canon}
			s.ask("dgo")
		}},
		{name: "nothing", show: func(s *stand) { s.fake.names = []photo.Known{canon}; s.ask("zebra") }},
		{name: "mistake", show: func(s *stand) { s.ask("datee:2023 cat") }},
		{name: "words", show: func(s *stand) { s.focusBox(); typed(s.Window, "ty") }},
		{name: "chips", show: func(s *stand) {
			s.box.AddLike(1, "sea 1.jpg", scene(1, 64))
			s.box.AddFilter("tag:summer", "summer", theme.TagIcon())
			s.box.AddPicture("/elsewhere/a red flower.jpg", scene(2, 64))
			s.ask("red -people")
		}},
		{name: "no-favourites", set: func(s *stand) {
			s.said.favourites, s.fake.fits = nil, func(query.Query, photo.Photo) bool { return false }
		}, show: func(s *stand) {
			s.nav.enter(view.Favourites)
		}},
		{name: "folders", show: (*stand).openFolders},
		{name: "tags", size: fyne.NewSize(1100, 940), set: func(s *stand) {
			s.fake.folders[0].State = photo.FolderPolled
			s.fake.folders = append(s.fake.folders, photo.Folder{
				ID: 3, Path: "/home/old", Photos: 1204, State: photo.FolderUnreadable,
			})
		}, show: func(s *stand) {
			s.row("Family").TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
			s.settle()
			s.row("Anna").TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		}},
		{name: "album", show: func(s *stand) { s.asks.album(s.said.albums[0]) }},
		{name: "hand-album", show: func(s *stand) {
			s.fake.own = func() []photo.ID { return []photo.ID{7, 2, 5} }
			s.asks.album(s.said.albums[1])
		}},
		{name: "judging", show: func(s *stand) { s.asks.thing("dog"); s.settle(); s.focusGrid(); s.grid.Select(1) }},
		{name: "information", show: func(s *stand) { s.focusGrid(); s.grid.Select(2); s.grid.Act('i') }},
		{name: "why", show: func(s *stand) { s.ask("sea"); s.grid.Select(0); s.grid.Act('i') }},
	}
}

// pageParts are the pages without photos in a grid.
func pageParts() []part {
	enter := func(p view.Page) func(*stand) { return func(s *stand) { s.nav.enter(p) } }
	return []part{
		{name: "things", show: enter(view.Things)},
		{name: "no-things", set: func(s *stand) { s.said.things = nil }, show: enter(view.Things)},
		{name: "places", show: enter(view.Places)},
		{name: "places-choose", show: func(s *stand) {
			s.nav.toPlace(2, &photo.Place{Latitude: 43.4, Longitude: -3.8}, func(photo.Place) {})
		}},
		{name: "no-places", without: func(o *Options) { o.Places = spots{} }, show: enter(view.Places)},
		{name: "duplicates", show: enter(view.Duplicates)},
		{name: "no-duplicates", set: func(s *stand) { s.twos.gone = true }, show: enter(view.Duplicates)},
		{name: "problems", set: func(s *stand) {
			s.fake.problems, s.fake.status.Problems = troubles(), 3
		}, show: func(s *stand) {
			s.nav.enter(view.Problems)
			s.settle()
			found[*widget.List](s, nil).Select(0)
		}},
		{name: "sidecars", show: func(s *stand) {
			s.beside.tellOpen(3)
			s.settle()
			s.nav.enter(view.Sidecars)
		}},
		{name: "no-sidecars", set: func(s *stand) { s.beside.open = nil }, show: enter(view.Sidecars)},
		{name: "settings", show: enter(view.Settings)},
		{name: "settings-all", size: tall, show: func(s *stand) {
			s.nav.enter(view.Settings)
			s.pages.settings.Report()
		}},
		{name: "settings-narrow", size: fyne.NewSize(narrow.Width, 2800), show: func(s *stand) {
			s.nav.enter(view.Settings)
			s.pages.settings.Report()
		}},
		{name: "models", show: func(s *stand) { s.nav.enterModels() }},
		{name: "model-loading", show: func(s *stand) {
			s.nav.enterModels()
			s.settle()
			s.models.Choose("there")
			press(s.t, s.models.Object(), phrases.Say("models:get-size", "size", counts.Bytes(1e9)))
			answer(s.t, s.Window, phrases.Say("models:get-size-now", "size", counts.Bytes(1e9)))
		}},
		{name: "updates", show: func(s *stand) { s.nav.enter(view.Settings); s.updates.Set(true) }},
	}
}

// viewerParts are the views of one photo, and of two.
func viewerParts() []part {
	open := func(s *stand) { s.viewing.open(2); s.settle() }
	return []part{
		{name: "viewer", show: open},
		{name: "viewer-information", show: func(s *stand) { open(s); s.viewer.TypedRune('i') }},
		{name: "viewer-narrow", size: narrow, show: open},
		{name: "pair", show: func(s *stand) { s.comparing.open(0, 3) }},
	}
}

// askingParts are the dialogs, menus and notices.
func askingParts() []part {
	return []part{
		{name: "filters", size: small, show: func(s *stand) { s.tip(phrases.Say("tip:filter")).Tapped(nil) }},
		{name: "menu", size: small, show: func(s *stand) {
			s.selectMonth()
			at := fyne.NewPos(300, 200)
			s.grid.TappedSecondary(&fyne.PointEvent{Position: at, AbsolutePosition: at.AddXY(200, 60)})
		}},
		{name: "orders", size: small, show: func(s *stand) { s.tip(phrases.Say("tip:order")).Tapped(nil) }},
		{name: "tip", size: small, show: func(s *stand) {
			s.tip(phrases.Say("tip:filter")).MouseIn(&desktop.MouseEvent{})
		}},
		{name: "keys", show: func(s *stand) { keymap.Show(s.win) }},
		{name: "keys-narrow", size: narrow, show: func(s *stand) { keymap.Show(s.win) }},
		{name: "tag", size: small, show: func(s *stand) { s.selectMonth(); s.grid.Act('t') }},
		{name: "to-album", size: small, show: func(s *stand) { s.selectMonth(); s.grid.Act('b') }},
		{name: "edit-date", size: small, show: func(s *stand) {
			s.edits.Ask([]photo.ID{1, 2}, photo.DateField, "2024-06-20 14:30")
		}},
		{name: "edit-place", size: small, show: func(s *stand) {
			s.edits.Ask([]photo.ID{1, 2}, photo.PlaceField, "43.4, -3.9")
		}},
		{name: "save", size: small, show: func(s *stand) { s.ask("dog"); s.saveSearch() }},
		{name: "remove-folder", size: small, show: func(s *stand) { s.Window.folders.Remove(s.fake.folders[0]) }},
		{name: "away-folder", size: small, show: func(s *stand) { s.Window.folders.AcceptLosses(s.fake.folders[1]) }},
		{name: "trash", size: small, show: func(s *stand) {
			s.nav.enter(view.Duplicates)
			s.settle()
			(&keys{s.Window}).typedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
		}},
		{name: "export", size: small, show: func(s *stand) { s.copies.Ask([]photo.ID{1, 2, 3}) }},
		{name: "import", size: small, show: (*stand).offerImport},
		{name: "importing", size: small, show: func(s *stand) {
			s.offerImport()
			s.settle()
			answer(s.t, s.Window, phrases.Say("copies:import"))
		}},
		{name: "use-model", size: small, show: func(s *stand) {
			s.nav.enterModels()
			s.settle()
			s.models.Choose("here")
			press(s.t, s.models.Object(), phrases.Say("models:use"))
		}},
		{name: "notice", show: func(s *stand) { s.marks.Favour([]photo.ID{1, 3}) }},
		{name: "banner", show: func(s *stand) { s.board.Fail(errors.New("it happened")) }},
		{name: "trouble", set: func(s *stand) { s.fake.status.Trouble = ownWords{} }},
		{name: "hint", show: func(s *stand) { s.board.Hint("Drop any picture here to find its like.") }},
		{name: "dropped", show: func(s *stand) {
			s.board.Progress(scene(3, 160), "Looking at a red flower.jpg")
		}},
	}
}

// rateAll gives photos stars and labels of each kind, or none.
func rateAll(_ context.Context, ids []photo.ID) (map[photo.ID]photo.Rated, error) {
	all, labels := map[photo.ID]photo.Rated{}, append(photo.Labels(), "")
	for _, id := range ids {
		if r := (photo.Rated{Stars: int(id)%7 - 1, Label: labels[int(id)%len(labels)]}); r != (photo.Rated{}) {
			all[id] = r
		}
	}
	return all, nil
}

// empty leaves the library without photos.
func (s *stand) empty() {
	s.fake.photos = nil
	s.fake.status.Photos, s.fake.status.Encoded = 0, 0
}

// ask types a line into the box, and waits for the answer.
func (s *stand) ask(line string) {
	s.focusBox()
	s.box.SetText(line)
	s.settle()
}

// selectMonth selects the photos of the first month.
func (s *stand) selectMonth() {
	s.focusGrid()
	s.grid.Tapped(&fyne.PointEvent{Position: fyne.NewPos(60, 24)})
}

// row returns the row of the side bar that shows a name.
func (s *stand) row(name string) fyne.Focusable {
	return found(s, func(f fyne.Focusable) bool {
		o, ok := f.(fyne.Widget)
		return ok && shows(o, name)
	})
}

// openFolders shows the directories of the first folder, and the photos in one of them.
func (s *stand) openFolders() {
	for _, name := range []string{"pictures", "2024"} {
		s.row(name).TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		s.settle()
	}
	s.row("05 May").TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

// found is the first visible object of a type that fits; of all, where fits is nil.
func found[T any](s *stand, fits func(T) bool) T {
	for _, o := range visible(s.win.Content()) {
		if x, ok := o.(T); ok && (fits == nil || fits(x)) {
			return x
		}
	}
	var none T
	s.t.Fatalf("no %T is shown that fits", none)
	return none
}

// tip is a button with a picture that says something.
func (s *stand) tip(says string) *tip.Button {
	return found(s, func(b *tip.Button) bool { return strings.HasPrefix(b.AccessibilityLabel(), says) })
}

// offerImport looks at a camera.
func (s *stand) offerImport() {
	s.copies.Import()
	s.settle()
	for _, o := range test.LaidOutObjects(s.win.Canvas().Overlays().Top()) {
		if b, ok := o.(*widget.Button); ok && b.Text == phrases.Say("copies:look") { // of the toolkit's dialog
			test.Tap(b)
			return
		}
	}
	s.t.Error("no folder can be chosen")
}

// troubles are problems of each kind.
func troubles() []photo.Problem {
	return []photo.Problem{
		{
			ID: 1, Path: "/pictures/2024/half a picture.jpg",
			Reason: "The file ends too early.", Detail: "jpeg: unexpected EOF", Count: 1,
		},
		{
			ID: 2, Path: "/pictures/private",
			Reason: "Recollect is not allowed to read this.", Kind: photo.KindFolder, Count: 12,
		},
		{ID: 3, Path: "/pictures/film.mkv", Kind: "matroska", Count: 4},
	}
}
