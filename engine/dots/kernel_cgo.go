//go:build cgo && amd64

package dots

/*
#cgo CFLAGS: -O3 -std=c11
#include "kernel.h"
*/
import "C"

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// fast is whether this computer can run the kernel. Tests clear it.
var fast = cpu.X86.HasAVX2

// lanes is how many numbers the kernel multiplies at once, and how many sums photo.Dot has.
const lanes = 8

// kernel computes the products of v with all rows, and reports whether it did.
func kernel(out, v, rows []float32) bool {
	if !fast || len(out) == 0 || len(v) == 0 || len(v)%lanes != 0 || len(rows) != len(out)*len(v) {
		return false
	}
	C.recollect_rows((*C.float)(&out[0]), (*C.float)(unsafe.SliceData(v)), C.size_t(len(v)),
		(*C.float)(unsafe.SliceData(rows)), C.size_t(len(out)))
	return true
}
