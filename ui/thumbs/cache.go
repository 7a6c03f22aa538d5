// Package thumbs keeps decoded thumbnails in a limited amount of memory. All of it belongs to the UI
// goroutine.
package thumbs

import (
	"container/list"
	"image"

	"recollect/engine/photo"
)

// How much memory decoded thumbnails may take: screens times what is on screen, and
// at least Least bytes. The grid prefetches one screen above and one below.
const (
	screens = 4
	Least   = 16 << 20
)

// Bytes returns the limit for a grid of that size, in physical pixels.
func Bytes(widthPx, heightPx int) int {
	return max(screens*widthPx*heightPx*4, Least)
}

// Cache is an LRU of pictures, one for each photo, of which R says what it was made for; make one with
// New.
type Cache[R comparable] struct {
	Limit   int // how many bytes the pictures may take
	used    int
	entries map[photo.ID]*list.Element // of *entry[R]
	order   *list.List                 // the most recently used first
}

// entry is a picture in the cache.
type entry[R comparable] struct {
	id  photo.ID
	of  R
	img *image.RGBA // nil if the photo has none
}

// New returns an empty cache with the least limit.
func New[R comparable]() *Cache[R] {
	return &Cache[R]{Limit: Least, entries: make(map[photo.ID]*list.Element), order: list.New()}
}

// Put stores img, the picture of a photo for r, and evicts the least recently used ones. It is nil if
// the photo has none.
func (c *Cache[R]) Put(id photo.ID, r R, img *image.RGBA) {
	if e := c.entries[id]; e != nil {
		c.drop(e)
	}
	c.entries[id] = c.order.PushFront(&entry[R]{id, r, img})
	c.used += size(img)
	for c.used > c.Limit && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

// Has reports whether the picture of a photo for r is cached, and marks it as used.
func (c *Cache[R]) Has(id photo.ID, r R) bool {
	e := c.entries[id]
	if e == nil || e.Value.(*entry[R]).of != r {
		return false
	}
	c.order.MoveToFront(e)
	return true
}

// Any returns a picture of id in any size and what it was made for, or nil.
func (c *Cache[R]) Any(id photo.ID) (img *image.RGBA, of R) {
	if e := c.entries[id]; e != nil {
		b := e.Value.(*entry[R])
		return b.img, b.of
	}
	return nil, of
}

// DropMissing drops the entries of photos without a picture, and reports whether there
// were any.
func (c *Cache[R]) DropMissing() (some bool) {
	for _, e := range c.entries {
		if e.Value.(*entry[R]).img == nil {
			c.drop(e)
			some = true
		}
	}
	return some
}

// Used returns how many bytes the pictures take.
func (c *Cache[R]) Used() int { return c.used }

func (c *Cache[R]) drop(e *list.Element) {
	b := e.Value.(*entry[R])
	c.order.Remove(e)
	delete(c.entries, b.id)
	c.used -= size(b.img)
}

func size(img *image.RGBA) int {
	if img == nil {
		return 0
	}
	return len(img.Pix)
}
