package details

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/link"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

// Marks are the tags and things of a photo.
type Marks struct {
	Things []photo.Shown
	Tags   []string
}

// SetMarks sets the marks of a photo, if it is the one that is awaited.
func (p *Panel) SetMarks(id photo.ID, m Marks) {
	if id == p.id {
		p.marks = p.markRows(id, m)
		p.arrange()
	}
}

// markRows returns the lines about the things that a photo shows, and its tags.
func (p *Panel) markRows(id photo.ID, m Marks) []fyne.CanvasObject {
	var groups []fyne.CanvasObject
	shown := container.New(layout.NewCustomPaddedVBoxLayout(-8))
	for _, s := range m.Things {
		if s.Verdict != photo.Rejected {
			shown.Add(p.thingRow(id, s))
		}
	}
	if len(shown.Objects) > 0 {
		groups = append(
			groups,
			container.New(layout.NewCustomPaddedVBoxLayout(-8), small(phrases.Say("fact:shows")), shown),
		)
	}
	if p.OnTag == nil {
		return groups
	}
	tags := container.New(layout.NewCustomPaddedVBoxLayout(-8))
	for _, tag := range m.Tags {
		away := tip.New(fynetheme.CancelIcon(), phrases.Say("tip:untag"), "", func() { p.OnUntag(id, tag) })
		tags.Add(container.NewBorder(nil, nil, nil, away, named(tag, false, func() { call.With(p.OnSearchTag, tag) })))
	}
	add := quiet(phrases.Say("fact:add-tag"), fynetheme.ContentAddIcon(), func() { p.OnTag(id) })
	tags.Add(container.NewHBox(add))
	return append(groups, container.New(layout.NewCustomPaddedVBoxLayout(-8), small(phrases.Say("fact:tags")), tags))
}

// thingRow returns the row of a thing, lighter until a person has confirmed it.
func (p *Panel) thingRow(id photo.ID, s photo.Shown) fyne.CanvasObject {
	judge := func(icon fyne.Resource, says string, verdict photo.Verdict) fyne.CanvasObject {
		return tip.New(icon, says, "", func() {
			if p.OnJudge != nil {
				p.OnJudge(id, s.Thing, verdict)
			}
		})
	}
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(0))
	if s.Verdict == photo.Suggested {
		buttons.Add(judge(fynetheme.ConfirmIcon(), phrases.Say("tip:shows"), photo.Confirmed))
	}
	buttons.Add(judge(fynetheme.CancelIcon(), phrases.Say("tip:shows-not"), photo.Rejected))
	name := named(s.Thing, s.Verdict == photo.Suggested, func() { call.With(p.OnSearchThing, s.Thing) })
	return container.NewBorder(nil, nil, nil, buttons, name)
}

// named returns a link in the colour of text, or in the quiet one.
func named(text string, light bool, do func()) fyne.CanvasObject {
	if light {
		return link.New(text, theme.ColorNameQuiet, do).Truncate()
	}
	return link.New(text, fynetheme.ColorNameForeground, do).Truncate()
}
