package thumbs

import (
	"image"
	"testing"

	"recollect/engine/photo"
)

func TestCacheDropsTheOldest(t *testing.T) {
	s := New[string]()
	s.Limit = 3 * 4 * 10 * 10
	picture := image.NewRGBA(image.Rect(0, 0, 10, 10))
	for id := photo.ID(1); id <= 3; id++ {
		s.Put(id, "small", picture)
	}
	s.Has(1, "small") // used: 2 is the oldest now
	s.Put(4, "small", picture)
	for id, want := range map[photo.ID]bool{1: true, 2: false, 3: true, 4: true} {
		if got := s.Has(id, "small"); got != want {
			t.Errorf("has %d = %v, want %v", id, got, want)
		}
	}
	if s.Has(4, "large") {
		t.Error("a picture serves for another size")
	}
	s.Put(4, "small", nil)
	if s.Used() != 2*400 {
		t.Errorf("%d bytes in use, want 800", s.Used())
	}
}
