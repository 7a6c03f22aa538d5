package pdf

import (
	"fmt"
	"strings"
)

// Font is a font of a file.
type Font struct{ ref ref }

// Program is what a font draws with. Glyphs are numbered from 0, which stands for what is not there.
type Program struct {
	Name string // ASCII letters, digits, hyphens
	CFF  []byte // keyed by CID, 1,000 units to the em
	// Widths are the advances of glyphs, in thousandths of the em.
	Widths []int
	// Says is the text that each glyph stands for; empty where it stands for none by itself.
	Says []string
	// Ascent and Descent are those of a line above and below its base, in thousandths; Descent is negative.
	Ascent, Descent int
}

// NewFont returns a font that pages may use before its program is written.
func (w *Writer) NewFont() Font { return Font{w.reserve()} }

// Embed writes the program of a font.
func (w *Writer) Embed(f Font, p Program) {
	below, descriptor, file, unicode := w.reserve(), w.reserve(), w.reserve(), w.reserve()
	w.object(f.ref, fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"+
		"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", p.Name, below, unicode))
	var widths strings.Builder
	for _, n := range p.Widths {
		fmt.Fprintf(&widths, "%d ", n)
	}
	w.object(below, fmt.Sprintf("<</Type/Font/Subtype/CIDFontType0/BaseFont/%s"+
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/W[0[%s]]>>",
		p.Name, descriptor, widths.String()))
	const symbolic = 4 // it has a set of characters of its own
	w.object(descriptor, fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[-1000 -1000 2000 2000]"+
		"/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile3 %d 0 R>>",
		p.Name, symbolic, p.Ascent, p.Descent, p.Ascent, file))
	w.packed(file, "/Subtype/CIDFontType0C", p.CFF)
	w.packed(unicode, "", toUnicode(p.Says))
}

// mostRanges is how many entries one block of a map may have.
const mostRanges = 100

// toUnicode returns a map from the numbers of glyphs to text.
func toUnicode(says []string) []byte {
	var entries []string
	for id, s := range says {
		if s != "" {
			entries = append(entries, fmt.Sprintf("<%04X> <%s>\n", id, hex16(s)))
		}
	}
	var b strings.Builder
	b.WriteString(`/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
`)
	for len(entries) > 0 {
		n := min(mostRanges, len(entries))
		fmt.Fprintf(&b, "%d beginbfchar\n%sendbfchar\n", n, strings.Join(entries[:n], ""))
		entries = entries[n:]
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return []byte(b.String())
}
