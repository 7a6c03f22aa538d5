package settings

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/tick"
)

// Kinds returns the kinds of pictures that can be covered, as the library calls
// them.
func Kinds() []string {
	return []string{"nudity", "violence", "personal-data", "screenshots", "memes", "receipts"}
}

// kindName returns the name of a kind for people.
func kindName(kind string) string {
	return map[string]string{
		"nudity":        phrases.Say("screening:nudity"),
		"violence":      phrases.Say("screening:violence"),
		"personal-data": phrases.Say("screening:personal-data"),
		"screenshots":   phrases.Say("screening:screenshots"),
		"memes":         phrases.Say("screening:memes"),
		"receipts":      phrases.Say("screening:receipts"),
	}[kind]
}

// buildScreening makes the part about delicate pictures: a switch for all, and
// while that is on, one for each kind.
func (p *Page) buildScreening() {
	p.all = tick.New(phrases.Say("screening:cover"), func(on bool) {
		if p.setting {
			return
		}
		var names []string
		if on {
			names = []string{"nudity", "violence", "personal-data"}
		}
		p.SetCovered(names)
		call.With(p.OnScreen, names)
	})
	grid := container.NewGridWithColumns(2)
	for _, k := range Kinds() {
		c := tick.New(kindName(k), func(bool) {
			if !p.setting {
				p.SetCovered(p.covered())
				call.With(p.OnScreen, p.covered())
			}
		})
		p.kinds = append(p.kinds, c)
		grid.Add(c)
	}
	indented := container.New(layout.NewCustomPaddedLayout(0, 0, 28, 0), grid)
	p.screening = container.New(layout.NewCustomPaddedVBoxLayout(0), heading(phrases.Say("screening:title")),
		container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), p.all), indented, note(phrases.Say("screening:note")))
}

// SetCovered shows which kinds of pictures are covered.
func (p *Page) SetCovered(names []string) {
	was := p.setting
	p.setting = true
	defer func() { p.setting = was }()
	p.mark(names)
}

func (p *Page) mark(names []string) {
	p.all.SetChecked(len(names) > 0)
	for i, k := range Kinds() {
		p.kinds[i].SetChecked(slices.Contains(names, k))
		frame.Enable(p.kinds[i], len(names) > 0)
	}
}

// covered returns the kinds that are ticked.
func (p *Page) covered() []string {
	names := []string{}
	for i, k := range Kinds() {
		if p.kinds[i].Checked {
			names = append(names, k)
		}
	}
	return names
}

// forgetRow offers to clear the search history.
func (p *Page) forgetRow() fyne.CanvasObject {
	p.forget = push.New(phrases.Say("settings:forget"), func() {
		call.If(p.OnForget)
		p.forget.SetText(phrases.Say("settings:forgotten"))
		p.forget.Disable()
	})
	remembered := widget.NewLabel(phrases.Say("settings:searches-note"))
	remembered.Wrapping = fyne.TextWrapWord
	row := container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), container.NewHBox(p.forget))
	return container.NewVBox(remembered, row)
}
