package typeface

import (
	"fmt"
	"math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// Face is a font with the glyphs of it that lines have used. It belongs to its Faces.
type Face struct {
	Name string // of its program: ASCII letters and digits
	// Widths are the advances of the glyphs that were used, in thousandths of the em, by their numbers.
	Widths []int
	// Says is what each of them stands for; empty where it stands for nothing by itself.
	Says []string

	face   *font.Face
	glyphs []shape
	ids    map[use]uint16
}

// use is a glyph that stands for a text. One that stands for several, as may be, has a number for each.
type use struct {
	id   font.GID
	says string
}

func newFace(f *font.Face, number int) *Face {
	face := &Face{Name: fmt.Sprintf("AAAA%c%c+Sheet%d", 'A'+number/26%26, 'A'+number%26, number), face: f}
	face.ids = map[use]uint16{{0, ""}: face.add(0, "")}
	return face
}

// Ascent and Descent are those of its lines above and below their base, in thousandths of the em.
func (f *Face) Ascent() int { return f.extent(true) }

// Descent is negative.
func (f *Face) Descent() int { return f.extent(false) }

func (f *Face) extent(up bool) int {
	e, _ := f.face.FontHExtents()
	if up {
		return round(float64(e.Ascender) * f.scale())
	}
	return round(float64(e.Descender) * f.scale())
}

// Program returns the font program of the glyphs that were used: CFF, keyed by CID.
func (f *Face) Program() []byte { return program(f.Name, f.glyphs) }

func (f *Face) scale() float64 { return em / float64(max(1, f.face.Upem())) }

// mostGlyphs is how many glyphs one program may have.
const mostGlyphs = math.MaxUint16

// number is the number of a glyph in the program.
func (f *Face) number(id font.GID, says string) uint16 {
	n, known := f.ids[use{id, says}]
	if !known && len(f.glyphs) < mostGlyphs {
		n = f.add(id, says)
		f.ids[use{id, says}] = n
	}
	return n
}

func (f *Face) add(id font.GID, says string) uint16 {
	s := shape{width: round(float64(f.face.HorizontalAdvance(id)) * f.scale())}
	if outline, ok := outlineOf(f.face, id); ok {
		for _, g := range outline.Segments {
			for i := range g.Args {
				g.Args[i].X *= float32(f.scale())
				g.Args[i].Y *= float32(f.scale())
			}
			s.segments = append(s.segments, opentype.Segment(g))
		}
	}
	f.glyphs, f.Widths, f.Says = append(f.glyphs, s), append(f.Widths, s.width), append(f.Says, says)
	return uint16(len(f.glyphs) - 1)
}

// outlineOf returns the outline of a glyph; of those in colours, the one that is without them.
func outlineOf(f *font.Face, id font.GID) (font.GlyphOutline, bool) {
	switch g := f.GlyphData(id).(type) {
	case font.GlyphOutline:
		return g, true
	case font.GlyphSVG:
		return g.Outline, true
	}
	return font.GlyphOutline{}, false // a bitmap, or layers of colours
}
