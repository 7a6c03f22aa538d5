package sidebar

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/view"
)

func TestAlbums(t *testing.T) {
	test.NewTempApp(t)
	b := New()
	test.NewTempWindow(t, b.Object()).Resize(fyne.NewSize(300, 600))
	var got string
	click := func(what string) func(photo.Album) {
		return func(a photo.Album) { got += what + " " + a.Name + ";" }
	}
	b.OnAlbum, b.OnEditAlbum = click("open"), click("edit")
	b.OnRenameAlbum, b.OnRemoveAlbum = click("rename"), click("remove")
	if b.albumTitle.Visible() {
		t.Error("a heading stands above no albums")
	}
	birds := photo.Album{ID: 2, Name: "Birds", Line: "bird"}
	b.SetAlbums([]photo.Album{{ID: 1, Name: "Sea", Line: "sea"}, birds})
	row := b.albumRows.box.Objects[1].(*row)
	test.Tap(row)
	for _, item := range b.albumMenu(birds).Items {
		if item.Action != nil {
			item.Action()
		}
	}
	for _, key := range []fyne.KeyName{fyne.KeyF2, fyne.KeyDelete} {
		row.TypedKey(&fyne.KeyEvent{Name: key})
		b.photos.TypedKey(&fyne.KeyEvent{Name: key}) // has neither
	}
	if want := "open Birds;edit Birds;rename Birds;remove Birds;rename Birds;remove Birds;"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	birds.ByHand = true
	if items := b.albumMenu(birds).Items; len(items) != 3 {
		t.Errorf("%d items for an album made by hand, which has no search", len(items))
	}
	b.SetAlbum(2)
	if !row.chosen || b.photos.chosen {
		t.Errorf("marked: the album %v, all photos %v", row.chosen, b.photos.chosen)
	}
	b.SetAlbum(0)
	if row.chosen || !b.photos.chosen {
		t.Errorf("marked after: the album %v, all photos %v", row.chosen, b.photos.chosen)
	}
	b.SetAlbums(nil)
	if b.albumTitle.Visible() {
		t.Error("the heading stays")
	}
}

// The row of an album stays while others come and it is changed: a click that has begun on it is not lost.
func TestAnAlbumKeepsItsRow(t *testing.T) {
	b, w := shownBar(t)
	var got []string
	b.OnAlbum = func(a photo.Album) { got = append(got, a.Name+" "+a.Line) }
	b.SetNumbers(0, 0, map[photo.AlbumID]int{2: 7})
	b.SetAlbums([]photo.Album{{ID: 1, Name: "Sea", Line: "sea"}, {ID: 2, Name: "Birds", Line: "bird"}})
	r := b.albumRows.box.Objects[1].(*row)
	w.Canvas().Focus(r)
	b.SetAlbum(2)
	b.SetAlbums([]photo.Album{{ID: 3, Name: "Air", Line: "air"}, {ID: 2, Name: "Big birds", Line: "eagle"}})
	if b.albumRows.box.Objects[1] != fyne.CanvasObject(r) || w.Canvas().Focused() != fyne.Focusable(r) {
		t.Fatal("its row is another one, or has not the keys any more")
	}
	if got, want := written(b.albumRows.box.Objects), "Air , Big birds 7"; got != want || !r.chosen {
		t.Errorf("the rows are %s, want %s; marked: %v", got, want, r.chosen)
	}
	if at, ok := b.At("Big birds"); !ok || at.Y <= b.albumRows.box.Objects[0].Position().Y {
		t.Errorf("it lies at %v", at)
	}
	if test.Tap(r); fmt.Sprint(got) != "[Big birds eagle]" {
		t.Errorf("a click shows %v", got)
	}
}

func TestRoomsThatNotEveryLibraryHas(t *testing.T) {
	test.NewTempApp(t)
	b := New()
	test.NewTempWindow(t, b.Object())
	if b.favourites.Visible() || b.things.Visible() {
		t.Error("they are shown unasked")
	}
	b.ShowPages(true, true)
	var pages []view.Page
	b.OnPage = func(r view.Page) { pages = append(pages, r); b.SetPage(r) }
	test.Tap(b.favourites)
	test.Tap(b.things)
	if fmt.Sprint(pages) != fmt.Sprint([]view.Page{view.Favourites, view.Things}) || !b.things.chosen ||
		b.favourites.chosen {
		t.Errorf("went to %v", pages)
	}
}
