package meta

import (
	"encoding/binary"
	"io"
	"iter"

	"recollect/engine/container"
	"recollect/engine/meta/xmp"
)

// maxBoxes limits the boxes read in one box.
const maxBoxes = 2000

// boxes walks the boxes between two offsets, broken and incomplete ones included: they may hold
// what is wanted.
func boxes(r io.ReaderAt, at, end int64) iter.Seq[container.Box] {
	return func(yield func(container.Box) bool) {
		for b := range container.Boxes(r, at, end, maxBoxes) {
			if !yield(b) {
				return
			}
		}
	}
}

// inHEIF finds the items that hold EXIF and XMP (ISO/IEC 23008-12, annex A).
func inHEIF(r io.ReaderAt) blocks {
	for top := range boxes(r, 0, container.Unknown) {
		if top.Kind == "meta" {
			return inItems(r, top)
		}
	}
	return blocks{}
}

// inItems reads a meta box, whose boxes begin after four bytes of version and flags.
func inItems(r io.ReaderAt, meta container.Box) blocks {
	var b blocks
	var wanted map[uint32]string
	var data container.Box
	for m := range boxes(r, meta.At+4, meta.End) {
		switch m.Kind {
		case "iinf":
			wanted = itemKinds(r, m)
		case "idat":
			data = m
		}
	}
	for m := range boxes(r, meta.At+4, meta.End) {
		if m.Kind != "iloc" {
			continue
		}
		for _, i := range itemPlaces(take(r, m.At, m.End-m.At, maxExifBytes), wanted) {
			if i.inData {
				i.at += data.At
			}
			if wanted[i.id] == "mime" {
				b.addXMP(take(r, i.at, i.length, xmp.MaxPacket))
			} else {
				b.addItem(take(r, i.at, i.length, maxExifBytes))
			}
		}
	}
	return b
}

// addItem adds an item of EXIF. Its first four bytes say how many bytes precede the TIFF header;
// some writers omit them.
func (b *blocks) addItem(item []byte) {
	const numberBytes = 4
	if len(item) <= numberBytes {
		return
	}
	if skip := int64(binary.BigEndian.Uint32(item)); skip < int64(len(item)-numberBytes) {
		item = item[numberBytes+skip:]
	}
	b.addExif(item)
}

// itemKinds returns the items of an iinf box that hold metadata: "Exif" or "mime".
func itemKinds(r io.ReaderAt, iinf container.Box) map[uint32]string {
	head := take(r, iinf.At, 6, 6) // version 1, flags 3, count 2, or 4 in later versions
	if head == nil {
		return nil
	}
	at := iinf.At + 6
	if head[0] > 0 {
		at += 2
	}
	kinds := map[uint32]string{}
	for entry := range boxes(r, at, iinf.End) {
		if entry.Kind != "infe" {
			continue
		}
		n := container.Numbers{Rest: container.ReadSome(r, entry.At, 14)}
		idBytes := 2
		if n.Int(1) == 3 {
			idBytes = 4
		}
		n.Take(3)
		id := uint32(n.Uint(idBytes))
		n.Take(2)
		if kind := string(n.Take(4)); kind == "Exif" || kind == "mime" {
			kinds[id] = kind
		}
	}
	return kinds
}

// extent is the place of an item.
type extent struct {
	id         uint32
	at, length int64
	inData     bool // counted from the idat box, not from the file's first byte
}

// itemPlaces reads an iloc box (ISO/IEC 14496-12, 8.11.3). Of an item in several extents, which
// metadata never has, it returns only the first.
func itemPlaces(iloc []byte, wanted map[uint32]string) []extent {
	s := &container.Numbers{Rest: iloc}
	version := s.Uint(1)
	s.Uint(3)
	sizes := s.Uint(2)
	offsetSize, lengthSize, baseSize := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15)
	indexSize, idSize := 0, 2
	if version > 0 {
		indexSize = int(sizes & 15)
	}
	if version == 2 {
		idSize = 4
	}
	var all []extent
	for range s.Uint(idSize) {
		i := extent{id: uint32(s.Uint(idSize))}
		if version > 0 {
			i.inData = s.Uint(2)&15 == 1
		}
		s.Uint(2) // the file that it lies in: this one
		base := int64(s.Uint(baseSize))
		// Only the first extent counts; skipping the others must not cost time.
		if extents := int(s.Uint(2)); extents > 0 {
			s.Uint(indexSize)
			i.at = base + int64(s.Uint(offsetSize))
			i.length = int64(s.Uint(lengthSize))
			s.Take((extents - 1) * (indexSize + offsetSize + lengthSize))
		}
		if s.Short {
			return all
		}
		if wanted[i.id] != "" {
			all = append(all, i)
		}
	}
	return all
}
