package meta

import (
	"bytes"
	"io"
	"strings"

	"recollect/engine/container"
	"recollect/engine/format"
	"recollect/engine/meta/exif"
	"recollect/engine/meta/record"
	"recollect/engine/meta/words"
	"recollect/engine/meta/xmp"
)

// blocks holds the raw metadata of one file.
type blocks struct {
	exif []exif.Part
	xmp  [][]byte
	iptc []byte        // Photoshop's resources, or records of IPTC alone
	left int           // bytes of packed text that may still be unpacked
	text record.Record // from PNG's texts and comments
}

// find finds the blocks in r; name is its format, as from format.Sniff.
func find(r io.ReaderAt, name string) blocks {
	r = withHead(r)
	f, _ := format.Of(name)
	switch f.Container {
	case format.Segments:
		return inJPEG(r, 0)
	case format.Chunks:
		return inPNG(r)
	case format.RIFF:
		return inWebP(r)
	case format.Boxes:
		if f.Role == format.RAW {
			return inCR3(r)
		}
		return inHEIF(r)
	case format.Fuji:
		return inRAF(r)
	case format.Blocks:
		return inGIF(r)
	case format.Directories:
		return inTIFF(r)
	}
	return blocks{}
}

// head is a reader whose first bytes are in memory: most files keep all of their
// metadata there.
type head struct {
	io.ReaderAt
	first []byte
}

const headBytes = 64 << 10

func withHead(r io.ReaderAt) io.ReaderAt {
	first := make([]byte, headBytes)
	n, _ := r.ReadAt(first, 0)
	return &head{r, first[:n]}
}

func (h *head) ReadAt(p []byte, at int64) (int, error) {
	if at >= 0 && at+int64(len(p)) <= int64(len(h.first)) {
		return copy(p, h.first[at:]), nil
	}
	return h.ReaderAt.ReadAt(p, at)
}

// take reads length bytes at an offset; nil if length is 0 or more than limit, or the file ends
// before.
func take(r io.ReaderAt, at, length, limit int64) []byte {
	b, err := container.Read(r, at, length, limit)
	if err != nil || length == 0 {
		return nil
	}
	return b
}

// addExif adds a block of EXIF, with or without the words that formats put in front of it.
func (b *blocks) addExif(block []byte) {
	if block = fromTIFFHeader(block); len(block) >= 8 {
		b.exif = append(b.exif, exif.Part{ReaderAt: bytes.NewReader(block), First: exif.Main})
	}
}

// fromTIFFHeader returns a block of EXIF from its byte order on. Before it stand "Exif" and
// two bytes that should be NUL, of which the second often is another; some programs
// write that twice, or put their own in front.
func fromTIFFHeader(block []byte) []byte {
	const farthest = 32
	for i := range min(farthest, len(block)) {
		for _, mark := range []string{"II*\x00", "MM\x00*"} {
			if bytes.HasPrefix(block[i:], []byte(mark)) {
				return block[i:]
			}
		}
	}
	const header = len("Exif\x00\x00")
	if len(block) > header && bytes.EqualFold(block[:4], []byte("Exif")) { // of another number than 42
		return block[header:]
	}
	return block
}

func (b *blocks) addXMP(block []byte) {
	if len(block) > 0 && len(b.xmp) < xmp.MaxPackets {
		b.xmp = append(b.xmp, block)
	}
}

// inJPEG walks the segments up to the pixels. The JPEG begins at an offset of r: it may lie in a
// RAW file.
func inJPEG(r io.ReaderAt, at int64) blocks {
	const maxSegments = 1000
	var b blocks
	var pieces xmp.Pieces
	for s, err := range (container.JPEG{R: r, At: at, End: container.Unknown, Most: maxSegments}).Segments() {
		if err != nil || s.Marker == container.MarkerSOS {
			break
		}
		switch s.Marker {
		case container.MarkerAPP1:
			b.addAPP1(container.ReadSome(r, s.At, s.Len), &pieces)
		case container.MarkerAPP13:
			const header = "Photoshop 3.0\x00"
			resources, ok := bytes.CutPrefix(container.ReadSome(r, s.At, s.Len), []byte(header))
			if ok && len(b.iptc) < xmp.MaxPacket {
				b.iptc = append(b.iptc, resources...)
			}
		case container.MarkerCOM:
			b.addComment(take(r, s.At, s.Len, record.MaxText))
		}
	}
	b.xmp = append(b.xmp, pieces.Packets(b.xmp)...)
	return b
}

// addAPP1 adds a segment that holds EXIF or XMP. Some programs write wrong headers.
func (b *blocks) addAPP1(s []byte, x *xmp.Pieces) {
	const (
		exifHeader = "exif\x00"
		xmpHeader  = "http://ns.adobe.com/xap/1.0/"
		moreHeader = "http://ns.adobe.com/xmp/extension/\x00"
		longest    = 64 // bytes before the content
	)
	start := strings.ToLower(string(s[:min(longest, len(s))]))
	switch at := strings.Index(start, exifHeader); {
	case at >= 0 && at <= 4:
		b.addExif(s[at:])
	case strings.HasPrefix(start, moreHeader):
		x.Add(s[len(moreHeader):])
	case strings.HasPrefix(start, xmpHeader):
		b.addXMP(bytes.TrimPrefix(s[len(xmpHeader):], []byte{0}))
	case strings.Contains(start, "xpacket") && strings.Contains(start, "<"):
		b.addXMP(s[strings.Index(start, "<"):])
	}
}

// addComment adds a comment, written by people or their programs.
func (b *blocks) addComment(text []byte) {
	if b.text.Words.Caption == "" {
		b.text.Words.Caption = words.Comment(words.Clean(words.Text(text)))
	}
}

// inWebP looks for the chunks of metadata.
func inWebP(r io.ReaderAt) blocks {
	const maxChunks = 4096
	var b blocks
	for c := range container.RIFF(r, container.RIFFStart, container.Unknown, maxChunks) {
		switch c.Name {
		case "EXIF":
			b.addExif(take(r, c.At, c.Len, maxExifBytes))
		case "XMP ":
			b.addXMP(take(r, c.At, c.Len, xmp.MaxPacket))
		}
	}
	return b
}
