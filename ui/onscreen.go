package ui

import (
	"recollect/engine/photo"
	"recollect/ui/grid"
	"recollect/ui/session"
	"recollect/ui/trace"
	"recollect/ui/view"
	"recollect/ui/viewer"
)

// traced returns the content of the screen without paths, and the photos whose
// paths it needs: the first of all, then the tiles.
func traced(on view.View, st session.State, g *grid.Grid, v *viewer.Viewer) (trace.Shown, []photo.ID) {
	l := trace.Shown{
		Event: "shown", View: on.String(), Query: st.Asked.Text, Images: append([]string{}, st.Asked.Images...),
		Painted: true, Tiles: []trace.Tile{},
	}
	switch on {
	case view.OnePhoto:
		t, _, _ := v.Current()
		l.Count, l.Painted = g.Roll().Len(), v.Sharp()
		return l, []photo.ID{t.ID}
	case view.Library, view.Results:
		return tracedGrid(l, on, st, g)
	}
	return l, nil
}

// tracedMarks adds the photos that are marked to l, and what can be done with them.
func tracedMarks(w *Window, l trace.Shown) trace.Shown {
	if w.chosen.Text() != "" {
		l.Marked = w.grid.Marked()
		l.Buttons, _ = trace.Buttons(w.win.Canvas(), w.chosen.Object())
	}
	return l
}

// tracedModels adds the page of models, duplicates, sidecars or places, or the settings, to l while that is on screen.
func (w *Window) tracedModels(l trace.Shown) trace.Shown {
	if l.View == view.DuplicatesPage.String() {
		l.Count, _, _ = w.duplicates.Groups()
		l.Buttons, l.Dialog = trace.Buttons(w.win.Canvas(), w.duplicates.Object())
		return l
	}
	switch l.View {
	case view.SidecarsPage.String():
		l.Count = w.sidecars.Total()
		l.Buttons, l.Dialog = trace.Buttons(w.win.Canvas(), w.sidecars.Object())
		return l
	case view.SettingsPage.String():
		l.Buttons, l.Dialog = trace.Buttons(w.win.Canvas(), w.settings.Sidecars())
		return l
	case view.PlacesPage.String():
		l.Count = len(w.places.Bubbles())
		return l
	}
	if l.View != view.ModelsPage.String() {
		return l
	}
	for _, m := range w.models.Models() {
		l.Models = append(l.Models, trace.Model{
			ID: m.ID, State: string(m.State), InUse: m.InUse, PerSecond: m.PerSecond, Chosen: m.ID == w.models.Chosen(),
		})
	}
	l.Buttons, l.Dialog = trace.Buttons(w.win.Canvas(), w.models.Object())
	return l
}

// tracedGrid returns l with what the grid shows.
func tracedGrid(l trace.Shown, on view.View, st session.State, g *grid.Grid) (trace.Shown, []photo.ID) {
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
	for _, s := range onScreen[:min(len(onScreen), trace.MostTiles)] {
		l.Tiles = append(l.Tiles, trace.Tile{X: s.X, Y: s.Y, W: s.W, H: s.H, Stack: s.Stack})
		ids = append(ids, s.ID)
	}
	return l, ids
}
