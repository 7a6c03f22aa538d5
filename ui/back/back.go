// Package back leads to a photo that undo has brought back: its group on the page of duplicates, and in the grid the
// photo, as soon as it is there. All of it belongs to the UI goroutine.
package back

import (
	"context"
	"time"

	"recollect/engine/photo"
	"recollect/ui/duplicates"
	"recollect/ui/grid"
	"recollect/ui/pages"
	"recollect/ui/work"
)

// longest is how long a photo is waited for: a file is found again after that, too, but the person does other things.
const longest = 30 * time.Second

// Way leads to a photo. All fields but those that begin small are required.
type Way struct {
	Group    *work.Group
	Grid     *grid.Grid
	Page     *duplicates.Page
	Timeline *pages.Timeline
	Photos   pages.Photos
	Answer   func() bool // the grid has an answer, not all photos
	OnGrid   func() bool // the window shows the grid

	id      photo.ID // is waited for; 0: none
	was     photo.ID // was selected then
	since   time.Time
	reading work.Latest[photo.Photo]
}

// Done is called with an act that was undone or done again.
func (w *Way) Done(a photo.Act) {
	w.id = 0
	trash := a.Kind == "trash" && a.Undone
	if a.First == 0 || !trash && (!w.Answer() || w.Grid.Has(a.First)) {
		return // it is there, and what the person has selected stays so
	}
	if trash {
		w.Page.Seek(a.First)
	}
	if w.OnGrid() {
		w.id, w.was, w.since = a.First, w.Grid.Selected(), time.Now()
		w.Look()
	}
}

// Stop is called when the person goes elsewhere.
func (w *Way) Stop() { w.id = 0 }

// Look is called after the grid has got other photos or another one was selected.
func (w *Way) Look() {
	now := w.Grid.Selected()
	switch {
	case w.id == 0:
	case now != w.was && now != 0, time.Since(w.since) > longest: // the person has gone on
		w.id = 0
	case w.Grid.Has(w.id):
		id := w.id
		w.id = 0
		w.Grid.SelectID(id)
	case !w.Answer():
		w.seek(w.id)
	}
}

// seek loads the page of a photo of the library.
func (w *Way) seek(id photo.ID) {
	w.reading.Run(w.Group, func(ctx context.Context) (photo.Photo, error) { return w.Photos.Photo(ctx, id) },
		func(p photo.Photo, err error) {
			if err == nil && w.id == id { // else its file is not found yet
				w.Timeline.Seek(p.Tile(), w.Look)
			}
		})
}
