package raw

import (
	"encoding/binary"

	"recollect/engine/container"
)

// maxBoxes limits the boxes of a CR3 file that are read, all levels together.
// Real ones have about a hundred.
const maxBoxes = 1000

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

// boxes reads all complete boxes from at to end. It descends at most as deep as boxes can be
// nested within maxBoxes.
func (w *boxWalk) boxes(at, end int64) {
	for b, err := range container.Boxes(w.r, at, end, maxBoxes) {
		if err != nil || b.Cut || w.left == 0 {
			return
		}
		w.left--
		w.box(b)
	}
}

func (w *boxWalk) box(b container.Box) {
	switch b.Kind {
	case "moov", "trak", "mdia", "minf", "stbl":
		w.boxes(b.At, b.End)
	case "uuid":
		switch id, content := b.Identified(w.r); id {
		case container.CanonPreview:
			w.boxes(content.At+8, content.End) // after version and count
		case container.CanonData:
			w.boxes(content.At, content.End)
		}
	case "PRVW", "THMB":
		w.try(b.At+16, b.End-b.At-16)
	case "stsz":
		w.sampleBytes = firstSampleBytes(container.ReadSome(w.r, b.At, 16))
	case "stco":
		if offsets := container.ReadSome(w.r, b.At, 12); len(offsets) == 12 {
			w.try(int64(binary.BigEndian.Uint32(offsets[8:])), w.sampleBytes)
		}
	case "co64":
		if offsets := container.ReadSome(w.r, b.At, 16); len(offsets) == 16 {
			w.try(int64(binary.BigEndian.Uint64(offsets[8:])), w.sampleBytes)
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
