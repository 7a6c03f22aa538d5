package bench

import (
	"os"
	"path/filepath"
	"testing"
)

// The name of the library's folder is not a pattern.
func TestForgetFiles(t *testing.T) {
	library := filepath.Join(t.TempDir(), "photos [old")
	for _, name := range []string{"recollect.db", "index/m-1.index"} {
		path := filepath.Join(library, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if ok, err := forgetFiles(library); !ok || err != nil {
		t.Errorf("got %v, %v", ok, err)
	}
}
