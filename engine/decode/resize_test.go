package decode

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/photo"
)

// drawn is a picture with smooth parts, noise and hard edges, the same that the
// golden file was made from.
func drawn(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			px := img.Pix[y*img.Stride+x*4:]
			for c := range 3 {
				v := uint32(x*x*(7+c*6) + y*y*(11+c*2) + x*y*(c+3) + (x>>3)*(y>>2)*97)
				px[c] = uint8(v >> 4)
				if (x+y)%64 >= 32 {
					px[c] = uint8((x/5 + y/7) % 2 * 255)
				}
			}
			px[3] = 255
		}
	}
	return img
}

func rgb(img *image.RGBA) []byte {
	out := make([]byte, 0, img.Rect.Dx()*img.Rect.Dy()*3)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			c := img.RGBAAt(img.Rect.Min.X+x, img.Rect.Min.Y+y)
			out = append(out, c.R, c.G, c.B)
		}
	}
	return out
}

func TestResizeEqualsPillow(t *testing.T) {
	file, err := os.Open("testdata/resize.golden")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	seen := 0
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		var w, h, toW, toH int
		var want string
		if _, err := fmt.Sscan(lines.Text(), &w, &h, &toW, &toH, &want); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		seen++
		t.Run(fmt.Sprintf("%dx%d to %dx%d", w, h, toW, toH), func(t *testing.T) {
			got := fmt.Sprintf("%x", sha256.Sum256(rgb(Resize(drawn(w, h), toW, toH))))
			if got != want {
				t.Errorf("checksum of pixels = %s, want %s", got, want)
			}
		})
	}
	if seen == 0 {
		t.Error("the golden file has no lines")
	}
}

func TestResampleEqualsPillow(t *testing.T) {
	file, err := os.Open("testdata/resample.golden")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	filters := map[string]Filter{"bicubic": Bicubic, "bilinear": Bilinear}
	seen := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var w, h, toW, toH int
		var part image.Rectangle
		var filter, want string
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		if _, err := fmt.Sscan(lines.Text(), &w, &h, &toW, &toH, &part.Min.X, &part.Min.Y, &part.Max.X, &part.Max.Y,
			&filter, &want); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		seen++
		got := Resample(drawn(w, h), image.Pt(toW, toH), part, filters[filter])
		if got.Rect != image.Rect(0, 0, part.Dx(), part.Dy()) {
			t.Errorf("%s: %v", lines.Text(), got.Rect)
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256(rgb(got))); sum != want {
			t.Errorf("%s: checksum of pixels = %s", lines.Text(), sum)
		}
	}
	if seen == 0 {
		t.Error("the golden file has no lines")
	}
}

// A panorama of one line must not become 4 million columns.
func TestResampleOfALine(t *testing.T) {
	got := Resample(drawn(20000, 1), image.Pt(224*20000, 224), image.Rect(2239888, 0, 2240112, 224), Bicubic)
	if got.Rect.Size() != image.Pt(224, 224) {
		t.Errorf("size = %v", got.Rect.Size())
	}
}

// The reference tensors are the shorter side to 224, the middle cut out, and
// normalised as CLIP does.
func TestResizeEqualsReferenceTensors(t *testing.T) {
	root := filepath.Join(shared(t), "clip-ref")
	paths, _ := filepath.Glob(filepath.Join(root, "test_images", "*.jpg"))
	if len(paths) == 0 {
		t.Fatal("no reference pictures")
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			name := strings.TrimSuffix(filepath.Base(path), ".jpg") + ".f32"
			want, err := os.ReadFile(filepath.Join(root, "clip_retrieval_pixels_f32", name))
			if err != nil {
				t.Fatal(err)
			}
			p, err := File(t.Context(), photo.File{Path: path}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := compareTensor(p.Image, want); got > toleratedLevels {
				t.Errorf("mean difference = %.3f levels of 255, want at most %v", got, toleratedLevels)
			}
		})
	}
}

// compareTensor is the mean difference, in levels of 255, of src prepared for CLIP
// from a tensor in CHW order. It is 0 only where all samples are equal.
func compareTensor(src *image.RGBA, want []byte) float64 {
	const side = 224
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if w < h {
		w, h = side, side*h/w
	} else {
		w, h = side*w/h, side
	}
	img := Resize(src, w, h)
	left, top := int(math.RoundToEven(float64(w-side)/2)), int(math.RoundToEven(float64(h-side)/2))
	mean := [3]float64{0.48145466, 0.4578275, 0.40821073}
	std := [3]float64{0.26862954, 0.26130258, 0.27577711}
	sum := 0.0
	for c := range 3 {
		for y := range side {
			for x := range side {
				f := math.Float32frombits(binary.LittleEndian.Uint32(want[((c*side+y)*side+x)*4:]))
				sample := math.Round((float64(f)*std[c] + mean[c]) * 255)
				sum += math.Abs(sample - float64(img.Pix[(top+y)*img.Stride+(left+x)*4+c]))
			}
		}
	}
	return sum / (3 * side * side)
}

func TestResizeOfPartOfAPicture(t *testing.T) {
	whole := drawn(120, 90)
	cut := image.Rect(13, 7, 100, 80)
	part := whole.SubImage(cut).(*image.RGBA)
	copied := image.NewRGBA(image.Rect(0, 0, cut.Dx(), cut.Dy()))
	draw.Draw(copied, copied.Rect, whole, cut.Min, draw.Src)
	got, want := Resize(part, 31, 29), Resize(copied, 31, 29)
	if string(got.Pix) != string(want.Pix) {
		t.Error("a part of a picture is resized differently from a copy of that part")
	}
}

func TestResizeSharesNoMemory(t *testing.T) {
	src := drawn(20, 10)
	got := Resize(src, 20, 10)
	if string(got.Pix) != string(src.Pix) {
		t.Error("the same size changes pixels")
	}
	got.Pix[0] ^= 0xff
	if got.Pix[0] == src.Pix[0] {
		t.Error("the result shares memory with its source")
	}
}

func TestFit(t *testing.T) {
	tests := []struct{ w, h, long, wantW, wantH int }{
		{400, 300, 100, 100, 75},
		{300, 400, 100, 75, 100},
		{100, 75, 100, 100, 75},
		{50, 40, 100, 50, 40},
		{1000, 1, 100, 100, 1},
		{401, 300, 320, 320, 239},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%dx%d in %d", tt.w, tt.h, tt.long), func(t *testing.T) {
			got := Fit(drawn(tt.w, tt.h), tt.long).Rect.Size()
			if want := image.Pt(tt.wantW, tt.wantH); got != want {
				t.Errorf("Fit = %v, want %v", got, want)
			}
		})
	}
}

func TestAverage(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 2, 2))
	for i, c := range []color.RGBA{{255, 0, 10, 255}, {255, 0, 10, 255}, {0, 1, 10, 255}, {0, 1, 20, 255}} {
		img.SetRGBA(i%2, i/2, c)
	}
	if got, want := Average(img), (photo.RGB{R: 128, G: 1, B: 13}); got != want {
		t.Errorf("Average = %v, want %v", got, want)
	}
	right := img.SubImage(image.Rect(1, 1, 2, 2)).(*image.RGBA)
	if got, want := Average(right), (photo.RGB{R: 0, G: 1, B: 20}); got != want {
		t.Errorf("Average of the last pixel = %v, want %v", got, want)
	}
}

func FuzzResize(f *testing.F) {
	f.Add(4, 3, 2, 2)
	f.Add(1, 1, 9, 1)
	f.Add(300, 2, 1, 7)
	f.Fuzz(func(t *testing.T, w, h, toW, toH int) {
		for _, n := range []int{w, h, toW, toH} {
			if n < 1 || n > 512 {
				t.Skip("sizes within reason only")
			}
		}
		src := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.Draw(src, src.Rect, image.NewUniform(color.RGBA{200, 100, 3, 255}), image.Point{}, draw.Src)
		got := Resize(src, toW, toH)
		if got.Rect.Size() != image.Pt(toW, toH) {
			t.Fatalf("size = %v, want %dx%d", got.Rect.Size(), toW, toH)
		}
		for i, v := range got.Pix {
			if want := src.Pix[i%4]; v != want {
				t.Fatalf("sample %d of one colour = %d, want %d", i, v, want)
			}
		}
	})
}

func BenchmarkResize12MPTo260(b *testing.B) {
	src := drawn(4000, 3000)
	for b.Loop() {
		Resize(src, 260, 260)
	}
}

func BenchmarkFit12MPTo1280(b *testing.B) {
	src := drawn(4000, 3000)
	for b.Loop() {
		Fit(src, 1280)
	}
}

func TestFitKeepsTransparency(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 400, 200)) // left half clear, right half red at alpha 128
	for y := range 200 {
		for x := 200; x < 400; x++ {
			src.SetRGBA(x, y, color.RGBA{128, 0, 0, 128})
		}
	}
	got := Fit(src, 40)
	if size := got.Rect.Size(); size != image.Pt(40, 20) {
		t.Fatalf("size = %v, want 40 x 20", size)
	}
	for x, want := range map[int]color.RGBA{2: {}, 37: {128, 0, 0, 128}} {
		if c := got.RGBAAt(x, 10); c != want {
			t.Errorf("pixel %d = %v, want %v", x, c, want)
		}
	}
	for i := 0; i < len(got.Pix); i += 4 {
		if p := got.Pix[i:][:4]; p[0] > p[3] {
			t.Fatalf("pixel %d = %v: more colour than alpha", i/4, p)
		}
	}
}

// Opaque and Average work on several pixels at a time, and see all of them.
func TestEveryPixelCounts(t *testing.T) {
	for _, w := range []int{1, 2, 3, 8, 9, 255, 256, 257, 511, 513, 1025} {
		img := image.NewRGBA(image.Rect(0, 0, w, 2))
		for i := range img.Pix {
			img.Pix[i] = 255
		}
		if !Opaque(img) || Average(img) != (photo.RGB{R: 255, G: 255, B: 255}) {
			t.Fatalf("%d white pixels: opaque %v, average %v", 2*w, Opaque(img), Average(img))
		}
		part := &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: image.Rect(0, 0, (w+1)/2, 2)}
		for x := range w {
			at := img.PixOffset(x, 1)
			img.Pix[at+3] = 254
			if Opaque(img) || Opaque(part) != (x >= part.Rect.Dx()) {
				t.Errorf("%d of %d pixels is transparent: opaque %v, a part %v", x, w, Opaque(img), Opaque(part))
			}
			img.Pix[at+3] = 255
		}
	}
	img := image.NewRGBA(image.Rect(0, 0, 1000, 3))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * i >> 3)
	}
	var sums [4]int
	for i, v := range img.Pix {
		sums[i%4] += int(v)
	}
	mean := func(sum int) uint8 { return uint8((sum + 1500) / 3000) }
	want := photo.RGB{R: mean(sums[0]), G: mean(sums[1]), B: mean(sums[2])}
	if got := Average(img); got != want {
		t.Errorf("Average = %v, want %v", got, want)
	}
}
