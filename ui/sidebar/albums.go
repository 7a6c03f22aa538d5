package sidebar

import (
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// ShowPages says which of the pages there are that not every library has.
func (b *Bar) ShowPages(favourites, things bool) {
	frame.Show(b.favourites, favourites)
	frame.Show(b.things, things)
	b.object.Refresh()
}

// ShowPlaces shows the page of places, or hides it.
func (b *Bar) ShowPlaces(shown bool) {
	frame.Show(b.places, shown)
	b.object.Refresh()
}

// ShowDuplicates shows the page of duplicates, or hides it.
func (b *Bar) ShowDuplicates(shown bool) {
	frame.Show(b.duplicates, shown)
	b.object.Refresh()
}

// SetAlbums shows the albums of the library.
func (b *Bar) SetAlbums(all []photo.Album) {
	if slices.Equal(all, b.albums) {
		return
	}
	b.albums = slices.Clone(all)
	b.albumRows.Objects = nil
	if len(all) > 0 {
		b.albumRows.Add(title(phrases.Say("sidebar:albums")))
	}
	for _, a := range all {
		b.albumRows.Add(b.albumRow(a))
	}
	b.numberAlbums()
	b.markAlbum()
	b.object.Refresh()
}

// CountFavourites shows how many favourites there are.
func (b *Bar) CountFavourites(n int) { b.favourites.count(n) }

// CountDuplicates shows how many groups of duplicates there are.
func (b *Bar) CountDuplicates(n int) { b.duplicates.count(n) }

// SetNumbers shows how many things there are, and how many photos have a place and each album has.
func (b *Bar) SetNumbers(things, places int, albums map[photo.AlbumID]int) {
	b.things.count(things)
	b.places.count(places)
	b.numbers = albums
	b.numberAlbums()
}

func (b *Bar) numberAlbums() {
	for _, o := range b.albumRows.Objects {
		if r, ok := o.(*row); ok {
			r.count(b.numbers[r.album])
		}
	}
}

// SetAlbum marks the album whose photos are shown; 0 for none.
func (b *Bar) SetAlbum(id photo.AlbumID) {
	if b.album != id {
		b.album = id
		b.markAlbum()
	}
}

func (b *Bar) markAlbum() {
	for _, o := range b.albumRows.Objects {
		if r, ok := o.(*row); ok {
			r.choose(r.album == b.album)
		}
	}
	b.markFolder()
}

func (b *Bar) albumRow(a photo.Album) *row {
	r := newRow(b, a.Name, theme.StarOutlineIcon(), func() { call.With(b.OnAlbum, a) })
	r.album = a.ID
	r.onRename = func() { call.With(b.OnRenameAlbum, a) }
	r.onRemove = func() { call.With(b.OnRemoveAlbum, a) }
	r.menuOf(func() *fyne.Menu { return b.albumMenu(a) })
	return r
}

// albumMenu returns what can be done with an album.
func (b *Bar) albumMenu(a photo.Album) *fyne.Menu {
	var items []*fyne.MenuItem
	if !a.ByHand {
		items = append(items, fyne.NewMenuItemWithIcon(
			phrases.Say("albums:edit"),
			fynetheme.SearchIcon(),
			func() { call.With(b.OnEditAlbum, a) },
		))
	}
	return fyne.NewMenu("", append(
		items,
		fyne.NewMenuItemWithIcon(
			phrases.Say("albums:rename-item"),
			fynetheme.DocumentCreateIcon(),
			func() { call.With(b.OnRenameAlbum, a) },
		),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItemWithIcon(
			phrases.Say("albums:remove-item"),
			fynetheme.ContentRemoveIcon(),
			func() { call.With(b.OnRemoveAlbum, a) },
		),
	)...)
}
