package analyse

import (
	"context"
	"crypto/sha256"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/relevance"
)

// named are the names of the photos of a dominant colour.
func (b *bench) coloured(c query.Colour) (names []string) {
	b.t.Helper()
	ids, err := b.catalog.Select(b.t.Context(), []query.Filter{{Condition: c}})
	b.do(err)
	for id := range ids.All() {
		p, err := b.catalog.Photo(b.t.Context(), id)
		b.do(err)
		names = append(names, filepath.Base(p.Path))
	}
	return names
}

func (b *bench) traits() (with, without int) {
	b.t.Helper()
	b.do(b.catalog.Vectors(b.t.Context(), b.embed.Model, func(_ photo.ID, v photo.Vector, traits []float32) error {
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
	if commits := b.commits(); commits != 0 {
		t.Errorf("%d commits of what was there already", commits)
	}
}

// commits runs the steps and returns how many times something was recorded.
func (b *bench) commits() int {
	b.t.Helper()
	n := 0
	b.analyse.OnCommit = func(context.Context) { n++ }
	_, err := b.analyse.Run(b.t.Context())
	b.do(err)
	return n
}

func TestWhatIsMissingIsDerived(t *testing.T) {
	b := newBenchWith(t, "bank")
	b.draw("red.png", color.RGBA{R: 200})
	b.draw("blue.png", color.RGBA{B: 250})
	b.draw("lost.png", color.RGBA{R: 100, G: 200})
	b.scan()

	// As an older program recorded them. None has a tile, and one file is lost.
	all, err := b.catalog.InFolder(t.Context(), b.folder.ID)
	b.do(err)
	b.do(b.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		for _, p := range all {
			data, err := os.ReadFile(p.Path)
			if err != nil {
				return err
			}
			content := catalog.Content{Hash: sha256.Sum256(data), Vector: photo.Vector{1, 0, 0}}
			if _, err := tx.SetContent(p.ID, p.File, content); err != nil {
				return err
			}
		}
		return nil
	}))
	b.do(os.Remove(filepath.Join(b.dir, "lost.png")))

	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := b.analyse.Run(stopped); err == nil {
		t.Error("it goes on though it was stopped")
	}
	if n := b.encode(); n != 0 || b.encoder.Seen() != 0 {
		t.Errorf("%d contents were embedded again", n)
	}
	if with, without := b.traits(); with != 3 || without != 0 {
		t.Errorf("%d photos have traits, %d have none", with, without)
	}
	if got := b.coloured("red"); len(got) != 1 {
		t.Errorf("red are %q", got)
	}
	if n := b.encode(); n != 0 {
		t.Errorf("once more: %d", n)
	}
}

// What an earlier version did not derive is derived behind: with a large library that
// takes long, and new photos must not wait for it.
func TestNewPhotosDoNotWaitForOldOnes(t *testing.T) {
	b := newBench(t)
	b.fill(200)
	b.encode()
	b.do(b.catalog.Update(t.Context(), func(tx *catalog.Tx) error { return tx.Forget(catalog.ColourKey) }))
	b.draw("new.png", red)
	b.scan()
	b.changes, b.analyse.workers = nil, 1
	missing := func() int {
		p, err := b.catalog.Progress(t.Context(), catalog.ColourKey)
		b.do(err)
		return p.Missing
	}
	left := -1 // when the new photo was recorded
	b.analyse.OnCommit = func(context.Context) {
		if left < 0 && b.counts().Encoded == 201 {
			left = missing()
		}
	}
	b.encode()
	if most := 2*mostCommitted + 3*batches*batch; left < 200-most {
		t.Errorf("colours were missing for %d of 200 photos when the new one was recorded, want at least %d", left,
			200-most)
	}
	if n := missing(); n != 0 || !slices.Equal(b.encoded(), []string{"new.png"}) {
		t.Errorf("afterwards colours are missing for %d, and %v were encoded", n, b.encoded())
	}
}
