package engine

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A file that seems to be written to when its folder is looked at is come back to,
// although nothing tells of it any more.
func TestAFileThatWasPutOffIsComeBackTo(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	dir := put(t, "animals/white-duck.jpg")
	if err := e.AddFolder(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "the first photo", encoded(1))
	path := filepath.Join(dir, "new.jpg")
	place(t, "animals/kitten-with-yarn.jpg", path)
	late := time.Now().Add(1500 * time.Millisecond) // as on a server whose clock is ahead
	if err := os.Chtimes(path, late, late); err != nil {
		t.Fatal(err)
	}
	until(t, e, "the new photo", encoded(2))
	if took := time.Since(late); took < 0 {
		t.Errorf("it was taken %v before it was quiet", -took)
	}
}
