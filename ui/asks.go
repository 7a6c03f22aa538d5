package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/drop"
	"recollect/ui/filters"
	"recollect/ui/folders"
	"recollect/ui/phrases"
	"recollect/ui/session"
	"recollect/ui/tags"
	"recollect/ui/theme"
	"recollect/ui/work"
)

// asker puts searches into the box for actions other than typing.
type asker struct {
	w      *Window
	liking work.Latest[[]string]
}

// filterButton returns what the button of filters does.
func filterButton(w *Window) *filters.Button {
	b := &filters.Button{
		Group: w.work, Board: w.board, Window: w.win, Roll: w.timeline.Roll,
		Add: func(filter, name string, icon fyne.Resource) {
			w.box.AddFilter(filter, name, icon)
			w.focusGrid()
		},
	}
	if w.o.Values != nil {
		b.Values = w.o.Values.Values
	}
	return b
}

// line searches for a line.
func (a *asker) line(line string) { a.anew(func() { a.w.box.Put(line) }) }

// filter searches by a filter, which the box shows as a chip: the person may add words to it.
func (a *asker) filter(filter, name string, icon fyne.Resource) {
	a.anew(func() { a.w.box.AddFilter(filter, name, icon) })
	a.w.focusGrid()
}

// anew starts another search, as one step: it empties the box and calls put to fill it.
func (a *asker) anew(put func()) {
	a.w.albums.Leave()
	a.instead(put)
}

// instead is anew while an album is being edited: the search may become the album's.
func (a *asker) instead(put func()) {
	a.w.finder.Leap(func() { a.w.box.Replace(); put() })
}

// album runs the search of an album.
func (a *asker) album(album photo.Album) {
	a.anew(func() { a.w.box.PutAlbum(album) })
	a.w.focusGrid()
}

// editAlbum runs the search of an album, to be changed and saved again.
func (a *asker) editAlbum(album photo.Album) {
	a.line(album.Line)
	a.w.albums.Edit(album)
	a.w.focusBox()
}

// folder searches for the photos in a directory, with those below it or without.
func (a *asker) folder(path string, below bool) {
	a.w.app.Preferences().SetBool(prefBelow, below)
	a.filter(folders.Line(path, below), folders.Name(path), fynetheme.FolderIcon())
}

// favourites searches for the favourites.
func (a *asker) favourites() {
	a.filter(session.FavouritesLine, phrases.Say("sidebar:favourites"), theme.HeartIcon())
}

// tag searches for the photos with a tag.
func (a *asker) tag(name string) { a.filter(query.FilterText("tag", name), name, theme.TagIcon()) }

// tagAlone searches for the photos with a tag or one within it.
func (a *asker) tagAlone(name string) { a.filter(tags.Line(name), name, theme.TagIcon()) }

// inTag is tagAlone, for words to be added.
func (a *asker) inTag(name string) { a.tagAlone(name); a.w.focusBox() }

// thing searches for the photos that show a thing.
func (a *asker) thing(name string) { a.filter(query.FilterText("thing", name), name, theme.TagIcon()) }

// cluster searches for the photos of a cluster of the map.
func (a *asker) cluster(c photo.Cluster) {
	name := phrases.Say("places:area")
	if c.City != "" {
		name = phrases.Say("places:around", "name", c.City)
	}
	a.filter(query.AreaText(c.Area), name, theme.PinIcon())
}

// offer runs a search that was offered beside an answer.
func (a *asker) offer(o session.Offer) {
	if o.Line != "" {
		a.w.box.SetText(o.Line)
		a.w.focusBox()
		return
	}
	a.filter(o.Filter, o.Name, fynetheme.SearchIcon())
}

// likeFiles searches for photos that are similar to picture files, all together.
func (a *asker) likeFiles(pictures []drop.Picture) {
	a.instead(func() {
		for _, p := range pictures {
			a.w.box.AddPicture(p.Path, p.Image)
		}
	})
	a.w.focusBox()
}

// like searches for photos that are similar to photos of the library.
func (a *asker) like(ids []photo.ID) {
	w := a.w
	a.liking.Run(w.work, func(ctx context.Context) ([]string, error) { return w.files.Paths(ctx, ids) },
		func(paths []string, err error) {
			if err != nil {
				w.board.Fail(err)
				return
			}
			a.anew(func() {
				for i, id := range ids {
					w.box.AddLike(id, filepath.Base(paths[i]), w.grid.Picture(id))
				}
			})
			w.focusGrid()
		})
}

// retype moves the focus to the box and selects its line, which what is typed then replaces.
func (a *asker) retype() {
	a.w.focusBox()
	a.w.box.SelectLine()
}

// word puts the beginning of a word that was typed elsewhere into the box. Back returns to the
// search before it.
func (a *asker) word(begun string) {
	a.w.finder.Begin(func() {
		a.w.box.Replace()
		a.w.box.SetText(begun)
	})
	a.w.focusBox()
}
