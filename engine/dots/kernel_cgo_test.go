//go:build cgo && amd64

package dots

import "testing"

// Computers without AVX2 have the same products.
func TestBitsWithoutKernel(t *testing.T) {
	before := fast
	t.Cleanup(func() { fast = before })
	fast = false
	TestBitsOfDot(t)
}
