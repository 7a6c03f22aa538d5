package ui

import (
	"recollect/engine/photo"
	"recollect/ui/trace"
	"recollect/ui/view"
)

// onScreen is what is on screen without paths, and the photos whose paths belong
// into it: the first of all, then the tiles.
func (w *Window) onScreen() (trace.Shown, []photo.ID) {
	l := trace.Shown{
		Event: "shown", View: w.view().String(), Query: w.finder.State().Asked.Text, Images: append([]string{}, w.finder.State().Asked.Images...),
		Painted: true, Tiles: []trace.Tile{},
	}
	switch w.view() {
	case view.OnePhoto:
		t, _, _ := w.viewer.Current()
		l.Count, l.Painted = len(w.grid.Tiles()), w.viewer.Sharp()
		return l, []photo.ID{t.ID}
	case view.Library, view.Results:
		return w.gridLine(l)
	}
	return l, nil
}

func (w *Window) gridLine(l trace.Shown) (trace.Shown, []photo.ID) {
	tiles := w.grid.Tiles()
	if w.view() == view.Results {
		l.Query, l.Images = w.finder.State().Answer.Text, append([]string{}, w.finder.State().Answer.Images...)
		tiles = w.finder.State().Found
	}
	l.Count = len(tiles)
	if len(tiles) == 0 {
		return l, nil
	}
	ids := []photo.ID{tiles[0].ID}
	onScreen, painted := w.grid.Shown()
	l.Painted = painted
	for _, s := range onScreen[:min(len(onScreen), trace.MostTiles)] {
		l.Tiles = append(l.Tiles, trace.Tile{X: s.X, Y: s.Y, W: s.W, H: s.H})
		ids = append(ids, s.ID)
	}
	return l, ids
}
