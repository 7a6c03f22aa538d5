package ui

import (
	"fyne.io/fyne/v2"

	"recollect/ui/phrases"
	"recollect/ui/settings"
	"recollect/ui/theme"
)

// The names of stored preferences.
const (
	prefTheme = "theme"
	prefText  = "text"
	prefRow   = "row"
	prefSide  = "side"
	prefHint  = "drop hint shown"
)

// look is the appearance that the person has chosen.
type look struct{ app fyne.App }

// chosen returns the theme and the text size that were chosen.
func (l look) chosen() (theme.Choice, float32) {
	p := l.app.Preferences()
	return theme.Choice(p.StringWithFallback(prefTheme, string(theme.System))),
		float32(p.FloatWithFallback(prefText, float64(theme.NormalText)))
}

// apply applies the chosen theme.
func (l look) apply() { l.app.Settings().SetTheme(theme.New(l.chosen())) }

// choose stores a choice and applies it.
func (l look) choose(c theme.Choice, text float32) {
	p := l.app.Preferences()
	p.SetString(prefTheme, string(c))
	p.SetFloat(prefText, float64(text))
	l.apply()
}

// recolour shows the window in the theme as it is now.
func (w *Window) recolour() {
	w.shell.recolour()
	w.side.Refresh()
	w.board.Recolour()
	w.judge.Recolour()
	w.things.Refresh()
	w.grid.Refresh()
	w.viewer.Refresh()
	w.box.Refresh()
}

// settingsState returns what the settings page shows.
func (w *Window) settingsState() settings.State {
	choice, text := w.look.chosen()
	s := settings.State{
		Model: w.o.Model(), Library: w.o.LibraryDir, Version: w.o.Version, Choice: choice, Text: text,
		Polled: w.state.status.Polled, PolledWhy: polledWhy(w.state.status.PolledWhy),
	}
	if r := w.state.status.Restored; r != nil {
		s.Restored = phrases.Catalogue().Restored(*r).What
	}
	s.Forget = w.o.Searches != nil
	if s.Model.Name == "" {
		_, s.Missing = Explain(w.state.status.Trouble)
	}
	return s
}
