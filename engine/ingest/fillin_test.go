package ingest

import (
	"context"
	"crypto/sha256"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/relevance"
)

// named are the names of the photos of a dominant colour.
func (b *bench) coloured(c query.Colour) (names []string) {
	b.t.Helper()
	ids, err := b.in.Catalog.Select(b.t.Context(), []query.Filter{{Condition: c}})
	b.do(err)
	for id := range ids.All() {
		p, err := b.in.Catalog.Photo(b.t.Context(), id)
		b.do(err)
		names = append(names, filepath.Base(p.Path))
	}
	return names
}

func (b *bench) traits() (with, without int) {
	b.t.Helper()
	b.do(b.in.Catalog.Vectors(b.t.Context(), func(_ photo.ID, v photo.Vector, traits []float32) error {
		switch {
		case traits == nil:
			without++
		case !relevance.TraitsOf(traits).Known() || traits[0] != v[0]:
			b.t.Errorf("traits %v of %v", traits, v)
		default:
			with++
		}
		return nil
	}))
	return with, without
}

func first(v photo.Vector) relevance.Traits { return relevance.Traits{Mean: v[0], Dev: 1} }

func TestEncodeRecordsColoursAndTraits(t *testing.T) {
	b := newBenchWith(t, "bank")
	b.in.Traits = first
	b.draw("red.png", color.RGBA{R: 200})
	b.draw("copy.png", color.RGBA{R: 200})
	b.draw("blue.png", color.RGBA{B: 250})
	b.scan()
	b.encode()
	if got := b.coloured("red"); len(got) != 2 {
		t.Errorf("red are %q", got)
	}
	if got := b.coloured("blue"); len(got) != 1 || got[0] != "blue.png" {
		t.Errorf("blue are %q", got)
	}
	if with, without := b.traits(); with != 3 || without != 0 {
		t.Errorf("%d photos have traits, %d have none", with, without)
	}
	if f, err := b.in.FillIn(t.Context()); err != nil || f != (Filled{}) {
		t.Errorf("filled in %+v, %v", f, err)
	}
}

func TestFillIn(t *testing.T) {
	b := newBenchWith(t, "bank")
	b.draw("red.png", color.RGBA{R: 200})
	b.draw("blue.png", color.RGBA{B: 250})
	b.draw("lost.png", color.RGBA{R: 100, G: 200})
	b.scan()
	b.in.Traits = first

	// As an older program recorded them. None has a tile, and one file is lost.
	all, err := b.in.Catalog.InFolder(t.Context(), b.folder.ID)
	b.do(err)
	b.do(b.in.Catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		for _, p := range all {
			data, err := os.ReadFile(p.Path)
			if err != nil {
				return err
			}
			if _, err := tx.SetContent(p.ID, p.File, catalog.Content{Hash: sha256.Sum256(data), Vector: photo.Vector{1, 0, 0}}); err != nil {
				return err
			}
		}
		return nil
	}))
	b.do(os.Remove(filepath.Join(b.dir, "lost.png")))

	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := b.in.FillIn(stopped); err == nil {
		t.Error("it goes on though it was stopped")
	}
	if f, err := b.in.FillIn(t.Context()); err != nil || f != (Filled{Traits: 3, Colours: 2}) {
		t.Errorf("filled in %+v, %v", f, err)
	}
	if with, without := b.traits(); with != 3 || without != 0 {
		t.Errorf("%d photos have traits, %d have none", with, without)
	}
	if got := b.coloured("red"); len(got) != 1 {
		t.Errorf("red are %q", got)
	}
	if f, err := b.in.FillIn(t.Context()); err != nil || f != (Filled{}) {
		t.Errorf("once more: %+v, %v", f, err)
	}
}
