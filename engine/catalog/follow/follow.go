// Package follow keeps something that is made of the catalog's vectors, such as an index, equal to
// the catalog, by the catalog's sequence of changes.
//
// The catalog commits before the follower learns of it, so that the follower may be behind, is
// never ahead, and catches up whenever it is asked to.
package follow

import (
	"context"
	"sync"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// Index is what follows the catalog.
type Index interface {
	// Add makes v the vector of a photo; traits are as in catalog.Content.
	Add(id photo.ID, v photo.Vector, traits []float32)
	// Remove forgets a photo; an unknown one changes nothing.
	Remove(id photo.ID)
}

// Follower brings an Index up to date. Nothing else may change the Index.
type Follower struct {
	catalog *catalog.Catalog
	model   string
	index   Index

	mu  sync.Mutex // held while the index is changed, so that changes keep the catalog's order
	seq int64      // of the catalog, up to which the index is complete
	has photo.Set
}

// New returns a Follower of c for an Index that is empty and is to have the vectors of the
// model of a fingerprint, which serves. It keeps to that model when another one serves.
func New(c *catalog.Catalog, model string, ix Index) *Follower {
	return &Follower{catalog: c, model: model, index: ix}
}

// Resume declares, before f follows, that its Index is not empty: it has the photos of has, and is
// complete up to seq, a number that Sequence returned. If the catalog cannot say any more what
// changed since, the next Follow reads all.
func (f *Follower) Resume(seq int64, has *photo.Set) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seq, f.has = seq, *has.Clone()
}

// Sequence is the catalog's sequence up to which the Index is complete. It may have more.
func (f *Follower) Sequence() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seq
}

// Follow returns when the Index has everything that was committed before the call. The errors are
// the catalog's and ctx's; the next call continues. It may be called from any goroutine.
func (f *Follower) Follow(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	changes, err := f.catalog.VectorsSince(ctx, f.model, f.seq, f.add)
	if err != nil {
		return err
	}
	if changes.All {
		err = f.readAll(ctx)
	}
	for _, id := range changes.Gone {
		f.remove(id)
	}
	if err == nil {
		f.seq = changes.Sequence
	}
	return err
}

func (f *Follower) add(id photo.ID, v photo.Vector, traits []float32) error {
	f.has.Add(id)
	f.index.Add(id, v, traits)
	return nil
}

func (f *Follower) remove(id photo.ID) {
	f.has.Remove(id)
	f.index.Remove(id)
}

// readAll serves when the catalog cannot say what has changed.
func (f *Follower) readAll(ctx context.Context) error {
	var all photo.Set
	err := f.catalog.Vectors(ctx, f.model, func(id photo.ID, v photo.Vector, traits []float32) error {
		all.Add(id)
		return f.add(id, v, traits)
	})
	if err != nil {
		return err
	}
	gone := f.has.Clone()
	gone.AndNot(&all)
	for id := range gone.All() {
		f.remove(id)
	}
	return nil
}
