package trace

import (
	"recollect/engine/photo"
	"recollect/ui/grid"
	"recollect/ui/session"
	"recollect/ui/view"
	"recollect/ui/viewer"
)

// Of returns the content of the screen without paths, and the photos whose
// paths it needs: the first of all, then the tiles.
func Of(on view.View, st session.State, g *grid.Grid, v *viewer.Viewer) (Shown, []photo.ID) {
	l := Shown{
		Event: "shown", View: on.String(), Query: st.Asked.Text, Images: append([]string{}, st.Asked.Images...),
		Painted: true, Tiles: []Tile{},
	}
	switch on {
	case view.OnePhoto:
		t, _, _ := v.Current()
		l.Count, l.Painted = g.Roll().Len(), v.Sharp()
		return l, []photo.ID{t.ID}
	case view.Library, view.Results:
		return onGrid(l, on, st, g)
	}
	return l, nil
}

// onGrid returns l with what the grid shows.
func onGrid(l Shown, on view.View, st session.State, g *grid.Grid) (Shown, []photo.ID) {
	l.Count = g.All().Len()
	if on == view.Results {
		l.Query, l.Images = st.Answer.Text, append([]string{}, st.Answer.Images...)
		l.Count = st.Found.Len()
	}
	first, ok := g.Roll().At(0)
	if !ok {
		return l, nil
	}
	ids := []photo.ID{first.ID}
	onScreen, painted := g.Shown()
	l.Painted = painted
	for _, s := range onScreen[:min(len(onScreen), MostTiles)] {
		l.Tiles = append(l.Tiles, Tile{X: s.X, Y: s.Y, W: s.W, H: s.H, Stack: s.Stack})
		ids = append(ids, s.ID)
	}
	return l, ids
}
