package decode

import (
	"os"
	"path/filepath"
	"testing"
)

// shared is the folder of test pictures that lies beside a checkout on some
// machines. They are too many to be kept in it; without them the test is skipped.
func shared(t testing.TB) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the shared test pictures are not on this machine: %v", err)
	}
	return dir
}
