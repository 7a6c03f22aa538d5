package pdf

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	reader "github.com/ledongthuc/pdf"
)

// written is a file of two pages, the first of which has a picture and text.
func written(t *testing.T, to io.Writer) error {
	t.Helper()
	w := New(to)
	f := w.NewFont()
	p := NewPage(595.28, 841.89)
	p.Picture(w.JPEG([]byte("a JPEG file"), 30, 20), 36, 36, 150, 100)
	widths := []int{500, 600, 700}
	p.Run(f, 10, 36, 150, []Glyph{{ID: 1}, {ID: 2, X: 6}}, widths)
	p.Instead("湖(\\)")
	p.Run(f, 10, 36, 170, []Glyph{{ID: 2}, {ID: 1, X: 20, Y: 3}}, widths)
	p.End()
	p.Frame(1, 1, 10, 10, 0.5, 0.5)
	w.Add(p)
	w.Add(NewPage(612, 792))
	w.Embed(f, Program{
		Name: "AAAAAA+Test", CFF: []byte("a program"), Widths: widths, Says: []string{"", "fi", "湖"},
		Ascent: 900, Descent: -200,
	})
	if w.Pages() != 2 {
		t.Errorf("%d pages", w.Pages())
	}
	return w.Close(Info{Title: "A title ★", Producer: "Test", Created: "20240102030405Z"})
}

// Another program reads what was written.
func TestWriter(t *testing.T) {
	var b bytes.Buffer
	if err := written(t, &b); err != nil {
		t.Fatal(err)
	}
	r, err := reader.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if r.NumPage() != 2 || r.Trailer().Key("Info").Key("Title").Text() != "A title ★" {
		t.Errorf("%d pages of %q", r.NumPage(), r.Trailer().Key("Info").Key("Title").Text())
	}
	page := r.Page(1)
	if text, err := page.GetPlainText(nil); err != nil || strings.Join(strings.Fields(text), "") != "fi湖湖fi" {
		t.Errorf("the text is %q, %v", text, err)
	}
	pictures := page.Resources().Key("XObject")
	if len(pictures.Keys()) != 1 || pictures.Key(pictures.Keys()[0]).Key("Width").Int64() != 30 {
		t.Errorf("the pictures are %v", pictures)
	}
	font := page.Font(page.Fonts()[0]).V.Key("DescendantFonts").Index(0)
	program, err := io.ReadAll(font.Key("FontDescriptor").Key("FontFile3").Reader())
	if err != nil || string(program) != "a program" || font.Key("W").Index(1).Index(2).Int64() != 700 {
		t.Errorf("the font is %q, %v, %v", program, err, font)
	}
	if box := r.Page(2).V.Key("MediaBox"); box.Index(2).Float64() != 612 {
		t.Errorf("the second page is %v", box)
	}
}

// full has room for some bytes.
type full int

var errFull = errors.New("full")

func (f *full) Write(data []byte) (int, error) {
	n := min(len(data), int(*f))
	*f -= full(n)
	if n < len(data) {
		return n, errFull
	}
	return n, nil
}

// A disk that is full anywhere in the file is told at its end.
func TestFull(t *testing.T) {
	var b bytes.Buffer
	if err := written(t, &b); err != nil {
		t.Fatal(err)
	}
	for room := 0; room < b.Len(); room += 13 {
		f := full(room)
		if err := written(t, &f); !errors.Is(err, errFull) {
			t.Fatalf("with room for %d bytes of %d: %v", room, b.Len(), err)
		}
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 10: "10", 1.5: "1.5", 1.0 / 3: "0.333", -0.0001: "0"} {
		if got := number(v); got != want {
			t.Errorf("%g is %q, want %q", v, got, want)
		}
	}
}

// Maps are in blocks of a hundred, as their format wants.
func TestManyGlyphs(t *testing.T) {
	says := make([]string, 251)
	for i := range says {
		says[i] = string(rune('一' + i))
	}
	got := string(toUnicode(says))
	if strings.Count(got, "100 beginbfchar") != 2 || strings.Count(got, "51 beginbfchar") != 1 {
		t.Error(got)
	}
}
