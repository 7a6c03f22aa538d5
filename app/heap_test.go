package app

import (
	"runtime"
	"testing"
)

func TestMuchIsFree(t *testing.T) {
	for _, c := range []struct {
		inUse, free uint64
		want        bool
	}{
		{80 << 20, 0, false},
		{80 << 20, heapFree, false},
		{80 << 20, heapFree + 1, true},
		{800 << 20, heapFree + 1, false},
		{800 << 20, 201 << 20, true},
	} {
		if got := muchIsFree(c.inUse, c.free); got != c.want {
			t.Errorf("%d in use, %d free: got %v, want %v", c.inUse, c.free, got, c.want)
		}
	}
}

// The limit leaves room above what is in use, however much that is.
func TestHeapLimit(t *testing.T) {
	for _, c := range []struct{ live, want int64 }{
		{0, heapLeast},
		{90 << 20, heapLeast},
		{200 << 20, 300 << 20},
		{2 << 30, 3 << 30},
	} {
		if got := heapLimit(uint64(c.live)); got != c.want {
			t.Errorf("%d in use: got %d, want %d", c.live, got, c.want)
		}
	}
}

// The sizes are those of the heap: what is kept counts as in use.
func TestHeapSizes(t *testing.T) {
	_, before, _ := heapSizes()
	kept := make([]byte, 64<<20)
	_, after, _ := heapSizes()
	if after < before+32<<20 {
		t.Errorf("%d in use before, %d with 64 MB more", before, after)
	}
	runtime.KeepAlive(kept)
}
