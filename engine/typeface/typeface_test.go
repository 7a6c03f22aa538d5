package typeface

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font/cff"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"
)

// alone are fonts on a system without any.
func alone(t *testing.T) *Faces {
	t.Helper()
	f, err := New()
	if err != nil {
		t.Fatal(err)
	}
	f.system = func() *fontscan.FontMap { return nil }
	return f
}

// says is what the glyphs of a line say, one after the other.
func (l Line) says() string {
	var b strings.Builder
	for _, r := range l.Runs {
		for _, g := range r.Glyphs {
			b.WriteString(r.Face.Says[g.ID])
		}
	}
	return b.String()
}

func TestLine(t *testing.T) {
	tests := []struct {
		name, text string
		most       float64
		want       string // of the glyphs
		whole      string // of the line
		plain      bool
	}{
		{"a name", "IMG_1.jpg", 500, "IMG_1.jpg", "IMG_1.jpg", true},
		{"Greek and Cyrillic", "Ελλάδα Москва", 500, "Ελλάδα Москва", "Ελλάδα Москва", true},
		{"a long name", "a picture of a sea, 0042.jpg", 80, "a pictur…042.jpg", "a picture of a sea, 0042.jpg", false},
		{"no room at all", "name.jpg", 0, "…", "name.jpg", false},
		{"nothing", "", 10, "", "", true},
		{"what forges lines", "a\nb\u202ec", 500, "a\ufffdb\ufffdc", "a\ufffdb\ufffdc", true},
		{"no text", "a\xffb", 500, "a\ufffdb", "a\ufffdb", true},
		{"from right to left", "אב", 500, "בא", "אב", false},
		{"no font has it", "湖.jpg", 500, "湖.jpg", "湖.jpg", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := alone(t).Line(tt.text, 10, tt.most)
			if got.says() != tt.want || got.Text != tt.whole || got.Plain != tt.plain {
				t.Errorf("it says %q for %q, plain %t", got.says(), got.Text, got.Plain)
			}
			if got.Width > max(tt.most, 10) {
				t.Errorf("it is %g wide", got.Width)
			}
		})
	}
}

// Letters that the font of ours lacks are drawn by fonts of the system, of either kind of outlines, in the shapes that
// they have beside each other.
func TestFontsOfTheSystem(t *testing.T) {
	f := alone(t)
	m := fontscan.NewFontMap(quiet{})
	for _, name := range []string{"arabic.ttf", "cjk.otf"} {
		path := filepath.Join("../../app/fonts/testdata/fonts", name)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.AddFont(bytes.NewReader(data), path, ""); err != nil {
			t.Fatal(err)
		}
	}
	m.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}})
	f.system = func() *fontscan.FontMap { return m }
	f.Line("a", 10, 500)
	for _, text := range []string{"北京", "صور"} {
		before := len(f.Used())
		line := f.Line("a "+text, 10, 500)
		if len(f.Used()) != before+1 {
			t.Fatalf("%q uses %d fonts more", text, len(f.Used())-before)
		}
		own := f.Used()[len(f.Used())-1]
		for _, g := range own.glyphs[1:] {
			if len(g.segments) == 0 {
				t.Errorf("%q: a glyph has no outline", text)
			}
		}
		if line.Width <= 0 || line.Text != "a "+text {
			t.Errorf("%+v", line)
		}
		if _, err := cff.Parse(own.Program()); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Outlines come out of a program as they went in, to half a unit.
func TestProgram(t *testing.T) {
	f := alone(t)
	f.Line("Aß8gé", 10, 100)
	face := f.Used()[0]
	if got := len(face.glyphs); got != 6 {
		t.Fatalf("%d glyphs", got)
	}
	p, err := cff.Parse(face.Program())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Charstrings) != len(face.glyphs) {
		t.Fatalf("%d glyphs, want %d", len(p.Charstrings), len(face.glyphs))
	}
	for id, want := range face.glyphs {
		got, _, err := p.LoadGlyph(uint16(id))
		if err != nil {
			t.Fatal(err)
		}
		same(t, id, got, want.segments)
	}
}

// same compares where the segments of outlines end.
func same(t *testing.T, id int, got, want []opentype.Segment) {
	t.Helper()
	ends := func(all []opentype.Segment) (ends []opentype.SegmentPoint) {
		for _, s := range all {
			args := s.ArgsSlice()
			ends = append(ends, args[len(args)-1])
		}
		return ends
	}
	a, b := ends(got), ends(want)
	if len(a) < len(b) || len(b) == 0 { // the reader closes outlines
		t.Fatalf("glyph %d has %d segments, want %d", id, len(a), len(b))
	}
	next := 0
	for _, end := range a {
		if next < len(b) && math.Abs(float64(end.X-b[next].X)) <= 0.51 && math.Abs(float64(end.Y-b[next].Y)) <= 0.51 {
			next++
		}
	}
	if next != len(b) {
		t.Errorf("glyph %d: segment %d of %d is elsewhere: %v, want %v", id, next, len(b), a, b)
	}
}

// Numbers of charstrings are written in the shortest of their forms, each of which must be right at its ends.
func TestOperands(t *testing.T) {
	for _, v := range []int{0, 107, 108, 1131, 1132, 32000, -107, -108, -1131, -1132, -32000} {
		s := shape{segments: []opentype.Segment{
			{Op: opentype.SegmentOpMoveTo, Args: [3]opentype.SegmentPoint{{X: float32(v) / 2, Y: 0}}},
			{Op: opentype.SegmentOpLineTo, Args: [3]opentype.SegmentPoint{{X: -float32(v) / 2, Y: 1}}},
		}}
		p, err := cff.Parse(program("Test", []shape{s, s}))
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := p.LoadGlyph(1)
		if err != nil {
			t.Fatal(err)
		}
		same(t, v, got, s.segments)
	}
}

// A damaged font's numbers are bounded.
func TestRound(t *testing.T) {
	for v, want := range map[float64]int{1.5: 2, math.Inf(1): farthest, math.Inf(-1): -farthest, math.NaN(): 0} {
		if got := round(v); got != want {
			t.Errorf("%g is %d, want %d", v, got, want)
		}
	}
}
