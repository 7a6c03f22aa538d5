package meta

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"

	"recollect/engine/format"
)

// blocks are the metadata of one file, as they lie in it.
type blocks struct {
	exif []part
	xmp  [][]byte
	iptc []byte // Photoshop's resources, or records of IPTC alone
	left int    // bytes of packed text that may still be unpacked
	text told   // what PNG's texts and comments say
}

// part is EXIF data that are laid out like a TIFF file, from its first byte.
type part struct {
	io.ReaderAt
	// ifd is what the first directory of the part is: mainIFD in all formats but CR3,
	// which puts each directory into a part of its own.
	ifd ifd
}

// find looks for the blocks in r, whose format has the name that format.Sniff gives.
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

// take reads length bytes at a place; nil where they are not all there, none, or more than limit.
func take(r io.ReaderAt, at, length, limit int64) []byte {
	if at < 0 || length <= 0 || length > limit {
		return nil
	}
	// A length that the file does not have must not be allocated: its last byte tells.
	var end [1]byte
	if n, _ := r.ReadAt(end[:], at+length-1); n != 1 {
		return nil
	}
	b := make([]byte, length)
	if n, _ := r.ReadAt(b, at); n != len(b) {
		return nil
	}
	return b
}

// some reads as much of a segment as there is: the file may end in it.
func some(r io.ReaderAt, at, length int64) []byte {
	segment := make([]byte, max(0, length))
	n, _ := r.ReadAt(segment, at)
	return segment[:n]
}

// addExif adds a block of EXIF, with or without the words that formats put in front of it.
func (b *blocks) addExif(block []byte) {
	if block = fromTIFFHeader(block); len(block) >= 8 {
		b.exif = append(b.exif, part{bytes.NewReader(block), mainIFD})
	}
}

// fromTIFFHeader is a block of EXIF from its byte order on. Before it stand "Exif" and
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
	if len(block) > header && bytes.EqualFold(block[:4], []byte("Exif")) { // another number than 42: see asTIFF
		return block[header:]
	}
	return block
}

func (b *blocks) addXMP(block []byte) {
	if len(block) > 0 && len(b.xmp) < maxPackets {
		b.xmp = append(b.xmp, block)
	}
}

// inJPEG goes from segment to segment up to the pixels. The picture begins at a
// place of r: a RAW file may hold one.
func inJPEG(r io.ReaderAt, at int64) blocks {
	const (
		maxSegments      = 1000
		app1, app13, com = 0xe1, 0xed, 0xfe
		scan, finish     = 0xda, 0xd9
	)
	var b blocks
	var x extended
	at += 2
	for range maxSegments {
		var h [4]byte
		if n, _ := r.ReadAt(h[:], at); n < 4 || h[0] != 0xff || h[1] == scan || h[1] == finish {
			break
		}
		if h[1] == 0xff { // a byte to fill up with
			at++
			continue
		}
		length := int64(binary.BigEndian.Uint16(h[2:]))
		switch h[1] {
		case app1:
			b.addAPP1(some(r, at+4, length-2), &x)
		case app13:
			const header = "Photoshop 3.0\x00"
			s, ok := bytes.CutPrefix(some(r, at+4, length-2), []byte(header))
			if ok && len(b.iptc) < maxTextBlock {
				b.iptc = append(b.iptc, s...)
			}
		case com:
			b.addComment(take(r, at+4, length-2, maxTextBytes))
		}
		at += 2 + max(2, length)
	}
	b.xmp = append(b.xmp, x.packets(b.xmp)...)
	return b
}

// addAPP1 takes a segment that holds EXIF or XMP. Not all programs write the headers
// as they should.
func (b *blocks) addAPP1(s []byte, x *extended) {
	const (
		exifHeader = "exif\x00"
		xmpHeader  = "http://ns.adobe.com/xap/1.0/"
		moreHeader = "http://ns.adobe.com/xmp/extension/\x00"
		longest    = 64 // that stands in front of what is wanted
	)
	start := strings.ToLower(string(s[:min(longest, len(s))]))
	switch at := strings.Index(start, exifHeader); {
	case at >= 0 && at <= 4:
		b.addExif(s[at:])
	case strings.HasPrefix(start, moreHeader):
		x.add(s[len(moreHeader):])
	case strings.HasPrefix(start, xmpHeader):
		b.addXMP(bytes.TrimPrefix(s[len(xmpHeader):], []byte{0}))
	case strings.Contains(start, "xpacket") && strings.Contains(start, "<"):
		b.addXMP(s[strings.Index(start, "<"):])
	}
}

// addComment takes what people, or their programs, wrote into a comment.
func (b *blocks) addComment(text []byte) {
	if b.text.words.Caption == "" {
		b.text.words.Caption = remark(clean(westOrUTF8(text)))
	}
}

// inWebP goes from chunk to chunk; those of odd length have a byte behind them.
func inWebP(r io.ReaderAt) blocks {
	const maxChunks = 4096
	var b blocks
	at := int64(12) // behind "RIFF", a length and "WEBP"
	for range maxChunks {
		var h [8]byte
		if n, _ := r.ReadAt(h[:], at); n < 8 {
			break
		}
		length := int64(binary.LittleEndian.Uint32(h[4:]))
		switch string(h[:4]) {
		case "EXIF":
			b.addExif(take(r, at+8, length, maxExifBytes))
		case "XMP ":
			b.addXMP(take(r, at+8, length, maxTextBlock))
		}
		at += 8 + length + length&1
	}
	return b
}
