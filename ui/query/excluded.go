package query

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/push"
	"recollect/ui/theme"
)

const (
	excludedHeight float32 = 28
	excludedWidth  float32 = 220 // the greatest width of its text
)

// excludedChip shows what the line excludes by words such as "without", or, once the
// person has undone that, restores the exclusion.
type excludedChip struct {
	widget.BaseWidget
	text   string
	undone bool
	turn   func() // undoes or restores the exclusion
}

func newExcludedChip(text string, undone bool, turn func()) *excludedChip {
	c := &excludedChip{text: text, undone: undone, turn: turn}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is called by Fyne.
func (c *excludedChip) CreateRenderer() fyne.WidgetRenderer {
	text := widget.NewLabel(c.text)
	text.SizeName, text.Truncation = fynetheme.SizeNameCaptionText, fyne.TextTruncateEllipsis
	icon := fynetheme.CancelIcon()
	if c.undone {
		icon = fynetheme.ContentUndoIcon()
		text.Importance = widget.LowImportance
	}
	turn := push.Icon("", icon, c.turn)
	turn.Importance = widget.LowImportance
	r := &excludedRenderer{c: c, ground: canvas.NewRectangle(nil), text: text, turn: turn}
	r.ground.CornerRadius = 6
	r.colour()
	return r
}

type excludedRenderer struct {
	c      *excludedChip
	ground *canvas.Rectangle
	text   *widget.Label
	turn   *push.Button
}

func (r *excludedRenderer) colour() {
	r.ground.FillColor = theme.Colour(theme.ColorNameAway)
	if r.c.undone {
		r.ground.FillColor = theme.Colour(fynetheme.ColorNameButton)
	}
}

func (r *excludedRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	height := r.text.MinSize().Height
	r.text.Move(fyne.NewPos(2, (size.Height-height)/2))
	r.text.Resize(fyne.NewSize(size.Width-28, height))
	r.turn.Resize(fyne.NewSize(24, 24))
	r.turn.Move(fyne.NewPos(size.Width-27, (size.Height-24)/2))
}

func (r *excludedRenderer) MinSize() fyne.Size {
	text := fyne.MeasureText(r.c.text, fynetheme.CaptionTextSize(), fyne.TextStyle{}).Width
	return fyne.NewSize(min(text+20, excludedWidth)+26, excludedHeight)
}

func (r *excludedRenderer) Refresh() {
	r.colour()
	r.ground.Refresh()
	r.text.Refresh()
	r.turn.Refresh()
}

func (r *excludedRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.turn}
}

func (r *excludedRenderer) Destroy() {}
