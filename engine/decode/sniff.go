package decode

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// Sniff names the format of a file by its first bytes: "jpeg", "png", "gif",
// "webp", "bmp", "tiff", "heic", "avif", and for RAW "cr2", "cr3", "nef", "arw",
// "dng", "raf", "orf", "rw2", "pef" or, of other makers, "raw"; the name of another
// picture format, such as "jxl", or of a film (see Video) for those that are only
// recognised; "" for all else. head may be any part of the file from its start;
// 4096 bytes tell all that can be told, 512 tell all but who made a RAW file.
func Sniff(head []byte) string {
	for _, m := range magics() {
		if len(head) >= m.offset && bytes.HasPrefix(head[m.offset:], []byte(m.bytes)) {
			return m.format
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("RIFF")) && len(head) >= 12:
		return map[string]string{"WEBP": "webp", "AVI ": "avi"}[string(head[8:12])]
	case bytes.HasPrefix(head, []byte("BM")) && knownBMP(head):
		return "bmp"
	case bytes.HasPrefix(head, []byte("II*\x00")):
		return tiffOrRAW(head, binary.LittleEndian)
	case bytes.HasPrefix(head, []byte("MM\x00*")):
		return tiffOrRAW(head, binary.BigEndian)
	case bytes.HasPrefix(head, []byte("\x1aE\xdf\xa3")):
		return matroska(head)
	case transportStream(head):
		return "mpeg"
	case len(head) >= 12:
		return brand(head)
	}
	return ""
}

type magic struct {
	offset int
	bytes  string
	format string
}

// magics lists the formats that constant bytes give away. CR2 stands before
// TIFF because it is one.
func magics() []magic {
	return []magic{
		{0, "\xff\xd8\xff", "jpeg"},
		{0, "\x89PNG\r\n\x1a\n", "png"},
		{0, "GIF87a", "gif"},
		{0, "GIF89a", "gif"},
		{8, "CR\x02", "cr2"},
		{0, "FUJIFILMCCD-RAW", "raf"},
		{0, "IIRO", "orf"},
		{0, "IIRS", "orf"},
		{0, "MMOR", "orf"},
		{0, "IIU\x00", "rw2"},
		{6, "HEAPCCDR", "raw"},
		{0, "FOVb", "raw"},
		{0, "\x00MRM", "raw"},
		{0, "II+\x00", "tiff"}, // BigTIFF
		{0, "MM\x00+", "tiff"},
		{0, "\xff\x0a", "jxl"},
		{0, "\x00\x00\x00\x0cJXL \r\n\x87\n", "jxl"},
		{0, "\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"},
		{0, "\xff\x4f\xff\x51", "jp2"},
		{0, "8BPS", "psd"},
		{0, "gimp xcf", "xcf"},
		{0, "\x00\x00\x01\x00", "ico"},
		{0, "\x76\x2f\x31\x01", "exr"},
		{0, "#?RADIANCE", "hdr"},
		{0, "qoif", "qoi"},
		{0, "DDS ", "dds"},
		{0, "farbfeld", "farbfeld"},
		{0, "\x00\x00\x01\xba", "mpeg"},
		{0, "\x00\x00\x01\xb3", "mpeg"},
		{0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", "wmv"},
		{0, "FLV\x01", "flv"},
	}
}

// Video reports whether a format as Sniff names it is one of films.
func Video(format string) bool {
	switch format {
	case "mp4", "mov", "m4v", "3gp", "avi", "mkv", "webm", "mpeg", "wmv", "flv":
		return true
	}
	return false
}

// title is a format as people write it.
func title(format string) string {
	switch format {
	case "webp":
		return "WebP"
	case "jxl":
		return "JPEG XL"
	case "jp2":
		return "JPEG 2000"
	case "psd":
		return "Photoshop"
	case "xcf":
		return "GIMP"
	case "ico":
		return "Icon"
	case "mov":
		return "QuickTime"
	case "mkv":
		return "Matroska"
	case "webm":
		return "WebM"
	}
	return strings.ToUpper(format)
}

// knownBMP reports whether the header that follows the two letters has one of
// the lengths in use: text may begin with "BM" too.
func knownBMP(head []byte) bool {
	if len(head) < 18 {
		return false
	}
	return slices.Contains([]uint32{12, 16, 40, 52, 56, 64, 108, 124}, binary.LittleEndian.Uint32(head[14:]))
}

// brand tells the formats in an ISO base media file apart (ISO/IEC 14496-12).
// Most HEIC and AVIF files say "mif1" first, and what they are among the
// compatible brands. QuickTime files of old have no brands.
func brand(head []byte) string {
	switch string(head[4:8]) {
	case "moov", "mdat", "wide", "pnot":
		return "mov"
	case "ftyp":
	default:
		return ""
	}
	end := min(len(head), int(min(binary.BigEndian.Uint32(head), headBytes)))
	format := film(string(head[8:12]))
	for at := 8; at+4 <= end; at += 4 {
		switch string(head[at : at+4]) {
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

// film is the format of films of a major brand (mp4ra.org), and empty for sound.
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

// matroska tells WebM from other Matroska files by the document type, which stands
// in the first element.
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

// The TIFF tags that tell RAW files (TIFF 6.0, DNG 1.7).
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

// tiffOrRAW tells a TIFF from the RAW files that are built like one: these name a
// DNG version, hold the samples of a sensor, or say that their first image is a
// reduced one and that others lie below it. Decoded as TIFF they would show a
// thumbnail. The maker alone tells nothing: cameras and programs write TIFFs too.
func tiffOrRAW(head []byte, order binary.ByteOrder) string {
	if len(head) < 8 {
		return "tiff"
	}
	at := int64(order.Uint32(head[4:]))
	if at+2 > int64(len(head)) {
		return "tiff"
	}
	var reduced, below, sensor bool
	maker := ""
	entries := head[at+2:]
	for range order.Uint16(head[at:]) {
		if len(entries) < 12 {
			break
		}
		short, long := order.Uint16(entries[8:]), order.Uint32(entries[8:])
		switch order.Uint16(entries) {
		case tagDNGVersion:
			return "dng"
		case tagSubfileType:
			reduced = long&1 == 1
		case tagSubIFDs:
			below = true
		case tagCompression:
			sensor = sensor || slices.Contains([]uint16{packedBySony, packedByNikon, packedByPentax, packedBySamsung}, short)
		case tagPhotometric:
			sensor = sensor || short == photoCFA || short == photoLinearRAW
		case tagMake:
			maker = string(head[min(int64(long), int64(len(head))):min(int64(long)+8, int64(len(head)))])
		}
		entries = entries[12:]
	}
	if sensor || reduced && below {
		return rawOf(maker)
	}
	return "tiff"
}

// rawOf is the RAW format of a maker, of whose name the start will do.
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
