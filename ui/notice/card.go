package notice

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/frame"
	"recollect/ui/theme"
)

// card dims the window and shows work in progress, or its outcome.
type card struct {
	object  *fyne.Container
	dim     *veil
	ground  *canvas.Rectangle
	picture *canvas.Image
	behind  *canvas.Rectangle // what is seen where the picture is transparent
	frame   *fyne.Container
	text    *widget.Label
}

// previewSize is how large a dropped picture is shown.
const previewSize float32 = 240

// mount lays out its content with the proportions of a picture, within previewSize.
type mount struct{ picture *canvas.Image }

// Layout puts all of o in the middle of size.
func (f mount) Layout(o []fyne.CanvasObject, size fyne.Size) {
	fitted := fyne.NewSquareSize(previewSize)
	if f.picture.Image != nil {
		b := f.picture.Image.Bounds()
		scale := previewSize / float32(max(b.Dx(), b.Dy(), 1))
		fitted = fyne.NewSize(float32(b.Dx())*scale, float32(b.Dy())*scale)
	}
	for _, x := range o {
		x.Move(fyne.NewPos((size.Width-fitted.Width)/2, (size.Height-fitted.Height)/2))
		x.Resize(fitted)
	}
}

// MinSize returns the same for all pictures.
func (mount) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(previewSize) }

func newCard() *card {
	c := &card{
		ground: canvas.NewRectangle(nil), behind: canvas.NewRectangle(nil),
		picture: &canvas.Image{}, text: widget.NewLabel(""),
	}
	c.dim = newVeil(c.hide)
	c.ground.CornerRadius = 12
	c.text.Alignment = fyne.TextAlignCenter
	c.text.TextStyle.Bold = true
	c.frame = container.New(mount{c.picture}, c.behind, c.picture)
	column := container.NewVBox(container.NewCenter(c.frame), c.text)
	inside := container.New(layout.NewCustomPaddedLayout(24, 16, 32, 32), column)
	c.object = container.NewStack(c.dim, container.NewCenter(container.NewStack(c.ground, inside)))
	c.recolour()
	c.object.Hide()
	return c
}

// show says text, under img unless that is nil.
func (c *card) show(img image.Image, text string) {
	c.picture.Image = img
	c.frame.Hidden = img == nil
	if img != nil {
		c.frame.Refresh() // its proportions may have changed
	}
	c.text.SetText(text)
	c.object.Show()
	c.object.Refresh()
	frame.Ask()
}

func (c *card) hide() {
	c.object.Hide()
	frame.Ask()
}

func (c *card) recolour() {
	c.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	c.behind.FillColor = theme.Colour(fynetheme.ColorNameBackground)
	c.ground.Refresh()
	c.behind.Refresh()
	c.dim.Refresh()
}

// veil is a translucent rectangle that takes the clicks.
type veil struct {
	widget.BaseWidget
	onTap func()
}

func newVeil(onTap func()) *veil {
	v := &veil{onTap: onTap}
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer is called by Fyne.
func (v *veil) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.NRGBA{A: 150}))
}

// Tapped is called by Fyne.
func (v *veil) Tapped(*fyne.PointEvent) { v.onTap() }
