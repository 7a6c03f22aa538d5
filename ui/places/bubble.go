package places

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/counts"
	"recollect/ui/frame"
	"recollect/ui/theme"
)

// bubble is a cluster on the map: a round picture, and how many photos there are if there are several.
type bubble struct {
	photo.Cluster
	centre  fyne.Position // in the layer
	ground  *canvas.Circle
	picture *canvas.Image
	badge   *canvas.Rectangle // nil for one photo
	number  *canvas.Text
}

// rim is round a picture.
const rim float32 = 2

func newBubble(c photo.Cluster, centre fyne.Position, cover image.Image) *bubble {
	b := &bubble{Cluster: c, centre: centre, ground: canvas.NewCircle(theme.Colour(theme.ColorNameBorder))}
	b.picture = &canvas.Image{
		Image: cover, FillMode: canvas.ImageFillCover, CornerRadius: Diameter/2 - rim,
		ScaleMode: canvas.ImageScaleFastest,
	}
	b.picture.Hidden = cover == nil
	put(b.ground, centre, Diameter)
	put(b.picture, centre, Diameter-2*rim)
	if c.Photos > 1 {
		b.number = canvas.NewText(counts.Number(c.Photos), theme.Colour(fynetheme.ColorNameForeground))
		b.number.TextSize, b.number.TextStyle.Bold = fynetheme.CaptionTextSize(), true
		b.badge = canvas.NewRectangle(theme.Colour(theme.ColorNameSurface))
		size := b.number.MinSize()
		b.badge.CornerRadius = size.Height / 2
		b.badge.Resize(fyne.NewSize(max(size.Width+10, size.Height), size.Height))
		b.badge.Move(fyne.NewPos(centre.X-b.badge.Size().Width/2, centre.Y+Diameter/2-size.Height/2-2))
		b.number.Resize(size)
		b.number.Move(fyne.NewPos(centre.X-size.Width/2, b.badge.Position().Y))
	}
	return b
}

// put puts the centre of a square object somewhere.
func put(o fyne.CanvasObject, centre fyne.Position, size float32) {
	o.Resize(fyne.NewSquareSize(size))
	o.Move(fyne.NewPos(centre.X-size/2, centre.Y-size/2))
}

func (b *bubble) setCover(img image.Image) {
	b.picture.Image, b.picture.Hidden = img, img == nil
	b.picture.Refresh()
	frame.Ask()
}

// objects are drawn below the ring of the bubble that Enter opens, and labels above it.
func (b *bubble) objects() []fyne.CanvasObject { return []fyne.CanvasObject{b.ground, b.picture} }

func (b *bubble) labels() []fyne.CanvasObject {
	if b.badge == nil {
		return nil
	}
	return []fyne.CanvasObject{b.badge, b.number}
}

// box is where the bubble and its number are, in the layer.
func (b *bubble) box() box {
	r := Diameter / 2
	return box{b.centre.X - r, b.centre.Y - r, b.centre.X + r, b.centre.Y + r + 8}
}

// box is a rectangle.
type box struct{ left, top, right, bottom float32 }

func boxOf(o fyne.CanvasObject) box {
	at, size := o.Position(), o.Size()
	return box{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

func (a box) meets(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
