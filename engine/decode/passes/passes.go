// Package passes makes pictures of weighted sums of the pixels of others, along one axis at a time: the two passes
// of resampling. It also makes planes of numbers of their samples. On processors with AVX2 a kernel in C does both,
// else Go does; they give the same bits.
//
// Package decode knows the weights.
package passes

import (
	"encoding/binary"
	"image"
)

// Precision is the number of fractional bits of a weight: 32 less 8 for the sample and 2 for what
// a sum of weights may exceed 1 by (Pillow, Resample.c).
const Precision = 32 - 8 - 2

// half2 is one half in each of two sums, so that the shift by Precision rounds.
const half2 = 1<<(Precision-1) | 1<<(Precision-1)<<32

// Window is the run of samples, from First on, that one target sample is made of. A weight is a fixed-point
// number with Precision fractional bits, between -2 and 2.
type Window struct {
	First   int
	Weights []int64
}

// Across makes each pixel of dst from the window of its column in the same row of src. Both have their origin at 0,0
// and the same height, and there are as many windows as columns of dst. Alpha is taken for 255.
func Across(dst, src *image.RGBA, all []Window) { across(dst, src, all) }

// Down is Across with windows of rows, and pictures of the same width.
func Down(dst, src *image.RGBA, all []Window) { down(dst, src, all) }

// Plane sets each number of dst to a sample of a pixel of row, which has RGBA pixels, times scale, less shift. channel
// is 0 for red to 3 for alpha. There are at least as many pixels as numbers.
func Plane(dst []float32, row []byte, channel int, scale, shift float32) {
	plane(dst, row, channel, scale, shift)
}

func planeGo(dst []float32, row []byte, channel int, scale, shift float32) {
	for i := range dst {
		// Rounded twice, also on processors that could multiply and add at once.
		dst[i] = float32(float32(row[4*i+channel])*scale) - shift
	}
}

// pair is a pixel and the one below it, two samples in each number:
// red and blue of the one, red and blue of the other, green of both. An int64 holds two sums of 32 bits each.
// Weights are signed: high undoes what the lower sum borrows from the upper one.
type pair [3]int64

// acrossGo works on two rows at once, so that three
// multiplications do for six samples: 12 MP to 260 px in half of the time.
func acrossGo(dst, src *image.RGBA, all []Window) {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	pairs := make([]pair, w)
	for y := 0; y < h; y += 2 {
		below := min(y+1, h-1) // the last row of an odd number is its own partner
		pack(pairs, src.Pix[y*src.Stride:], src.Pix[below*src.Stride:])
		a, b := dst.Pix[y*dst.Stride:], dst.Pix[below*dst.Stride:]
		for x, win := range all {
			upper, lower, green := weigh(pairs[win.First:], win.Weights)
			put(a[x*4:], upper, int32(green))
			put(b[x*4:], lower, high(green))
		}
	}
}

func pack(pairs []pair, upper, lower []byte) {
	for x := range pairs {
		u := binary.LittleEndian.Uint32(upper[x*4:])
		l := binary.LittleEndian.Uint32(lower[x*4:])
		pairs[x] = pair{redBlue(u), redBlue(l), int64(u>>8&0xff) | int64(l>>8&0xff)<<32}
	}
}

// redBlue puts red of a pixel low and blue high.
func redBlue(rgba uint32) int64 { return int64(rgba&0xff) | int64(rgba>>16&0xff)<<32 }

func weigh(pairs []pair, weights []int64) (upper, lower, green int64) {
	upper, lower, green = half2, half2, half2
	pairs = pairs[:len(weights)] // once here: no bounds check in the loop
	for i, k := range weights {
		p := &pairs[i]
		upper += k * p[0]
		lower += k * p[1]
		green += k * p[2]
	}
	return upper, lower, green
}

// downGo goes row by row, as memory lies.
func downGo(dst, src *image.RGBA, all []Window) {
	sums := make([][2]int64, src.Rect.Dx()) // red and blue, green
	for y, win := range all {
		for x := range sums {
			sums[x] = [2]int64{half2, half2}
		}
		for i, k := range win.Weights {
			add(sums, src.Pix[(win.First+i)*src.Stride:], k)
		}
		row := dst.Pix[y*dst.Stride:]
		for x, s := range sums {
			put(row[x*4:], s[0], int32(s[1]))
		}
	}
}

func add(sums [][2]int64, row []byte, weight int64) {
	row = row[:len(sums)*4]
	for x := range sums {
		p := binary.LittleEndian.Uint32(row[x*4:])
		sums[x][0] += weight * redBlue(p)
		sums[x][1] += weight * int64(p>>8&0xff)
	}
}

// put writes a pixel from the sums of its red and blue and of its green.
func put(dst []byte, redBlue int64, green int32) {
	r, g, b := clip(int32(redBlue)), clip(green), clip(high(redBlue))
	binary.LittleEndian.PutUint32(dst, r|g<<8|b<<16|0xff<<24)
}

// high returns the upper of two sums, with what the lower one borrowed.
func high(sums int64) int32 { return int32((sums - int64(int32(sums))) >> 32) }

func clip(sum int32) uint32 { return uint32(min(max(sum>>Precision, 0), 255)) }
