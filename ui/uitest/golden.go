package uitest

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Goldens are kept in few colours, and may differ a little: processors do not round alike. What has moved or has
// another colour differs in most pixels of some block.
const (
	coarse   = 0xf0 // the bits of a channel that are kept
	mostOff  = 16   // by which a channel may differ
	block    = 16   // the width and the height of a block, in pixels
	mostFew  = 24   // pixels of a block may differ by more
	goldenIn = "testdata/golden"
)

// Golden compares a view, as it is painted, with the PNG file of that name in testdata/golden of the package.
// Whoever runs the test with -update looks at the pictures that it writes: those of what has changed.
func Golden(t *testing.T, name string, view image.Image) {
	t.Helper()
	got := reduced(view)
	path := filepath.Join(goldenIn, name)
	want, err := read(path)
	fault := ""
	switch {
	case err != nil:
		fault = err.Error()
	case got.Bounds() != want.Bounds():
		fault = fmt.Sprintf("its size is %v, want %v", got.Bounds().Size(), want.Bounds().Size())
	default:
		fault = differing(got, reduced(want))
	}
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if fault != "" {
			t.Logf("%s is written: %s", name, fault)
			if err := write(path, got); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	if fault == "" {
		return
	}
	seen := filepath.Join(t.ArtifactDir(), name)
	t.Errorf("%s: %s; what is painted now is in %s", name, fault, seen)
	if err := write(seen, got); err != nil {
		t.Error(err)
	}
}

// reduced returns a view in few colours.
func reduced(view image.Image) *image.NRGBA {
	b := view.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Bounds(), view, b.Min, draw.Src)
	for i := range out.Pix {
		if out.Pix[i] &= coarse; i%4 == 3 {
			out.Pix[i] = 255
		}
	}
	return out
}

// differing says where a and b, of the same size, differ too much; empty: nowhere.
func differing(a, b *image.NRGBA) string {
	var blocks image.Rectangle
	n, size := 0, a.Bounds().Size()
	for y := 0; y < size.Y; y += block {
		for x := 0; x < size.X; x += block {
			part := image.Rect(x, y, x+block, y+block).Intersect(a.Bounds())
			if pixels(a, b, part) > mostFew {
				blocks = blocks.Union(part)
				n++
			}
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d blocks differ, in %v", n, blocks)
}

// pixels counts those of a part that differ.
func pixels(a, b *image.NRGBA, part image.Rectangle) (n int) {
	far := func(x, y uint8) bool { return max(x, y)-min(x, y) > mostOff }
	for y := part.Min.Y; y < part.Max.Y; y++ {
		from, to := a.PixOffset(part.Min.X, y), a.PixOffset(part.Max.X, y)
		p, q := a.Pix[from:to], b.Pix[from:to]
		if bytes.Equal(p, q) {
			continue
		}
		for i := 0; i < len(p); i += 4 {
			if far(p[i], q[i]) || far(p[i+1], q[i+1]) || far(p[i+2], q[i+2]) {
				n++
			}
		}
	}
	return n
}

func read(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

// write keeps a view with a palette, if it has few enough colours for one.
func write(path string, view *image.NRGBA) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	var kept image.Image = view
	if p := paletted(view); p != nil {
		kept = p
	}
	return errors.Join((&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, kept), f.Close())
}

// paletted returns a view with a palette of its colours, nil if they are too many.
func paletted(view *image.NRGBA) *image.Paletted {
	var colours color.Palette
	known := map[color.NRGBA]bool{}
	for y := range view.Bounds().Dy() {
		for x := range view.Bounds().Dx() {
			if c := view.NRGBAAt(x, y); !known[c] {
				known[c] = true
				colours = append(colours, c)
			}
		}
	}
	if len(colours) > 256 {
		return nil
	}
	out := image.NewPaletted(view.Bounds(), colours)
	draw.Draw(out, out.Bounds(), view, image.Point{}, draw.Src)
	return out
}
