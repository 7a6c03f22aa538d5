package engine

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/model/ort"
	"recollect/engine/model/ort/orttest"
)

// TestMain skips Example where ONNX Runtime's library is missing: an example cannot skip itself, as
// the tests do (see cliptest.RuntimeDir). With RECOLLECT_REQUIRE it runs, and fails. A process that is
// asked to be a worker becomes one.
func TestMain(m *testing.M) {
	flag.Parse()
	_, err := ort.FindLibrary(filepath.Join("..", "build"))
	if err != nil && os.Getenv("RECOLLECT_REQUIRE") == "" && flag.Lookup("test.skip").Value.String() == "" {
		fmt.Fprintln(os.Stderr, "Example is skipped:", err)
		if err := flag.Set("test.skip", "^Example$"); err != nil {
			panic(err)
		}
	}
	orttest.Main(m)
}
