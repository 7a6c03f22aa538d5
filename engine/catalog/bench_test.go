package catalog

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/photo"
)

// filled opens a new catalog of n photos in folders of 500, every second one encoded.
func filled(b *testing.B, n int) *Catalog {
	b.Helper()
	c, err := Open(b.Context(), filepath.Join(b.TempDir(), "recollect.db"), Options{Model: "m"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.Close() })
	f, err := c.AddFolder(b.Context(), "/pictures")
	if err != nil {
		b.Fatal(err)
	}
	err = c.Update(b.Context(), func(tx *Tx) error {
		for i := range n {
			p := picture(f, fmt.Sprintf("%03d/IMG_%06d.jpg", i/500, i))
			p.Taken.Time = time.Unix(int64(i)*7919%1e9, 0)
			id, err := tx.Insert(p)
			if err != nil {
				return err
			}
			if i%2 == 0 {
				continue
			}
			h := photo.Hash{byte(i), byte(i >> 8), byte(i >> 16)}
			if _, err := tx.SetContent(id, p.File, Content{Hash: h, Vector: axis(i % 8)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func BenchmarkTiles100k(b *testing.B) {
	c := filled(b, 100_000)
	for b.Loop() {
		tiles, err := c.Tiles(b.Context())
		if err != nil || len(tiles) != 100_000 {
			b.Fatal(len(tiles), err)
		}
	}
}

func BenchmarkCounts100k(b *testing.B) {
	c := filled(b, 100_000)
	for b.Loop() {
		if n, err := c.Counts(b.Context()); err != nil || n.Photos != 100_000 {
			b.Fatal(n, err)
		}
	}
}
