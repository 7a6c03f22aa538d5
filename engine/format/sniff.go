package format

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	"recollect/engine/container"
)

// HeadBytes is how much of a file Sniff needs: enough for the first directory of the RAW
// files that look like TIFF.
const HeadBytes = 4096

// Sniff returns the Name of a file's Format by its first bytes, or "" if they belong to none. head
// may be any part of the file from its start; HeadBytes are enough for every format, 512 for
// everything but the maker of a RAW file.
func Sniff(head []byte) string {
	for _, f := range table {
		for _, m := range f.magics {
			if len(head) >= m.offset && bytes.HasPrefix(head[m.offset:], []byte(m.bytes)) {
				return f.Name
			}
		}
	}
	switch {
	case container.RIFFKind(head) != "":
		return map[string]string{"WEBP": "webp", "AVI ": "avi"}[container.RIFFKind(head)]
	case bytes.HasPrefix(head, []byte("BM")) && knownBMP(head):
		return "bmp"
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return tiffOrRAW(head)
	case bytes.HasPrefix(head, []byte("\x1aE\xdf\xa3")):
		return matroska(head)
	case transportStream(head):
		return "mpeg"
	case len(head) >= 12:
		return brand(head)
	}
	return ""
}

// knownBMP reports whether the header after "BM" has a known length: text may begin with "BM" too.
func knownBMP(head []byte) bool {
	if len(head) < 18 {
		return false
	}
	return slices.Contains([]uint32{12, 16, 40, 52, 56, 64, 108, 124}, binary.LittleEndian.Uint32(head[14:]))
}

// brand returns the format in an ISO base media file (ISO/IEC 14496-12). Most HEIC and AVIF files
// have "mif1" as their major brand, and their own among the compatible brands. Old QuickTime files
// have no brands.
func brand(head []byte) string {
	for b := range container.Boxes(bytes.NewReader(head), 0, int64(len(head)), 1) {
		switch b.Kind {
		case "moov", "mdat", "wide", "pnot":
			return "mov"
		case "ftyp":
			return branded(head[b.At:b.End])
		}
		break
	}
	return ""
}

// branded returns the format of an ftyp box: the major brand, a version, and the compatible brands.
func branded(brands []byte) string {
	if len(brands) < 4 {
		return ""
	}
	format := film(string(brands[:4]))
	for ; len(brands) >= 4; brands = brands[4:] {
		switch string(brands[:4]) {
		case "avif", "avis":
			return "avif"
		case "crx ":
			return "cr3"
		case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1":
			format = "heic"
		}
	}
	return format
}

// film returns the format of films by their major brand (mp4ra.org), empty for sound.
func film(brand string) string {
	switch {
	case brand == "qt  ":
		return "mov"
	case strings.HasPrefix(brand, "M4V"):
		return "m4v"
	case strings.HasPrefix(brand, "3gp"), strings.HasPrefix(brand, "3g2"):
		return "3gp"
	case strings.HasPrefix(brand, "iso"), strings.HasPrefix(brand, "mp4"):
		return "mp4"
	}
	switch brand {
	case "avc1", "dash", "mmp4", "MSNV", "XAVC", "f4v ", "F4V ", "hvc1", "mp71", "NDXC", "CAEP":
		return "mp4"
	}
	return ""
}

// matroska distinguishes WebM from other Matroska files by the document type in the first element.
func matroska(head []byte) string {
	if bytes.Contains(head[:min(len(head), 64)], []byte("webm")) {
		return "webm"
	}
	return "mkv"
}

// transportStream reports whether head is of an MPEG transport stream: packets of
// 188 bytes, in the files of camcorders 192, which all begin alike.
func transportStream(head []byte) bool {
	const sync, bare, stamped = 0x47, 188, 192
	begin := func(at, step int) bool {
		return len(head) > at+2*step && head[at] == sync && head[at+step] == sync && head[at+2*step] == sync
	}
	return begin(0, bare) || begin(stamped-bare, stamped)
}

// The TIFF tags by which RAW files are recognised (TIFF 6.0, DNG 1.7).
const (
	tagSubfileType  = 0x00fe
	tagCompression  = 0x0103
	tagPhotometric  = 0x0106
	tagMake         = 0x010f
	tagSubIFDs      = 0x014a
	tagDNGVersion   = 0xc612
	photoCFA        = 32803
	photoLinearRAW  = 34892
	packedBySony    = 32767
	packedByNikon   = 34713
	packedByPentax  = 65535
	packedBySamsung = 32770
)

// longestMaker is how much of a maker's name identifies it.
const longestMaker = 8

// tiffOrRAW distinguishes a TIFF from RAW files with the same structure: these have a DNG version,
// samples of a sensor, or a reduced first image with others below it. Decoded as TIFF they would
// show a thumbnail. The maker alone proves nothing: cameras and programs write TIFFs too.
func tiffOrRAW(head []byte) string {
	t, _, first, err := container.OpenTIFF(bytes.NewReader(head))
	if err != nil {
		return "tiff"
	}
	d, _ := t.Directory(first) // as far as head reaches
	packed := []uint64{packedBySony, packedByNikon, packedByPentax, packedBySamsung}
	var reduced, below, sensor bool
	maker := ""
	for _, f := range d.Fields {
		value, _ := t.Uint(f)
		switch f.Tag {
		case tagDNGVersion:
			return "dng"
		case tagSubfileType:
			reduced = value&1 == 1
		case tagSubIFDs:
			below = true
		case tagCompression:
			sensor = sensor || slices.Contains(packed, value)
		case tagPhotometric:
			sensor = sensor || value == photoCFA || value == photoLinearRAW
		case tagMake:
			maker = string(container.ReadSome(t.R, f.At, longestMaker))
		}
	}
	if sensor || reduced && below {
		return rawOf(maker)
	}
	return "tiff"
}

// rawOf returns the RAW format of a maker, whose name may be cut off.
func rawOf(maker string) string {
	maker = strings.ToUpper(maker)
	for _, m := range []struct{ name, format string }{
		{"NIKON", "nef"},
		{"SONY", "arw"},
		{"PENTAX", "pef"},
		{"RICOH", "pef"},
		{"OLYMPUS", "orf"},
		{"OM DIGIT", "orf"},
		{"PANASON", "rw2"},
		{"FUJIFILM", "raf"},
	} {
		if strings.HasPrefix(maker, m.name) {
			return m.format
		}
	}
	return "raw"
}
