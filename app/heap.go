package app

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// heapEvery is how often the heap is checked.
	heapEvery = time.Second
	// heapFree is how many free bytes the heap may hold before they are returned to the system: the
	// size of a picture of 12 megapixels.
	heapFree = 48 << 20
	// heapLeast is the lowest memory limit that is set: with an empty library Go uses 90 MB.
	heapLeast = 160 << 20
)

// limitHeap bounds the memory that Go holds until ctx ends. Go's own scavenger uses at most one per
// cent of a processor, which is too slow where large pictures come and go: within half an hour the
// heap grew to three times of what was in use.
func limitHeap(ctx context.Context) {
	tick := time.NewTicker(heapEvery)
	defer tick.Stop()
	for {
		live, inUse, free := heapSizes()
		debug.SetMemoryLimit(heapLimit(live))
		if muchIsFree(inUse, free) {
			debug.FreeOSMemory()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// heapLimit returns the memory limit for a heap with live bytes in use. It grows with them: close
// to its limit Go would only collect garbage.
func heapLimit(live uint64) int64 { return int64(max(heapLeast, live+live/2)) }

// muchIsFree reports whether so much is free that a collection pays. A larger heap costs more to
// collect, so it must have more free.
func muchIsFree(inUse, free uint64) bool { return free > max(heapFree, inUse/4) }

// heapSizes returns the bytes of Go's heap that the last collection left, those in use, garbage
// included, and those that are free but not returned to the system.
func heapSizes() (live, inUse, free uint64) {
	sizes := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
	}
	metrics.Read(sizes)
	return sizes[0].Value.Uint64(), sizes[1].Value.Uint64(), sizes[2].Value.Uint64()
}
