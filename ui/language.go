package ui

import (
	"encoding/json"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"recollect/ui/phrases"
)

// prefLanguage is the language that the person has chosen, one of words.Languages. Without it the window
// speaks that of the system.
const prefLanguage = "language"

// Speak makes the language that the person has chosen that of the window and of the toolkit: without a choice
// the one that serves best who wants system, a BCP 47 tag. It is called once, before New or Refuse.
func Speak(app fyne.App, system string) {
	language := app.Preferences().String(prefLanguage)
	if !phrases.Speaks(language) {
		language = phrases.Match(system)
	}
	phrases.Speak(language)
	if err := speakToolkit(system); err != nil {
		slog.Warn("translate the toolkit", "err", err)
	}
}

// speakToolkit gives the toolkit the texts of its dialogs and menus that the window uses. The toolkit knows
// them in many languages, but no way to choose one: it takes that of the system, whose texts are replaced.
func speakToolkit(system string) error {
	name := phrases.In("en").What // the toolkit calls them by their English texts
	texts := map[string]string{
		name("toolkit:cancel", nil):     phrases.Say("toolkit:cancel"),
		name("toolkit:copy", nil):       phrases.Say("toolkit:copy"),
		name("toolkit:cut", nil):        phrases.Say("toolkit:cut"),
		name("toolkit:file", nil):       phrases.Say("toolkit:file"),
		name("toolkit:folder", nil):     phrases.Say("toolkit:folder"),
		name("toolkit:hidden", nil):     phrases.Say("toolkit:hidden"),
		name("toolkit:paste", nil):      phrases.Say("toolkit:paste"),
		name("toolkit:redo", nil):       phrases.Say("toolkit:redo"),
		name("toolkit:select-all", nil): phrases.Say("toolkit:select-all"),
		name("toolkit:undo", nil):       phrases.Say("toolkit:undo"),
		"file.name":                     phrases.Say("toolkit:name"), "file.parent": phrases.Say("toolkit:parent"),
	}
	data, err := json.Marshal(texts)
	if err != nil {
		return err
	}
	return lang.AddTranslationsForLocale(data, fyne.Locale(system))
}

// chooseLanguage stores the language in which the window speaks once the program is started again; empty:
// that of the system.
func (a appearance) chooseLanguage(language string) {
	a.app.Preferences().SetString(prefLanguage, language)
}
