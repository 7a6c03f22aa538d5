package sidebar

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/theme"
	"recollect/ui/view"
)

func shownBar(t *testing.T) (*Bar, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	b := New()
	w := test.NewTempWindow(t, b.Object())
	w.Resize(fyne.NewSize(Width, 500))
	return b, w
}

func TestRooms(t *testing.T) {
	b, _ := shownBar(t)
	var entered []view.Page
	b.OnPage = func(r view.Page) { entered = append(entered, r) }
	test.Tap(b.problems)
	b.settings.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	test.Tap(b.photos)
	want := []view.Page{view.Problems, view.Settings, view.Photos}
	for i, r := range want {
		if len(entered) != len(want) || entered[i] != r {
			t.Fatalf("entered %v, want %v", entered, want)
		}
	}
	b.SetPage(view.Settings)
	if b.photos.chosen || !b.settings.chosen {
		t.Error("the page that the person is on is not marked")
	}
}

func TestProblemsAreARoomOnlyWhenThereAreAny(t *testing.T) {
	b, _ := shownBar(t)
	if b.problems.Visible() {
		t.Error("problems are shown, and there are none")
	}
	b.SetCounts(12408, 3)
	if !b.problems.Visible() || b.problems.number != "3" || b.photos.number != "12,408" {
		t.Errorf("shown %v with %q problems and %q photos", b.problems.Visible(), b.problems.number, b.photos.number)
	}
	b.SetCounts(12408, 0)
	if b.problems.Visible() {
		t.Error("problems stay when they are solved")
	}
}

// The page of conflicts stays in sight until the person leaves it, and not longer when all are settled.
func TestConflictsAreARoomWhileThereAreAnyOrTheyAreShown(t *testing.T) {
	b, _ := shownBar(t)
	if b.conflicts.Visible() {
		t.Error("conflicts are shown, and there are none")
	}
	b.CountConflicts(1)
	if !b.conflicts.Visible() || b.conflicts.number != "1" {
		t.Errorf("shown %v with %q conflicts", b.conflicts.Visible(), b.conflicts.number)
	}
	b.SetPage(view.Sidecars)
	b.CountConflicts(0)
	if !b.conflicts.Visible() {
		t.Error("the page that the person is on is not among the rows")
	}
	b.SetPage(view.Photos)
	if b.conflicts.Visible() {
		t.Error("conflicts stay when they are settled and the person has left")
	}
	b.SetPage(view.Sidecars) // by the keys, or back
	if !b.conflicts.Visible() {
		t.Error("the page that the person has come back to is not among the rows")
	}
}

func TestFolders(t *testing.T) {
	b, w := shownBar(t)
	var removed photo.FolderID
	b.OnRemove = func(f photo.Folder) { removed = f.ID }
	b.SetFolders([]photo.Folder{{ID: 1, Path: "/home/a/Pictures", Photos: 7}, {ID: 2, Path: "/media/USB", Away: true}})
	if len(b.tree.shelf.box.Objects) != 2 {
		t.Fatalf("%d folders are shown, want 2", len(b.tree.shelf.box.Objects))
	}
	home, usb := b.tree.shelf.box.Objects[0].(*row), b.tree.shelf.box.Objects[1].(*row)
	if home.name != "Pictures" || home.number != "7" || home.away || !usb.away {
		t.Errorf("shown %q with %q photos, away %v and %v", home.name, home.number, home.away, usb.away)
	}
	test.TapSecondary(home)
	if w.Canvas().Overlays().Top() == nil {
		t.Fatal("a right click shows no menu")
	}
	items := b.menu(photo.Folder{ID: 2, Path: "/media/USB", Away: true, Reason: photo.AwayMissing}).Items
	if !items[2].Disabled {
		t.Error("a folder that is away can be shown in the file manager")
	}
	if items[len(items)-1].Action(); removed != 2 {
		t.Errorf("removed %d, want 2", removed)
	}
}

// What can be said of a folder depends on why it is away.
func TestFolderMenu(t *testing.T) {
	b, _ := shownBar(t)
	var reported []string
	b.OnRelocate = func(f photo.Folder) { reported = append(reported, "moved "+f.Path) }
	b.OnAccept = func(f photo.Folder) { reported = append(reported, "deleted "+f.Path) }
	for reason, want := range map[photo.AwayReason]string{
		"":                "",
		photo.AwayMissing: "moved /p",
		photo.AwayEmpty:   "moved /p deleted /p",
		photo.AwayLost:    "moved /p deleted /p",
	} {
		reported = nil
		for _, item := range b.menu(photo.Folder{Path: "/p", Away: reason != "", Reason: reason}).Items {
			if strings.HasSuffix(item.Label, "now…") || strings.HasSuffix(item.Label, "deleted…") {
				item.Action()
			}
		}
		if got := strings.Join(reported, " "); got != want {
			t.Errorf("%q: %q, want %q", reason, got, want)
		}
	}
}

// A folder that is there but for some photos is one like others, and says how many are missing.
func TestAFolderThatMissesPhotos(t *testing.T) {
	b, _ := shownBar(t)
	f := photo.Folder{ID: 1, Path: "/home/a/Pictures", Photos: 80, Away: true, Reason: photo.AwayLost, Missing: 15}
	b.SetFolders([]photo.Folder{f})
	r := b.tree.shelf.box.Objects[0].(*row)
	if r.away || r.number != "15 missing" {
		t.Errorf("shown %q, away %v", r.number, r.away)
	}
	items := b.menu(f).Items
	if items[0].Label != f.Path || items[2].Disabled ||
		items[3].Label != "15 of the folder's photos are not there any more." {
		t.Errorf("got %q, %q", items[0].Label, items[3].Label)
	}
	f.Away, f.Reason, f.Missing = false, "", 0
	if b.SetFolders([]photo.Folder{f}); r.number != "80" {
		t.Errorf("once they are back: %q", r.number)
	}
}

func TestARowStaysWhilePhotosAreCounted(t *testing.T) {
	b, w := shownBar(t)
	b.SetFolders([]photo.Folder{{ID: 1, Path: "/a", Photos: 7}, {ID: 2, Path: "/b"}})
	row := b.tree.shelf.box.Objects[0].(*row)
	w.Canvas().Focus(row)
	b.SetFolders([]photo.Folder{{ID: 1, Path: "/a", Photos: 9, Away: true}, {ID: 2, Path: "/b"}})
	if b.tree.shelf.box.Objects[0] != fyne.CanvasObject(row) || w.Canvas().Focused() != fyne.Focusable(row) {
		t.Fatal("the row was replaced when photos were counted")
	}
	if row.number != "9" || !row.away || !row.folder.Away {
		t.Errorf("shown %q photos, away %v, menu of %+v; want 9 and away", row.number, row.away, row.folder)
	}
	b.SetFolders([]photo.Folder{{ID: 2, Path: "/b"}})
	if n := len(b.tree.shelf.box.Objects); n != 1 {
		t.Errorf("%d rows after a folder was removed, want 1", n)
	}
}

func TestKeysLeaveARow(t *testing.T) {
	b, _ := shownBar(t)
	b.settings.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) // no callback: nothing happens
	b.settings.TypedRune('/')
	var did []string
	b.OnLeave = func() { did = append(did, "leave") }
	b.OnSearch = func() { did = append(did, "search") }
	b.settings.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.settings.TypedRune('x')
	b.settings.TypedRune('/')
	if got := strings.Join(did, " "); got != "leave search" {
		t.Errorf("did %q, want leave and search", got)
	}
}
