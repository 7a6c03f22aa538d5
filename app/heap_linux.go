//go:build linux && cgo

package app

/*
#include <malloc.h>

static void boundHeap(void) {
#ifdef __GLIBC__
	mallopt(M_ARENA_MAX, 2);
	mallopt(M_MMAP_THRESHOLD, 128 << 10);
	mallopt(M_TRIM_THRESHOLD, 1 << 20);
#endif
}
*/
import "C"

// boundHeap makes glibc return freed memory to the system: Mesa and ONNX Runtime allocate large
// blocks on several threads. By default glibc raises the size from which it maps a block, and so
// unmaps it when it is freed, up to 32 MB, and keeps an arena for each thread, each of them
// fragmented.
func boundHeap() { C.boundHeap() }
