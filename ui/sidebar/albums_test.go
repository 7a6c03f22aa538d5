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
	if len(b.albumRows.Objects) != 0 {
		t.Error("a heading stands above no albums")
	}
	birds := photo.Album{ID: 2, Name: "Birds", Line: "bird"}
	b.SetAlbums([]photo.Album{{ID: 1, Name: "Sea", Line: "sea"}, birds})
	row := b.albumRows.Objects[2].(*row)
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
	if len(b.albumRows.Objects) != 0 {
		t.Error("the heading stays")
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
