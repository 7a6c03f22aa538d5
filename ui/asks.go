package ui

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/drop"
	"recollect/ui/session"
	"recollect/ui/theme"
	"recollect/ui/view"
)

// askLine asks for a line that nobody has typed.
func (f *finder) askLine(line string) {
	f.askAnew(func() { f.w.box.Put(line) })
}

// askFilter asks for a filter, which the box shows as a chip: the person may add words to it.
func (f *finder) askFilter(filter, name string, icon fyne.Resource) {
	f.askAnew(func() { f.w.box.AddFilter(filter, name, icon) })
	f.w.focusGrid()
}

// askAnew asks for something else: put puts it into the empty box.
func (f *finder) askAnew(put func()) {
	f.w.albums.Leave()
	f.Leap(func() {
		f.w.box.Replace()
		put()
	})
}

// openAlbum puts the search of an album into the box.
func (f *finder) openAlbum(a photo.Album) {
	f.askLine(a.Line)
	f.w.focusGrid()
}

// editAlbum puts the search of an album into the box, to be changed and saved again.
func (f *finder) editAlbum(a photo.Album) {
	f.askLine(a.Line)
	f.w.albums.Edit(a)
	f.w.focusBox()
}

// showAlbums shows the albums that were read.
func (f *finder) showAlbums() {
	f.w.side.SetAlbums(f.w.albums.All())
	f.w.box.SetSaved(f.albumOf(f.State().Asked) != "")
	f.note()
	f.w.rooms.arrange()
}

// albumOf is the name of the album whose search q is, empty where it is none's.
func (f *finder) albumOf(q query.Query) string {
	a, _ := f.w.albums.Of(q)
	return a.Name
}

// saveSearch asks for a name and keeps under it what the box asks for.
func (f *finder) saveSearch() { f.w.albums.Save(f.w.box.Query(), f.State().Asked) }

// favourites asks for the photos that a person likes best.
func (f *finder) favourites() {
	f.askFilter(session.FavouritesLine, "Favourites", theme.HeartIcon())
}

// openThing shows the photos of a thing.
func (f *finder) openThing(name string) {
	f.askFilter(query.FilterText("thing", name), name, theme.TagIcon())
}

// findLike searches for the like of pictures, all together.
func (f *finder) findLike(pictures []drop.Picture) {
	f.Leap(func() {
		f.w.box.Replace()
		for _, p := range pictures {
			f.w.box.AddPicture(p.Path, p.Image)
		}
	})
	f.w.focusBox()
}

// enterGrid goes from the box to what was found.
func (f *finder) enterGrid() {
	f.w.focusGrid()
	f.Act()
	// Before the answer is there, the grid shows something else: nothing of it is meant.
	if f.State().Answered() {
		f.w.grid.SelectShown()
	}
}

// leaveGrid goes one step back, or from results to the library, and no further:
// who presses Esc too often is not thrown back into a search.
func (f *finder) leaveGrid() {
	if !f.State().Asked.Blank() && !f.back() {
		f.w.box.Clear()
	}
}

// albumShown is the album whose photos are shown, 0 for none.
func (f *finder) albumShown() photo.AlbumID {
	if f.State().Room != view.Photos {
		return 0
	}
	a, _ := f.w.albums.Of(f.State().Asked)
	return a.ID
}

// roomShown is the room that the side bar marks: some are lines in the box.
func (f *finder) roomShown() view.Room {
	switch {
	case f.State().Room != view.Photos:
		return f.State().Room
	case f.w.o.Marks != nil && f.State().ForFavourites():
		return view.Favourites
	case f.w.o.Things != nil && f.State().ForThing():
		return view.Things
	}
	return view.Photos
}
