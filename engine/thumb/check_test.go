package thumb

import (
	"errors"
	"image"
	"os"
	"testing"

	"recollect/engine/photo"
)

func TestCheck(t *testing.T) {
	c := Open(t.TempDir(), 0)
	if bad, err := c.Check(t.Context(), true); err != nil || len(bad) != 0 {
		t.Errorf("an empty cache: %v, %v", bad, err)
	}
	for n := range byte(3) {
		if err := c.Put(photo.Hash{n}, Small, image.NewRGBA(image.Rect(0, 0, 20, 10))); err != nil {
			t.Fatal(err)
		}
	}
	torn, empty := c.path(photo.Hash{1}, Small), c.path(photo.Hash{2}, Small)
	data, err := os.ReadFile(torn)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(torn, data[:len(data)/2], 0o600), os.WriteFile(empty, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, repair := range []bool{false, true} {
		if bad, err := c.Check(t.Context(), repair); err != nil || len(bad) != 2 {
			t.Errorf("repair %v: %v, %v, want 2", repair, bad, err)
		}
	}
	if bad, err := c.Check(t.Context(), false); err != nil || len(bad) != 0 {
		t.Errorf("afterwards: %v, %v", bad, err)
	}
	if _, err := c.Get(t.Context(), photo.Hash{0}, Small); err != nil {
		t.Errorf("one that was whole: %v", err)
	}
}
