package synthetic

import (
	"image"
	"image/color"

	"recollect/engine/photo"
	"recollect/engine/thumb"
)

const (
	drawn  = 32   // different small pictures
	copies = 1000 // contents that share the file of one
)

// Thumbs puts small pictures of contents into a cache. The contents share a few.
type Thumbs struct {
	Cache *thumb.Cache
	n     int
	from  [drawn]photo.Hash
}

// Add puts the small picture of a content.
func (t *Thumbs) Add(h photo.Hash) error {
	which, nth := t.n%drawn, t.n/drawn
	t.n++
	if nth%copies > 0 {
		return t.Cache.Share(t.from[which], h, thumb.Small)
	}
	t.from[which] = h
	return t.Cache.Put(h, thumb.Small, draw(which))
}

// draw paints a sky above a ground.
func draw(which int) *image.RGBA {
	const width, height = thumb.Small, thumb.Small * 3 / 4
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	horizon := height/4 + which*height/(2*drawn)
	for y := range height {
		c := color.RGBA{R: uint8(8 * which), G: uint8(y), B: 255 - uint8(y/2), A: 255}
		if y > horizon {
			c = color.RGBA{R: uint8(y), G: uint8(255 - 8*which), B: uint8(y / 4), A: 255}
		}
		for x := range width {
			img.SetRGBA(x, y, c)
		}
	}
	return img
}
