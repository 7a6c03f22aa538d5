package settings

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/words"
)

// languages returns the languages to choose from, by their names: that of the system first, whose value is
// empty.
func languages() (names, values []string) {
	names, values = []string{phrases.Say("settings:system")}, []string{""}
	for _, l := range words.Languages() {
		names, values = append(names, phrases.Name(l)), append(values, l)
	}
	return names, values
}

// buildLanguage makes the choice of a language.
func (p *Page) buildLanguage() {
	names, values := languages()
	p.later = widget.NewLabel(phrases.Say("settings:language-later"))
	p.later.Wrapping, p.later.Importance = fyne.TextWrapWord, widget.LowImportance
	p.language = widget.NewSelect(names, func(name string) {
		if !p.setting {
			chosen := values[max(slices.Index(names, name), 0)]
			p.setLanguage(chosen)
			call.With(p.OnLanguage, chosen)
		}
	})
	roomFor(p.language)
}

// languages returns the choice, with what is said below it.
func (p *Page) languages() fyne.CanvasObject {
	return container.NewVBox(container.NewHBox(p.language), p.later)
}

// setLanguage shows that a language is chosen, and whether it is spoken only later. Which one the system has
// is not known here: a choice that follows another may be the one that is spoken.
func (p *Page) setLanguage(chosen string) {
	was := p.setting
	p.setting = true
	defer func() { p.setting = was }()
	names, values := languages()
	p.language.SetSelected(names[max(slices.Index(values, chosen), 0)])
	if !p.languageSet {
		p.languageSet, p.languageAt = true, chosen
	}
	p.later.Hidden = chosen == p.languageAt || chosen == phrases.Spoken()
}
