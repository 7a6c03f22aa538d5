package sidebar

import (
	"fmt"
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

// SetAlbums shows the albums of the library. The rows of those that were there before stay.
func (b *Bar) SetAlbums(all []photo.Album) {
	if slices.Equal(all, b.albums) {
		return
	}
	b.albums = slices.Clone(all)
	frame.Show(b.albumTitle, len(all) > 0)
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = fmt.Sprint(a.ID)
	}
	b.put(b.albumRows, names)
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
	b.albumRows.each(func(r *row) { r.count(b.numbers[r.album.ID]) })
}

// SetAlbum marks the album whose photos are shown; 0 for none.
func (b *Bar) SetAlbum(id photo.AlbumID) {
	if b.album != id {
		b.album = id
		b.albumRows.each(func(r *row) { r.choose(r.album.ID == id) })
		b.markFolder()
	}
}

// albumRow returns the row of album i.
func (b *Bar) albumRow(i int, was *row) *row {
	r := was
	if r == nil {
		r = newRow(b, "", theme.StarOutlineIcon(), nil)
		r.onTap = func() { call.With(b.OnAlbum, r.album) }
		r.onRename = func() { call.With(b.OnRenameAlbum, r.album) }
		r.onRemove = func() { call.With(b.OnRemoveAlbum, r.album) }
		r.menuOf(func() *fyne.Menu { return b.albumMenu(r.album) })
	}
	r.album = b.albums[i]
	r.setName(r.album.Name)
	r.count(b.numbers[r.album.ID])
	r.choose(r.album.ID == b.album)
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
