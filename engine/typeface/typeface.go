// Package typeface sets lines of text in any script with the font that comes along and those of the system, and
// writes font programs of the glyphs that were used, for documents that must look alike everywhere.
//
// Latin, Greek and Cyrillic letters are always those of the Go fonts, so that documents of different computers agree;
// what these lack is looked for among the fonts of the system. A font whose licence forbids to embed it is not used.
// What no font has is drawn as an empty box, and is still the right text for whoever copies it.
package typeface

import (
	"bytes"
	"cmp"
	"os"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"

	"recollect/engine/file"
)

// Faces are the fonts that lines are set in. They are for one goroutine.
type Faces struct {
	own    *font.Face
	system func() *fontscan.FontMap // nil where there are none; asked once, when a glyph is missing
	used   []*Face
	faces  map[*font.Face]*Face
	may    map[*font.Font]bool // whether a font of the system may be embedded
	script language.Script

	segments shaping.Segmenter
	shaper   shaping.HarfbuzzShaper
	wrapper  shaping.LineWrapper
}

// New returns the font that comes along, and those of the system. The latter are asked for when the first glyph is
// missing, which may take a second; an index of them is kept in the user's cache folder, as that of the window is.
func New() (*Faces, error) {
	own, err := font.ParseTTF(bytes.NewReader(goregular.TTF))
	if err != nil {
		return nil, err
	}
	return &Faces{
		own: own, system: sync.OnceValue(systemFonts), faces: map[*font.Face]*Face{}, may: map[*font.Font]bool{},
	}, nil
}

// systemFonts returns the fonts of the system, or nil.
func systemFonts() *fontscan.FontMap {
	m := fontscan.NewFontMap(quiet{})
	if m.UseSystemFonts("") != nil { // there is no place for an index
		dir, err := os.MkdirTemp("", "recollect-fonts-*")
		if err != nil {
			return nil
		}
		defer os.RemoveAll(dir)
		if m.UseSystemFonts(dir) != nil {
			return nil
		}
	}
	m.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}})
	return m
}

// quiet discards what the reader of fonts says of single files.
type quiet struct{}

func (quiet) Printf(string, ...any) {}

// Used returns the fonts that lines were set in, those that were used first first.
func (f *Faces) Used() []*Face { return f.used }

// Line is a line of text that was set.
type Line struct {
	Runs  []Run // from left to right
	Width float64
	Text  string // all of it, also of a line that was cut
	// Plain: the glyphs say the text by themselves, one for each letter and in its order.
	Plain bool
}

// Run are glyphs of one font.
type Run struct {
	Face   *Face
	Glyphs []Glyph
}

// Glyph is a glyph by its number in the font's program, and where it stands beside and above the line's beginning.
type Glyph struct {
	ID   uint16
	X, Y float64
}

// unit is the size at which text is shaped: a thousandth of the em is a whole number then.
const unit = 1000

// Line sets a text in a size. What is wider than most loses its middle, as both ends of a file's name tell more than
// that does. What is no letter of a line, such as a line break or a character that turns letters round, is replaced.
func (f *Faces) Line(text string, size, most float64) Line {
	text = clean(text)
	if runs, width := f.shape([]rune(text)); width*size/unit <= most {
		return f.set(text, []rune(text), runs, size)
	}
	var parts []string
	for g := graphemes.FromString(text); g.Next(); {
		parts = append(parts, g.Value())
	}
	cut := func(keep int) []rune {
		head := (keep + 1) / 2
		return []rune(strings.Join(parts[:head], "") + "…" + strings.Join(parts[len(parts)-keep+head:], ""))
	}
	low, high := 0, max(0, len(parts)-1) // low fits, or nothing does
	for low < high {
		keep := (low + high + 1) / 2
		if _, width := f.shape(cut(keep)); width*size/unit <= most {
			low = keep
		} else {
			high = keep - 1
		}
	}
	shown := cut(low)
	runs, _ := f.shape(shown)
	return f.set(text, shown, runs, size)
}

// clean replaces what is no letter of a line.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		turns := r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
		if turns || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// shape returns the glyphs of a text from left to right, and their width at the size unit.
func (f *Faces) shape(text []rune) ([]shaping.Output, float64) {
	if len(text) == 0 {
		return nil, 0
	}
	in := shaping.Input{
		Text: text, RunEnd: len(text), Direction: direction(text), Size: fixed.I(unit), Language: "en",
	}
	var outs []shaping.Output
	for _, part := range f.segments.Split(in, f) {
		outs = append(outs, f.shaper.Shape(part))
	}
	const endless = 1 << 24
	all, _ := f.wrapper.WrapParagraph(shaping.WrapConfig{Direction: in.Direction, DisableTrailingWhitespaceTrim: true},
		endless, text, shaping.NewSliceIterator(outs))
	outs = nil
	width := 0.0
	for _, line := range all { // of which there is one
		line = slices.Clone(line)
		slices.SortStableFunc(line, func(a, b shaping.Output) int { return cmp.Compare(a.VisualIndex, b.VisualIndex) })
		for _, out := range line {
			outs = append(outs, out)
			width += float64(out.Advance) / 64
		}
	}
	return outs, width
}

// direction is that of the first letter that has one.
func direction(text []rune) di.Direction {
	for _, r := range text {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.L:
			return di.DirectionLTR
		case bidi.R, bidi.AL:
			return di.DirectionRTL
		}
	}
	return di.DirectionLTR
}

// set makes a line of what was shaped.
func (f *Faces) set(text string, shown []rune, outs []shaping.Output, size float64) Line {
	line := Line{Text: text, Plain: text == string(shown)}
	for _, out := range outs {
		face := f.face(out.Face)
		run := Run{Face: face}
		for _, g := range out.Glyphs {
			says := ""
			if g.GlyphsCount() == 1 && g.TextIndex()+g.RunesCount() <= len(shown) {
				says = string(shown[g.TextIndex() : g.TextIndex()+g.RunesCount()])
			}
			line.Plain = line.Plain && says != "" && out.Direction == di.DirectionLTR
			run.Glyphs = append(run.Glyphs, Glyph{
				ID: face.number(g.GlyphID, says),
				X:  line.Width + float64(g.XOffset)/64*size/unit, Y: float64(g.YOffset) / 64 * size / unit,
			})
			line.Width += float64(g.Advance) / 64 * size / unit
		}
		line.Runs = append(line.Runs, run)
	}
	return line
}

func (f *Faces) face(of *font.Face) *Face {
	face := f.faces[of]
	if face == nil {
		face = newFace(of, len(f.used))
		f.faces[of] = face
		f.used = append(f.used, face)
	}
	return face
}

// SetScript says which script the letters that follow belong to.
func (f *Faces) SetScript(s language.Script) { f.script = s }

// ResolveFace returns the font for a letter.
func (f *Faces) ResolveFace(r rune) *font.Face {
	if _, has := f.own.NominalGlyph(r); has || unicode.IsControl(r) {
		return f.own
	}
	m := f.system()
	if m == nil {
		return f.own
	}
	m.SetScript(f.script)
	face := m.ResolveFace(r)
	if face == nil {
		return f.own
	}
	id, has := face.NominalGlyph(r)
	if !has || !f.mayEmbed(m, face) {
		return f.own
	}
	if o, ok := outlineOf(face, id); !ok || len(o.Segments) == 0 && unicode.IsGraphic(r) && !unicode.IsSpace(r) {
		return f.own // a bitmap
	}
	return face
}

// mayEmbed reports whether the licence of a font lets it be embedded, as far as the font says.
func (f *Faces) mayEmbed(m *fontscan.FontMap, face *font.Face) bool {
	may, known := f.may[face.Font]
	if !known {
		may = readMayEmbed(m.FontLocation(face.Font))
		f.may[face.Font] = may
	}
	return may
}

// The bits of fsType in the table OS/2 that forbid what is done here.
const (
	restricted = 0x0002
	usage      = 0x000e
	noSubset   = 0x0100
	bitmapOnly = 0x0200
)

func readMayEmbed(at fontscan.Location) bool {
	f, err := file.Open(at.File)
	if err != nil {
		return false
	}
	defer f.Close()
	all, err := opentype.NewLoaders(f)
	if err != nil || int(at.Index) >= len(all) {
		return false
	}
	table, err := all[at.Index].RawTable(opentype.MustNewTag("OS/2"))
	if err != nil || len(table) < 10 {
		return true // an old font, which says nothing
	}
	bits := int(table[8])<<8 | int(table[9])
	return bits&usage != restricted && bits&(noSubset|bitmapOnly) == 0
}
