package query

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/push"
	"recollect/ui/theme"
)

const (
	chipHeight float32 = 32
	chipName   float32 = 120 // the greatest width of a name in a chip
	chipIcon   float32 = 16
)

// chip stands for a filter or for a picture to search by: a file or, if id is not 0, a photo of the
// library.
type chip struct {
	widget.BaseWidget
	path   string
	id     photo.ID
	filter string // in the language of the line; empty: the chip stands for a picture
	order  bool   // the filter is the order of the answer
	name   string
	img    image.Image
	icon   fyne.Resource // of a filter
	drop   func()
}

func (c *chip) init(drop func()) {
	c.drop = drop
	c.ExtendBaseWidget(c)
}

// CreateRenderer is called by Fyne.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	ground.CornerRadius = 6
	behind := canvas.NewRectangle(color.Transparent)
	behind.CornerRadius = 4
	behind.Hidden = c.img == nil
	picture := &canvas.Image{Image: c.img, FillMode: canvas.ImageFillCover, CornerRadius: 4}
	switch {
	case c.icon != nil:
		picture = canvas.NewImageFromResource(c.icon)
	case c.img == nil:
		picture = canvas.NewImageFromResource(fynetheme.FileImageIcon())
	}
	name := widget.NewLabel(c.name)
	name.Truncation = fyne.TextTruncateEllipsis
	name.SizeName = fynetheme.SizeNameCaptionText
	x := push.Icon("", fynetheme.CancelIcon(), c.drop)
	x.Importance = widget.LowImportance
	return &chipRenderer{c: c, ground: ground, behind: behind, picture: picture, name: name, x: x}
}

type chipRenderer struct {
	c       *chip
	ground  *canvas.Rectangle
	behind  *canvas.Rectangle // ground of transparent pictures
	picture *canvas.Image
	name    *widget.Label
	x       *push.Button
}

func (r *chipRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	place, large := fyne.NewPos(4, 4), fyne.NewSize(36, size.Height-8)
	if r.c.icon != nil {
		place, large = fyne.NewPos(8, (size.Height-chipIcon)/2), fyne.NewSquareSize(chipIcon)
	}
	for _, o := range []fyne.CanvasObject{r.behind, r.picture} {
		o.Move(place)
		o.Resize(large)
	}
	height, left := r.name.MinSize().Height, r.c.left()
	r.name.Move(fyne.NewPos(left, (size.Height-height)/2))
	r.name.Resize(fyne.NewSize(size.Width-left-26, height))
	r.x.Resize(fyne.NewSize(28, 28))
	r.x.Move(fyne.NewPos(size.Width-30, (size.Height-28)/2))
}

// left returns the left edge of the name.
func (c *chip) left() float32 {
	if c.icon != nil {
		return 22
	}
	return 38
}

func (r *chipRenderer) MinSize() fyne.Size {
	text := fyne.MeasureText(r.c.name, fynetheme.CaptionTextSize(), fyne.TextStyle{}).Width
	return fyne.NewSize(r.c.left()+min(text+20, chipName)+26, chipHeight)
}

func (r *chipRenderer) Refresh() {
	r.colour()
	r.ground.Refresh()
	r.behind.Refresh()
	r.name.Refresh()
	r.x.Refresh()
}

func (r *chipRenderer) colour() {
	r.ground.FillColor = theme.Colour(fynetheme.ColorNameButton)
	r.behind.FillColor = theme.Colour(fynetheme.ColorNameBackground)
}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	r.colour()
	return []fyne.CanvasObject{r.ground, r.behind, r.picture, r.name, r.x}
}

func (r *chipRenderer) Destroy() {}

// chipLayout puts chips side by side, in one line of any length.
type chipLayout struct{}

func (chipLayout) Layout(chips []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for _, c := range chips {
		min := c.MinSize()
		c.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
		c.Resize(min)
		x += min.Width + 4
	}
}

func (chipLayout) MinSize(chips []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, chipHeight)
	for _, c := range chips {
		size.Width += c.MinSize().Width + 4
	}
	return size
}
