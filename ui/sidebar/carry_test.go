package sidebar

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
)

// Photos fall on favourites and on albums that are made by hand; on the others it is said why not.
func TestWhatRowsTake(t *testing.T) {
	b, w := shownBar(t)
	w.Resize(fyne.NewSize(Width, 900))
	var got []string
	b.OnDropAlbum = func(a photo.Album, ids []photo.ID) { got = append(got, fmt.Sprint(a.Name, " ", ids)) }
	b.OnDropFavourites = func(ids []photo.ID) { got = append(got, fmt.Sprint("favourites ", ids)) }
	b.OnDropTag = func(name string, ids []photo.ID) { got = append(got, fmt.Sprint(name, " ", ids)) }
	b.SetTags([]photo.Tag{{Name: "Family", Photos: 2}, {Name: "Garden", Photos: 3}})
	b.ShowPages(true, true)
	b.SetAlbums([]photo.Album{{ID: 1, Name: "Sea", Line: "sea"}, {ID: 2, Name: "Trip", ByHand: true}})
	b.SetFolders([]photo.Folder{{ID: 1, Path: "/home/a/Pictures"}})
	ids := []photo.ID{3, 1}
	for _, tt := range []struct {
		row  fyne.CanvasObject
		says string
		want string
	}{
		{b.favourites, "2", "favourites [3 1]"},
		{b.albumRows.box.Objects[1], "Trip", "Trip [3 1]"},
		{b.albumRows.box.Objects[0], "search", ""},
		{b.tree.shelf.box.Objects[0], "files", ""},
		{b.tags.shelf.box.Objects[1], "Garden", "Garden [3 1]"},
		{b.photos, "", ""},
		{b.settings, "", ""},
	} {
		got = nil
		r := tt.row.(*row)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r).AddXY(20, 10)
		text, fits := b.Over(at, ids)
		if fits != (tt.want != "") || !strings.Contains(text, tt.says) || (text == "") != (tt.says == "") {
			t.Errorf("%s: it says %q, takes them %v", r.name, text, fits)
		}
		if r.aimed != fits {
			t.Errorf("%s: highlighted %v", r.name, r.aimed)
		}
		if b.Drop(at, ids); strings.Join(got, ";") != tt.want || r.aimed {
			t.Errorf("%s: did %v, want %q; highlighted after %v", r.name, got, tt.want, r.aimed)
		}
	}
}
