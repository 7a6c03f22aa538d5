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
	// mostTextures is how many textures are kept, of 16 KiB each.
	mostTextures = 4096
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
	mu       sync.Mutex
	textures map[photo.Hash]*look.Texture // nil: there is none
}

func newComparer(s sources) *comparer {
	return &comparer{sources: s, textures: map[photo.Hash]*look.Texture{}}
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
	if cosine, err := c.cosine(ctx, a, b); err != nil || cosine < leastCosine {
		return none, err
	}
	x, err := c.texture(ctx, a)
	if err != nil || x == nil {
		return none, err
	}
	y, err := c.texture(ctx, b)
	if err != nil || y == nil {
		return none, err
	}
	likeness := x.Likeness(y)
	if likeness < leastLikeness {
		return none, nil
	}
	return link{a, b, is, likeness}, nil
}

// cosine returns the cosine similarity of the vectors of two contents, 1 where one has none: their pictures
// decide then.
func (c *comparer) cosine(ctx context.Context, a, b *content) (float64, error) {
	v, err := c.vector(ctx, a.hash)
	if errors.Is(err, catalog.ErrNotFound) {
		return 1, nil
	}
	if err != nil {
		return 0, err
	}
	w, err := c.vector(ctx, b.hash)
	if errors.Is(err, catalog.ErrNotFound) || err == nil && len(v) != len(w) {
		return 1, nil
	}
	if err != nil {
		return 0, err
	}
	var dot float64
	for i := range v {
		dot += float64(v[i]) * float64(w[i])
	}
	return dot, nil
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
	if len(c.textures) >= mostTextures {
		clear(c.textures)
	}
	c.textures[of.hash] = t
	return t, nil
}
