//go:build !cgo || !(amd64 || arm64)

package codes

func dots(sums []int32, vs []int8, all []byte, size int, at []uint32) {
	dotsGo(sums, vs, all, size, at)
}

func pairs(sums []int32, dims int, code, all []byte, size int, at []uint32) {
	pairsGo(sums, dims, code, all, size, at)
}

func rowDots(out []float32, v []float32, all []byte, at []uint32) { rowDotsGo(out, v, all, at) }

func walk(
	_ *Query, _ *Links, _ []byte, _ []float32, _ []uint16, _ uint16, beam []Found, _ int,
) ([]Found, bool) {
	return beam, false
}
