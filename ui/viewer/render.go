package viewer

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/details"
	"recollect/ui/filmstrip"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/picture"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

const (
	barHeight  float32 = 56
	arrowWidth float32 = 40
)

// top returns where the room for the picture begins, below the bar.
func (v *Viewer) top() float32 {
	if v.alone {
		return 0
	}
	return barHeight
}

// margin returns the room left and right of that for the picture, for the arrows.
func (v *Viewer) margin() float32 {
	if v.alone {
		return 0
	}
	return arrowWidth + 16
}

// low returns the room below the picture.
func (v *Viewer) low() float32 {
	switch {
	case v.alone:
		return 0
	case v.strip.Visible():
		return filmstrip.Height
	}
	return 24
}

// build makes the parts of a viewer.
func (v *Viewer) build() {
	v.ground = canvas.NewRectangle(theme.Colour(fynetheme.ColorNameBackground))
	v.message = canvas.NewText(unshown(photo.Tile{}), theme.Colour(theme.ColorNameQuiet))
	v.message.Alignment = fyne.TextAlignCenter
	v.message.Hide()
	v.picture.Hide()
	v.bar = newBar(v)
	v.cover = newCover(v)
	v.details = details.New()
	back, on := func() { v.Step(-1) }, func() { v.Step(1) }
	v.prev = tip.New(fynetheme.NavigateBackIcon(), phrases.Say("tip:before"), phrases.Say("tip:key-left"), back)
	v.next = tip.New(fynetheme.NavigateNextIcon(), phrases.Say("tip:next"), phrases.Say("tip:key-right"), on)
	v.strip.OnPick, v.strip.OnStep = v.turnTo, v.Step
	v.strip.Scale, v.strip.Covered = v.scale, v.hidden
	for i := range v.scrims {
		v.scrims[i] = canvas.NewRectangle(scrim())
		v.scrims[i].CornerRadius = 8
	}
	v.scrims[0].CornerRadius, v.scrims[3].CornerRadius = 0, 0
}

// scrim returns the ground of text and icons over a picture: the window's
// ground, opaque enough to be legible over white and black.
func scrim() color.Color {
	c := color.NRGBAModel.Convert(theme.Colour(fynetheme.ColorNameBackground)).(color.NRGBA)
	c.A = 224
	return c
}

// placeScrims puts them below the bar, the arrows and the strip that are shown.
func (v *Viewer) placeScrims() {
	for i, o := range []fyne.CanvasObject{v.bar.box, v.prev, v.next, v.strip} {
		v.scrims[i].Hidden = !o.Visible()
		v.scrims[i].Move(o.Position())
		v.scrims[i].Resize(o.Size())
	}
}

// CreateRenderer is called by Fyne.
func (v *Viewer) CreateRenderer() fyne.WidgetRenderer { return &renderer{v} }

type renderer struct{ v *Viewer }

func (r *renderer) Layout(size fyne.Size) {
	v := r.v
	v.ground.Resize(size)
	width := size.Width
	info := v.details.Object()
	frame.Show(info, v.open)
	if v.open {
		panel := details.Width(size.Width)
		width -= panel
		info.Move(fyne.NewPos(width, v.top()))
		info.Resize(fyne.NewSize(panel, size.Height-v.top()))
	}
	v.bar.fit(size.Width, v.OnFavourite != nil)
	v.bar.box.Resize(fyne.NewSize(size.Width, barHeight))
	v.prev.Move(fyne.NewPos(8, (size.Height+barHeight)/2-32))
	v.next.Move(fyne.NewPos(width-arrowWidth-8, (size.Height+barHeight)/2-32))
	v.prev.Resize(fyne.NewSize(arrowWidth, 64))
	v.next.Resize(fyne.NewSize(arrowWidth, 64))
	v.placeScrims()
	v.message.Move(fyne.NewPos(0, size.Height/2))
	v.message.Resize(fyne.NewSize(width, 24))
	low := v.low()
	v.strip.Move(fyne.NewPos(0, size.Height-filmstrip.Height))
	v.strip.Resize(fyne.NewSize(width, filmstrip.Height))
	v.cover.box.Move(fyne.NewPos(0, v.top()))
	v.cover.box.Resize(fyne.NewSize(width, size.Height-v.top()-low))
	v.stage = fyne.NewSize(max(width-2*v.margin(), 1), max(size.Height-v.top()-low, 1))
	v.paint()
	if v.Visible() {
		v.want()
	}
}

func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(240, 200) }

// Refresh is called when the theme has changed.
func (r *renderer) Refresh() {
	v := r.v
	v.ground.FillColor = theme.Colour(fynetheme.ColorNameBackground)
	v.message.Color = theme.Colour(theme.ColorNameQuiet)
	for _, s := range v.scrims {
		s.FillColor = scrim()
		s.Refresh()
	}
	v.details.Recolour()
	for _, o := range []fyne.CanvasObject{
		v.ground, v.message, v.cover.box, v.bar.box, v.prev, v.next, v.strip,
	} {
		o.Refresh()
	}
	r.Layout(v.Size())
}

func (r *renderer) Objects() []fyne.CanvasObject {
	v := r.v
	return []fyne.CanvasObject{
		v.ground, v.picture, v.message, v.cover.box, v.scrims[0], v.scrims[1], v.scrims[2],
		v.scrims[3], v.prev, v.next, v.strip, v.bar.box, v.details.Object(),
	}
}

func (r *renderer) Destroy() {}

// paint places the best available picture. The thumbnail and the sharp picture
// take the same place: one replaces the other without a flash.
func (v *Viewer) paint() {
	t, _, ok := v.Current()
	if !ok || v.stage.Width <= 0 {
		return
	}
	img := v.pictures[t.ID]
	if img == nil && v.Thumb != nil {
		img = picture.Turn(v.Thumb(t.ID), v.turns)
	}
	covered := v.covered()
	v.message.Hidden = !v.failed || covered
	v.message.Text = unshown(t)
	v.picture.Hidden = v.failed || covered
	v.cover.box.Hidden = !covered
	size, from := v.view.size(v.original(), v.stage), v.view.place(v.original(), v.stage)
	scale := v.scale()
	whole := func(x float32) float32 { return float32(int(x*scale+0.5)) / scale } // sharp only on whole pixels
	v.picture.Move(fyne.NewPos(whole(from.X+v.margin()), whole(from.Y+v.top())))
	v.picture.Resize(fyne.NewSize(whole(size.Width), whole(size.Height)))
	if img == nil {
		img = colourOf(t)
	}
	if v.picture.Image != img {
		v.picture.Image = img
		v.picture.Refresh()
	}
	frame.Ask() // parts of it may not be painted yet
	call.If(v.OnShown)
}

// unshown says why t has no picture.
func unshown(t photo.Tile) string {
	if t.Away {
		return phrases.Say("photo:unreachable")
	}
	return phrases.Say("photo:unshown")
}

// colourOf returns the colour of a photo that there is no picture of; one that
// is not known yet is that of the theme, for mid grey glares in both variants.
func colourOf(t photo.Tile) colour {
	if t.Colour == photo.UnknownColour {
		return colour{theme.Colour(theme.ColorNameRaised)}
	}
	return colour{color.NRGBA{t.Colour.R, t.Colour.G, t.Colour.B, 255}}
}
