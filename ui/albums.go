package ui

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/session"
	"recollect/ui/theme"
	"recollect/ui/view"
)

// openAlbum puts the search of an album into the box.
func (w *Window) openAlbum(a photo.Album) {
	w.askLine(a.Line)
	w.focusGrid()
}

// askLine asks for a line that nobody has typed.
func (w *Window) askLine(line string) {
	w.askAnew(func() { w.box.Put(line) })
}

// askFilter asks for a filter, which the box shows as a chip: the person may add words to it.
func (w *Window) askFilter(filter, name string, icon fyne.Resource) {
	w.askAnew(func() { w.box.AddFilter(filter, name, icon) })
	w.focusGrid()
}

// askAnew asks for something else: put puts it into the empty box.
func (w *Window) askAnew(put func()) {
	w.albums.Leave()
	w.finder.Leap(func() {
		w.box.Replace()
		put()
	})
}

// editAlbum puts the search of an album into the box, to be changed and saved again.
func (w *Window) editAlbum(a photo.Album) {
	w.askLine(a.Line)
	w.albums.Edit(a)
	w.focusBox()
}

// showAlbums shows the albums that were read.
func (w *Window) showAlbums() {
	w.side.SetAlbums(w.albums.All())
	w.box.SetSaved(w.albumOf(w.finder.State().Asked) != "")
	w.finder.note()
	w.arrange()
}

// albumOf is the name of the album whose search q is, empty where it is none's.
func (w *Window) albumOf(q query.Query) string {
	a, _ := w.albums.Of(q)
	return a.Name
}

// saveSearch asks for a name and keeps under it what the box asks for.
func (w *Window) saveSearch() { w.albums.Save(w.box.Query(), w.finder.State().Asked) }

// favourites asks for the photos that a person likes best.
func (w *Window) favourites() {
	w.askFilter(session.FavouritesLine, "Favourites", theme.HeartIcon())
}

// albumShown is the album whose photos are shown, 0 for none.
func (w *Window) albumShown() photo.AlbumID {
	if w.finder.State().Room != view.Photos {
		return 0
	}
	a, _ := w.albums.Of(w.finder.State().Asked)
	return a.ID
}

// roomShown is the room that the side bar marks: some are lines in the box.
func (w *Window) roomShown() view.Room {
	switch {
	case w.finder.State().Room != view.Photos:
		return w.finder.State().Room
	case w.o.Marks != nil && w.finder.State().ForFavourites():
		return view.Favourites
	case w.o.Things != nil && w.finder.State().ForThing():
		return view.Things
	}
	return view.Photos
}
