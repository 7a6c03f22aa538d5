package world

import (
	"errors"
	"image/color"
	"testing"

	"recollect/engine/photo"
)

func open(t testing.TB) *World {
	t.Helper()
	w, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var colours = Colours{
	Land: color.RGBA{40, 40, 40, 255}, Water: color.RGBA{20, 20, 20, 255}, Border: color.RGBA{90, 90, 90, 255},
}

// view looks at a place so that a degree is so many pixels wide at the equator.
func view(latitude, longitude, degree float64) View {
	x, y := photo.OnMap(latitude, longitude)
	return View{X: x, Y: y, Scale: 360 * degree, Width: 200, Height: 100}
}

// Land is where there is land, and water where there is water, at every scale.
func TestDraw(t *testing.T) {
	w := open(t)
	for _, c := range []struct {
		name                string
		latitude, longitude float64
		want                color.RGBA
	}{
		{"Madrid", 40.42, -3.70, colours.Land},
		{"the middle of Russia", 62, 95, colours.Land},
		{"the east of Russia, beyond the date line", 68, -179, colours.Land},
		{"Antarctica", -80, 60, colours.Land},
		{"the Bay of Biscay", 45, -5, colours.Water},
		{"the Caspian, a hole in the land", 41.8, 50.5, colours.Water},
		{"the Pacific at the date line", 0, 180, colours.Water},
		{"the Pacific at the date line, from the other side", 0, -179.99, colours.Water},
	} {
		for _, degree := range []float64{2, 10, 100, 1e4, 1e6} {
			v := view(c.latitude, c.longitude, degree)
			img := w.Draw(v, colours, 1)
			if got := img.RGBAAt(v.Width/2, v.Height/2); got != c.want {
				t.Errorf("%s at %g pixels a degree: got %v, want %v", c.name, degree, got, c.want)
			}
		}
	}
}

// A border is drawn where two countries meet, and none on a coast.
func TestBorders(t *testing.T) {
	w := open(t)
	count := func(v View) (n int) {
		img := w.Draw(v, colours, 2)
		for y := range v.Height {
			for x := range v.Width {
				if img.RGBAAt(x, y) == colours.Border {
					n++
				}
			}
		}
		return n
	}
	if n := count(view(49, -110, 20)); n < 150 || n > 450 { // a straight line of 200 by 2 pixels
		t.Errorf("the border of the United States and Canada has %d pixels", n)
	}
	if n := count(view(28, -16.5, 50)); n > 0 {
		t.Errorf("the Canaries have %d pixels of borders", n)
	}
}

// The map goes on round the earth: a picture looks the same a turn further.
func TestDrawRound(t *testing.T) {
	w := open(t)
	v := view(50, 179, 2)
	a := w.Draw(v, colours, 1)
	v.X++
	b := w.Draw(v, colours, 1)
	different := 0
	for i := range a.Pix {
		if d := int(a.Pix[i]) - int(b.Pix[i]); d > 2 || d < -2 { // of rounding
			different++
		}
	}
	if different > len(a.Pix)/1000 {
		t.Errorf("%d of %d differ", different, len(a.Pix))
	}
}

// A view without a size, or beyond the map, is drawn as well.
func TestDrawNothing(t *testing.T) {
	w := open(t)
	for _, v := range []View{
		{}, {Scale: 100}, {Width: 10, Height: 10}, {X: 0.5, Y: 9, Scale: 1e9, Width: 10, Height: 10},
	} {
		if got := w.Draw(v, colours, 1).Rect.Dx(); got != v.Width {
			t.Errorf("%+v is %d pixels wide", v, got)
		}
	}
}

// At is the inverse of Point, and finds the nearest way round.
func TestViewAt(t *testing.T) {
	v := View{X: 0.95, Y: 0.5, Scale: 1000, Width: 200, Height: 100}
	if px, py := v.At(0.02, 0.51); px < 169.99 || px > 170.01 || py < 59.99 || py > 60.01 {
		t.Errorf("got %v, %v", px, py)
	}
	if x, y := v.Point(170, 60); x < 0.0199 || x > 0.0201 || y < 0.5099 || y > 0.5101 {
		t.Errorf("got %v, %v", x, y)
	}
}

func TestSimplify(t *testing.T) {
	line := []Point{{0, 0}, {5, 1}, {10, 0}, {10, 10}}
	if got := Simplify(line, 2); len(got) != 3 || got[1] != (Point{10, 0}) {
		t.Errorf("got %v", got)
	}
	if got := Simplify(line, 0.5); len(got) != 4 {
		t.Errorf("got %v", got)
	}
	ring := []Point{{0, 0}, {9, 0}, {9, 9}, {0, 0}}
	if got := Simplify(ring, 3); len(got) != 4 {
		t.Errorf("a ring becomes %v", got)
	}
}

func TestReadDamaged(t *testing.T) {
	for name, file := range map[string][]byte{
		"empty": nil, "another version": []byte("recworld\x02"), "cut off": outlines[:len(outlines)/2],
		"no stream": append([]byte(Magic), 0xff),
	} {
		if _, err := Read(file); !errors.Is(err, errDamaged) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// FuzzRead reads unpacked streams of numbers.
func FuzzRead(f *testing.F) {
	f.Add([]byte{1, 6, 0, 0, 20, 0, 0, 20, 1, 1, 0})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, plain []byte) {
		w, err := Read(append([]byte(Magic), stored(plain)...))
		if err == nil {
			w.Draw(View{X: 0.5, Y: 0.5, Scale: 64, Width: 64, Height: 64}, colours, 1)
		}
	})
}

// stored is a stream of DEFLATE that has plain as it is; it is no longer than one block can be.
func stored(plain []byte) []byte {
	plain = plain[:min(len(plain), 0xffff)]
	n := len(plain)
	return append([]byte{1, byte(n), byte(n >> 8), ^byte(n), ^byte(n >> 8)}, plain...)
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := Read(outlines); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDraw draws pictures of 1100 by 720 pixels.
func BenchmarkDraw(b *testing.B) {
	w := open(b)
	for name, degree := range map[string]float64{"world": 3, "Europe": 20, "a country": 120, "a town": 5000} {
		v := view(47, 8, degree)
		v.Width, v.Height = 1100, 720
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w.Draw(v, colours, 1)
			}
		})
	}
}
