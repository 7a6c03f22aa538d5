package ui

import (
	"recollect/ui/trace"
	"recollect/ui/view"
)

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
