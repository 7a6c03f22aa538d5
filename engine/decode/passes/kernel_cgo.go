//go:build cgo && amd64

package passes

/*
#cgo CFLAGS: -O3 -std=c11
#include "kernel.h"
*/
import "C"

import (
	"image"
	"unsafe"

	"golang.org/x/sys/cpu"
)

// fast is whether this computer can run the kernels. Tests set it.
var fast = cpu.X86.HasAVX2

const (
	// leastPx is the width below which Go makes rows: the kernels make eight pixels at once.
	leastPx = 8
	// mostTaps is how many products a sum of the kernels can hold.
	mostTaps = 4096
	// lowBits is how many bits of a weight the lower part has.
	lowBits = 11
)

func across(dst, src *image.RGBA, all []Window) {
	ws, ok := evenly(all, src.Rect.Dx())
	if !fast || !ok {
		acrossGo(dst, src, all)
		return
	}
	C.recollect_across(pixels(dst), C.size_t(dst.Stride), pixels(src), C.size_t(src.Stride), C.size_t(src.Rect.Dy()),
		&ws.all[0], C.size_t(len(ws.all)), &ws.hi[0], &ws.lo[0])
}

func down(dst, src *image.RGBA, all []Window) {
	ws, ok := cut(all)
	if !fast || !ok || src.Rect.Dx() < leastPx {
		downGo(dst, src, all)
		return
	}
	C.recollect_down(pixels(dst), C.size_t(dst.Stride), pixels(src), C.size_t(src.Stride), C.size_t(src.Rect.Dx()),
		&ws.all[0], C.size_t(len(ws.all)), &ws.hi[0], &ws.lo[0])
}

func plane(dst []float32, row []byte, channel int, scale, shift float32) {
	n := len(dst) &^ (leastPx - 1)
	if !fast || n == 0 {
		planeGo(dst, row, channel, scale, shift)
		return
	}
	_ = row[4*len(dst)-1]
	C.recollect_plane((*C.float)(unsafe.SliceData(dst)), (*C.uint8_t)(unsafe.SliceData(row)), C.size_t(n),
		C.int(channel), C.float(scale), C.float(shift))
	planeGo(dst[n:], row[4*n:], channel, scale, shift)
}

func pixels(img *image.RGBA) *C.uint8_t { return (*C.uint8_t)(unsafe.SliceData(img.Pix)) }

// windows are Windows as the kernels take them.
type windows struct {
	all    []C.struct_window
	hi, lo []C.int16_t
}

// cut returns windows with their weights in two parts; ok is false if a sum could be too large for the kernels.
func cut(all []Window) (ws windows, ok bool) {
	pairs := 0
	for _, w := range all {
		if len(w.Weights) == 0 || len(w.Weights) > mostTaps {
			return ws, false
		}
		pairs += (len(w.Weights) + 1) / 2
	}
	ws = windows{make([]C.struct_window, len(all)), make([]C.int16_t, 2*pairs), make([]C.int16_t, 2*pairs)}
	at := 0
	for i, w := range all {
		ws.all[i] = C.struct_window{first: C.int32_t(w.First), n: C.int32_t(len(w.Weights)), at: C.int32_t(at)}
		for j, k := range w.Weights {
			ws.hi[2*at+j], ws.lo[2*at+j] = C.int16_t(k>>lowBits), C.int16_t(k&(1<<lowBits-1))
		}
		at += (len(w.Weights) + 1) / 2
	}
	return ws, len(all) > 0
}

// evenly is cut for rows of width pixels. Each window has an even number of samples, with a weight of 0 for one that
// was added, within the row.
func evenly(all []Window, width int) (ws windows, ok bool) {
	if ws, ok = cut(all); !ok || width < 2 {
		return ws, false
	}
	for i := range ws.all {
		w := &ws.all[i]
		if w.n%2 == 0 {
			continue
		}
		at, n := 2*int(w.at), int(w.n)
		w.n++
		if int(w.first)+n == width {
			w.first--
			for _, part := range [][]C.int16_t{ws.hi[at:][:n+1], ws.lo[at:][:n+1]} {
				copy(part[1:], part[:n])
				part[0] = 0
			}
		}
	}
	return ws, true
}
