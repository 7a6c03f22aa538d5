package heif

import "testing"

func TestMemoryGrows(t *testing.T) {
	const limit = 1000
	m := allocator(100)(0, limit)
	first := m.Reallocate(80)
	first[7] = 42
	within := m.Reallocate(100)
	if &within[0] != &first[0] {
		t.Error("moved within what was expected")
	}
	for _, size := range []uint64{101, 130, limit} {
		b := m.Reallocate(size)
		if uint64(len(b)) != size || b[7] != 42 {
			t.Fatalf("at %d got %d bytes, and %d where 42 was written", size, len(b), b[7])
		}
		for i, v := range b {
			if v != 0 && i != 7 {
				t.Fatalf("at %d byte %d is %d, want 0", size, i, v)
			}
		}
	}
	if b := m.Reallocate(limit + 1); b != nil {
		t.Errorf("got %d bytes beyond the limit", len(b))
	}
}

// Of what was said to be needed no more than the limit is taken.
func TestMemoryExpectsNoMoreThanItMay(t *testing.T) {
	m := allocator(1<<60)(0, 1000)
	if got := cap(m.Reallocate(1)); got > 2000 {
		t.Errorf("got room for %d bytes, want about 1000", got)
	}
}
