package meta

import (
	"encoding/binary"
	"math"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// westOrUTF8 is text whose character set nobody names: UTF-8 where it can be,
// else that of western Windows, which holds Latin-1.
func westOrUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	s, _ := charmap.Windows1252.NewDecoder().Bytes(b)
	return string(s)
}

// utf16Text is text in UTF-16, in that byte order unless a mark at its beginning
// names another, or the bytes themselves tell: cameras disagree about which it is.
func utf16Text(b []byte, order binary.ByteOrder) string {
	var even, odd int
	units := make([]uint16, len(b)/2)
	for i := range units {
		even, odd = even+zero(b[2*i]), odd+zero(b[2*i+1])
	}
	switch {
	case len(b) >= 2 && b[0] == 0xff && b[1] == 0xfe:
		order = binary.LittleEndian
	case len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff:
		order = binary.BigEndian
	case even > odd:
		order = binary.BigEndian
	case odd > even:
		order = binary.LittleEndian
	}
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")
}

func zero(b byte) int {
	if b == 0 {
		return 1
	}
	return 0
}

// clean is text up to its first NUL, without what cannot be shown and without
// blanks around it. Lines stay lines.
func clean(s string) string {
	s, _, _ = strings.Cut(strings.TrimLeft(s, "\x00"), "\x00")
	s = strings.Map(func(c rune) rune {
		if c == utf8.RuneError || unicode.IsControl(c) && c != '\n' && c != '\t' {
			return -1
		}
		return c
	}, s)
	return strings.TrimSpace(s)
}

// said is a description, unless it is what cameras and programs put in by
// themselves.
func said(s string) string {
	lower := strings.ToLower(s)
	if strings.HasSuffix(lower, "digital camera") || strings.HasPrefix(lower, "{") {
		return ""
	}
	switch lower {
	case "sony dsc", "samsung", "exif_jpeg", "exif_jpeg_picture", "jpeg_picture", "dcf 1.0", "default", "image description",
		"untitled", "cof", "dav", "mde", "sdr", "hdr", "nor", "oznor", "rhdr", "edf", "ptr", "binary comment", "user comments",
		"ascii", "unicode", "charset=ascii":
		return ""
	}
	return s
}

// lens is a lens's name, unless it is made of what stands for none.
func lens(s string) string {
	if strings.Trim(s, "-0. mf/") == "" || strings.EqualFold(s, "unknown") {
		return ""
	}
	return s
}

// stars is a rating as XMP counts: 1 to 5, -1 for rejected, 0 for none and for
// what is out of bounds.
func stars(n float64) int {
	if n := math.Round(n); n >= -1 && n <= 5 {
		return int(n)
	}
	return 0
}

// percentStars is a rating as Windows counts, where 1, 25, 50, 75 and 99 stand
// for 1 to 5 stars.
func percentStars(n float64) int {
	if !(n >= 1 && n <= 100) {
		return 0
	}
	return min(5, 1+int(math.Round(n/25)))
}
