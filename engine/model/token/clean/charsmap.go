package clean

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Charsmap is the precompiled normalisation of a SentencePiece model: a double-array trie
// of darts-clone, from strings to offsets in a list of replacements that end with zeros.
type Charsmap struct {
	units []uint32
	text  string
}

var errCharsmap = errors.New("its table of characters is cut off")

// longestReplacement bounds how much longer a text becomes. The longest of NFKC, that of
// U+FDFA, has 33 bytes.
const longestReplacement = 1024

// ReadCharsmap reads the size of the trie in bytes, the trie and the replacements.
// Nothing is a table without entries.
func ReadCharsmap(data []byte) (*Charsmap, error) {
	if len(data) == 0 {
		return &Charsmap{}, nil
	}
	if len(data) < 4 {
		return nil, errCharsmap
	}
	size := uint64(binary.LittleEndian.Uint32(data))
	data = data[4:]
	if size > uint64(len(data)) || size%4 != 0 {
		return nil, errCharsmap
	}
	c := &Charsmap{units: make([]uint32, size/4), text: string(data[size:])}
	for i := range c.units {
		c.units[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	for rest := c.text; rest != ""; {
		to, after, _ := strings.Cut(rest, "\x00")
		if len(to) > longestReplacement {
			return nil, errCharsmap
		}
		rest = after
	}
	return c, nil
}

// Find returns the replacement of what text begins with, and its length in text; 0: there
// is none. The first hit is the shortest.
func (c *Charsmap) Find(text string, first bool) (to string, length int) {
	value := -1
	at := uint32(0)
	if len(c.units) > 0 {
		at = offset(c.units[0])
	}
	for i := 0; i < len(text) && text[i] != 0; i++ {
		at ^= uint32(text[i])
		if uint64(at) >= uint64(len(c.units)) {
			break
		}
		u := c.units[at]
		if u&(1<<31|0xff) != uint32(text[i]) { // the label
			break
		}
		at ^= offset(u)
		if u>>8&1 == 0 || uint64(at) >= uint64(len(c.units)) { // it is not the end of a key
			continue
		}
		value, length = int(c.units[at]&0x7fffffff), i+1
		if first {
			break
		}
	}
	if value < 0 || value > len(c.text) {
		return "", 0
	}
	to, _, _ = strings.Cut(c.text[value:], "\x00")
	return to, length
}

// offset is the offset field of a unit (darts.h of darts-clone).
func offset(u uint32) uint32 { return u >> 10 << (u & (1 << 9) >> 6) }

// longestGrapheme is the number of bytes up to which a grapheme is looked up as a whole
// (precompiled.rs of tokenizers).
const longestGrapheme = 6

// Graphemes is Precompiled: each grapheme is replaced, or each of its characters. The
// program that SentencePiece has for the same table takes the longest match instead.
func (c *Charsmap) Graphemes(text string) string {
	if len(c.units) == 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for g := graphemes.FromString(text); g.Next(); {
		whole := g.Value()
		if len(whole) < longestGrapheme {
			if to, n := c.Find(whole, true); n > 0 {
				b.WriteString(to)
				continue
			}
		}
		for whole != "" {
			_, size := utf8.DecodeRuneInString(whole)
			to, n := c.Find(whole[:size], true)
			if n == 0 {
				to = whole[:size]
			}
			b.WriteString(to)
			whole = whole[size:]
		}
	}
	return b.String()
}
