package ingest

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/index"
	"recollect/engine/scan"
)

// BenchmarkScanUnchanged20k looks through 20,000 files in 200 folders, none of
// which has changed.
func BenchmarkScanUnchanged20k(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "pictures")
	fill(b, dir, 200, 100)
	c, err := catalog.Open(b.Context(), filepath.Join(b.TempDir(), "recollect.db"), catalog.Options{Model: "colours"})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	in := New(Options{
		Catalog: c, Index: index.NewExact(3), Encoder: &colours{},
		Walker: scan.Walker{Sniff: func(head []byte) bool { return decode.Sniff(head) != "" }},
	})
	f, err := c.AddFolder(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	if s, err := in.Scan(b.Context(), Part{Folder: f}); err != nil || s.Added != 20_000 {
		b.Fatal(s, err)
	}
	for b.Loop() {
		if s, err := in.Scan(b.Context(), Part{Folder: f}); err != nil || s != (Summary{}) {
			b.Fatal(s, err)
		}
	}
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
			if err := os.WriteFile(filepath.Join(sub, fmt.Sprintf("IMG_%05d.png", i*each+j)), tiny.Bytes(), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
}
