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
)

// Difference tells how unlike a part of a screenshot is to a photo that should fill
// it, whole or cropped at its middle: the mean absolute difference of a channel,
// from 0 to 255, when both are seen as 16 x 16 spots. The photo must be stored
// upright.
//
// A margin of the part is left out, where round corners and a selection may be.
func Difference(screen image.Image, part image.Rectangle, photo image.Image) (float64, error) {
	if !part.In(screen.Bounds()) || part.Dx() < 32 || part.Dy() < 32 {
		return 0, fmt.Errorf("compare a photo with %v of %v: too small, or not all on the screenshot", part, screen.Bounds())
	}
	whole := cover(photo.Bounds(), part.Dx(), part.Dy())
	seen, want := spots(screen, inner(part)), spots(photo, inner(whole))
	sum := 0.0
	for i, v := range seen.Pix {
		sum += math.Abs(float64(v) - float64(want.Pix[i])) // alpha is the same in both
	}
	return sum / float64(len(seen.Pix)/4*3), nil
}

// cover is the largest middle part of r with the proportions w : h.
func cover(r image.Rectangle, w, h int) image.Rectangle {
	if cutX := r.Dx() - r.Dy()*w/h; cutX > 0 {
		return image.Rect(r.Min.X+cutX/2, r.Min.Y, r.Max.X-cutX+cutX/2, r.Max.Y)
	}
	cutY := max(r.Dy()-r.Dx()*h/w, 0)
	return image.Rect(r.Min.X, r.Min.Y+cutY/2, r.Max.X, r.Max.Y-cutY+cutY/2)
}

// inner is r without an eighth at each side.
func inner(r image.Rectangle) image.Rectangle {
	x, y := r.Dx()/8, r.Dy()/8
	return image.Rect(r.Min.X+x, r.Min.Y+y, r.Max.X-x, r.Max.Y-y)
}

func spots(src image.Image, part image.Rectangle) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, 16, 16))
	draw.BiLinear.Scale(dst, dst.Bounds(), src, part, draw.Src, nil) // averages over all pixels when it makes smaller
	return dst
}

// ReadPhoto decodes a picture file.
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
	return picture, nil
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
