package grid

import (
	"container/list"
	"image"

	"recollect/engine/photo"
)

// How much memory decoded thumbnails may take: shelfScreens times what is on screen, and
// at least shelfLeast. What is asked for ahead is one screen above and one below.
const (
	shelfScreens = 4
	shelfLeast   = 16 << 20
)

// shelfBytes is the limit for a grid of that size, in physical pixels.
func shelfBytes(widthPx, heightPx int) int {
	return max(shelfScreens*widthPx*heightPx*4, shelfLeast)
}

// shelf keeps the pictures that were used last, one for each photo.
type shelf struct {
	limit, used int
	books       map[photo.ID]*list.Element // of *book
	order       *list.List                 // the last used in front
}

// book is a picture on the shelf.
type book struct {
	of  Request
	img *image.RGBA // nil where the photo has none
}

func newShelf() *shelf {
	return &shelf{limit: shelfLeast, books: make(map[photo.ID]*list.Element), order: list.New()}
}

// put keeps img, the picture for r, and lets go of the oldest.
func (s *shelf) put(r Request, img *image.RGBA) {
	if e := s.books[r.ID]; e != nil {
		s.drop(e)
	}
	s.books[r.ID] = s.order.PushFront(&book{of: r, img: img})
	s.used += size(img)
	for s.used > s.limit && s.order.Len() > 1 {
		s.drop(s.order.Back())
	}
}

// has reports whether the picture for r is there and used last.
func (s *shelf) has(r Request) bool {
	e := s.books[r.ID]
	if e == nil || e.Value.(*book).of != r {
		return false
	}
	s.order.MoveToFront(e)
	return true
}

// any is a picture of id in whatever size and what was asked for then, nil if
// there is none.
func (s *shelf) any(id photo.ID) (img *image.RGBA, of Request) {
	if e := s.books[id]; e != nil {
		b := e.Value.(*book)
		return b.img, b.of
	}
	return nil, of
}

// dropMissing forgets which photos have no picture, and reports whether there were any.
func (s *shelf) dropMissing() (some bool) {
	for _, e := range s.books {
		if e.Value.(*book).img == nil {
			s.drop(e)
			some = true
		}
	}
	return some
}

func (s *shelf) drop(e *list.Element) {
	b := e.Value.(*book)
	s.order.Remove(e)
	delete(s.books, b.of.ID)
	s.used -= size(b.img)
}

func size(img *image.RGBA) int {
	if img == nil {
		return 0
	}
	return len(img.Pix)
}
