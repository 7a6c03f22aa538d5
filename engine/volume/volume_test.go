package volume

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestPlaceOfAFolder(t *testing.T) {
	dir := t.TempDir()
	inner := filepath.Join(dir, "a b", "c")
	if err := os.MkdirAll(inner, 0o700); err != nil {
		t.Fatal(err)
	}
	p, err := Of(inner)
	if err != nil {
		t.Fatal(err)
	}
	if p.Path == "" || filepath.Base(p.Path) != "c" {
		t.Errorf("got %+v", p)
	}
	if p.Volume == "" {
		t.Skip("the system does not identify the volume of its temporary files")
	}
	found, err := Find(p)
	real, _ := filepath.EvalSymlinks(inner)
	if err != nil || !slices.Contains(found, real) {
		t.Errorf("found %q, %v; want %s among them", found, err, real)
	}
	if found, err := Find(Place{Volume: p.Volume, Path: p.Path + "/missing"}); err != nil || len(found) != 0 {
		t.Errorf("a folder that is not there is found: %q, %v", found, err)
	}
	if found, err := Find(Place{Path: p.Path}); err != nil || found != nil {
		t.Errorf("a place of no volume is found: %q, %v", found, err)
	}
	if _, err := Of(filepath.Join(dir, "missing")); err == nil {
		t.Error("a folder that is missing has a place")
	}
}
