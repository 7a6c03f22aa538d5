package stamp

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"recollect/engine/container"
	"recollect/engine/photo"
)

// Tags of EXIF (CIPA DC-008-2023, section 4.6).
const (
	tagDescription = 0x010e
	tagMake        = 0x010f
	tagModel       = 0x0110
	tagOrientation = 0x0112
	tagExif        = 0x8769
	tagGPS         = 0x8825

	tagExposure = 0x829a
	tagFNumber  = 0x829d
	tagISO      = 0x8827
	tagVersion  = 0x9000
	tagTaken    = 0x9003
	tagOffset   = 0x9011
	tagFocal    = 0x920a
	tagSpace    = 0xa001
	tagFocal35  = 0xa405
	tagLens     = 0xa434

	tagGPSVersion = 0
	tagNorth      = 1
	tagLatitude   = 2
	tagEast       = 3
	tagLongitude  = 4
	tagBelow      = 5
	tagAltitude   = 6
)

// maxText limits texts of EXIF: longer ones are in XMP alone, so that a block fits into a segment of a JPEG.
const maxText = 4096

// field is a value in a directory of EXIF.
type field struct {
	tag, kind uint16
	count     int
	data      []byte // little-endian
}

// directory is a directory of EXIF.
type directory []field

// text adds a text, unless it is empty or too long.
func (d *directory) text(tag uint16, text string) {
	text = strings.ReplaceAll(text, "\x00", "")
	if text == "" || len(text) > maxText {
		return
	}
	*d = append(*d, field{tag, container.TypeASCII, len(text) + 1, append([]byte(text), 0)})
}

func (d *directory) short(tag uint16, value int) {
	if value > 0 && value <= math.MaxUint16 {
		*d = append(*d, field{tag, container.TypeShort, 1, binary.LittleEndian.AppendUint16(nil, uint16(value))})
	}
}

func (d *directory) bytes(tag, kind uint16, data ...byte) {
	*d = append(*d, field{tag, kind, len(data), data})
}

// rationals adds values, each at least 0 and with a precision of about nine digits, unless all are 0.
func (d *directory) rationals(tag uint16, values ...float64) {
	var data []byte
	some := false
	for _, v := range values {
		above, below := rational(v)
		some = some || above != 0
		data = binary.LittleEndian.AppendUint32(data, above)
		data = binary.LittleEndian.AppendUint32(data, below)
	}
	if some {
		*d = append(*d, field{tag, container.TypeRational, len(values), data})
	}
}

// rational returns a fraction close to v: 1/n for times of exposure, and decimal places for all else.
func rational(v float64) (above, below uint32) {
	if !(v > 0) || v > math.MaxUint32 {
		return 0, 1
	}
	if n := math.Round(1 / v); v < 0.3 && n < math.MaxUint32 && math.Abs(1/n-v) < v*1e-3 {
		return 1, uint32(n)
	}
	below = 1
	for below < 1_000_000 && v*float64(below)*10 < math.MaxUint32 &&
		math.Abs(math.Round(v*float64(below))-v*float64(below)) > 1e-9*v*float64(below) {
		below *= 10
	}
	return uint32(math.Round(v * float64(below))), below
}

// exif returns a block of EXIF, from its byte order on; nil for one that would say nothing.
func exif(s Says) []byte {
	var main, shot, place directory
	if s.Orientation > 1 {
		main.short(tagOrientation, s.Orientation)
	}
	if m := s.Meta; m != nil {
		main.text(tagDescription, m.Caption)
		main.text(tagMake, m.Make)
		main.text(tagModel, m.Model)
		shot.taken(s.Taken)
		if m.ExposureSeconds > 0 {
			shot.rationals(tagExposure, m.ExposureSeconds)
		}
		shot.rationals(tagFNumber, m.FNumber)
		shot.short(tagISO, m.ISO)
		shot.rationals(tagFocal, m.FocalMM)
		shot.short(tagFocal35, int(math.Round(m.Focal35MM)))
		shot.text(tagLens, m.Lens)
		place.place(m.Place)
	}
	if len(shot) > 0 {
		shot.bytes(tagVersion, container.TypeUndefined, []byte("0232")...)
		shot.short(tagSpace, 1) // sRGB; uncalibrated would be 65535
	}
	if len(main)+len(shot)+len(place) == 0 {
		return nil
	}
	return write(main, shot, place)
}

func (d *directory) taken(m photo.Moment) {
	if m.IsZero() {
		return
	}
	d.text(tagTaken, m.Format("2006:01:02 15:04:05"))
	if m.HasOffset {
		d.text(tagOffset, m.Format("-07:00"))
	}
}

func (d *directory) place(p *photo.Place) {
	if p == nil {
		return
	}
	d.bytes(tagGPSVersion, container.TypeByte, 2, 3, 0, 0)
	d.text(tagNorth, map[bool]string{true: "S", false: "N"}[p.Latitude < 0])
	d.degrees(tagLatitude, p.Latitude)
	d.text(tagEast, map[bool]string{true: "W", false: "E"}[p.Longitude < 0])
	d.degrees(tagLongitude, p.Longitude)
	if p.HasAltitude {
		below := byte(0)
		if p.AltitudeM < 0 {
			below = 1
		}
		d.bytes(tagBelow, container.TypeByte, below)
		data := binary.LittleEndian.AppendUint32(nil, uint32(math.Round(min(math.Abs(p.AltitudeM), 1e6)*100)))
		*d = append(*d, field{tagAltitude, container.TypeRational, 1, binary.LittleEndian.AppendUint32(data, 100)})
	}
}

// degrees adds degrees, minutes and seconds, to a ten-thousandth of a second, which is 3 mm.
func (d *directory) degrees(tag uint16, value float64) {
	const parts = 10_000
	n := uint64(math.Round(math.Abs(value) * 3600 * parts))
	var data []byte
	for _, v := range []struct{ above, below uint64 }{
		{n / parts / 3600, 1}, {n / parts / 60 % 60, 1}, {n % (60 * parts), parts},
	} {
		data = binary.LittleEndian.AppendUint32(data, uint32(v.above))
		data = binary.LittleEndian.AppendUint32(data, uint32(v.below))
	}
	*d = append(*d, field{tag, container.TypeRational, 3, data})
}

// write lays directories out one after another, each followed by its values (TIFF 6.0, section 2).
func write(main, shot, place directory) []byte {
	const header = 8
	at := header + main.size(len(shot) > 0, len(place) > 0)
	pointer := func(tag uint16, to directory) {
		if len(to) > 0 {
			data := binary.LittleEndian.AppendUint32(nil, uint32(at))
			main = append(main, field{tag, container.TypeLong, 1, data})
			at += to.size()
		}
	}
	pointer(tagExif, shot)
	pointer(tagGPS, place)
	out := binary.LittleEndian.AppendUint16([]byte("II"), container.MagicTIFF)
	out = binary.LittleEndian.AppendUint32(out, header)
	for _, d := range []directory{main, shot, place} {
		if len(d) > 0 {
			out = d.append(out)
		}
	}
	return out
}

const entryBytes = 12

// size is how many bytes a directory and its values take, with a pointer more for each that is set.
func (d directory) size(pointers ...bool) int {
	n := 2 + 4 + entryBytes*len(d)
	for _, is := range pointers {
		if is {
			n += entryBytes
		}
	}
	for _, f := range d {
		if len(f.data) > 4 {
			n += len(f.data) + len(f.data)%2
		}
	}
	return n
}

func (d directory) append(out []byte) []byte {
	slices.SortFunc(d, func(a, b field) int { return cmp.Compare(a.tag, b.tag) })
	at := len(out) + 2 + 4 + entryBytes*len(d)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(d)))
	var values []byte
	for _, f := range d {
		out = binary.LittleEndian.AppendUint16(out, f.tag)
		out = binary.LittleEndian.AppendUint16(out, f.kind)
		out = binary.LittleEndian.AppendUint32(out, uint32(f.count))
		if len(f.data) <= 4 {
			out = append(out, append(slices.Clone(f.data), 0, 0, 0, 0)[:4]...)
			continue
		}
		out = binary.LittleEndian.AppendUint32(out, uint32(at+len(values)))
		values = append(values, f.data...)
		if len(f.data)%2 == 1 {
			values = append(values, 0)
		}
	}
	out = append(out, 0, 0, 0, 0) // no directory follows
	return append(out, values...)
}
