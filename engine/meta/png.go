package meta

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"
)

// inPNG goes from chunk to chunk, to the end: metadata may lie behind the pixels.
func inPNG(r io.ReaderAt) blocks {
	const maxChunks = 20_000
	var b blocks
	at := int64(8)
	for range maxChunks {
		var h [8]byte
		if n, _ := r.ReadAt(h[:], at); n < 8 {
			break
		}
		length := int64(binary.BigEndian.Uint32(h[:]))
		switch kind := string(h[4:]); kind {
		case "IEND":
			return b
		case "eXIf":
			b.addExif(take(r, at+8, length, maxExifBytes))
		case "tEXt", "zTXt", "iTXt":
			keyword, text := pngText(kind, take(r, at+8, length, maxTextBlock))
			b.addText(keyword, text)
		}
		at += 12 + length
	}
	return b
}

// addText takes what a text chunk of a PNG says. Before PNG had places for
// metadata, ImageMagick wrote them into text chunks, as digits.
func (b *blocks) addText(keyword string, text []byte) {
	switch strings.ToLower(keyword) {
	case "xml:com.adobe.xmp":
		b.addXMP(text)
	case "raw profile type exif", "raw profile type app1":
		block := fromDigits(text)
		const xmpHeader = "http://ns.adobe.com/xap/1.0/\x00"
		if xmp, ok := bytes.CutPrefix(block, []byte(xmpHeader)); ok {
			b.addXMP(xmp)
			return
		}
		b.addExif(block)
	case "raw profile type xmp":
		b.addXMP(fromDigits(text))
	case "raw profile type iptc":
		b.iptc = append(b.iptc, fromDigits(text)...)
	}
}

// pngText takes a text chunk apart, as the PNG specification, 11.3.3, tells.
func pngText(kind string, chunk []byte) (keyword string, text []byte) {
	name, rest, ok := bytes.Cut(chunk, []byte{0})
	if !ok {
		return "", nil
	}
	packed := kind == "zTXt"
	switch {
	case kind == "zTXt" && len(rest) > 0:
		rest = rest[1:] // the method, which is always the same
	case kind == "iTXt" && len(rest) > 1:
		packed = rest[0] == 1
		_, rest, _ = bytes.Cut(rest[2:], []byte{0}) // the language
		_, rest, _ = bytes.Cut(rest, []byte{0})     // the keyword in that language
	}
	if packed {
		rest = inflate(rest)
	}
	return string(name), rest
}

// inflate is what of data can be inflated, up to the limit.
func inflate(data []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(z, 2*maxTextBlock))
	return out
}

// fromDigits undoes what ImageMagick does: a line with the name, one with the
// length, and hexadecimal digits in lines.
func fromDigits(text []byte) []byte {
	_, rest, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	_, digits, ok := strings.Cut(rest, "\n")
	if !ok {
		return nil
	}
	data, _ := hex.DecodeString(strings.Join(strings.Fields(digits), ""))
	return data
}
