package ingest

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/format"
	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/thumb"
)

// BenchmarkScanUnchanged100k looks through 100,000 files in 1,000 folders, none of
// which has changed, and fails when that never takes less than 3 s.
func BenchmarkScanUnchanged100k(b *testing.B) {
	in, f := scanned(b, 1000, 100)
	fastest := time.Hour // other programs may hold up some rounds
	for b.Loop() {
		began := time.Now()
		if s, err := in.Scan(b.Context(), Part{Folder: f}); err != nil || s != (Summary{}) {
			b.Fatal(s, err)
		}
		fastest = min(fastest, time.Since(began))
	}
	b.ReportMetric(fastest.Seconds(), "fastest-s")
	if fastest > 3*time.Second {
		b.Errorf("want less than 3 s, got %v", fastest)
	}
}

// BenchmarkSaveAbove100k scans after a file was saved directly in a folder below which
// 100,000 lie in 1,000 folders. "ratio" is how many times as long that takes where all
// that lies below is looked at, in turns in the same run; it fails when it is less than 5.
func BenchmarkSaveAbove100k(b *testing.B) {
	in, f := scanned(b, 1000, 100)
	data, err := os.ReadFile(filepath.Join(f.Path, "000", "IMG_00000.png"))
	if err != nil {
		b.Fatal(err)
	}
	saved := 0
	save := func(p Part) time.Duration {
		saved++
		if err := os.WriteFile(filepath.Join(f.Path, "saved.png"), fmt.Append(data[:len(data):len(data)], saved),
			0o644); err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if s, err := in.Scan(b.Context(), p); err != nil || s.Added+s.Changed != 1 {
			b.Fatal(s, err)
		}
		return time.Since(began)
	}
	var shallow, whole time.Duration
	for b.Loop() {
		shallow += save(Part{Folder: f, Scope: scan.Scope{Shallow: []string{f.Path}}})
		b.StopTimer()
		whole += save(Part{Folder: f})
		b.StartTimer()
	}
	ratio := float64(whole) / float64(shallow)
	b.ReportMetric(ratio, "ratio")
	b.ReportMetric(float64(whole.Milliseconds())/float64(b.N), "whole-ms/op")
	if ratio < 5 {
		b.Errorf("want less than a fifth of what all below takes, got one in %.1f", ratio)
	}
}

// scanned is a library of a folder with so many folders of so many pictures each.
func scanned(b *testing.B, folders, each int) (*Ingester, photo.Folder) {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "pictures")
	fill(b, dir, folders, each)
	c, err := catalog.Open(b.Context(), filepath.Join(b.TempDir(), "recollect.db"), catalog.Options{Model: "colours"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.Close() })
	in := New(Options{
		Catalog: c,
		Walker:  scan.Walker{Sniff: func(head []byte) bool { return format.Sniff(head) != "" }},
	})
	f, err := c.AddFolder(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	if s, err := in.Scan(b.Context(), Part{Folder: f}); err != nil || s.Added != folders*each {
		b.Fatal(s, err)
	}
	return in, f
}

// BenchmarkPhoto12MP is all that one photo of 12 megapixels takes before the model
// looks at it: decoding, the tile as it is kept, and the encoder's input of 260 x
// 260 pixels. "ratio" is how many times as long it takes by image/jpeg with both
// made from the picture at full size, measured in turns in the same run.
func BenchmarkPhoto12MP(b *testing.B) {
	data := photo12MP(b)
	const sidePx = 260
	b.ReportMetric(float64(len(data)), "file-bytes")
	tile := func(img *image.RGBA) {
		if err := jpeg.Encode(io.Discard, decode.Fit(img, thumb.Small), &jpeg.Options{Quality: 85}); err != nil {
			b.Fatal(err)
		}
		decode.Resize(img, sidePx, sidePx)
	}
	var ours, standard time.Duration
	for b.Loop() {
		start := time.Now()
		p, err := decode.Bytes(b.Context(), data, photo.File{}, decode.Options{ShortPx: sidePx, LongPx: thumb.Small})
		if err != nil {
			b.Fatal(err)
		}
		tile(p.Image)
		ours += time.Since(start)

		b.StopTimer()
		start = time.Now()
		img, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		full := image.NewRGBA(img.Bounds())
		draw.Draw(full, full.Rect, img, image.Point{}, draw.Src)
		tile(full)
		standard += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(standard)/float64(ours), "ratio")
	b.ReportMetric(float64(standard.Milliseconds())/float64(b.N), "standard-ms/op")
}

// photo12MP is a JPEG of 4000 x 3000 pixels, as smooth as photos are and with grain.
func photo12MP(b *testing.B) []byte {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	small := image.NewRGBA(image.Rect(0, 0, 500, 375))
	for i := range small.Pix {
		small.Pix[i] = uint8(random.UintN(256))
	}
	img := decode.Resize(small, 4000, 3000)
	for i := range img.Pix {
		img.Pix[i] = uint8(min(max(int(img.Pix[i])+int(random.UintN(16))-8, 0), 255))
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, img, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	return data.Bytes()
}

// fill puts each times folders copies of a tiny picture below dir.
func fill(b *testing.B, dir string, folders, each int) {
	b.Helper()
	var tiny bytes.Buffer
	if err := png.Encode(&tiny, image.NewGray(image.Rect(0, 0, 8, 6))); err != nil {
		b.Fatal(err)
	}
	for i := range folders {
		sub := filepath.Join(dir, fmt.Sprintf("%03d", i))
		if err := os.MkdirAll(sub, 0o755); err != nil {
			b.Fatal(err)
		}
		for j := range each {
			if err := os.WriteFile(filepath.Join(sub, fmt.Sprintf("IMG_%05d.png", i*each+j)), tiny.Bytes(),
				0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
}
