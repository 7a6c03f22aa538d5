package viewer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/theme"
)

// info is the panel with the details of a photo.
type info struct {
	open   bool
	onCopy func(text string)
	// onEdit changes a field, and onAsInFile takes that back; nil: nothing can be changed.
	onEdit     func(f photo.Field, now string)
	onAsInFile func(photo.Field)
	box        *fyne.Container
	ground     *canvas.Rectangle
	scroll     *container.Scroll
	groups     *fyne.Container
	facts      []fyne.CanvasObject // of the file
	marks      []fyne.CanvasObject // of people and the model
}

func newInfo(onCopy func(string)) *info {
	i := &info{
		onCopy: onCopy, ground: canvas.NewRectangle(theme.Colour(theme.ColorNameSurface)),
		groups: container.New(layout.NewCustomPaddedVBoxLayout(8)),
	}
	i.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(8, 16, 8, 8), i.groups))
	i.box = container.NewStack(i.ground, container.NewBorder(nil, nil, widget.NewSeparator(), nil, i.scroll))
	i.box.Hide()
	return i
}

// show fills the panel with why p is shown, its details and the files shown with it.
func (i *info) show(why []fact, p photo.Photo, companions []photo.Photo) {
	i.facts = nil
	groups := facts(p, companions, i.onEdit != nil)
	if len(why) > 0 {
		groups = append([][]fact{why}, groups...)
	}
	for _, g := range groups {
		rows := container.New(layout.NewCustomPaddedVBoxLayout(-4))
		for _, f := range g {
			rows.Add(i.row(f))
		}
		i.facts = append(i.facts, rows)
	}
	i.arrange()
	i.scroll.ScrollToTop()
}

// arrange puts all groups below each other, with lines between them.
func (i *info) arrange() {
	i.groups.Objects = nil
	for n, g := range append(i.facts[:len(i.facts):len(i.facts)], i.marks...) {
		if n > 0 {
			i.groups.Add(container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), widget.NewSeparator()))
		}
		i.groups.Add(g)
	}
	i.groups.Refresh()
}

func (i *info) clear() {
	i.facts, i.marks = nil, nil
	i.arrange()
}

// row shows a fact. Its text cannot be selected: a label with a selection takes
// the keys that turn to the next photo.
func (i *info) row(f fact) fyne.CanvasObject {
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
	if f.field != "" && i.onEdit != nil {
		return container.NewBorder(nil, nil, nil, container.NewCenter(i.edits(f)), lines)
	}
	if f.copied == "" || i.onCopy == nil {
		return lines
	}
	copying := quiet("", fynetheme.ContentCopyIcon(), func() { i.onCopy(f.copied) })
	return container.NewBorder(nil, nil, nil, container.NewCenter(copying), lines)
}

// edits are the buttons of a fact that a person can change.
func (i *info) edits(f fact) fyne.CanvasObject {
	buttons := container.NewHBox(quiet("", fynetheme.DocumentCreateIcon(), func() { i.onEdit(f.field, f.now) }))
	if f.edited {
		buttons.Add(quiet("", fynetheme.ContentUndoIcon(), func() { i.onAsInFile(f.field) }))
	}
	return buttons
}

// small returns a line of secondary text.
func small(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Importance, l.SizeName, l.Wrapping = widget.LowImportance, fynetheme.SizeNameCaptionText, fyne.TextWrapWord
	return l
}
