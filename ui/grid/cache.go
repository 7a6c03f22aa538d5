package grid

import (
	"container/list"
	"image"

	"recollect/engine/photo"
)

// How much memory decoded thumbnails may take: cacheScreens times what is on screen, and
// at least cacheLeast. The grid prefetches one screen above and one below.
const (
	cacheScreens = 4
	cacheLeast   = 16 << 20
)

// cacheBytes returns the limit for a grid of that size, in physical pixels.
func cacheBytes(widthPx, heightPx int) int {
	return max(cacheScreens*widthPx*heightPx*4, cacheLeast)
}

// cache is an LRU of pictures, one for each photo.
type cache struct {
	limit, used int
	entries     map[photo.ID]*list.Element // of *entry
	order       *list.List                 // the most recently used first
}

// entry is a picture in the cache.
type entry struct {
	of  Request
	img *image.RGBA // nil if the photo has none
}

func newCache() *cache {
	return &cache{limit: cacheLeast, entries: make(map[photo.ID]*list.Element), order: list.New()}
}

// put stores img, the picture for r, and evicts the least recently used ones.
func (c *cache) put(r Request, img *image.RGBA) {
	if e := c.entries[r.ID]; e != nil {
		c.drop(e)
	}
	c.entries[r.ID] = c.order.PushFront(&entry{of: r, img: img})
	c.used += size(img)
	for c.used > c.limit && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

// has reports whether the picture for r is cached, and marks it as used.
func (c *cache) has(r Request) bool {
	e := c.entries[r.ID]
	if e == nil || e.Value.(*entry).of != r {
		return false
	}
	c.order.MoveToFront(e)
	return true
}

// any returns a picture of id in any size and its request, or nil.
func (c *cache) any(id photo.ID) (img *image.RGBA, of Request) {
	if e := c.entries[id]; e != nil {
		b := e.Value.(*entry)
		return b.img, b.of
	}
	return nil, of
}

// dropMissing drops the entries of photos without a picture, and reports whether there
// were any.
func (c *cache) dropMissing() (some bool) {
	for _, e := range c.entries {
		if e.Value.(*entry).img == nil {
			c.drop(e)
			some = true
		}
	}
	return some
}

func (c *cache) drop(e *list.Element) {
	b := e.Value.(*entry)
	c.order.Remove(e)
	delete(c.entries, b.of.ID)
	c.used -= size(b.img)
}

func size(img *image.RGBA) int {
	if img == nil {
		return 0
	}
	return len(img.Pix)
}
