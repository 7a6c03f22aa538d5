package icc

import (
	"bytes"
	"cmp"
	"io"
	"slices"

	"recollect/engine/container"
	"recollect/engine/format"
)

// maxPieces limits the segments, chunks or boxes that are read in search of a profile.
const maxPieces = 10_000

// Kinds of colour, as profiles name them (ICC.1:2022, table 19).
const (
	spaceRGB  = "RGB "
	spaceGrey = "GRAY"
	spaceCMYK = "CMYK"
)

// Of returns the conversion to sRGB of the pixels of a file of sizeBytes. c is the file's layout:
// segments, chunks of PNG or RIFF, or directories. Of returns nil if the pixels are sRGB already,
// or the file declares nothing usable: then they are taken for sRGB, as in other programs. A
// profile of another kind of colour than the pixels is ignored.
func Of(r io.ReaderAt, sizeBytes int64, c format.Container) *Transform {
	s := source{r, sizeBytes}
	var (
		data  []byte
		space = spaceRGB
	)
	switch c {
	case format.Segments:
		data, space = s.jpeg()
	case format.Chunks:
		return s.png()
	case format.RIFF:
		data = s.webp()
	case format.Directories:
		data, space = s.tiff()
	}
	t, err := ofSpace(data, space)
	if err != nil {
		return nil // a picture is shown even if its profile cannot be used
	}
	return t
}

// ofSpace is New for pixels of a kind of colour.
func ofSpace(profile []byte, space string) (*Transform, error) {
	if len(profile) >= 20 && string(profile[16:20]) != space {
		return nil, ErrUnsupported
	}
	return New(profile)
}

type source struct {
	io.ReaderAt
	size int64
}

// bytes reads n bytes, or none if there are not as many or too many.
func (s source) bytes(at, n int64) []byte {
	if n <= 0 || at > s.size-n {
		return nil
	}
	b, err := container.Read(s, at, n, maxBytes)
	if err != nil {
		return nil
	}
	return b
}

// jpeg joins the pieces in APP2 segments (ICC.1:2022, annex B.4), and derives the kind of colour
// from the number of components in the frame.
func (s source) jpeg() (profile []byte, space string) {
	const name = "ICC_PROFILE\x00"
	type piece struct {
		number byte
		data   []byte
	}
	var pieces []piece
	space = spaceRGB
	total := 0
	for segment, err := range (container.JPEG{R: s, End: s.size, Most: maxPieces}).Segments() {
		if err != nil || segment.Marker == container.MarkerSOS {
			break
		}
		switch {
		case container.IsFrame(segment.Marker):
			space = spaceOf(s.bytes(segment.At, 6))
		case segment.Marker == container.MarkerAPP2 && segment.Len > int64(len(name)+2):
			body := s.bytes(segment.At, segment.Len)
			if total += len(body); bytes.HasPrefix(body, []byte(name)) && total <= maxBytes {
				pieces = append(pieces, piece{body[len(name)], body[len(name)+2:]})
			}
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.number, b.number) })
	for _, p := range pieces {
		profile = append(profile, p.data...)
	}
	return profile, space
}

// spaceOf returns the kind of colour of a frame: precision 1, height 2, width 2, components 1.
func spaceOf(frame []byte) string {
	if len(frame) == 6 && frame[5] == 1 {
		return spaceGrey
	}
	if len(frame) == 6 && frame[5] == 4 {
		return spaceCMYK
	}
	return spaceRGB
}

func (s source) webp() []byte {
	for c, err := range container.RIFF(s, container.RIFFStart, s.size, maxPieces) {
		if err == nil && c.Name == "ICCP" {
			return s.bytes(c.At, c.Len)
		}
	}
	return nil
}

func (s source) tiff() (profile []byte, space string) {
	const tagPhotometric, tagSamples, tagProfile = 262, 277, 34675
	file, _, first, err := container.OpenTIFF(s)
	if err != nil {
		return nil, ""
	}
	d, err := file.Directory(first)
	if err != nil {
		return nil, ""
	}
	f, ok := d.Find(tagProfile)
	if !ok || f.Count > maxBytes {
		return nil, ""
	}
	value := func(tag uint16, otherwise uint64) uint64 {
		f, _ := d.Find(tag)
		if v, err := file.Uint(f); err == nil {
			return v
		}
		return otherwise
	}
	grey := uint64(1)
	if value(tagSamples, 1) >= 3 {
		grey = 2 // RGB by default
	}
	switch value(tagPhotometric, grey) {
	case 0, 1, 4: // white is zero, black is zero, a mask
		space = spaceGrey
	case 5:
		space = spaceCMYK
	default:
		space = spaceRGB
	}
	return s.bytes(f.At, int64(f.Count)), space
}
