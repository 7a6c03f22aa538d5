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
	w.tags.Read()
	w.judge.Update()
	w.describing.marks()
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
		v.Favourite = g.Favourite
		g.Carrier, w.side.OnDropFavourites = w.carry, w.marks.Hearten
		w.side.OnDropTag = func(name string, ids []photo.ID) { w.marks.SetTag(ids, name, true) }
	}
	w.things.OnOpen = w.asks.thing
	v.Revealed, v.OnUncover = g.Revealed, g.Reveal
	g.OnSelect, g.OnJudge = w.selected, w.judge.Judge
	v.OnReject = func(id photo.ID) {
		thing := "" // that the answer shows which the photo was opened from
		if s := w.finder.State(); s.Showing {
			thing = s.Answer.Thing()
		}
		w.judge.Say(thing, []photo.ID{id}, false)
	}
	if w.edits != nil {
		w.connectEdits()
	}
	w.describing.connect()
	g.OnInfo = w.describing.toggle
	w.judge.OnVerdict = func(thing string, ids []photo.ID, v photo.Verdict) {
		w.marks.Judge(thing, ids, v)
		if len(ids) == 1 && ids[0] == w.grid.Selected() { // on to the next one
			w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
		w.focusGrid()
	}
	keys := func() { keymap.Show(w.win) }
	w.things.OnLeave, w.things.OnSearch, w.things.OnHelp = w.nav.leaveSide, w.asks.retype, keys
	g.OnHelp, v.OnHelp, w.side.OnHelp, w.places.OnHelp = keys, keys, keys, keys
	w.side.ShowPages(w.o.Marks != nil, w.o.Things != nil)
}

// connectEdits connects the grid and the viewer with the editor of what a person says of photos.
func (w *Window) connectEdits() {
	g, v := w.grid, w.viewer
	g.OnDigit, g.OnAlbum = w.edits.Press, w.edits.AddToAlbum
	g.OnDelete, g.Items = w.hand.Take, w.hand.Items
	g.Ordered, g.OnMove = func() bool { return w.hand.Shown().ID != 0 }, w.hand.Move
	w.side.OnDropAlbum, w.albums.Shown, w.albums.OnRenamed = w.hand.Add, w.nav.albumShown, w.asks.album
	if w.o.Tags != nil {
		w.side.OnTag, w.side.OnSearchTag = w.asks.tagAlone, w.asks.inTag
		w.side.OnRenameTag, w.side.OnRemoveTag = w.tags.Rename, w.tags.Remove
	}
	w.judge.OnReject = func(ids []photo.ID) { w.edits.Rate(ids, photo.RejectedRating) }
	v.OnDigit = func(id photo.ID, digit rune) { w.edits.Press([]photo.ID{id}, digit) }
}

// edited shows what has changed after a person has said something of photos.
func (w *Window) edited() {
	w.albums.Read()
	w.marks.Read()
	w.ratings.Again()
	w.refreshMarks()
	w.describing.again()
}

// selected shows what can be done with the photos that are selected now.
func (w *Window) selected() {
	w.judge.Update()
	w.showChosen()
	w.describing.follow()
	w.back.Look()
}

// showChosen shows how many photos are marked, while the grid is shown.
func (w *Window) showChosen() {
	n := 0
	if w.shell.OnGrid() && !w.viewer.Visible() {
		n = w.grid.Marked()
	}
	w.chosen.Show(n)
	w.trace.Shown()
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
	countAll(w)
	w.finder.showSaved()
	w.notes.show()
	w.nav.arrange()
}

// countAll counts what the side bar lists, unless photos are still being added.
func countAll(w *Window) {
	if !w.state.known || !w.state.status.Done() {
		return
	}
	w.counts.Count(w.albums.All())
	w.tags.Read()
	if w.pages.duplicates != nil {
		w.pages.duplicates.Count()
	}
}

// saveSearch asks for a name and saves the query of the box under it.
func (w *Window) saveSearch() { w.albums.Save(w.box.Query(), w.finder.State().Asked) }
