package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/phrases"
)

// buildPace makes the part about when work in the background may go on.
func (p *Page) buildPace() fyne.CanvasObject {
	check := func(text string) *widget.Check {
		return widget.NewCheck(text, func(bool) {
			if !p.setting {
				call.With(p.OnPace, photo.Pace{
					SaveBattery: p.battery.Checked, AtNight: p.night.Checked, Gentle: p.gentle.Checked,
				})
			}
		})
	}
	p.battery = check(phrases.Say("settings:battery"))
	p.night = check(phrases.Say("settings:night"))
	p.gentle = check(phrases.Say("settings:gentle"))
	return container.New(layout.NewCustomPaddedVBoxLayout(0), heading(phrases.Say("settings:pace")),
		container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), container.NewVBox(p.battery, p.night, p.gentle)),
		note(phrases.Say("settings:pace-note")))
}

func (p *Page) setPace(s photo.Pace) {
	p.battery.SetChecked(s.SaveBattery)
	p.night.SetChecked(s.AtNight)
	p.gentle.SetChecked(s.Gentle)
}

// note is a quiet sentence below what it is about.
func note(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping, l.Importance = fyne.TextWrapWord, widget.LowImportance
	l.SizeName = fynetheme.SizeNameCaptionText
	return l
}
