//go:build !cgo || !(amd64 || arm64)

package direct

func mulCols(out, a []float32, b []int8, rows, size, cols int) {
	mulColsGo(out, a, b, rows, size, cols)
}

func mulRows(out, a []float32, b []int8, rows, size, cols int) {
	mulRowsGo(out, a, b, rows, size, cols)
}
