package meta

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"recollect/engine/container"
	"recollect/engine/meta/moment"
	"recollect/engine/meta/record"
	"recollect/engine/meta/words"
	"recollect/engine/meta/xmp"
	"recollect/engine/photo"
)

// inPNG walks all chunks: metadata may lie after the pixels.
func inPNG(r io.ReaderAt) blocks {
	const maxChunks = 20_000
	b := blocks{left: maxInflated}
	for c := range container.PNG(r, container.Unknown, maxChunks) {
		switch c.Name {
		case "IEND":
			return b
		case "eXIf":
			b.addExif(take(r, c.At, c.Len, maxExifBytes))
		case "tIME":
			b.addTime(take(r, c.At, c.Len, 7))
		case "tEXt", "zTXt", "iTXt":
			keyword, text := b.pngText(c.Name, take(r, c.At, c.Len, xmp.MaxPacket))
			b.addText(keyword, text)
		}
	}
	return b
}

// addText adds a text chunk of a PNG. Before PNG had chunks for metadata, ImageMagick wrote them as
// digits into text chunks.
func (b *blocks) addText(keyword string, text []byte) {
	switch keyword = strings.ToLower(keyword); keyword {
	case "xml:com.adobe.xmp":
		b.addXMP(text)
	case "raw profile type exif", "raw profile type app1":
		block := fromDigits(text)
		if packet, ok := bytes.CutPrefix(block, []byte("http://ns.adobe.com/xap/1.0/\x00")); ok {
			b.addXMP(packet)
			return
		}
		b.addExif(block)
	case "raw profile type xmp":
		b.addXMP(fromDigits(text))
	case "raw profile type iptc", "raw profile type 8bim":
		b.iptc = append(b.iptc, fromDigits(text)...)
	default:
		b.addWords(keyword, words.Clean(words.Text(text)))
	}
}

// addWords adds text for people, with the keywords of the PNG specification, 11.3.3.2, or those of
// exiftool and ImageMagick.
func (b *blocks) addWords(keyword, text string) {
	t := &b.text
	switch strings.NewReplacer(" ", "", "-", "", "_", "", "exif:", "").Replace(keyword) {
	case "title":
		record.Set(&t.Words.Title, words.Description(text))
	case "description", "caption":
		t.Words.Screen = t.Words.Screen || words.Screen(text)
		if text = words.Description(text); text != "" {
			t.Words.Caption = text
		}
	case "software", "source":
		t.Words.Screen = t.Words.Screen || words.ScreenProgram(text)
	case "usercomment":
		t.Words.Screen = t.Words.Screen || words.Screen(text)
	case "comment":
		t.Words.Screen = t.Words.Screen || words.Screen(text)
		record.Set(&t.Words.Caption, words.Comment(text))
	case "creationtime", "creationdate", "createdate", "datetimeoriginal":
		t.Dates = append(t.Dates, moment.Parse(text, photo.FromPNG))
	case "modifydate":
		t.Dates = append(t.Dates, moment.Parse(text, photo.FromModified))
	}
}

// addTime adds the time of the last change, in UTC (PNG specification, 11.3.4.1).
func (b *blocks) addTime(chunk []byte) {
	if len(chunk) != 7 {
		return
	}
	year := binary.BigEndian.Uint16(chunk)
	text := fmt.Sprintf("%04d-%02d-%02d %02d:%02d:%02dZ", year, chunk[2], chunk[3], chunk[4], chunk[5], chunk[6])
	b.text.Dates = append(b.text.Dates, moment.Parse(text, photo.FromModified))
}

// pngText parses a text chunk (PNG specification, 11.3.3).
func (b *blocks) pngText(kind string, chunk []byte) (keyword string, text []byte) {
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
		rest = inflate(rest, b.left)
		b.left -= len(rest)
	}
	return string(name), rest
}

// inflate decompresses data, up to a limit or the first error.
func inflate(data []byte, limit int) []byte {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(z, int64(min(limit, 2*xmp.MaxPacket))))
	return out
}

// fromDigits reads the format of ImageMagick: a line with the name, one with the length, and
// hexadecimal digits in lines.
func fromDigits(text []byte) []byte {
	_, rest, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	_, digits, ok := strings.Cut(rest, "\n")
	if !ok {
		return nil
	}
	data, _ := hex.DecodeString(strings.Join(strings.Fields(digits), ""))
	return data
}
