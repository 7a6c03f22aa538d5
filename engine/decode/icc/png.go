package icc

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"

	"recollect/engine/container"
)

// png reads the chunks before the pixels. Of those about colours cICP has precedence, then iCCP,
// sRGB, and gAMA with cHRM (PNG, third edition, 4.3 and 11.3.2).
func (s source) png() *Transform {
	c := s.pngChunks()
	if n := c["cICP"]; len(n) >= 4 {
		if t, ok := ByNumbers(int(n[0]), int(n[1])); ok {
			return t
		}
	}
	space := spaceRGB
	if head := c["IHDR"]; len(head) > 9 && head[9]&2 == 0 { // colour type; bit 1: colour is used
		space = spaceGrey
	}
	if _, packed, _ := bytes.Cut(c["iCCP"], []byte{0}); len(packed) > 1 && packed[0] == 0 {
		if t, err := ofSpace(inflated(packed[1:]), space); err == nil {
			return t
		}
	}
	if _, said := c["sRGB"]; said {
		return nil
	}
	return byGamma(c["gAMA"], c["cHRM"])
}

// pngChunks returns the first chunk of each name that is about colours.
func (s source) pngChunks() map[string][]byte {
	found := map[string][]byte{}
	for c, err := range container.PNG(s, s.size, maxPieces) {
		if err != nil || c.Name == "IDAT" {
			break
		}
		switch c.Name {
		case "IHDR", "cICP", "iCCP", "sRGB", "gAMA", "cHRM":
			if _, again := found[c.Name]; !again {
				found[c.Name] = s.bytes(c.At, c.Len)
			}
		}
	}
	return found
}

// inflated decompresses packed, up to the first error.
func inflated(packed []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	defer z.Close()
	data, err := io.ReadAll(io.LimitReader(z, maxBytes))
	if err != nil {
		return nil
	}
	return data
}

// byGamma returns the conversion that gAMA and cHRM declare, either of which may be missing; nil if
// that is sRGB (PNG, third edition, 11.3.2.1, 11.3.2.2 and 13.13).
func byGamma(gAMA, cHRM []byte) *Transform {
	light, said := srgb, false
	if len(gAMA) >= 4 {
		// The exponent that was applied, times 100,000. 45,455 stands for the curve of sRGB; libpng
		// treats values within 5 % of it alike (PNG_GAMMA_THRESHOLD). Exponents above 5 are
		// mistakes.
		const closely = 0.05
		exponent := float64(binary.BigEndian.Uint32(gAMA)) / 100_000
		if off := exponent*2.2 - 1; exponent >= 0.2 && exponent <= 5 && (off > closely || off < -closely) {
			light, said = gamma(1/exponent), true
		}
	}
	c, _ := chromaticitiesOf(1)
	columns, _ := c.columns()
	if len(cHRM) >= 32 {
		for i := range c {
			for k := range c[i] {
				c[i][k] = float64(binary.BigEndian.Uint32(cHRM[8*i+4*k:])) / 100_000
			}
		}
		if own, ok := c.columns(); ok {
			columns, said = own, true
		}
	}
	if !said {
		return nil
	}
	return newTransform([3]curve{light, light, light}, columns).orNil()
}
