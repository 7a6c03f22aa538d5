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

// kernel is the fastest of this computer, one of kernels.
var kernel = fastest()

// kernels are all that this program has, by name.
var kernels = map[string]C.int{"go": -1, "avx2": C.AVX2, "vnni": C.VNNI, "neon": C.NEON}

func fastest() string {
	switch {
	case cpu.X86.HasAVX512VNNI && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL:
		return "vnni"
	case cpu.X86.HasAVX2:
		return "avx2"
	case cpu.ARM64.HasASIMD:
		return "neon"
	}
	return "go"
}

func dots(sums []int32, vs []int8, all []byte, size int, at []uint32) {
	dotsBy(kernel, sums, vs, all, size, at)
}

func dotsBy(kernel string, sums []int32, vs []int8, all []byte, size int, at []uint32) {
	if len(at) == 0 || len(vs) == 0 {
		return
	}
	if kernels[kernel] < 0 {
		dotsGo(sums, vs, all, size, at)
		return
	}
	C.recollect_dots(kernels[kernel], (*C.int32_t)(unsafe.Pointer(&sums[0])),
		(*C.int8_t)(unsafe.Pointer(&vs[0])), C.size_t(len(vs)), (*C.uint8_t)(unsafe.Pointer(&all[0])),
		C.size_t(size), (*C.uint32_t)(unsafe.Pointer(&at[0])), C.size_t(len(at)))
}

func pairs(sums []int32, dims int, code, all []byte, size int, at []uint32) {
	pairsBy(kernel, sums, dims, code, all, size, at)
}

func pairsBy(kernel string, sums []int32, dims int, code, all []byte, size int, at []uint32) {
	if len(at) == 0 || dims == 0 {
		return
	}
	if kernels[kernel] < 0 {
		pairsGo(sums, dims, code, all, size, at)
		return
	}
	C.recollect_pairs(kernels[kernel], (*C.int32_t)(unsafe.Pointer(&sums[0])),
		(*C.uint8_t)(unsafe.Pointer(&code[0])), C.size_t(dims), (*C.uint8_t)(unsafe.Pointer(&all[0])),
		C.size_t(size), (*C.uint32_t)(unsafe.Pointer(&at[0])), C.size_t(len(at)))
}

// halfKernel reports whether the kernel has instructions for half precision.
var halfKernel = cpu.X86.HasAVX2 || cpu.ARM64.HasASIMD // every processor with AVX2 has F16C

func rowDots(out []float32, v []float32, all []byte, at []uint32) {
	if !halfKernel {
		rowDotsGo(out, v, all, at)
		return
	}
	C.recollect_row_dots((*C.float)(unsafe.Pointer(&out[0])), (*C.float)(unsafe.Pointer(&v[0])),
		C.size_t(len(v)), (*C.uint8_t)(unsafe.Pointer(&all[0])), (*C.uint32_t)(unsafe.Pointer(&at[0])),
		C.size_t(len(at)))
}
