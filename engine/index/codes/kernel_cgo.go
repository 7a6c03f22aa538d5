//go:build cgo && (amd64 || arm64)

package codes

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
	if cpu.X86.HasAVX512VNNI && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL {
		all = append(all, C.VNNI)
	}
	if cpu.X86.HasAVX2 {
		all = append(all, C.AVX2)
	}
	if cpu.ARM64.HasASIMD {
		all = append(all, C.NEON)
	}
	return append(all, 0)
}

func dots(sums []int32, vs []int8, all []byte, size int, at []uint32) {
	if len(at) == 0 || len(vs) == 0 {
		return
	}
	if used == 0 {
		dotsGo(sums, vs, all, size, at)
		return
	}
	C.recollect_dots(used, (*C.int32_t)(unsafe.Pointer(&sums[0])),
		(*C.int8_t)(unsafe.Pointer(&vs[0])), C.size_t(len(vs)), (*C.uint8_t)(unsafe.Pointer(&all[0])),
		C.size_t(size), (*C.uint32_t)(unsafe.Pointer(&at[0])), C.size_t(len(at)))
}

func pairs(sums []int32, dims int, code, all []byte, size int, at []uint32) {
	if len(at) == 0 || dims == 0 {
		return
	}
	if used == 0 {
		pairsGo(sums, dims, code, all, size, at)
		return
	}
	C.recollect_pairs(used, (*C.int32_t)(unsafe.Pointer(&sums[0])),
		(*C.uint8_t)(unsafe.Pointer(&code[0])), C.size_t(dims), (*C.uint8_t)(unsafe.Pointer(&all[0])),
		C.size_t(size), (*C.uint32_t)(unsafe.Pointer(&at[0])), C.size_t(len(at)))
}

func rowDots(out []float32, v []float32, all []byte, at []uint32) {
	if used == 0 {
		rowDotsGo(out, v, all, at)
		return
	}
	// Every processor with AVX2 or NEON also has instructions for half precision.
	C.recollect_row_dots((*C.float)(unsafe.Pointer(&out[0])), (*C.float)(unsafe.Pointer(&v[0])),
		C.size_t(len(v)), (*C.uint8_t)(unsafe.Pointer(&all[0])), (*C.uint32_t)(unsafe.Pointer(&at[0])),
		C.size_t(len(at)))
}

func walk(
	s *Query, g *Links, all []byte, plain []float32, seen []uint16, epoch uint16, beam []Found, ef int,
) ([]Found, bool) {
	if used == 0 {
		return beam, false
	}
	n := C.recollect_walk(used, (*C.int8_t)(&s.vs[0]), C.size_t(len(s.vs)), C.int32_t(s.sum), C.float(s.scale),
		bytesAt(all), C.size_t(s.q.Bytes()), bytesAt(g.First), bytesAt(g.Packed), C.size_t(len(g.Packed)),
		C.size_t(g.Width), bytesAt(g.Counts), (*C.uint32_t)(unsafe.SliceData(g.Rows)), C.size_t(g.Most),
		C.uint32_t(g.N), (*C.float)(unsafe.SliceData(plain)), bytesAt(g.Plain), C.size_t(len(plain)),
		(*C.uint16_t)(&seen[0]), C.uint16_t(epoch), (*C.recollect_found)(unsafe.Pointer(&beam[0])),
		C.size_t(len(beam)), C.size_t(ef))
	return beam[:n], true
}

func bytesAt(b []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.SliceData(b)) }
