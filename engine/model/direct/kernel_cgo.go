//go:build cgo && (amd64 || arm64)

package direct

/*
#cgo CFLAGS: -O3 -std=c11
#include "kernel.h"
*/
import "C"

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// A kernel is one of those of kernel.h, or 0: Go's.
type kernel = C.int

// used is the fastest kernel of this computer. Tests set it to others.
var used = supported()[0]

// supported are the kernels that this computer can run, the fastest first.
func supported() (all []kernel) {
	if cpu.X86.HasAVX2 {
		all = append(all, C.AVX2)
	}
	return append(all, C.BASE, 0)
}

func mulCols(out, a []float32, b []int8, rows, size, cols int) {
	_, _, _ = out[rows*cols-1], a[rows*size-1], b[size*cols-1] // C reads and writes that far
	if used == 0 {
		mulColsGo(out, a, b, rows, size, cols)
		return
	}
	C.recollect_mul_cols(used, (*C.float)(unsafe.Pointer(&out[0])), (*C.float)(unsafe.Pointer(&a[0])),
		(*C.int8_t)(unsafe.Pointer(&b[0])), C.size_t(rows), C.size_t(size), C.size_t(cols))
}

func mulRows(out, a []float32, b []int8, rows, size, cols int) {
	_, _, _ = out[rows*cols-1], a[rows*size-1], b[size*cols-1]
	if used == 0 {
		mulRowsGo(out, a, b, rows, size, cols)
		return
	}
	C.recollect_mul_rows(used, (*C.float)(unsafe.Pointer(&out[0])), (*C.float)(unsafe.Pointer(&a[0])),
		(*C.int8_t)(unsafe.Pointer(&b[0])), C.size_t(rows), C.size_t(size), C.size_t(cols))
}
