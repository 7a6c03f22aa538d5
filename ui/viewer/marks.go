package viewer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/link"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// Marks are the tags and things of a photo.
type Marks struct {
	Things []photo.Shown
	Tags   []string
}

// SetMarks sets the marks of a photo.
func (v *Viewer) SetMarks(id photo.ID, m Marks) {
	if t, _, ok := v.Current(); ok && t.ID == id {
		v.info.marks = v.markRows(id, m)
		v.info.arrange()
	}
}

// markRows returns the lines about the things that a photo shows, and its tags.
func (v *Viewer) markRows(id photo.ID, m Marks) []fyne.CanvasObject {
	var groups []fyne.CanvasObject
	shown := container.New(layout.NewCustomPaddedVBoxLayout(-8))
	for _, s := range m.Things {
		if s.Verdict != photo.Rejected {
			shown.Add(v.thingRow(id, s))
		}
	}
	if len(shown.Objects) > 0 {
		groups = append(
			groups,
			container.New(layout.NewCustomPaddedVBoxLayout(-8), small(phrases.Say("fact:shows")), shown),
		)
	}
	if v.OnTag == nil {
		return groups
	}
	tags := container.New(layout.NewCustomPaddedVBoxLayout(-8))
	for _, tag := range m.Tags {
		away := quiet("", fynetheme.CancelIcon(), func() { v.OnUntag(id, tag) })
		tags.Add(container.NewBorder(nil, nil, nil, away, named(tag, false, func() { call.With(v.OnSearchTag, tag) })))
	}
	add := quiet(phrases.Say("fact:add-tag"), fynetheme.ContentAddIcon(), func() { v.act(v.OnTag) })
	tags.Add(container.NewHBox(add))
	return append(groups, container.New(layout.NewCustomPaddedVBoxLayout(-8), small(phrases.Say("fact:tags")), tags))
}

// thingRow returns the row of a thing, lighter until a person has confirmed it.
func (v *Viewer) thingRow(id photo.ID, s photo.Shown) fyne.CanvasObject {
	judge := func(icon fyne.Resource, verdict photo.Verdict) *widget.Button {
		return quiet("", icon, func() {
			if v.OnJudge != nil {
				v.OnJudge(id, s.Thing, verdict)
			}
		})
	}
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(0))
	if s.Verdict == photo.Suggested {
		buttons.Add(judge(fynetheme.ConfirmIcon(), photo.Confirmed))
	}
	buttons.Add(judge(fynetheme.CancelIcon(), photo.Rejected))
	name := named(s.Thing, s.Verdict == photo.Suggested, func() { call.With(v.OnSearchThing, s.Thing) })
	return container.NewBorder(nil, nil, nil, buttons, name)
}

// named returns a link in the colour of text, or in the quiet one.
func named(text string, light bool, do func()) fyne.CanvasObject {
	if light {
		return link.New(text, theme.ColorNameQuiet, do).Truncate()
	}
	return link.New(text, fynetheme.ColorNameForeground, do).Truncate()
}

// cover hides a flagged picture until the person asks for it.
type cover struct {
	box  *fyne.Container
	show *widget.Button
}

func newCover(v *Viewer) *cover {
	icon := widget.NewIcon(fynetheme.VisibilityOffIcon())
	text := widget.NewLabel(phrases.Say("screening:covered"))
	text.Importance = widget.LowImportance
	c := &cover{show: widget.NewButtonWithIcon(phrases.Say("screening:show"), fynetheme.VisibilityIcon(), func() {
		v.act(v.OnUncover)
		v.strip.Refresh()
		v.repaint()
	})}
	c.box = container.NewCenter(container.NewVBox(
		container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(40), icon)), text, container.NewCenter(c.show)))
	c.box.Hide()
	return c
}

// covered reports whether the shown picture is covered.
func (v *Viewer) covered() bool {
	t, _, ok := v.Current()
	return ok && v.hidden(t)
}

// hidden reports whether the picture of t is not to be seen unasked.
func (v *Viewer) hidden(t photo.Tile) bool {
	return t.Flagged && (v.Revealed == nil || !v.Revealed(t.ID))
}

// Remark updates whether the photo is a favourite.
func (v *Viewer) Remark() {
	t, _, ok := v.Current()
	if !ok || v.Favourite == nil {
		return
	}
	icon := theme.HeartOutlineIcon()
	if v.Favourite(t.ID) {
		icon = theme.HeartIcon()
	}
	if v.bar.heart.Icon.Name() != icon.Name() {
		v.bar.heart.SetIcon(icon)
	}
}
