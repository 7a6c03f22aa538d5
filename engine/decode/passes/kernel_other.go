//go:build !cgo || !amd64

package passes

import "image"

func across(dst, src *image.RGBA, all []Window) { acrossGo(dst, src, all) }

func down(dst, src *image.RGBA, all []Window) { downGo(dst, src, all) }

func plane(dst []float32, row []byte, channel int, scale, shift float32) {
	planeGo(dst, row, channel, scale, shift)
}
