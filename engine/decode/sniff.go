package decode

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// Sniff names the format of a file by its first bytes: "jpeg", "png", "gif",
// "webp", "bmp" or "tiff" for those that can be decoded; the name of another
// picture format, such as "heic" or "raw", for those that are only recognised;
// "" for all else. head may be any part of the file from its start; 4096 bytes
// tell all that can be told.
func Sniff(head []byte) string {
	for _, m := range magics() {
		if len(head) >= m.offset && bytes.HasPrefix(head[m.offset:], []byte(m.bytes)) {
			return m.format
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("RIFF")) && len(head) >= 12 && string(head[8:12]) == "WEBP":
		return "webp"
	case bytes.HasPrefix(head, []byte("BM")) && knownBMP(head):
		return "bmp"
	case bytes.HasPrefix(head, []byte("II*\x00")):
		return tiffOrRAW(head, binary.LittleEndian)
	case bytes.HasPrefix(head, []byte("MM\x00*")):
		return tiffOrRAW(head, binary.BigEndian)
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
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
		{8, "CR\x02", "raw"},
		{0, "FUJIFILMCCD-RAW", "raw"},
		{0, "IIRO", "raw"},
		{0, "IIRS", "raw"},
		{0, "MMOR", "raw"},
		{0, "IIU\x00", "raw"},
		{6, "HEAPCCDR", "raw"},
		{0, "FOVb", "raw"},
		{0, "\x00MRM", "raw"},
		{0, "II+\x00", "bigtiff"},
		{0, "MM\x00+", "bigtiff"},
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
	}
}

// title is a format as people write it.
func title(format string) string {
	switch format {
	case "webp":
		return "WebP"
	case "bigtiff":
		return "BigTIFF"
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

// brand tells the formats in an ISO base media file apart. Most HEIC and AVIF
// files say "mif1" first, and what they are among the compatible brands.
func brand(head []byte) string {
	end := min(len(head), int(min(binary.BigEndian.Uint32(head), headBytes)))
	format := ""
	for at := 8; at+4 <= end; at += 4 {
		switch string(head[at : at+4]) {
		case "avif", "avis":
			return "avif"
		case "crx ":
			return "raw"
		case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1":
			format = "heic"
		}
	}
	return format
}

// tiffOrRAW tells a TIFF from the RAW files that are built like one (DNG, NEF,
// ARW): these name a DNG version, or say that their first image is a reduced one
// and that others lie below it. Decoded as TIFF they would show a thumbnail.
func tiffOrRAW(head []byte, order binary.ByteOrder) string {
	const subfileType, subIFDs, dngVersion = 0x00fe, 0x014a, 0xc612
	if len(head) < 8 {
		return "tiff"
	}
	at := int64(order.Uint32(head[4:]))
	if at+2 > int64(len(head)) {
		return "tiff"
	}
	var reduced, below bool
	entries := head[at+2:]
	for range order.Uint16(head[at:]) {
		if len(entries) < 12 {
			break
		}
		switch order.Uint16(entries) {
		case dngVersion:
			return "raw"
		case subfileType:
			reduced = order.Uint32(entries[8:])&1 == 1
		case subIFDs:
			below = true
		}
		entries = entries[12:]
	}
	if reduced && below {
		return "raw"
	}
	return "tiff"
}
