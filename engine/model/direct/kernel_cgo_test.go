//go:build cgo && (amd64 || arm64)

package direct

import (
	"fmt"
	"testing"
)

// Every kernel that this computer can run computes what Go does, not only the fastest.
func TestEveryKernel(t *testing.T) {
	fastest := used
	defer func() { used = fastest }()
	for _, used = range supported() {
		t.Run(fmt.Sprint(used), testKernels)
	}
}
