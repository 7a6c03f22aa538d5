package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/theme"
)

// banner says calmly what does not work, and what to do, above the photos.
type banner struct {
	onDetails func()

	object   *fyne.Container
	ground   *canvas.Rectangle
	what     *widget.Label
	next     *widget.Label
	steady   [2]string // the trouble that lasts
	noticed  bool      // a notice is shown instead
	closedAs [2]string // the trouble that the person has closed
}

func newBanner() *banner {
	b := &banner{
		ground: canvas.NewRectangle(theme.Colour(theme.ColorNameRaised)),
		what:   widget.NewLabel(""), next: widget.NewLabel(""),
	}
	b.what.TextStyle.Bold = true
	b.next.Importance = widget.LowImportance
	b.what.Wrapping, b.next.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	details := widget.NewButton("Details", func() {
		if b.onDetails != nil {
			b.onDetails()
		}
	})
	closing := widget.NewButtonWithIcon("", fynetheme.CancelIcon(), b.close)
	details.Importance, closing.Importance = widget.LowImportance, widget.LowImportance
	icon := container.NewCenter(widget.NewIcon(fynetheme.InfoIcon()))
	text := container.New(layout.NewCustomPaddedVBoxLayout(-14), b.what, b.next)
	line := container.NewBorder(nil, nil, icon, container.NewCenter(container.NewHBox(details, closing)), text)
	b.object = container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewStack(b.ground,
		container.New(layout.NewCustomPaddedLayout(4, 4, 24, 16), line)), widget.NewSeparator())
	b.object.Hide()
	return b
}

// trouble shows what lasts, until it is over or closed.
func (b *banner) trouble(what, next string) {
	b.steady = [2]string{what, next}
	if what == "" {
		b.closedAs = b.steady
	}
	if !b.noticed {
		b.show(b.steady, b.steady != b.closedAs)
	}
}

// notice shows what happened once, until it is closed.
func (b *banner) notice(what, next string) {
	b.noticed = true
	b.show([2]string{what, next}, true)
}

func (b *banner) close() {
	if !b.noticed {
		b.closedAs = b.steady
	}
	b.noticed = false
	b.show(b.steady, b.steady != b.closedAs)
}

func (b *banner) show(text [2]string, visible bool) {
	if b.what.Text != text[0] || b.next.Text != text[1] {
		b.what.SetText(text[0])
		b.next.SetText(text[1])
	}
	b.next.Hidden = text[1] == ""
	if b.object.Hidden == visible {
		b.object.Hidden = !visible
		b.object.Refresh()
	}
}

func (b *banner) recolour() {
	b.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	b.object.Refresh()
}

// overlay dims the window and says what is done with what was dropped.
type overlay struct {
	onShow func()

	object  *fyne.Container
	dim     *veil
	card    *canvas.Rectangle
	picture *canvas.Image
	frame   *fyne.Container
	text    *widget.Label
}

// previewSize is how large a dropped picture is shown.
const previewSize float32 = 240

func newOverlay() *overlay {
	o := &overlay{
		card: canvas.NewRectangle(nil), picture: &canvas.Image{FillMode: canvas.ImageFillContain}, text: widget.NewLabel(""),
	}
	o.dim = newVeil(o.hide)
	o.card.CornerRadius = 12
	o.text.Alignment = fyne.TextAlignCenter
	o.text.TextStyle.Bold = true
	o.frame = container.NewGridWrap(fyne.NewSize(previewSize, previewSize), o.picture)
	inside := container.New(layout.NewCustomPaddedLayout(24, 16, 32, 32), container.NewVBox(container.NewCenter(o.frame), o.text))
	o.object = container.NewStack(o.dim, container.NewCenter(container.NewStack(o.card, inside)))
	o.recolour()
	o.object.Hide()
	return o
}

// show says text, under img unless that is nil.
func (o *overlay) show(img image.Image, text string) {
	o.picture.Image = img
	o.frame.Hidden = img == nil
	if img != nil {
		o.picture.Refresh()
	}
	o.text.SetText(text)
	o.object.Show()
	o.object.Refresh()
	if o.onShow != nil {
		o.onShow()
	}
}

func (o *overlay) hide() { o.object.Hide() }

func (o *overlay) recolour() {
	o.card.FillColor = theme.Colour(theme.ColorNameRaised)
	o.card.Refresh()
	o.dim.Refresh()
}

// veil is a rectangle that lets the window below be seen and takes the clicks.
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
