package ui

import (
	"testing"

	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/phrases"
	"recollect/ui/settings"
	"recollect/ui/view"
)

// speaks makes the language of the window English again at the end of a test.
func speaks(t *testing.T) {
	t.Cleanup(func() {
		if Speak(test.NewTempApp(t), "en"); phrases.Spoken() != "en" {
			t.Error("the window does not speak English again")
		}
	})
}

func TestTheWindowSpeaksTheLanguageOfTheSystemOrTheChosenOne(t *testing.T) {
	speaks(t)
	for _, tt := range []struct{ chosen, system, want, cancel string }{
		{"", "en-US", "en", "Cancel"},
		{"", "de-AT", "de", "Abbrechen"},
		{"", "is-IS", "en", "Cancel"},
		{"", "", "en", "Cancel"},
		{"de", "en-US", "de", "Abbrechen"},
		{"en", "de-DE", "en", "Cancel"},
		{"xx", "de-DE", "de", "Abbrechen"}, // of another version
	} {
		a := test.NewTempApp(t)
		a.Preferences().SetString(prefLanguage, tt.chosen)
		Speak(a, tt.system)
		if got := phrases.Spoken(); got != tt.want || phrases.Say("answer:cancel") != tt.cancel {
			t.Errorf("chosen %q, system %q: it speaks %q: %s", tt.chosen, tt.system, got, phrases.Say("answer:cancel"))
		}
	}
	Speak(test.NewTempApp(t), lang.SystemLocale().LanguageString())
	if got, want := lang.L("Select all"), phrases.Say("toolkit:select-all"); got != want {
		t.Errorf("a menu of the toolkit says %q, want %q", got, want)
	}
}

func TestChoosingALanguage(t *testing.T) {
	w, _, _ := shownWindow(t, newFake("/a.jpg"), nil)
	w.nav.enter(view.Settings)
	w.settings.OnLanguage("de")
	if got := w.app.Preferences().String(prefLanguage); got != "de" || w.settingsState().Language != "de" {
		t.Errorf("stored %q", got)
	}
}

// What is chosen of the pace is at once that of the library, and again at the next start.
func TestChoosingThePace(t *testing.T) {
	f := newFake("/a.jpg")
	w, _, _ := shownWindow(t, f, nil)
	if want := (photo.Pace{SaveBattery: true}); f.pace != want {
		t.Errorf("at first: %+v, want %+v", f.pace, want)
	}
	w.nav.enter(view.Settings)
	want := photo.Pace{AtNight: true, Gentle: true, From: 9, To: 17}
	w.settings.OnPace(want)
	kept, shown := settings.KeptPace(w.app.Preferences()), w.settingsState().Pace
	if f.pace != want || kept != want || shown != want {
		t.Errorf("chosen: %+v, kept: %+v, shown: %+v", f.pace, kept, shown)
	}
}
