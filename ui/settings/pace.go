package settings

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/tick"
)

// Where a person's choices are kept: see photo.Pace.
const (
	prefBattery = "battery"
	prefNight   = "night"
	prefGentle  = "gentle"
	prefFrom    = "hours-from"
	prefTo      = "hours-to"
	prefCores   = "processors"
)

// KeptPace returns when work in the background may go on, as KeepPace stored it.
func KeptPace(p fyne.Preferences) photo.Pace {
	return photo.Pace{
		SaveBattery: p.BoolWithFallback(prefBattery, true), AtNight: p.Bool(prefNight), Gentle: p.Bool(prefGentle),
		From: p.Int(prefFrom), To: p.Int(prefTo), Processors: max(p.Int(prefCores), 0),
	}
}

// KeepPace stores when work in the background may go on.
func KeepPace(p fyne.Preferences, s photo.Pace) {
	p.SetBool(prefBattery, s.SaveBattery)
	p.SetBool(prefNight, s.AtNight)
	p.SetBool(prefGentle, s.Gentle)
	p.SetInt(prefFrom, s.From)
	p.SetInt(prefTo, s.To)
	p.SetInt(prefCores, s.Processors)
}

// buildPace makes the part about when work in the background may go on.
func (p *Page) buildPace() fyne.CanvasObject {
	check := func(text string) *tick.Check { return tick.New(text, func(bool) { p.tellPace() }) }
	var hours []string
	for h := range 24 {
		hours = append(hours, fmt.Sprintf("%d:00", h))
	}
	p.from = widget.NewSelect(hours, func(string) { p.tellPace() })
	p.to = widget.NewSelect(hours, func(string) { p.tellPace() })
	p.battery = check(phrases.Say("settings:battery"))
	p.night = check(phrases.Say("settings:night"))
	p.hours = container.NewHBox(widget.NewLabel(phrases.Say("settings:hours-from")), p.from,
		widget.NewLabel(phrases.Say("settings:hours-to")), p.to)
	p.gentle = check(phrases.Say("settings:gentle"))
	p.counts = []int{0}
	p.processors = widget.NewSelect(nil, func(string) { p.tellPace() })
	return container.New(layout.NewCustomPaddedVBoxLayout(0), heading(phrases.Say("settings:pace")),
		container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0),
			container.NewVBox(p.battery, p.night, p.hours, p.gentle)),
		note(phrases.Say("settings:pace-note")),
		container.NewHBox(widget.NewLabel(phrases.Say("settings:processors")), p.processors),
		note(phrases.Say("settings:processors-note")))
}

// tellPace tells what is chosen, unless the program has set it.
func (p *Page) tellPace() {
	if p.setting {
		return
	}
	p.showHours()
	from, to := p.from.SelectedIndex(), p.to.SelectedIndex()
	if from == to { // around the clock, and not the hours of a zero Pace
		from, to = 1, 1
	}
	call.With(p.OnPace, photo.Pace{
		SaveBattery: p.battery.Checked, AtNight: p.night.Checked, Gentle: p.gentle.Checked, From: from, To: to,
		Processors: p.counts[max(p.processors.SelectedIndex(), 0)],
	})
}

// showHours shows the hours where they mean something.
func (p *Page) showHours() {
	if p.night.Checked {
		p.hours.Show()
	} else {
		p.hours.Hide()
	}
}

// setPace shows s, of a computer that has so many processors.
func (p *Page) setPace(s photo.Pace, processors int) {
	p.battery.SetChecked(s.SaveBattery)
	p.night.SetChecked(s.AtNight)
	from, to := s.Hours()
	p.from.SetSelectedIndex(from)
	p.to.SetSelectedIndex(to)
	p.showHours()
	p.gentle.SetChecked(s.Gentle)
	p.counts = offered(processors, s.Processors)
	names := []string{phrases.Say("settings:automatic")}
	for _, n := range p.counts[1:] {
		names = append(names, strconv.Itoa(n))
	}
	p.processors.SetOptions(names)
	roomFor(p.processors)
	p.processors.SetSelectedIndex(slices.Index(p.counts, s.Processors))
}

// offered returns how many processors can be chosen of all: 0, which is all of them, each small number, and some of
// those above. What is chosen now is among them.
func offered(all, now int) []int {
	some := []int{0}
	for n := 1; n < all; n += max(1, 1<<bits.Len(uint(n))>>2) {
		some = append(some, n)
	}
	some = append(some, max(all, 1), now)
	slices.Sort(some)
	return slices.Compact(some)
}

// note is a quiet sentence below what it is about.
func note(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping, l.Importance = fyne.TextWrapWord, widget.LowImportance
	l.SizeName = fynetheme.SizeNameCaptionText
	return l
}
