package ui

import (
	"context"
	"strings"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/folders"
)

// albumOf is the name of the album whose search q is, empty where it is none's.
func (w *Window) albumOf(q photo.Query) string {
	if len(q.Images)+len(q.Like) > 0 || q.Text == "" {
		return ""
	}
	for _, a := range w.albums {
		if strings.TrimSpace(a.Line) == q.Text {
			return a.Name
		}
	}
	return ""
}

// readAlbums reads the albums and shows them in the side bar.
func (w *Window) readAlbums() {
	if w.o.Albums == nil {
		return
	}
	w.telling.Run(w.ctx, w.o.Albums.Albums, func(all []photo.Album, err error) {
		if err != nil {
			w.tell(err)
			return
		}
		w.albums = all
		w.side.SetAlbums(all)
		w.box.SetSaved(w.albumOf(w.asked) != "")
		w.arrangeNote()
		w.arrange()
	})
}

// openAlbum puts the search of an album into the box.
func (w *Window) openAlbum(a photo.Album) {
	w.editing = photo.Album{}
	w.askLine(a.Line)
	w.focusGrid()
}

// askLine asks for a line that nobody has typed.
func (w *Window) askLine(line string) {
	if w.viewer.Visible() {
		w.closeViewer()
	}
	w.box.Replace()
	w.box.SetText(line)
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
	if w.o.Albums == nil || q.Empty() {
		return
	}
	always(w.ctx, func(ctx context.Context) ([]string, error) { return w.paths(ctx, q.Like) }, func(paths []string, err error) {
		if err != nil {
			w.tell(err)
			return
		}
		line := q.Text
		for _, path := range append(q.Images, paths...) {
			line = strings.TrimLeft(line+" "+query.PictureText(path), " ")
		}
		w.saveLine(line)
	})
}

// saveLine asks for a name and keeps line under it.
func (w *Window) saveLine(line string) {
	name := w.editing.Name
	if name == "" {
		name = w.albumOf(w.asked)
	}
	save := func(name string) {
		w.changeAlbums(func(ctx context.Context) error {
			_, err := w.o.Albums.SaveAlbum(ctx, name, line)
			return err
		})
		w.editing = photo.Album{}
	}
	w.request(request{
		title: "Save this search", hint: "An album of what it finds, now and later.", placeholder: "Name",
		confirm: "Save", text: name, given: save,
	})
}

func (w *Window) renameAlbum(a photo.Album) {
	rename := func(name string) {
		w.changeAlbums(func(ctx context.Context) error { return w.o.Albums.RenameAlbum(ctx, a.ID, name) })
	}
	w.request(request{title: "Rename " + a.Name, placeholder: "Name", confirm: "Rename", text: a.Name, given: rename})
}

func (w *Window) removeAlbum(a photo.Album) {
	w.confirm("Remove the album "+a.Name+"?", "Only the search is removed. No photo is touched.", "Remove", "Keep", func() {
		w.changeAlbums(func(ctx context.Context) error { return w.o.Albums.RemoveAlbum(ctx, a.ID) })
	})
}

// changeAlbums changes the albums and reads them again.
func (w *Window) changeAlbums(do func(context.Context) error) {
	always(w.ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			w.tell(err)
		}
		w.readAlbums()
	})
}

// confirm asks whether something is to be done.
func (w *Window) confirm(title, text, yes, no string, do func()) {
	w.question(title, text, yes, no, func(really bool) {
		if really {
			do()
		}
	})
}

// favourites asks for the photos that a person likes best.
func (w *Window) favourites() {
	w.askLine(favouriteLine)
	w.focusGrid()
}

// favouriteLine finds the favourites.
const favouriteLine = "is:favourite"

// albumShown is the album whose photos are shown, 0 for none.
func (w *Window) albumShown() photo.AlbumID {
	name := w.albumOf(w.asked)
	for _, a := range w.albums {
		if name != "" && a.Name == name && w.room == folders.Photos {
			return a.ID
		}
	}
	return 0
}

// roomShown is the room that the side bar marks: some are lines in the box.
func (w *Window) roomShown() folders.Room {
	switch {
	case w.room != folders.Photos:
		return w.room
	case w.asked.Text == favouriteLine && w.o.Marks != nil:
		return folders.Favourites
	}
	return folders.Photos
}
