package words

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"
)

// XML converts a packet of XML to UTF-8, and removes characters that XML forbids. The encoding
// comes from the byte order mark, else from the bytes of the first character, else from the XML
// declaration.
func XML(packet []byte) string {
	var text string
	switch order, size := Wide(packet); {
	case size == 2:
		text = UTF16(packet, order)
	case size == 4:
		text = decoded(packet, utf32.UTF32(utf32.Endianness(order == binary.LittleEndian), utf32.UseBOM))
	default:
		text = narrowXML(packet)
	}
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0xfeff || c == 0xfffe || c == 0xffff {
			return -1
		}
		return c
	}, text)
}

// Wide returns the byte order and size of the characters, if they have more than one byte.
func Wide(packet []byte) (order binary.ByteOrder, size int) {
	for _, w := range []struct {
		start string
		order binary.ByteOrder
		size  int
	}{
		{"\xff\xfe\x00\x00", binary.LittleEndian, 4},
		{"\x00\x00\xfe\xff", binary.BigEndian, 4},
		{"<\x00\x00\x00", binary.LittleEndian, 4},
		{"\x00\x00\x00<", binary.BigEndian, 4},
		{"\xff\xfe", binary.LittleEndian, 2},
		{"\xfe\xff", binary.BigEndian, 2},
		{"<\x00", binary.LittleEndian, 2},
		{"\x00<", binary.BigEndian, 2},
	} {
		if bytes.HasPrefix(packet, []byte(w.start)) {
			return w.order, w.size
		}
	}
	return nil, 1
}

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']`)

// narrowXML decodes text by the character set that it declares. It ignores declarations of UTF-8
// and of western European sets: programs declare one and write the other.
func narrowXML(packet []byte) string {
	const head = 200
	g := declared.FindSubmatch(packet[:min(head, len(packet))])
	if g == nil {
		return Text(packet)
	}
	set, err := htmlindex.Get(string(g[1]))
	if err != nil {
		return Text(packet)
	}
	switch name, _ := htmlindex.Name(set); name {
	case "utf-8", "windows-1252", "utf-16le", "utf-16be", "replacement", "x-user-defined":
		return Text(packet)
	case "iso-2022-jp": // its bytes are all ASCII
	default:
		if utf8.Valid(packet) {
			return string(packet)
		}
	}
	return decoded(packet, set)
}

func decoded(b []byte, set encoding.Encoding) string {
	text, err := set.NewDecoder().Bytes(b)
	if err != nil {
		return Text(b)
	}
	return string(text)
}
