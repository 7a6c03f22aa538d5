package engine

import (
	"context"
	"errors"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// Photos that were there before the bank, and those that came after it, must have
// their traits, or scores could not be compared.
func TestAllPhotosHaveTraits(t *testing.T) {
	o := options(t, t.TempDir())
	e := open(t, o)
	sync := func(names ...string) {
		t.Helper()
		if err := e.Folders.Add(t.Context(), put(t, names...)); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	sync("food/citrus-slices.jpg")
	p, err := e.Photos.Photo(t.Context(), photoNamed(t, e, "citrus-slices.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	// As a program recorded it that had no bank.
	err = e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		return tx.SetTraits(p.Hash, e.Model().Fingerprint, nil)
	})
	if err := errors.Join(err, e.Close()); err != nil {
		t.Fatal(err)
	}
	e = open(t, o)
	if e.models.Answerer().Bank.Made() || e.models.Answerer().Corpus.Mean().Known() {
		t.Error("opening made a bank that nobody needs yet")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.models.Answerer().Bank.Get(ctx); !errors.Is(err, context.Canceled) && err != nil {
		t.Errorf("got %v, want the context's error or none", err)
	}
	before, err := e.models.Answerer().Bank.ForSearch(ctx)
	if err != nil {
		t.Fatalf("an overtaken search must not fail for all: %v", err)
	}
	sync("food/fig-in-red-bowl.jpg")
	if after, err := e.models.Answerer().Bank.ForSearch(t.Context()); err != nil || after != before {
		t.Errorf("the bank was made twice: %v", err)
	}
	found, err := e.models.Answerer().Corpus.Nearest(t.Context(), make(photo.Vector, e.Model().Dim), 1, 10, nil)
	if err != nil {
		t.Fatal(err)
	}
	scores := map[float32]bool{}
	for _, m := range found {
		scores[m.Score] = true
		if m.Score >= 0 {
			t.Errorf("photo %d has no hub", m.ID)
		}
	}
	if len(scores) != 2 {
		t.Errorf("%d different hubs of two photos: one stands for the mean", len(scores))
	}
}
