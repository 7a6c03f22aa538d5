package uitest

import (
	"errors"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Goldens are kept in few colours, and may differ a little: processors do not round alike.
const (
	coarse   = 0xf0 // the bits of a channel that are kept
	mostOff  = 32   // by which a channel may differ
	mostFew  = 200  // one pixel in so many may differ by more
	goldenIn = "testdata/golden"
)

// Golden compares a view, as it is painted, with the PNG file of that name in testdata/golden of the package.
// Whoever runs the test with -update looks at the pictures that it writes.
func Golden(t *testing.T, name string, view image.Image) {
	t.Helper()
	got := reduced(view)
	path := filepath.Join(goldenIn, name)
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := write(path, got); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := read(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Errorf("%s is %v, want %v", name, got.Bounds().Size(), want.Bounds().Size())
		return
	}
	if n, all := differing(got, want), got.Bounds().Dx()*got.Bounds().Dy(); n > all/mostFew {
		seen := filepath.Join(t.ArtifactDir(), name)
		t.Errorf("%s: %d of %d pixels differ; it is in %s", name, n, all, seen)
		if err := write(seen, got); err != nil {
			t.Error(err)
		}
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

func differing(a *image.NRGBA, b image.Image) (n int) {
	far := func(x, y uint8) bool { return max(x, y)-min(x, y) > mostOff }
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := a.NRGBAAt(x, y), color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			if far(p.R, q.R) || far(p.G, q.G) || far(p.B, q.B) {
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
