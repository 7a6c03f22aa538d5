package ui

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/keymap"
	"recollect/ui/view"
)

// readUserData reads favourites and albums again and, on their pages, things and covered kinds.
// Another process may have changed them.
func (w *Window) readUserData() {
	w.albums.Read()
	w.marks.Read()
	if w.finder.State().Page == view.Things {
		w.pages.things.Read()
	}
	if w.finder.State().Page == view.Settings {
		w.pages.settings.Read()
	}
	w.refreshMarks()
}

// refreshMarks refreshes what depends on marks of photos.
func (w *Window) refreshMarks() {
	w.judge.Update()
	w.pages.viewer.ReadMarks()
	w.finder.Refresh()
}

// connectMarks connects the grid, the viewer and the page of things with the editors of marks that
// the library supports.
func (w *Window) connectMarks() {
	g, v := w.grid, w.viewer
	if w.o.Marks != nil {
		g.OnFavourite, g.OnTag = w.marks.Favour, w.marks.Tag
		v.OnFavourite = func(id photo.ID) { w.marks.Favour([]photo.ID{id}) }
		v.OnTag = func(id photo.ID) { w.marks.Tag([]photo.ID{id}) }
		v.OnUntag = func(id photo.ID, tag string) { w.marks.SetTag([]photo.ID{id}, tag, false) }
		v.Favourite = g.Favourite
	}
	v.OnSearchTag = w.asks.tag
	v.OnSearchThing, w.things.OnOpen = w.asks.thing, w.asks.thing
	v.OnJudge = func(id photo.ID, thing string, verdict photo.Verdict) { w.marks.Judge(thing, []photo.ID{id}, verdict) }
	v.Revealed, v.OnUncover = g.Revealed, g.Reveal
	g.OnSelect, g.OnJudge = w.judge.Update, w.judge.Judge
	w.judge.OnVerdict = func(thing string, ids []photo.ID, v photo.Verdict) {
		w.marks.Judge(thing, ids, v)
		if len(ids) == 1 && ids[0] == w.grid.Selected() { // on to the next one
			w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
		w.focusGrid()
	}
	keys := func() { keymap.Show(w.win) }
	w.things.OnLeave, w.things.OnSearch, w.things.OnHelp = w.nav.leaveSide, w.focusBox, keys
	g.OnHelp, v.OnHelp, w.side.OnHelp = keys, keys, keys
	w.side.ShowPages(w.o.Marks != nil, w.o.Things != nil)
}

// thing returns the thing whose photos are shown, empty if there is none.
func (w *Window) thing() string {
	if w.nav.view() != view.Results {
		return ""
	}
	return w.finder.State().Answer.Thing()
}

// showAlbums shows the albums that were read.
func (w *Window) showAlbums() {
	w.side.SetAlbums(w.albums.All())
	w.finder.showSaved()
	w.notes.show()
	w.nav.arrange()
}

// saveSearch asks for a name and saves the query of the box under it.
func (w *Window) saveSearch() { w.albums.Save(w.box.Query(), w.finder.State().Asked) }
