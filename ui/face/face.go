// Package face draws the picture of a tile, and above it the tile's average colour until the picture is there.
// All of it belongs to the UI goroutine.
package face

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"recollect/engine/photo"
	"recollect/ui/theme"
	"recollect/ui/thumbs"
)

// fadeTime is how long a tile's colour takes to fade into its picture.
const fadeTime = 140 * time.Millisecond

// Request asks for a photo's picture, cropped at its centre and scaled to a tile's exact size.
// Version is the tile's version, so that a changed photo does not get its old picture.
type Request struct {
	ID       photo.ID
	WidthPx  int
	HeightPx int
	Version  uint64
	// Covered asks for a blurred picture.
	Covered bool
}

// Face is what is seen of one tile; make one with New. The colour fades out, instead of the picture in:
// redrawing a rectangle costs nothing, while each step of a picture would be sent to the graphics card again.
type Face struct {
	Image *canvas.Image
	Cover *canvas.Rectangle
	Want  Request // the wanted picture
	Have  Request // what Image holds; zero: nothing

	fade *fyne.Animation
}

// New returns a face, hidden.
func New() *Face {
	f := &Face{Image: &canvas.Image{ScaleMode: canvas.ImageScaleFastest}, Cover: canvas.NewRectangle(color.Transparent)}
	f.Image.Hide()
	f.Cover.Hide()
	return f
}

// Place moves the face to where its tile is.
func (f *Face) Place(at fyne.Position, size fyne.Size) {
	for _, o := range []fyne.CanvasObject{f.Image, f.Cover} {
		o.Move(at)
		o.Resize(size)
	}
}

// Show makes the face that of a tile of an average colour. A picture of another size serves until the
// right one arrives.
func (f *Face) Show(colour photo.RGB, r Request, thumbs *thumbs.Cache[Request]) {
	f.Want = r
	if f.Have == r {
		return
	}
	img, of := thumbs.Any(r.ID)
	if img != nil && of.Covered == r.Covered {
		f.paint(img, of)
		return
	}
	if f.Have.ID == r.ID && f.Have.Covered == r.Covered {
		return // the face still has what the cache has dropped
	}
	if img == nil && of == r {
		f.Have = r // it was asked for before, and there is none
	}
	f.Cover.FillColor = ground(colour)
	f.Cover.Show()
	f.Cover.Refresh()
}

// ground returns the colour of a tile before its picture is there: its average
// colour, or a quiet grey of the theme.
func ground(c photo.RGB) color.Color {
	if c == photo.UnknownColour {
		return theme.Colour(theme.ColorNameRaised)
	}
	return color.NRGBA{c.R, c.G, c.B, 255}
}

// Arrive shows the picture that the face waits for; nil leaves the colour.
func (f *Face) Arrive(img *image.RGBA) {
	first := f.Have.ID != f.Want.ID
	if img == nil {
		f.Have = f.Want // there is no picture to wait for
		return
	}
	f.paint(img, f.Want)
	if first {
		f.uncover()
	}
}

// paint shows img, at once and without a cover.
func (f *Face) paint(img *image.RGBA, of Request) {
	if f.Have == of && f.Image.Image == img {
		return
	}
	f.stop()
	f.Have = of
	f.Image.Image = img
	f.Image.Show()
	f.Image.Refresh()
	f.Cover.Hide()
}

// uncover fades the colour out.
func (f *Face) uncover() {
	full := color.NRGBAModel.Convert(f.Cover.FillColor).(color.NRGBA)
	f.Cover.Show()
	f.fade = fyne.NewAnimation(fadeTime, func(done float32) {
		full.A = uint8(255 * (1 - done))
		f.Cover.FillColor = full
		if done == 1 {
			f.Cover.Hide()
			return
		}
		f.Cover.Refresh()
	})
	f.fade.Start()
}

// Final reports whether the face shows what it wants.
func (f *Face) Final() bool { return f.Have == f.Want }

// Retry forgets that there is no picture.
func (f *Face) Retry() {
	if f.Image.Image == nil {
		f.Have = Request{}
	}
}

// Clear hides the face and drops its picture. The refresh also frees the texture, which Fyne would
// otherwise keep for a minute for each unused face.
func (f *Face) Clear() {
	f.stop()
	f.Image.Hide()
	f.Cover.Hide()
	f.Image.Image = nil
	f.Image.Refresh()
	f.Have, f.Want = Request{}, Request{}
}

func (f *Face) stop() {
	if f.fade != nil {
		f.fade.Stop()
		f.fade = nil
	}
}
