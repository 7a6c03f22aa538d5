package ui

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/ask"
	"recollect/ui/drop"
	"recollect/ui/filters"
	"recollect/ui/folders"
	"recollect/ui/phrases"
	"recollect/ui/session"
	"recollect/ui/theme"
	"recollect/ui/work"
)

// asker puts searches into the box for actions other than typing.
type asker struct {
	w         *Window
	liking    work.Latest[[]string]
	filtering work.Latest[map[string][]string]
}

// filters shows the menu of filters below a button, with the values that the library has now.
func (a *asker) filters(below fyne.CanvasObject) {
	w := a.w
	a.filtering.Run(w.work, func(ctx context.Context) (map[string][]string, error) {
		values := map[string][]string{}
		for _, key := range filters.Keys() {
			if w.o.Values == nil {
				break
			}
			all, err := w.o.Values.Values(ctx, key)
			if err != nil {
				return nil, err
			}
			values[key] = all
		}
		return values, nil
	}, func(values map[string][]string, err error) {
		if err != nil {
			w.board.Fail(err)
			return
		}
		d := fyne.CurrentApp().Driver()
		menu := widget.NewPopUpMenu(a.choice(values).Menu(), d.CanvasForObject(below))
		at := d.AbsolutePositionForObject(below)
		menu.ShowAtPosition(fyne.NewPos(at.X+below.Size().Width-menu.MinSize().Width, at.Y+below.Size().Height))
	})
}

// choice returns the filters that there are.
func (a *asker) choice(values map[string][]string) filters.Choice {
	c := filters.Choice{Values: values, Add: func(filter, name string, icon fyne.Resource) {
		a.w.box.AddFilter(filter, name, icon)
		a.w.focusGrid()
	}, More: func(title string, values []string, given func(string)) { ask.Pick(a.w.win, title, values, given) }}
	for _, p := range a.w.timeline.Roll().Pages {
		c.Undated = c.Undated || photo.Undated(p.Start)
		if year := p.Start.Year(); !photo.Undated(p.Start) && !slices.Contains(c.Years, year) {
			c.Years = append(c.Years, year)
		}
	}
	return c
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
	a.w.finder.Leap(func() {
		a.w.box.Replace()
		put()
	})
}

// album runs the search of an album.
func (a *asker) album(album photo.Album) {
	a.line(album.Line)
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

// word puts the beginning of a word that was typed elsewhere into the box. Back returns to the
// search before it.
func (a *asker) word(begun string) {
	a.w.finder.Begin(func() {
		a.w.box.Replace()
		a.w.box.SetText(begun)
	})
	a.w.focusBox()
}
