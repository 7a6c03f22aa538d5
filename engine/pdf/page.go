package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// Page is a page that is being drawn. Lengths are in points, a 72nd of an inch; x grows to the right and y down, from
// the upper left corner.
type Page struct {
	wide, high float64
	b          bytes.Buffer
	pictures   []ref
	fonts      []ref
}

// NewPage begins a page of a width and a height.
func NewPage(wide, high float64) *Page { return &Page{wide: wide, high: high} }

// Add writes a page.
func (w *Writer) Add(p *Page) {
	content, page := w.reserve(), w.reserve()
	w.packed(content, "", p.b.Bytes())
	uses := named("XObject", "P", p.pictures) + named("Font", "F", p.fonts)
	w.object(page, fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Contents %d 0 R/Resources<<%s>>>>",
		w.tree, number(p.wide), number(p.high), content, uses))
	w.pages = append(w.pages, page)
}

// named returns the part of a page's resources that names objects.
func named(kind, prefix string, all []ref) string {
	if len(all) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "/%s<<", kind)
	for _, r := range all {
		fmt.Fprintf(&b, "/%s%d %d 0 R", prefix, r, r)
	}
	return b.String() + ">>"
}

// use adds r to what a page uses.
func use(all []ref, r ref) []ref {
	for _, known := range all {
		if known == r {
			return all
		}
	}
	return append(all, r)
}

// number returns a length as PDF writes it.
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// op adds an operator with its numbers.
func (p *Page) op(name string, args ...float64) {
	for _, v := range args {
		p.b.WriteString(number(v) + " ")
	}
	p.b.WriteString(name + "\n")
}

// Picture draws a picture into a rectangle.
func (p *Page) Picture(pic Picture, x, y, wide, high float64) {
	p.pictures = use(p.pictures, pic.ref)
	p.op("q")
	p.op("cm", wide, 0, 0, high, x, p.high-y-high)
	fmt.Fprintf(&p.b, "/P%d Do\nQ\n", pic.ref)
}

// Frame draws the lines around a rectangle, of a grey from 0, black, to 1, white.
func (p *Page) Frame(x, y, wide, high, line, grey float64) {
	p.op("G", grey)
	p.op("w", line)
	p.op("re", x+line/2, p.high-y-high+line/2, wide-line, high-line)
	p.op("S")
}

// Grey sets the grey of text from here on.
func (p *Page) Grey(grey float64) { p.op("g", grey) }

// Glyph is a glyph of a font, and where it stands beside and above the beginning of its run.
type Glyph struct {
	ID   uint16
	X, Y float64
}

// Run draws glyphs of one font, at a size, along a base line from x, y.
func (p *Page) Run(f Font, size, x, y float64, glyphs []Glyph, widths []int) {
	p.fonts = use(p.fonts, f.ref)
	fmt.Fprintf(&p.b, "BT\n/F%d %s Tf\n", f.ref, number(size))
	for len(glyphs) > 0 {
		n := 1
		for n < len(glyphs) && glyphs[n].Y == glyphs[0].Y {
			n++
		}
		p.op("Tm", 1, 0, 0, 1, x+glyphs[0].X, p.high-y+glyphs[0].Y)
		p.level(glyphs[:n], size, widths)
		glyphs = glyphs[n:]
	}
	p.b.WriteString("ET\n")
}

// level draws glyphs that stand on one line, each moved to its place from where the one before it ends.
func (p *Page) level(glyphs []Glyph, size float64, widths []int) {
	at := glyphs[0].X
	p.b.WriteString("[<")
	for _, g := range glyphs {
		if back := (at - g.X) / size * 1000; back > 0.5 || back < -0.5 {
			fmt.Fprintf(&p.b, ">%s<", number(back))
			at = g.X
		}
		fmt.Fprintf(&p.b, "%04X", g.ID)
		at += float64(widths[g.ID]) * size / 1000
	}
	p.b.WriteString(">]TJ\n")
}

// Instead begins what is read as a text in place of its glyphs, which may be in another order, or a part. End ends it.
func (p *Page) Instead(text string) { fmt.Fprintf(&p.b, "/Span<</ActualText%s>>BDC\n", Text(text)) }

// End ends what Instead began.
func (p *Page) End() { p.b.WriteString("EMC\n") }
