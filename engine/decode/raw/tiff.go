package raw

import (
	"bytes"
	"encoding/binary"
	"io"

	"recollect/engine/container"
)

// The bounds of the walk: real files have about ten directories.
const (
	maxDirectories = 64
	maxSubs        = 16
)

// rw2Magic is what Panasonic writes in the place of TIFF's 42.
const rw2Magic = 0x55

// Tags by which a directory points to JPEGs and to other directories.
const (
	tagRW2JPEG      = 0x002e
	tagCompression  = 0x0103
	tagPhotometric  = 0x0106
	tagStripOffsets = 0x0111
	tagStripBytes   = 0x0117
	tagRW2JPEG2     = 0x0127
	tagSubIFDs      = 0x014a
	tagJPEG         = 0x0201
	tagJPEGBytes    = 0x0202
	tagExif         = 0x8769
	tagMakerNote    = 0x927c
)

// walk is a walk through the directories of a file.
type walk struct {
	*finder
	rw2  bool
	seen map[int64]bool
}

// tiff walks the directories of a file that is built like TIFF, whatever its
// magic number is.
func (f *finder) tiff() {
	s, magic, first, err := container.OpenTIFF(f.r)
	if err != nil {
		return
	}
	w := walk{f, magic == rw2Magic, map[int64]bool{}}
	w.chain(s, first)
}

// chain visits a directory, all that it points to, and those that follow it.
func (w *walk) chain(s container.TIFF, offset int64) {
	for offset > 0 && !w.seen[s.Base+offset] && len(w.seen) < maxDirectories {
		w.seen[s.Base+offset] = true
		d, err := s.Directory(offset)
		if err != nil {
			return
		}
		w.strips(s, d)
		w.pair(s, d, tagJPEG, tagJPEGBytes)
		if w.rw2 {
			w.inline(d, tagRW2JPEG)
			w.inline(d, tagRW2JPEG2)
		}
		w.subs(s, d)
		if note, ok := d.Find(tagMakerNote); ok {
			w.makerNote(s, note)
		}
		offset = d.Next
	}
}

// strips tries the only strip of a directory whose compression is JPEG. It skips sensor data: DNG
// may hold that as a JPEG that can be decoded, but not shown.
func (w *walk) strips(s container.TIFF, d container.Directory) {
	const cfa, linearRaw = 32803, 34892
	switch uint1(s, d, tagPhotometric) {
	case cfa, linearRaw:
		return
	}
	const oldJPEG, jpeg = 6, 7
	if c := uint1(s, d, tagCompression); c != oldJPEG && c != jpeg {
		return
	}
	if strips, ok := d.Find(tagStripOffsets); ok && strips.Count == 1 {
		w.pair(s, d, tagStripOffsets, tagStripBytes)
	}
}

// pair tries a JPEG whose offset is in one field and length in another.
func (w *walk) pair(s container.TIFF, d container.Directory, offsetTag, lengthTag uint16) {
	offset, length := uint1(s, d, offsetTag), uint1(s, d, lengthTag)
	if offset > 0 {
		w.try(s.Base+offset, length)
	}
}

// inline tries a JPEG that is itself the value of a field.
func (w *walk) inline(d container.Directory, tag uint16) {
	if f, ok := d.Find(tag); ok && f.Count < 1<<32 {
		w.try(f.At, int64(f.Count))
	}
}

func (w *walk) subs(s container.TIFF, d container.Directory) {
	for _, tag := range []uint16{tagSubIFDs, tagExif} {
		f, ok := d.Find(tag)
		if !ok {
			continue
		}
		offsets, err := s.Uints(f, maxSubs)
		if err != nil {
			continue
		}
		for _, o := range offsets {
			w.chain(s, int64(o))
		}
	}
}

// uint1 returns the first value of a field, and 0 if there is none.
func uint1(s container.TIFF, d container.Directory, tag uint16) int64 {
	f, ok := d.Find(tag)
	if !ok {
		return 0
	}
	v, err := s.Uint(f)
	if err != nil {
		return 0
	}
	return int64(v)
}

// makerNote reads the notes of makers that store previews there. Each maker has its own base of
// offsets.
func (w *walk) makerNote(s container.TIFF, note container.Field) {
	head := container.ReadSome(w.r, note.At, 16)
	if len(head) < 16 {
		return
	}
	at := func(base, first int64, mark []byte) {
		w.note(container.TIFF{R: w.r, Order: byteOrder(mark, s.Order), Base: base}, first)
	}
	starts := func(with string) bool { return bytes.HasPrefix(head, []byte(with)) }
	switch {
	case starts("Nikon\x00\x02"):
		// A TIFF file of its own lies after ten bytes.
		base := note.At + 10
		if own, _, first, err := container.OpenTIFF(io.NewSectionReader(w.r, base, w.sizeBytes)); err == nil {
			own.R, own.Base = w.r, base
			w.note(own, first)
		}
	case starts("OLYMPUS\x00"):
		at(note.At, 12, head[8:10])
	case starts("OM SYSTEM\x00"):
		at(note.At, 16, head[12:14])
	case starts("PENTAX \x00"):
		at(note.At, 10, head[8:10])
	case starts("OLYMP\x00"):
		at(s.Base, note.At+8-s.Base, nil)
	case starts("AOC\x00"):
		at(s.Base, note.At+6-s.Base, head[4:6])
	case starts("SONY"):
		at(s.Base, note.At+12-s.Base, nil)
	}
}

// note visits the directory of a maker note.
func (w *walk) note(s container.TIFF, offset int64) {
	const (
		pentaxBytes, pentaxStart    = 0x0003, 0x0004
		nikonPreview                = 0x0011
		oldOlympus, oldOlympusBytes = 0x0088, 0x0089
		olympusStart, olympusBytes  = 0x0101, 0x0102
		sonyPreview                 = 0x2001
		olympusSettings             = 0x2020
	)
	d, err := s.Directory(offset)
	if err != nil || len(w.seen) >= maxDirectories {
		return
	}
	w.pair(s, d, pentaxStart, pentaxBytes)
	w.pair(s, d, oldOlympus, oldOlympusBytes)
	w.inline(d, sonyPreview)
	if f, ok := d.Find(olympusSettings); ok {
		// Either the offset of a directory or, in older cameras, the directory itself.
		at := f.At - s.Base
		if v, err := s.Uint(f); err == nil && f.Count == 1 {
			at = int64(v)
		}
		if settings, err := s.Directory(at); err == nil {
			w.pair(s, settings, olympusStart, olympusBytes)
		}
	}
	w.chain(s, uint1(s, d, nikonPreview))
}

// byteOrder reads a byte order mark, and returns otherwise if there is none.
func byteOrder(mark []byte, otherwise binary.ByteOrder) binary.ByteOrder {
	if order, ok := container.ByteOrder(mark); ok {
		return order
	}
	return otherwise
}
