package app

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// heapLook is how often it is seen how much of Go's heap is free.
	heapLook = 10 * time.Second
	// heapFree is how much of it may be: a picture of 12 megapixels takes as much.
	heapFree = 48 << 20
)

// keepHeapSmall gives back what is free of Go's heap until ctx ends. Go's own
// scavenger takes one per cent of a processor at most, and large pictures come and go
// faster: over half an hour the heap grew to three times of what was in use.
func keepHeapSmall(ctx context.Context) {
	look := time.NewTicker(heapLook)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		if muchIsFree(heapSizes()) {
			debug.FreeOSMemory()
		}
	}
}

// muchIsFree reports whether it is worth collecting the heap: with much in use that
// costs more, and is done for more only.
func muchIsFree(inUse, free uint64) bool { return free > max(heapFree, inUse/4) }

// heapSizes is how many bytes of Go's heap are in use, garbage included, and how many are
// free but still the process's.
func heapSizes() (inUse, free uint64) {
	sizes := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"}}
	metrics.Read(sizes)
	return sizes[0].Value.Uint64(), sizes[1].Value.Uint64()
}
