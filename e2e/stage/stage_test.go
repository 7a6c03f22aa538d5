package stage

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"golang.org/x/image/draw"
)

func TestURIList(t *testing.T) {
	cases := []struct {
		name  string
		paths []string
		want  string
	}{
		{"plain", []string{"/a/b.jpg"}, "file:///a/b.jpg\r\n"},
		{"two", []string{"/a", "/b"}, "file:///a\r\nfile:///b\r\n"},
		{"space and letters", []string{"/a b/é.jpg"}, "file:///a%20b/%C3%A9.jpg\r\n"},
		{"marks of a URI", []string{"/50%#1?.jpg"}, "file:///50%25%231%3F.jpg\r\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := uriList(c.paths); got != c.want {
				t.Errorf("want %q, got %q", c.want, got)
			}
		})
	}
}

// TestTraceGrows reads a file that ends in the middle of a line, and again when
// the line is whole.
func TestTraceGrows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "trace.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tr := trace{path: path}
	steps := []struct {
		write  string
		shown  Shown
		status Status
	}{
		{"", Shown{}, Status{}},
		{
			`{"event":"status","photos":2,"scanning":true}` + "\n" + `{"event":"shown",`,
			Shown{},
			Status{Photos: 2, Scanning: true},
		},
		{
			`"view":"library","count":2,"first":"/a","tiles":[{"path":"/a","x":1.4,"y":2.6,"w":10,"h":5}]}` + "\n",
			Shown{View: "library", Count: 2, First: "/a", Tiles: []Tile{{Path: "/a", X: 1.4, Y: 2.6, W: 10, H: 5}}},
			Status{Photos: 2, Scanning: true},
		},
		{
			`{"event":"shown","view":"results","query":"q"}` + "\n",
			Shown{View: "results", Query: "q"},
			Status{Photos: 2, Scanning: true},
		},
		{
			`{"event":"status","photos":2,"encoded":2}` + "\n",
			Shown{View: "results", Query: "q"},
			Status{Photos: 2, Encoded: 2},
		},
	}
	for _, s := range steps {
		if _, err := f.WriteString(s.write); err != nil {
			t.Fatal(err)
		}
		if err := tr.read(); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(tr.shown, s.shown) || tr.status() != s.status {
			t.Errorf("after %q: want %+v %+v, got %+v %+v", s.write, s.shown, s.status, tr.shown, tr.status())
		}
	}
	if _, err := f.WriteString("{\"event\":\"other\"}\n"); err != nil {
		t.Fatal(err)
	}
	if err := tr.read(); err == nil {
		t.Error("want an error for an unknown event, got none")
	}
}

// halves is a picture that is red at the left and blue at the right.
func halves(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(m, m.Bounds(), image.NewUniform(color.RGBA{R: 255, A: 255}), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(w/2, 0, w, h), image.NewUniform(color.RGBA{B: 255, A: 255}), image.Point{}, draw.Src)
	return m
}

func TestDifference(t *testing.T) {
	screen := image.NewRGBA(image.Rect(0, 0, 400, 300))
	whole := image.Rect(10, 20, 210, 170)
	draw.CatmullRom.Scale(screen, whole, halves(800, 600), image.Rect(0, 0, 800, 600), draw.Src, nil)
	cases := []struct {
		name     string
		part     image.Rectangle
		photo    image.Image
		min, max float64
	}{
		{"same", whole, halves(800, 600), 0, 2},
		{"cropped at the middle", whole, halves(1600, 600), 0, 2},
		{"tall, cropped at the middle", whole, halves(800, 1600), 0, 2},
		{"another photo", whole, image.NewRGBA(image.Rect(0, 0, 800, 600)), 60, 255},
		{"another place", whole.Add(image.Pt(100, 60)), halves(800, 600), 60, 255},
		{"off the screen", whole.Add(image.Pt(300, 0)), halves(800, 600), 255, 255},
		{"too small", image.Rect(0, 0, 31, 31), halves(800, 600), 255, 255},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Difference(screen, c.part, c.photo); got < c.min || got > c.max {
				t.Errorf("want %v to %v, got %v", c.min, c.max, got)
			}
		})
	}
}

func TestFramed(t *testing.T) {
	places := []image.Rectangle{
		image.Rect(40, 20, 360, 280),
		image.Rect(150, 0, 250, 300),
		image.Rect(0, 110, 400, 190),
	}
	for _, want := range places {
		t.Run(want.String(), func(t *testing.T) {
			screen := image.NewRGBA(image.Rect(0, 0, 400, 300))
			for y := want.Min.Y; y < want.Max.Y; y++ {
				for x := want.Min.X; x < want.Max.X; x++ {
					screen.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), 9, 255})
				}
			}
			if got := framed(screen); got != want {
				t.Errorf("want %v, got %v", want, got)
			}
		})
	}
}

func TestLocal(t *testing.T) {
	for path, want := range map[string]string{
		`Z:\tmp\a b\写真.jpg`: "/tmp/a b/写真.jpg", `/tmp/Z:\odd`: `/tmp/Z:\odd`, `C:\users`: `C:\users`, "": "",
	} {
		if got := local(path); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
}
