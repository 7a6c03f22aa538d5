package meta

import (
	"encoding/binary"
	"math"
	"strings"

	"recollect/engine/photo"
)

// The fields that are read here and not by imagemeta, which gives "05" as the
// number 5, drops what is not printable in UTF-8 even of text in UTF-16, and
// takes 0/0 degrees for 0.
const (
	imageDescription = 0x010e
	userComment      = 0x9286
	subSec           = 0x9290
	subSecOriginal   = 0x9291
	subSecDigitised  = 0x9292
	xpTitle          = 0x9c9b
	xpComment        = 0x9c9c
	xpKeywords       = 0x9c9e
	gpsLatitude      = 0x0002
	gpsLongitude     = 0x0004
)

// plain are values as they lie in the file, by tag.
type plain map[uint16]value

type value struct {
	bytes []byte
	order binary.ByteOrder
}

// read adds the fields of a part, those of each directory from there only: the
// tags of GPS mean something else in another.
func (f plain) read(p part) {
	r := &pages{r: p, left: maxReadBytes}
	order, first := tiffHeader(r)
	f.directory(r, order, first, p.ifd)
}

func (f plain) directory(r *pages, order binary.ByteOrder, at int64, ifd string) {
	for _, e := range directory(r, order, at) {
		below := ""
		switch {
		case ifd == mainIFD && e.tag == 0x8769:
			below = exifIFD
		case ifd == mainIFD && e.tag == 0x8825:
			below = gpsIFD
		case !kept(ifd, e.tag):
			continue
		}
		if below != "" {
			f.directory(r, order, int64(order.Uint32(e.value[:])), below)
			continue
		}
		if _, twice := f[e.tag]; !twice {
			f[e.tag] = value{e.bytes(r, order, maxTextBytes), order}
		}
	}
}

func kept(ifd string, tag uint16) bool {
	switch tag {
	case imageDescription, xpTitle, xpComment, xpKeywords:
		return ifd == mainIFD
	case userComment, subSec, subSecOriginal, subSecDigitised:
		return ifd == exifIFD
	case gpsLatitude, gpsLongitude:
		return ifd == gpsIFD
	}
	return false
}

func (f plain) text(tag uint16) string { return clean(westOrUTF8(f[tag].bytes)) }

// wide is the text of the fields that Windows writes.
func (f plain) wide(tag uint16) string { return clean(utf16Text(f[tag].bytes, binary.LittleEndian)) }

func (f plain) words() photo.Meta {
	m := photo.Meta{Title: f.wide(xpTitle), Caption: said(f.text(imageDescription))}
	set(&m.Caption, said(f.comment()))
	set(&m.Caption, said(f.wide(xpComment)))
	m.Keywords = join(nil, strings.Split(f.wide(xpKeywords), ";"))
	return m
}

// comment is the user's comment, whose first eight bytes name its character set
// (Exif 2.32, table 9).
func (f plain) comment() string {
	v := f[userComment]
	if len(v.bytes) < 8 {
		return ""
	}
	switch text := v.bytes[8:]; string(v.bytes[:8]) {
	case "UNICODE\x00":
		return clean(utf16Text(text, v.order))
	case "ASCII\x00\x00\x00", "\x00\x00\x00\x00\x00\x00\x00\x00", "        ":
		return clean(westOrUTF8(text))
	}
	return ""
}

// degrees is a latitude or longitude: three fractions, for degrees, minutes and
// seconds. It is not a number where the file does not say.
func (f plain) degrees(tag uint16, ref string) float64 {
	v := f[tag]
	if len(v.bytes) != 24 {
		return math.NaN()
	}
	total := fraction(v.bytes, v.order)
	for i, parts := range []float64{60, 3600} {
		if n := fraction(v.bytes[8*(i+1):], v.order); !math.IsNaN(n) {
			total += n / parts
		}
	}
	if strings.HasPrefix(ref, "S") || strings.HasPrefix(ref, "W") {
		return -total
	}
	return total
}

// fraction is NaN for 0/0, and infinite for 1/0.
func fraction(b []byte, order binary.ByteOrder) float64 {
	return float64(order.Uint32(b)) / float64(order.Uint32(b[4:]))
}
