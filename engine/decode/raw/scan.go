package raw

import (
	"bytes"

	"recollect/engine/container"
)

// The bounds of the search through all bytes. Every start that looks like that of a
// JPEG costs a few small reads, and one that is costs reading it to its end.
const (
	maxScanBytes  = 512 << 20
	maxCandidates = 10_000
	scanChunk     = 256 << 10
)

// scan is the last resort: it tries every place in the file that begins like a JPEG.
func (f *finder) scan() {
	start := []byte{0xFF, container.MarkerSOI, 0xFF}
	b := make([]byte, min(scanChunk, f.sizeBytes))
	candidates := 0
	for at := int64(0); at < min(f.sizeBytes, maxScanBytes); {
		n, _ := f.r.ReadAt(b, at)
		i := bytes.Index(b[:n], start)
		switch {
		case i < 0 && n < len(start), candidates == maxCandidates:
			return
		case i < 0:
			at += int64(n - len(start) + 1)
			continue
		}
		candidates++
		at = f.skip(at + int64(i))
	}
}

// skip tries the JPEG at offset, and gives the offset from which the search
// continues.
func (f *finder) skip(offset int64) int64 {
	if _, ok := jpegSize(f.r, offset, f.sizeBytes); !ok {
		return offset + 1
	}
	end := jpegEnd(f.r, offset, f.sizeBytes)
	f.try(offset, end-offset)
	return end
}
