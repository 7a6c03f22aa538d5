package ui

import (
	"fyne.io/fyne/v2"

	"recollect/ui/background"
	"recollect/ui/phrases"
	"recollect/ui/settings"
	"recollect/ui/theme"
)

// The names of stored preferences.
const (
	prefTheme = "theme"
	prefText  = "text"
	prefRow   = "row"
	prefBelow = "below"
	prefStrip = "filmstrip"
	prefInfo  = "information" // beside photos
	prefHint  = "drop hint shown"
	// prefStacks is whether photos that look alike are shown as one.
	prefStacks = "stacks"
)

// appearance is the theme and the text size that the person has chosen.
type appearance struct{ app fyne.App }

// chosen returns the theme and the text size that were chosen.
func (a appearance) chosen() (theme.Choice, float32) {
	p := a.app.Preferences()
	return theme.Choice(p.StringWithFallback(prefTheme, string(theme.System))),
		float32(p.FloatWithFallback(prefText, float64(theme.NormalText)))
}

// apply applies the chosen theme.
func (a appearance) apply() { a.app.Settings().SetTheme(theme.New(a.chosen())) }

// choose stores a choice and applies it.
func (a appearance) choose(c theme.Choice, text float32) {
	p := a.app.Preferences()
	p.SetString(prefTheme, string(c))
	p.SetFloat(prefText, float64(text))
	a.apply()
}

// stacked reports whether photos that look alike are shown as one.
func (a appearance) stacked() bool { return a.app.Preferences().BoolWithFallback(prefStacks, true) }

// chooseStacks shows photos that look alike as one from now on, or each by itself.
func (w *Window) chooseStacks(on bool) {
	w.app.Preferences().SetBool(prefStacks, on)
	w.grid.SetStacked(on)
}

// recolour shows the window in the theme as it is now.
func (w *Window) recolour() {
	w.shell.Recolour()
	w.side.Refresh()
	w.board.Recolour()
	w.judge.Recolour()
	w.chosen.Recolour()
	w.things.Refresh()
	w.places.Refresh()
	w.duplicates.Refresh()
	w.sidecars.Refresh()
	w.models.Recolour()
	w.problems.Object().Refresh() // what it says needs more room, or less
	w.settings.Object().Refresh()
	w.grid.Refresh()
	w.describing.panel.Recolour()
	w.viewer.Refresh()
	w.comparing.pair.Refresh()
	w.box.Refresh()
}

// settingsState returns what the settings page shows.
func (w *Window) settingsState() settings.State {
	choice, text := w.appearance.chosen()
	s := settings.State{
		Model: w.o.Model(), Library: w.o.LibraryDir, Version: w.o.Version, Choice: choice, Text: text,
		Language: w.app.Preferences().String(prefLanguage),
		Polled:   w.state.status.Polled, PolledWhy: settings.PolledWhy(w.state.status.PolledWhy),
	}
	if r := w.state.status.Restored; r != nil {
		s.Restored = phrases.Catalogue().Restored(*r).What
	}
	s.Stackable, s.Stacks = w.o.Stacks != nil, w.appearance.stacked()
	s.Updatable, s.Updates = w.o.Newer != nil, w.updates.On()
	s.Desktop.Tray, s.Desktop.Keep = w.keeper.There(), w.keeper.Closing() == background.Keep
	s.Pace, s.Reveal = settings.KeptPace(w.app.Preferences()), w.o.Reveal != nil
	s.Forget, s.Models = w.o.Searches != nil, w.o.Models != nil
	if s.Model.Name == "" {
		_, s.Missing = Explain(w.state.status.Trouble)
	}
	return s
}
