package meta

import (
	"bytes"
	"io"

	"recollect/engine/container"
	"recollect/engine/meta/exif"
	"recollect/engine/meta/xmp"
)

// inTIFF reads a TIFF, or a RAW file that is laid out like one; the first
// directory also holds XMP and IPTC.
func inTIFF(r io.ReaderAt) blocks {
	const xmpTag, iptcTag, photoshopTag = 0x02bc, 0x83bb, 0x8649
	r = container.Paged(r, maxReadBytes)
	b := blocks{exif: []exif.Part{{ReaderAt: r, First: exif.Main}}}
	t, _, first, err := container.OpenTIFF(r)
	if err != nil {
		return b
	}
	d, _ := t.Directory(first) // incomplete if the file ends within it
	for _, f := range d.Fields {
		switch f.Tag {
		case xmpTag:
			b.addXMP(t.Bytes(f, xmp.MaxPacket))
		case iptcTag, photoshopTag:
			if len(b.iptc) == 0 {
				b.iptc = t.Bytes(f, xmp.MaxPacket)
			}
		}
	}
	return b
}

// inRAF reads a RAW file of Fujifilm, whose header points to a JPEG with all
// the metadata.
func inRAF(r io.ReaderAt) blocks {
	at, _, ok := container.FujiJPEG(r)
	if !ok {
		return blocks{}
	}
	return inJPEG(r, at)
}

// inCR3 reads Canon's boxes, each a TIFF file with one directory, and XMP in a
// box of its own.
func inCR3(r io.ReaderAt) blocks {
	var b blocks
	for top := range boxes(r, 0, container.Unknown) {
		if top.Kind == "moov" {
			for in := range boxes(r, top.At, top.End) {
				if id, content := in.Identified(r); id == container.CanonData {
					b.addCanon(r, content)
				}
			}
			continue
		}
		if id, content := top.Identified(r); id == container.CanonXMP {
			b.addXMP(take(r, content.At, content.End-content.At, xmp.MaxPacket))
		}
	}
	return b
}

func (b *blocks) addCanon(r io.ReaderAt, canon container.Box) {
	for c := range boxes(r, canon.At, canon.End) {
		in, ok := map[string]exif.Directory{"CMT1": exif.Main, "CMT2": exif.Exif, "CMT4": exif.GPS}[c.Kind]
		if !ok {
			continue
		}
		if block := take(r, c.At, c.End-c.At, maxExifBytes); len(block) >= 8 {
			b.exif = append(b.exif, exif.Part{ReaderAt: bytes.NewReader(block), First: in})
		}
	}
}
