package raw

import (
	"bytes"
	"encoding/binary"

	"recollect/engine/container"
)

// maxBoxes is how many boxes of a CR3 file are looked at, all levels together. Real
// ones have about a hundred.
const maxBoxes = 1000

// previewBox is the identifier of the box at the top that holds PRVW (1,620 x
// 1,080), and canonBox that within moov that holds THMB (160 x 120).
var (
	previewBox = []byte("\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16")
	canonBox   = []byte("\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48")
)

// cr3 walks the boxes of a CR3 file, which is built like an MP4.
func (f *finder) cr3() {
	w := boxWalk{finder: f, left: maxBoxes}
	w.boxes(0, f.sizeBytes)
}

// boxWalk carries what is known of the track being walked.
type boxWalk struct {
	*finder
	left        int
	sampleBytes int64
}

// boxes looks at all boxes from at to end, but at none that is not all there. It descends at most
// as deep as boxes can be nested within maxBoxes.
func (w *boxWalk) boxes(at, end int64) {
	for b, err := range container.Boxes(w.r, at, end, maxBoxes) {
		if err != nil || b.Cut || w.left == 0 {
			return
		}
		w.left--
		w.box(b.Kind, b.At, b.End)
	}
}

func (w *boxWalk) box(kind string, at, end int64) {
	switch kind {
	case "moov", "trak", "mdia", "minf", "stbl":
		w.boxes(at, end)
	case "uuid":
		switch id := container.ReadSome(w.r, at, 16); {
		case bytes.Equal(id, previewBox):
			w.boxes(at+24, end) // behind 8 bytes of version and count
		case bytes.Equal(id, canonBox):
			w.boxes(at+16, end)
		}
	case "PRVW", "THMB":
		w.try(at+16, end-at-16)
	case "stsz":
		w.sampleBytes = firstSampleBytes(container.ReadSome(w.r, at, 16))
	case "stco":
		if b := container.ReadSome(w.r, at, 12); len(b) == 12 {
			w.try(int64(binary.BigEndian.Uint32(b[8:])), w.sampleBytes)
		}
	case "co64":
		if b := container.ReadSome(w.r, at, 16); len(b) == 16 {
			w.try(int64(binary.BigEndian.Uint64(b[8:])), w.sampleBytes)
		}
	}
}

// firstSampleBytes reads the body of an stsz box: version and flags, the size of all
// samples or 0, their count, and in the latter case the size of each. Of the
// tracks of a CR3 each has one sample; the full-size JPEG is the first track's.
func firstSampleBytes(b []byte) int64 {
	switch {
	case len(b) < 16:
		return 0
	case binary.BigEndian.Uint32(b[4:]) != 0:
		return int64(binary.BigEndian.Uint32(b[4:]))
	}
	return int64(binary.BigEndian.Uint32(b[12:]))
}
