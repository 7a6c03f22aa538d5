//go:build !cgo || noturbo || !(linux || (windows && turbo))

package jpeg

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
)

// Library is the name of the library that decodes and encodes.
const Library = "image/jpeg"

// scaling: a fraction of the pixels can be decoded for a fraction of the work.
const scaling = false

// decode decodes without libjpeg-turbo: slower, with colours that differ a
// little where they were stored at half resolution, and always at full size.
func decode(ctx context.Context, data []byte, _ Header, _, _ int) (Picture, error) {
	return standard(ctx, data)
}

// encode encodes with the standard library.
func encode(img *image.RGBA, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}
