package grid

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

// cell draws one tile: its picture, and above it its average colour until the picture is there. The
// colour fades out, instead of the picture in: redrawing a rectangle costs nothing, while each step
// of a picture would be sent to the graphics card again.
type cell struct {
	image *canvas.Image
	cover *canvas.Rectangle
	want  Request // the wanted picture
	have  Request // what image holds; zero: nothing
	fade  *fyne.Animation
	tile  photo.Tile // whose cell it is
	signs signs
}

func newCell() *cell {
	c := &cell{image: &canvas.Image{ScaleMode: canvas.ImageScaleFastest}, cover: canvas.NewRectangle(color.Transparent)}
	c.image.Hide()
	c.cover.Hide()
	return c
}

func (c *cell) place(at fyne.Position, size fyne.Size) {
	for _, o := range []fyne.CanvasObject{c.image, c.cover} {
		o.Move(at)
		o.Resize(size)
	}
}

// show makes the cell that of t. A picture of another size serves until the
// right one arrives.
func (c *cell) show(t photo.Tile, r Request, thumbs *thumbs.Cache[Request]) {
	c.want, c.tile = r, t
	if c.have == r {
		return
	}
	img, of := thumbs.Any(r.ID)
	if img != nil && of.Covered == r.Covered {
		c.paint(img, of)
		return
	}
	if c.have.ID == r.ID && c.have.Covered == r.Covered {
		return // the cell still has what the cache has dropped
	}
	if img == nil && of == r {
		c.have = r // it was asked for before, and there is none
	}
	c.cover.FillColor = Ground(t.Colour)
	c.cover.Show()
	c.cover.Refresh()
}

// Ground returns the colour of a tile before its picture is there: its average
// colour, or a quiet grey of the theme.
func Ground(c photo.RGB) color.Color {
	if c == photo.UnknownColour {
		return theme.Colour(theme.ColorNameRaised)
	}
	return color.NRGBA{c.R, c.G, c.B, 255}
}

// arrive shows the picture that the cell waits for; nil leaves the colour.
func (c *cell) arrive(img *image.RGBA) {
	first := c.have.ID != c.want.ID
	if img == nil {
		c.have = c.want // there is no picture to wait for
		return
	}
	c.paint(img, c.want)
	if first {
		c.uncover()
	}
}

// paint puts img into the cell, at once and without a cover.
func (c *cell) paint(img *image.RGBA, of Request) {
	if c.have == of && c.image.Image == img {
		return
	}
	c.stop()
	c.have = of
	c.image.Image = img
	c.image.Show()
	c.image.Refresh()
	c.cover.Hide()
}

// uncover fades the colour out.
func (c *cell) uncover() {
	full := color.NRGBAModel.Convert(c.cover.FillColor).(color.NRGBA)
	c.cover.Show()
	c.fade = fyne.NewAnimation(fadeTime, func(done float32) {
		full.A = uint8(255 * (1 - done))
		c.cover.FillColor = full
		if done == 1 {
			c.cover.Hide()
			return
		}
		c.cover.Refresh()
	})
	c.fade.Start()
}

// final reports whether the cell shows what it wants.
func (c *cell) final() bool { return c.have == c.want }

// clear hides the cell and drops its picture. The refresh also frees the texture, which Fyne would
// otherwise keep for a minute for each unused cell.
func (c *cell) clear() {
	c.stop()
	c.image.Hide()
	c.cover.Hide()
	c.signs.hide()
	c.image.Image = nil
	c.image.Refresh()
	c.have, c.want = Request{}, Request{}
}

func (c *cell) stop() {
	if c.fade != nil {
		c.fade.Stop()
		c.fade = nil
	}
}
