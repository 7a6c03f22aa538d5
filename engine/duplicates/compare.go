package duplicates

import (
	"context"
	"errors"
	"image"
	"sync"

	"recollect/engine/catalog"
	"recollect/engine/look"
	"recollect/engine/photo"
)

const (
	// leastCosine is the cosine similarity of the vectors of pictures that are the same. It is low, because the
	// embedding of a small copy differs much from that of the photo; other pictures of a library mostly have less.
	leastCosine = 0.7
	// leastLikeness is the likeness of their textures.
	leastLikeness = 0.88
	// mostTextures is how many textures are kept, of 16 KiB each, and fewTextures beside a window.
	mostTextures, fewTextures = 4096, 512
	// mostPairs is how many likenesses are remembered, of some 100 bytes each.
	mostPairs = 50_000
)

// sources are where what is compared comes from.
type sources struct {
	// vector returns that of a content, or catalog.ErrNotFound.
	vector func(context.Context, photo.Hash) (photo.Vector, error)
	// tile returns a small picture of a content; nil where none can be had.
	tile func(context.Context, *content) (*image.RGBA, error)
}

// comparer compares contents. Its methods may be called from several goroutines.
type comparer struct {
	sources
	memory   *memory                // of earlier comparers; nil: none
	apart    map[[2]photo.Hash]bool // told apart by a person
	most     int                    // textures that are kept
	mu       sync.Mutex
	textures map[photo.Hash]*look.Texture // nil: there is none
	unseen   map[photo.Hash]bool          // there was no picture of them
}

func newComparer(s sources) *comparer {
	return &comparer{
		sources: s, most: mostTextures, textures: map[photo.Hash]*look.Texture{}, unseen: map[photo.Hash]bool{},
	}
}

// memory has the likenesses of pairs that were compared. Its methods may be called from any goroutine.
type memory struct {
	model string // whose vectors were compared
	most  int    // pairs; 0: all
	alike bool   // only those that are alike are remembered
	mu    sync.Mutex
	pairs map[[2]photo.Hash]float64
	news  bool // there are others than at first
}

// of returns the likeness of two contents; ok is false if they were not compared. The nil memory has none.
func (m *memory) of(a, b *content) (likeness float64, ok bool) {
	if m == nil {
		return 0, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	likeness, ok = m.pairs[hashes(a, b)]
	return likeness, ok
}

func (m *memory) set(a, b *content, likeness float64) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.alike && likeness < leastLikeness {
		return
	}
	if m.most > 0 && len(m.pairs) >= m.most {
		clear(m.pairs)
	}
	m.news = true
	m.pairs[hashes(a, b)] = likeness
}

// hashes is the key of two contents, in either order.
func hashes(a, b *content) [2]photo.Hash {
	p := pair(a, b)
	return [2]photo.Hash{p[0].hash, p[1].hash}
}

// link is how two contents belong together.
type link struct {
	a, b     *content
	relation relation // of strangers there is no link
	likeness float64
}

// compare returns the link of two contents whose hashes are near, or one of strangers. The cheapest test
// comes first.
func (c *comparer) compare(ctx context.Context, a, b *content) (link, error) {
	none := link{a: a, b: b}
	is, flat := related(a, b), a.look == look.Flat || b.look == look.Flat
	if is == strangers || flat || a.look.Distance(b.look) > near || a.sketch.far(&b.sketch) {
		return none, nil
	}
	likeness, known := c.memory.of(a, b)
	if !known {
		var err error
		if likeness, err = c.likeness(ctx, a, b); err != nil {
			return none, err
		}
	}
	if likeness < leastLikeness || c.apart[hashes(a, b)] { // remembered even so: a person may change their mind
		return none, nil
	}
	return link{a, b, is, likeness}, nil
}

// likeness returns that of the pictures of two contents, 0 where their vectors are not near. It is remembered
// if all that it depends on is there.
func (c *comparer) likeness(ctx context.Context, a, b *content) (float64, error) {
	cosine, known, err := c.cosine(ctx, a, b)
	if err != nil {
		return 0, err
	}
	if cosine < leastCosine {
		c.memory.set(a, b, 0)
		return 0, nil
	}
	x, err := c.texture(ctx, a)
	if err != nil || x == nil {
		return 0, err
	}
	y, err := c.texture(ctx, b)
	if err != nil || y == nil {
		return 0, err
	}
	likeness := x.Likeness(y)
	if known {
		c.memory.set(a, b, likeness)
	}
	return likeness, nil
}

// cosine returns the cosine similarity of the vectors of two contents. known is false, and it is 1, where one has
// none: their pictures decide then.
func (c *comparer) cosine(ctx context.Context, a, b *content) (cosine float64, known bool, err error) {
	v, err := c.vector(ctx, a.hash)
	if errors.Is(err, catalog.ErrNotFound) {
		return 1, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	w, err := c.vector(ctx, b.hash)
	if errors.Is(err, catalog.ErrNotFound) || err == nil && len(v) != len(w) {
		return 1, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	for i := range v {
		cosine += float64(v[i]) * float64(w[i])
	}
	return cosine, true, nil
}

// texture returns the texture of a content; nil where there is no picture of it.
func (c *comparer) texture(ctx context.Context, of *content) (*look.Texture, error) {
	c.mu.Lock()
	t, known := c.textures[of.hash]
	c.mu.Unlock()
	if known {
		return t, nil
	}
	img, err := c.tile(ctx, of)
	if err != nil {
		return nil, err
	}
	if img != nil {
		t = look.TextureOf(img)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.textures) >= c.most {
		clear(c.textures)
	}
	c.textures[of.hash] = t
	if t == nil {
		c.unseen[of.hash] = true
	}
	return t, nil
}
