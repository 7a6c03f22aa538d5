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
	// heapFree is how much of the heap may be free before it is given back: a picture
	// of 12 megapixels takes as much.
	heapFree = 48 << 20
	// heapLeast is the least limit of what Go may hold: an empty library takes 90 MB of it.
	heapLeast = 160 << 20
)

// limitHeap bounds what Go holds until ctx ends. Go's own scavenger takes one per
// cent of a processor at most, and large pictures come and go faster: over half an hour
// the heap grew to three times of what was in use.
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

// heapLimit is up to where Go may grow before it collects and gives memory back at
// once. The limit follows what is in use: near to it Go would do nothing but collect.
func heapLimit(live uint64) int64 { return int64(max(heapLeast, live+live/2)) }

// muchIsFree reports whether it is worth collecting the heap: with much in use that
// costs more, and is done for more only.
func muchIsFree(inUse, free uint64) bool { return free > max(heapFree, inUse/4) }

// heapSizes is how many bytes of Go's heap the last collection left, how many are in use,
// garbage included, and how many are free but still the process's.
func heapSizes() (live, inUse, free uint64) {
	sizes := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
	}
	metrics.Read(sizes)
	return sizes[0].Value.Uint64(), sizes[1].Value.Uint64(), sizes[2].Value.Uint64()
}
