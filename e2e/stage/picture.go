package stage

import (
	"fmt"
	"image"
	_ "image/gif"  // the formats of the sample photos
	_ "image/jpeg" //
	"image/png"
	"math"
	"os"
	"path/filepath"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" //

	"recollect/engine/decode"
	"recollect/engine/photo"
)

// Difference measures how a part of a screenshot differs from a photo that should fill it, whole or
// cropped at its middle: the mean absolute difference of a channel, from 0 to 255, when both are
// seen as 16 x 16 spots. It is 255 for a part that is not all on the screenshot or has less than 32
// pixels at a side. The photo is upright.
//
// A margin of the part is left out, where round corners and a selection may be.
func Difference(screen image.Image, part image.Rectangle, photo image.Image) float64 {
	if !part.In(screen.Bounds()) || part.Dx() < 32 || part.Dy() < 32 {
		return 255
	}
	whole := cover(photo.Bounds(), part.Dx(), part.Dy())
	seen, want := spots(screen, inner(part)), spots(photo, inner(whole))
	sum := 0.0
	for i, v := range seen.Pix {
		sum += math.Abs(float64(v) - float64(want.Pix[i])) // alpha is the same in both
	}
	return sum / float64(len(seen.Pix)/4*3)
}

// framed returns the picture round the middle of a screenshot that lies on a
// plain ground: it ends at the first row or column each way that is of one
// colour.
func framed(shot *image.RGBA) image.Rectangle {
	b := shot.Bounds()
	x, y := (b.Min.X+b.Max.X)/2, (b.Min.Y+b.Max.Y)/2
	column := func(x int) image.Rectangle { return image.Rect(x, y-b.Dy()/8, x+1, y+b.Dy()/8) }
	row := func(y int) image.Rectangle { return image.Rect(x-b.Dx()/8, y, x+b.Dx()/8, y+1) }
	r := image.Rect(x, y, x, y)
	for ; r.Min.X > b.Min.X && !plain(shot, column(r.Min.X-1)); r.Min.X-- {
	}
	for ; r.Max.X < b.Max.X && !plain(shot, column(r.Max.X)); r.Max.X++ {
	}
	for ; r.Min.Y > b.Min.Y && !plain(shot, row(r.Min.Y-1)); r.Min.Y-- {
	}
	for ; r.Max.Y < b.Max.Y && !plain(shot, row(r.Max.Y)); r.Max.Y++ {
	}
	return r
}

// plain reports whether a part of a picture is of one colour.
func plain(m *image.RGBA, part image.Rectangle) bool {
	first := m.RGBAAt(part.Min.X, part.Min.Y)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if m.RGBAAt(x, y) != first {
				return false
			}
		}
	}
	return true
}

// cover returns the largest middle part of r with the proportions w : h.
func cover(r image.Rectangle, w, h int) image.Rectangle {
	if cutX := r.Dx() - r.Dy()*w/h; cutX > 0 {
		return image.Rect(r.Min.X+cutX/2, r.Min.Y, r.Max.X-cutX+cutX/2, r.Max.Y)
	}
	cutY := max(r.Dy()-r.Dx()*h/w, 0)
	return image.Rect(r.Min.X, r.Min.Y+cutY/2, r.Max.X, r.Max.Y-cutY+cutY/2)
}

// inner returns r without an eighth at each side.
func inner(r image.Rectangle) image.Rectangle {
	x, y := r.Dx()/8, r.Dy()/8
	return image.Rect(r.Min.X+x, r.Min.Y+y, r.Max.X-x, r.Max.Y-y)
}

func spots(src image.Image, part image.Rectangle) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, 16, 16))
	draw.BiLinear.Scale(dst, dst.Bounds(), src, part, draw.Src, nil) // averages over all pixels when it makes smaller
	return dst
}

// ReadPhoto decodes a picture file. The picture is upright.
func ReadPhoto(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	picture, _, err := image.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", path, err)
	}
	d, err := decode.Describe(photo.File{Path: path})
	if err != nil {
		return nil, err
	}
	return turned(picture, d.Orientation)
}

// turned turns a picture as an EXIF orientation says: 1, 3, 6 or 8, which are those of cameras.
func turned(m image.Image, orientation int) (image.Image, error) {
	b := m.Bounds()
	last := b.Max.Sub(image.Pt(1, 1))
	size := b.Size()
	var from func(x, y int) (int, int) // where a pixel of the upright picture is stored
	switch orientation {
	case 1:
		return m, nil
	case 3:
		from = func(x, y int) (int, int) { return last.X - x, last.Y - y }
	case 6:
		size, from = image.Pt(size.Y, size.X), func(x, y int) (int, int) { return b.Min.X + y, last.Y - x }
	case 8:
		size, from = image.Pt(size.Y, size.X), func(x, y int) (int, int) { return last.X - y, b.Min.Y + x }
	default:
		return nil, fmt.Errorf("a photo with the orientation %d", orientation)
	}
	upright := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			upright.Set(x, y, m.At(from(x, y)))
		}
	}
	return upright, nil
}

// SavePNG writes a picture, and the folders above it where they are missing.
func SavePNG(path string, picture image.Image) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := png.Encode(f, picture); err != nil {
		return fmt.Errorf("save %s: %w", path, err)
	}
	return f.Close()
}
