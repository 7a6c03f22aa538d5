package search

import (
	"context"
	"errors"
	"slices"
	"sync"

	"recollect/engine/index"
	"recollect/engine/index/compact"
	"recollect/engine/index/tune"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// Corpus is the set of photos that a search goes through: their vectors, in an index, and the
// traits that correct their scores.
//
// The vectors in the index have more coordinates than an embedding: the photo's traits. The corrected
// score cos(sentence, photo) - w*hub(photo) is then the dot product with (sentence, 0, 0, -w): any
// index computes it, and none needs to know of hubs.
//
// A corpus may lie in a file, which is a cache: see OpenCorpus.
//
// Its methods may be called from any goroutine. Vectors that do not have the dimension of the
// corpus make them panic.
type Corpus struct {
	dim   int
	index *compact.Index

	mu      sync.Mutex
	photos  photo.Set
	traits  byID[relevance.Traits] // zero for photos without any
	unknown photo.Set              // photos without traits: their hubness counts as the mean
	total   total
	hub     float32      // hubness in the index of those without traits
	row     photo.Vector // of the index, while it is written
	choice  tune.Choice  // how the index is searched
	sampled []photo.Vector
}

// total adds up the traits that are known.
type total struct {
	n              int
	mean, dev, hub float64
}

// count adds t, or with sign -1 subtracts it.
func (s *total) count(t relevance.Traits, sign int) {
	if !t.Known() {
		return
	}
	f := float64(sign)
	s.n += sign
	s.mean += f * float64(t.Mean)
	s.dev += f * float64(t.Dev)
	s.hub += f * float64(t.Hub)
}

func (s *total) meanHub() float32 { return float32(s.hub / float64(max(s.n, 1))) }

// traitDims is how many coordinates the index has besides those of embeddings.
const traitDims = 3

// NewCorpus returns an empty corpus for embeddings of dim numbers.
func NewCorpus(dim int) *Corpus {
	return &Corpus{dim: dim, index: compact.New(dim+traitDims, traitDims)}
}

// OpenCorpus returns the corpus that Save wrote to path, for embeddings of dim numbers, and the
// Meta that Save was given. It reads no vectors: they are read from the file when they are compared.
// Its error wraps compact.ErrFile, or is the system's or ctx's; then there is nothing better than an empty one.
func OpenCorpus(ctx context.Context, path string, dim int) (*Corpus, compact.Meta, error) {
	x, meta, err := compact.Open(path, dim+traitDims, traitDims)
	if err != nil {
		return nil, meta, err
	}
	c := &Corpus{dim: dim, index: x}
	err = x.Plain(ctx, func(id photo.ID, of []float32) {
		t := relevance.Traits{Mean: of[0], Dev: of[1], Hub: of[2]}
		if !t.Known() {
			c.hub, t = t.Hub, relevance.Traits{} // all of them have the same
		}
		c.photos.Add(id)
		c.describe(id, t)
	})
	if err != nil {
		return nil, meta, errors.Join(err, x.Close())
	}
	return c, meta, nil
}

// Save writes the corpus to a file, from which it is used from then on. See compact.Index.Save.
func (c *Corpus) Save(ctx context.Context, path string, m compact.Meta, graph bool) error {
	return c.index.Save(ctx, path, m, graph)
}

// Described reports whether the traits of all photos are known.
func (c *Corpus) Described() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.unknown.Len() == 0
}

// Check compares the file of the corpus with its checksums. It reads all of it.
func (c *Corpus) Check() error { return c.index.Check() }

// Pending is how many photos have changed since Save.
func (c *Corpus) Pending() int { return c.index.Pending() }

// Close gives the file back. The corpus must not be used afterwards.
func (c *Corpus) Close() error { return c.index.Close() }

// Photos returns the photos of the corpus.
func (c *Corpus) Photos() *photo.Set { return c.all() }

// Len is the number of photos in the corpus.
func (c *Corpus) Len() int { return c.index.Len() }

// Add records the vector v of a photo, replacing what was known of it. It copies v. t may be zero;
// see Describe. It ignores an ID that no photo can have.
func (c *Corpus) Add(id photo.ID, v photo.Vector, t relevance.Traits) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.photos.Add(id); c.photos.Has(id) {
		c.put(id, v, t)
	}
}

// Describe sets the traits of a photo with the vector v; an unknown id changes nothing.
func (c *Corpus) Describe(id photo.ID, v photo.Vector, t relevance.Traits) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.photos.Has(id) {
		c.put(id, v, t)
	}
}

// put writes a vector to the index and stores its traits.
func (c *Corpus) put(id photo.ID, v photo.Vector, t relevance.Traits) {
	c.describe(id, t)
	if !t.Known() {
		t = relevance.Traits{Hub: c.hub}
	}
	c.row = append(append(c.row[:0], v...), t.Mean, t.Dev, t.Hub)
	c.index.Add(id, c.row)
	c.sampled = nil
}

// describe stores traits, for the next ones to replace.
func (c *Corpus) describe(id photo.ID, t relevance.Traits) {
	known := c.traits.at(id)
	c.total.count(*known, -1)
	c.total.count(t, 1)
	*known = t
	c.unknown.Remove(id)
	if !t.Known() {
		c.unknown.Add(id)
	}
}

// Remove forgets id; an unknown id changes nothing.
func (c *Corpus) Remove(id photo.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.photos.Has(id) {
		return
	}
	c.describe(id, relevance.Traits{})
	c.photos.Remove(id)
	c.unknown.Remove(id)
	c.index.Remove(id)
	c.sampled = nil
}

// all returns the photos of the corpus in a set that the caller may change.
func (c *Corpus) all() *photo.Set {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.photos.Clone()
}

// Mean is the mean of the traits that are known; zero if none are.
func (c *Corpus) Mean() relevance.Traits {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.total.n == 0 {
		return relevance.Traits{}
	}
	n := float64(c.total.n)
	return relevance.Traits{
		Mean: float32(c.total.mean / n), Dev: float32(c.total.dev / n), Hub: float32(c.total.hub / n),
	}
}

// Scan calls each with the vector of each photo of in, as index.Index does.
func (c *Corpus) Scan(ctx context.Context, in *photo.Set, each func(photo.ID, photo.Vector)) error {
	return c.index.Scan(ctx, in, func(id photo.ID, v photo.Vector) { each(id, v[:c.dim]) })
}

// sample returns up to sampleSize vectors from all over the corpus, the same as long as it does not
// change. They must not be changed.
func (c *Corpus) sample(ctx context.Context) ([]photo.Vector, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sampled != nil {
		return c.sampled, nil
	}
	size, i := c.photos.Len(), 0
	n := min(sampleSize, size)
	picked := photo.NewSet()
	for id := range c.photos.All() {
		if picked.Len() < n && i == picked.Len()*size/n {
			picked.Add(id)
		}
		i++
	}
	var some []photo.Vector
	err := c.Scan(ctx, picked, func(_ photo.ID, v photo.Vector) { some = append(some, slices.Clone(v)) })
	if err != nil {
		return nil, err
	}
	c.sampled = some
	return some, nil
}

// target is what photos are compared with: the score of a photo is the dot product of
// its vector and vector, less hubWeight times its hubness.
type target struct {
	vector    photo.Vector
	hubWeight float32
	picture   bool // vector is a picture's, or the mean of several
}

func (c *Corpus) nearest(ctx context.Context, t target, k int, in *photo.Set) ([]index.Match, error) {
	row, err := c.directed(ctx, t)
	if err != nil {
		return nil, err
	}
	return c.index.NearestWith(ctx, row, k, in, c.effort(t))
}

// Nearest returns the k photos of in with the best scores, as index.Index does. The score
// of a photo is the dot product of its vector and v, less hubWeight times its hubness.
func (c *Corpus) Nearest(
	ctx context.Context, v photo.Vector, hubWeight float32, k int, in *photo.Set,
) ([]index.Match, error) {
	return c.nearest(ctx, target{vector: v, hubWeight: hubWeight}, k, in)
}

// scores returns the score of each photo; 0 for an unknown id.
func (c *Corpus) scores(ctx context.Context, t target, ids []photo.ID) ([]float32, error) {
	v, err := c.directed(ctx, t)
	if err != nil {
		return nil, err
	}
	var of byID[float32]
	in := photo.NewSet(ids...)
	err = c.index.Scan(ctx, in, func(id photo.ID, row photo.Vector) { *of.at(id) = photo.Dot(v, row) })
	out := make([]float32, len(ids))
	for i, id := range ids {
		if in.Has(id) {
			out[i] = *of.at(id)
		}
	}
	return out, err
}

// directed is t as a vector of the index.
func (c *Corpus) directed(ctx context.Context, t target) (photo.Vector, error) {
	if t.hubWeight != 0 {
		c.mu.Lock()
		defer c.mu.Unlock()
		if err := c.settle(ctx); err != nil {
			return nil, err
		}
	}
	return c.extended(t.vector, relevance.Traits{Hub: -t.hubWeight}), nil
}

// settle gives photos without traits the mean hubness, so that they do not rank before the photos
// whose scores are corrected. There are such photos only until there is a bank.
func (c *Corpus) settle(ctx context.Context) error {
	mean := c.total.meanHub()
	if mean == c.hub || c.unknown.Len() == 0 {
		return nil
	}
	rows := map[photo.ID]photo.Vector{}
	err := c.Scan(ctx, &c.unknown, func(id photo.ID, v photo.Vector) {
		rows[id] = c.extended(v, relevance.Traits{Hub: mean})
	})
	if err != nil {
		return err
	}
	for id, row := range rows {
		c.index.Add(id, row)
	}
	c.hub = mean
	return nil
}

// extended is v with the coordinates of traits.
func (c *Corpus) extended(v photo.Vector, t relevance.Traits) photo.Vector {
	if len(v) != c.dim {
		panic("search: a vector of another dimension than the corpus")
	}
	return append(slices.Clip(v), t.Mean, t.Dev, t.Hub)
}
