package decode

import (
	"encoding/binary"
	"image"
	"image/draw"
)

// Opaque is img.Opaque: it looks at eight pixels at a time.
func Opaque(img *image.RGBA) bool {
	const alphas = 0xff000000_ff000000
	w := img.Rect.Dx()
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride:][:w*4]
		all := uint64(alphas)
		for ; len(row) >= 32; row = row[32:] {
			r := row[:32:32]
			all &= binary.LittleEndian.Uint64(r) & binary.LittleEndian.Uint64(r[8:]) &
				binary.LittleEndian.Uint64(r[16:]) & binary.LittleEndian.Uint64(r[24:])
		}
		for ; len(row) >= 8; row = row[8:] {
			all &= binary.LittleEndian.Uint64(row)
		}
		if len(row) > 0 {
			all &= uint64(row[3])<<24 | 0xffffffff_00000000
		}
		if all != alphas {
			return false
		}
	}
	return true
}

// Flatten returns img on a white ground, for consumers without transparency. It
// returns img itself if that is opaque.
func Flatten(img *image.RGBA) *image.RGBA {
	if Opaque(img) {
		return img
	}
	dst := image.NewRGBA(image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()))
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(dst, dst.Rect, img, img.Rect.Min, draw.Over)
	return dst
}

// upright turns and mirrors src as EXIF orientation says (Exif 2.32, tag 0x0112).
// It is src itself for 1 and for what is no orientation.
func upright(src *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	// The pixel at x, y of the upright picture lies at start + x*right + y*down of
	// the stored one, in bytes.
	const px = 4
	line := src.Stride
	lastX, lastY := (w-1)*px, (h-1)*line
	var start, right, down int
	switch orientation {
	case 2: // mirrored
		start, right, down = lastX, -px, line
	case 3: // upside down
		start, right, down = lastX+lastY, -px, -line
	case 4: // upside down and mirrored
		start, right, down = lastY, px, -line
	case 5: // transposed
		start, right, down = 0, line, px
	case 6: // turned left
		start, right, down = lastY, -line, px
	case 7: // transposed over the other diagonal
		start, right, down = lastX+lastY, -line, -px
	case 8: // turned right
		start, right, down = lastX, line, -px
	}
	if orientation >= 5 {
		w, h = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	gather(dst, src, start, right, down)
	return dst
}

// gather fills dst with the pixels of src that upright points to. It goes by
// columns of 16 pixels: a turned picture is read across its lines, and so each
// cache line that is fetched serves 16 rows of dst.
func gather(dst, src *image.RGBA, start, right, down int) {
	const px, columns = 4, 16
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	for left := 0; left < w; left += columns {
		n := min(columns, w-left)
		for y := range h {
			from := start + left*right + y*down
			row := dst.Pix[y*dst.Stride+left*px:][:n*px]
			for at := 0; at < len(row); at += px {
				*(*[px]byte)(row[at:]) = *(*[px]byte)(src.Pix[from:])
				from += right
			}
		}
	}
}
