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

// boundHeap makes glibc give back what C code has freed: what Mesa and ONNX Runtime
// allocate is large and lives on different threads. By itself glibc raises the size
// from which a block is mapped, and so unmapped when it is freed, up to 32 MB, and has
// an arena for each thread, with holes in all of them.
func boundHeap() { C.boundHeap() }
