// Package heaptest tests that something does not retain memory.
package heaptest

import (
	"runtime"
	"testing"
)

// AtMost fails tb if more than so many bytes of Go's heap more are in use after do.
func AtMost(tb testing.TB, bytes int64, do func()) {
	tb.Helper()
	before := live()
	do()
	if grown := live() - before; grown > bytes {
		tb.Errorf("%d MB more are in use, want at most %d", grown>>20, bytes>>20)
	}
}

func live() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
