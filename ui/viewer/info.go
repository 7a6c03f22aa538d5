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

// info is what is known of a photo, at the right of it.
type info struct {
	open   bool
	onCopy func(text string)
	box    *fyne.Container
	ground *canvas.Rectangle
	scroll *container.Scroll
	groups *fyne.Container
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

// show fills the panel with what is known of p and the files shown with it.
func (i *info) show(p photo.Photo, companions []photo.Photo) {
	i.groups.Objects = nil
	for n, g := range facts(p, companions) {
		if n > 0 {
			i.groups.Add(container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), widget.NewSeparator()))
		}
		rows := container.New(layout.NewCustomPaddedVBoxLayout(-4))
		for _, f := range g {
			rows.Add(i.row(f))
		}
		i.groups.Add(rows)
	}
	i.groups.Refresh()
	i.scroll.ScrollToTop()
}

func (i *info) clear() {
	i.groups.Objects = nil
	i.groups.Refresh()
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
	if f.copied == "" || i.onCopy == nil {
		return lines
	}
	copying := quiet("", fynetheme.ContentCopyIcon(), func() { i.onCopy(f.copied) })
	return container.NewBorder(nil, nil, nil, container.NewCenter(copying), lines)
}

// small is a line that is read second.
func small(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Importance, l.SizeName, l.Wrapping = widget.LowImportance, fynetheme.SizeNameCaptionText, fyne.TextWrapWord
	return l
}
