package scan

import (
	"testing"

	"recollect/engine/format"
)

// The table of formats decides first: its extensions would have no effect in others.
func TestOthersAreNoFormats(t *testing.T) {
	for ext := range others {
		if f, known := format.Named("x" + ext); known {
			t.Errorf("%s is in others, and an extension of %s", ext, f.Title)
		}
	}
}
