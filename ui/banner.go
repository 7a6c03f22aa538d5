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

	"recollect/ui/call"
	"recollect/ui/frame"
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
	onRead   func()    // of the notice; nil: nobody asks
	passing  bool      // that notice is over with what the person does next
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
		call.If(b.onDetails)
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

// notice shows what happened once, until it is closed; onRead is called then, and may be nil.
func (b *banner) notice(what, next string, onRead func()) {
	b.noticed, b.passing, b.onRead = true, false, onRead
	b.show([2]string{what, next}, true)
}

// pass shows what came of something that the person did, until the next thing is done.
func (b *banner) pass(what, next string) {
	b.notice(what, next, nil)
	b.passing = true
}

// act says that the person does something else: what was said of the last is over.
func (b *banner) act() {
	if b.noticed && b.passing {
		b.close()
	}
}

func (b *banner) close() {
	if !b.noticed {
		b.closedAs = b.steady
	}
	read := b.onRead
	b.noticed, b.passing, b.onRead = false, false, nil
	call.If(read)
	b.show(b.steady, b.steady != b.closedAs)
}

func (b *banner) show(text [2]string, visible bool) {
	if b.what.Text != text[0] || b.next.Text != text[1] {
		b.what.SetText(text[0])
		b.next.SetText(text[1])
	}
	frame.Show(b.next, text[1] != "")
	if b.object.Hidden == visible {
		b.object.Hidden = !visible
		b.object.Refresh()
		frame.Ask()
	}
}

func (b *banner) recolour() {
	b.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	b.object.Refresh()
}

// overlay dims the window and says what is done with what was dropped.
type overlay struct {
	object  *fyne.Container
	dim     *veil
	card    *canvas.Rectangle
	picture *canvas.Image
	behind  *canvas.Rectangle // what is seen where the picture is transparent
	frame   *fyne.Container
	text    *widget.Label
}

// previewSize is how large a dropped picture is shown.
const previewSize float32 = 240

// mount gives what is in it the proportions of a picture, within previewSize.
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

// MinSize is the same for all pictures.
func (mount) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(previewSize) }

func newOverlay() *overlay {
	o := &overlay{
		card: canvas.NewRectangle(nil), behind: canvas.NewRectangle(nil), picture: &canvas.Image{}, text: widget.NewLabel(""),
	}
	o.dim = newVeil(o.hide)
	o.card.CornerRadius = 12
	o.text.Alignment = fyne.TextAlignCenter
	o.text.TextStyle.Bold = true
	o.frame = container.New(mount{o.picture}, o.behind, o.picture)
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
		o.frame.Refresh() // its proportions may be others
	}
	o.text.SetText(text)
	o.object.Show()
	o.object.Refresh()
	frame.Ask()
}

func (o *overlay) hide() {
	o.object.Hide()
	frame.Ask()
}

func (o *overlay) recolour() {
	o.card.FillColor = theme.Colour(theme.ColorNameRaised)
	o.behind.FillColor = theme.Colour(fynetheme.ColorNameBackground)
	o.card.Refresh()
	o.behind.Refresh()
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
