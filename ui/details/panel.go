// Package details has the panel with what is known of one photo: why it is in an answer, its file, its date
// with where that comes from, its camera, its place, what it shows, and its tags. It reads nothing, and
// changes nothing itself: it reports choices through callbacks. All of it belongs to the UI goroutine.
package details

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

const (
	panelWidth float32 = 288 // with text of normalText; larger text gets more, but never over half of the window
	normalText float32 = 14
)

// Width returns how wide the panel is in a window of a width.
func Width(window float32) float32 {
	return min(panelWidth*max(fynetheme.TextSize()/normalText, 1), window/2)
}

// Panel is the panel; make one with New. The callbacks may be nil.
type Panel struct {
	OnCopy func(text string) // copy a detail
	OnMap  func(photo.Place) // show a place on the map; nil: there is none
	// OnEdit is called to change a field, which is now as given, and OnAsInFile to take that back; nil:
	// nothing can be changed.
	OnEdit     func(id photo.ID, f photo.Field, now string)
	OnAsInFile func(photo.ID, photo.Field)
	OnTag      func(photo.ID)                        // it is to get a tag; nil if there are none
	OnUntag    func(id photo.ID, tag string)         // it is to lose one
	OnJudge    func(photo.ID, string, photo.Verdict) // it shows a thing, or does not
	// OnSearchThing and OnSearchTag: all photos that have it are wanted
	OnSearchThing, OnSearchTag func(name string)
	Why                        func(photo.ID) []string // why it is in the answer, in lines; none if it is in none

	id     photo.ID // whose details are awaited or shown; 0: none
	box    *fyne.Container
	ground *canvas.Rectangle
	scroll *container.Scroll
	groups *fyne.Container
	facts  []fyne.CanvasObject // of the file
	marks  []fyne.CanvasObject // of people and the model
}

// New returns a hidden panel of no photo.
func New() *Panel {
	p := &Panel{
		ground: canvas.NewRectangle(theme.Colour(theme.ColorNameSurface)),
		groups: container.New(layout.NewCustomPaddedVBoxLayout(8)),
	}
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(8, 16, 8, 8), p.groups))
	p.box = container.NewStack(p.ground, container.NewBorder(nil, nil, widget.NewSeparator(), nil, p.scroll))
	p.box.Hide()
	return p
}

// Object returns the object to put into the window.
func (p *Panel) Object() fyne.CanvasObject { return p.box }

// Photo returns the photo whose details are awaited or shown; 0: none.
func (p *Panel) Photo() photo.ID { return p.id }

// Recolour shows the panel in the theme as it is now.
func (p *Panel) Recolour() {
	p.ground.FillColor = theme.Colour(theme.ColorNameSurface)
	p.ground.Refresh()
	p.box.Refresh()
}

// Await empties the panel until the details of a photo come; 0: there is none, and it says so.
func (p *Panel) Await(id photo.ID) {
	p.id, p.facts, p.marks = id, nil, nil
	if id == 0 {
		p.facts = []fyne.CanvasObject{small(phrases.Say("fact:no-photo"))}
	}
	p.arrange()
}

// SetPhoto shows the details of a photo and the files that are shown with it, if it is the one that is awaited.
func (p *Panel) SetPhoto(x photo.Photo, companions []photo.Photo) {
	if x.ID != p.id {
		return
	}
	p.facts = nil
	groups := facts(x, companions, p.OnEdit != nil)
	if why := p.why(x.ID); len(why) > 0 {
		groups = append([][]fact{why}, groups...)
	}
	for _, g := range groups {
		rows := container.New(layout.NewCustomPaddedVBoxLayout(-4))
		for _, f := range g {
			rows.Add(p.row(f))
		}
		p.facts = append(p.facts, rows)
	}
	p.arrange()
	p.scroll.ScrollToTop()
}

// why returns why a photo is in the answer, as a group of facts.
func (p *Panel) why(id photo.ID) []fact {
	if p.Why == nil {
		return nil
	}
	lines := p.Why(id)
	if len(lines) == 0 {
		return nil
	}
	return []fact{{name: phrases.Say("fact:why"), value: lines[0], notes: lines[1:]}}
}

// arrange puts all groups below each other, with lines between them.
func (p *Panel) arrange() {
	p.groups.Objects = nil
	for n, g := range append(p.facts[:len(p.facts):len(p.facts)], p.marks...) {
		if n > 0 {
			p.groups.Add(container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), widget.NewSeparator()))
		}
		p.groups.Add(g)
	}
	p.groups.Refresh()
}

// row shows a fact. Its text cannot be selected: a label with a selection takes
// the keys that turn to the next photo.
func (p *Panel) row(f fact) fyne.CanvasObject {
	lines := container.New(layout.NewCustomPaddedVBoxLayout(-14), small(f.name))
	value := widget.NewLabel(f.value)
	value.Wrapping = fyne.TextWrapWord
	lines.Add(value)
	if f.warning != "" {
		warning := small(f.warning)
		warning.Importance = widget.MediumImportance
		lines.Add(warning)
	}
	for _, n := range f.notes {
		lines.Add(small(n))
	}
	if f.field != "" && p.OnEdit != nil {
		return container.NewBorder(nil, nil, nil, container.NewCenter(p.edits(f)), lines)
	}
	if f.copied == "" || p.OnCopy == nil {
		return lines
	}
	return container.NewBorder(nil, nil, nil, container.NewCenter(p.copies(f)), lines)
}

// copies is the button that copies a fact, after the one that shows a place on the map.
func (p *Panel) copies(f fact) fyne.CanvasObject {
	copying := tip.New(fynetheme.ContentCopyIcon(), phrases.Say("tip:copy"), "", func() { p.OnCopy(f.copied) })
	if f.at == nil || p.OnMap == nil {
		return copying
	}
	at := *f.at
	return container.NewHBox(tip.New(theme.PinIcon(), phrases.Say("tip:map"), "", func() { p.OnMap(at) }), copying)
}

// edits are the buttons of a fact that a person can change.
func (p *Panel) edits(f fact) fyne.CanvasObject {
	id := p.id
	edit := func() { p.OnEdit(id, f.field, f.now) }
	buttons := container.NewHBox()
	if f.copied != "" && p.OnCopy != nil {
		buttons.Add(p.copies(f))
	}
	buttons.Add(tip.New(fynetheme.DocumentCreateIcon(), phrases.Say("tip:edit"), "", edit))
	if f.edited {
		back := func() { p.OnAsInFile(id, f.field) }
		buttons.Add(tip.New(fynetheme.ContentUndoIcon(), phrases.Say("tip:as-in-file"), "", back))
	}
	return buttons
}

func quiet(text string, icon fyne.Resource, f func()) *push.Button {
	b := push.Icon(text, icon, f)
	b.Importance = widget.LowImportance
	return b
}

// small returns a line of secondary text.
func small(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Importance, l.SizeName, l.Wrapping = widget.LowImportance, fynetheme.SizeNameCaptionText, fyne.TextWrapWord
	return l
}
