package turn

import (
	"errors"
	"testing"
)

func TestTake(t *testing.T) {
	library := t.TempDir()
	mark, end, err := Take(library, "export")
	if err != nil || mark != Mark(library, "export") || mark == Mark(t.TempDir(), "export") {
		t.Fatalf("%q, %v", mark, err)
	}
	if _, _, err := Take(library, "export"); !errors.Is(err, ErrTaken) {
		t.Errorf("a second one: %v", err)
	}
	_, other, err := Take(library, "import")
	if err != nil {
		t.Fatal(err)
	}
	other()
	end()
	if _, end, err = Take(library, "export"); err != nil {
		t.Fatal(err)
	}
	end()
}
