//go:build linux && cgo

package model

/*
#include <malloc.h>

// Only glibc has malloc_trim, and only its arenas need it: musl gives memory back at once.
static void trim(void) {
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}
*/
import "C"

import (
	"os"
	"runtime/debug"
	"unsafe"

	"golang.org/x/sys/unix"
)

// GiveBack returns memory to the system that C and Go have freed but still
// hold: some 300 MB after two networks were closed. It takes some 20 ms.
func GiveBack() {
	C.trim()
	debug.FreeOSMemory()
}

// dropPages takes the pages that lie wholly in data, a constant of the program, out
// of the process. They stay in the system's cache of the program's file.
func dropPages(data string) {
	page := uintptr(os.Getpagesize())
	start := uintptr(unsafe.Pointer(unsafe.StringData(data)))
	from := (page - start%page) % page
	if uintptr(len(data)) < from+page {
		return
	}
	whole := (uintptr(len(data)) - from) / page * page
	b := unsafe.Slice(unsafe.StringData(data), len(data))[from : from+whole]
	_ = unix.Madvise(b, unix.MADV_DONTNEED) // if it fails, the pages stay
}
