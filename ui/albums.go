package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/ask"
	"recollect/ui/session"
	"recollect/ui/theme"
	"recollect/ui/view"
	"recollect/ui/work"
)

// albumOf is the name of the album whose search q is, empty where it is none's.
func (w *Window) albumOf(q query.Query) string {
	line := withPictures(q.Text, q.Images)
	if len(q.Like) > 0 || line == "" {
		return ""
	}
	for _, a := range w.albums {
		if strings.TrimSpace(a.Line) == line {
			return a.Name
		}
	}
	return ""
}

// withPictures is line with pictures as parts of it.
func withPictures(line string, paths []string) string {
	for _, path := range paths {
		line = strings.TrimLeft(line+" "+query.PictureText(path), " ")
	}
	return line
}

// readAlbums reads the albums and shows them in the side bar.
func (w *Window) readAlbums() {
	if w.o.Albums == nil {
		return
	}
	w.telling.Run(w.work, w.o.Albums.Albums, func(all []photo.Album, err error) {
		if err != nil {
			w.board.Fail(err)
			return
		}
		w.albums = all
		w.side.SetAlbums(all)
		w.box.SetSaved(w.albumOf(w.finder.State().Asked) != "")
		w.finder.note()
		w.arrange()
	})
}

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
	w.editing = photo.Album{}
	w.finder.Leap(func() {
		w.box.Replace()
		put()
	})
}

// editAlbum puts the search of an album into the box, to be changed and saved again.
func (w *Window) editAlbum(a photo.Album) {
	w.askLine(a.Line)
	w.editing = a
	w.focusBox()
}

// saveSearch asks for a name and keeps under it the line and its pictures, which
// become parts of the line.
func (w *Window) saveSearch() {
	q := w.box.Query()
	if w.o.Albums == nil || q.Blank() {
		return
	}
	work.Always(w.work, func(ctx context.Context) ([]string, error) { return w.paths(ctx, q.Like) }, func(paths []string, err error) {
		if err != nil {
			w.board.Fail(err)
			return
		}
		w.saveLine(withPictures(q.Text, append(q.Images, paths...)))
	})
}

// saveLine asks for a name and keeps line under it.
func (w *Window) saveLine(line string) {
	own := w.editing.Name
	if own == "" {
		own = w.albumOf(w.finder.State().Asked)
	}
	ask.For(w.win, ask.Request{
		Title: "Save this search", Hint: "An album of what it finds, now and later.", Placeholder: "Name",
		Confirm: "Save", Text: own, Given: func(name string) {
			if strings.EqualFold(name, own) || !w.hasAlbum(name) {
				w.saveAlbum(name, line)
				return
			}
			ask.If(w.win, ask.Question{
				Title: "Replace the search of " + name + "?", Text: "There is an album of that name already.",
				Yes: "Replace", No: "Keep",
			}, func() { w.saveAlbum(name, line) })
		},
	})
}

func (w *Window) saveAlbum(name, line string) {
	w.editing = photo.Album{}
	w.changeAlbums(func(ctx context.Context) error {
		_, err := w.o.Albums.SaveAlbum(ctx, name, line)
		return err
	})
}

// hasAlbum reports whether an album has that name, case aside as in the library.
func (w *Window) hasAlbum(name string) bool {
	return slices.ContainsFunc(w.albums, func(a photo.Album) bool { return strings.EqualFold(a.Name, name) })
}

func (w *Window) renameAlbum(a photo.Album) {
	rename := func(name string) {
		w.changeAlbums(func(ctx context.Context) error { return w.o.Albums.RenameAlbum(ctx, a.ID, name) })
	}
	ask.For(w.win, ask.Request{Title: "Rename " + a.Name, Placeholder: "Name", Confirm: "Rename", Text: a.Name, Given: rename})
}

func (w *Window) removeAlbum(a photo.Album) {
	ask.If(w.win, ask.Question{
		Title: "Remove the album " + a.Name + "?", Text: "Only the search is removed. No photo is touched.", Yes: "Remove", No: "Keep",
	}, func() {
		w.changeAlbums(func(ctx context.Context) error { return w.o.Albums.RemoveAlbum(ctx, a.ID) })
	})
}

// changeAlbums changes the albums and reads them again.
func (w *Window) changeAlbums(do func(context.Context) error) {
	work.Do(w.work, do, func(err error) {
		if err != nil {
			w.board.Fail(err)
		}
		w.readAlbums()
	})
}

// favourites asks for the photos that a person likes best.
func (w *Window) favourites() {
	w.askFilter(session.FavouritesLine, "Favourites", theme.HeartIcon())
}

// albumShown is the album whose photos are shown, 0 for none.
func (w *Window) albumShown() photo.AlbumID {
	name := w.albumOf(w.finder.State().Asked)
	for _, a := range w.albums {
		if name != "" && a.Name == name && w.finder.State().Room == view.Photos {
			return a.ID
		}
	}
	return 0
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
