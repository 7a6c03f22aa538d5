// Package cliptest lets tests find what they need of ONNX Runtime.
package cliptest

import (
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/model/ort"
)

// RuntimeDir returns the folder, below the root of the repository, where set-up
// put ONNX Runtime's library. Without it the test is skipped, and fails where
// RECOLLECT_REQUIRE is set, as `make test` does.
func RuntimeDir(tb testing.TB, root string) string {
	tb.Helper()
	dir, err := filepath.Abs(filepath.Join(root, "build"))
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := ort.FindLibrary(dir); err != nil {
		if os.Getenv("RECOLLECT_REQUIRE") != "" {
			tb.Fatal(err)
		}
		tb.Skip("needs ONNX Runtime's library, which `make setup` puts into build: ", err)
	}
	return dir
}
