package decode

import (
	"io"
	"time"

	"recollect/engine/format"
	"recollect/engine/meta"
	"recollect/engine/photo"
)

// readHeader recognises the format of r and reads its header.
func readHeader(r input, o Options) (header, error) {
	_, h, err := recognise(r, o)
	return h, err
}

func recognise(r input, o Options) (name string, h header, err error) {
	sizeBytes, err := r.Seek(0, io.SeekEnd)
	if err != nil {
		return "", header{}, err
	}
	if sizeBytes == 0 {
		return "", header{}, empty()
	}
	head := make([]byte, min(sizeBytes, format.HeadBytes))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", header{}, err
	}
	name = format.Sniff(head)
	h, err = headerOf(r, sizeBytes, name, o)
	return name, h, err
}

// describe returns the details and the header of f.
func describe(r input, f photo.File, o Options) (photo.Details, header, error) {
	name, h, err := recognise(r, o)
	if err != nil {
		return photo.Details{}, h, err
	}
	now := time.Now()
	m := meta.Read(r, name, f, now)
	d := photo.Details{
		Format: name, WidthPx: h.size.X, HeightPx: h.size.Y, Animated: h.animated,
		Orientation: m.Orientation, Taken: m.Taken, Camera: m.Camera, Meta: m.Meta,
	}
	if h.upright {
		d.Orientation = 1
	}
	if d.Orientation >= 5 {
		d.WidthPx, d.HeightPx = d.HeightPx, d.WidthPx
	}
	if d.Taken.IsZero() {
		d.Taken = meta.Changed(f.ModTime, now)
	}
	return d, h, nil
}
