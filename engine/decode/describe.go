package decode

import (
	"io"

	"recollect/engine/photo"
)

func describe(r input, f photo.File) (photo.Details, error) {
	var head [headBytes]byte
	n, err := r.ReadAt(head[:], 0)
	if err != nil && err != io.EOF {
		return photo.Details{}, err
	}
	if n == 0 {
		return photo.Details{}, empty()
	}
	format := Sniff(head[:n])
	c, ok := codecOf(format)
	if !ok {
		return photo.Details{}, unsupported(format)
	}
	size, err := c.size(r)
	if err != nil {
		return photo.Details{}, foreign(format, err)
	}
	if err := check(size); err != nil {
		return photo.Details{}, err
	}
	x := readExif(r, format)
	if x.orientation >= 5 {
		size.X, size.Y = size.Y, size.X
	}
	if x.taken.IsZero() {
		x.taken = photo.Moment{Time: f.ModTime, HasOffset: true, From: photo.FromModTime}
	}
	return photo.Details{
		Format: format, WidthPx: size.X, HeightPx: size.Y,
		Orientation: x.orientation, Taken: x.taken, Camera: x.camera,
	}, nil
}
