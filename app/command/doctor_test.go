package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A thumbnail that a power cut tore is found, and gone after a repair.
func TestDoctorRepairs(t *testing.T) {
	m := newTerminal(t)
	lines[finding](m, "doctor", "--repair") // no library yet
	lines[summaryLine](m, "index", filepath.FromSlash("../../testdata/sample-photos/photos/animals"))
	thumbs, err := filepath.Glob(filepath.Join(m.library, "thumbs", "v*", "*", "*"))
	if err != nil || len(thumbs) == 0 {
		t.Fatalf("the library has no thumbnails: %v", err)
	}
	if err := os.Truncate(thumbs[0], 10); err != nil {
		t.Fatal(err)
	}
	if r := m.run("doctor"); r.status != exitError || !strings.Contains(r.stdout, "doctor --repair") {
		t.Errorf("got %+v", r)
	}
	found := lines[finding](m, "doctor", "--repair")
	if found[0].Check != "repair" || !strings.HasPrefix(found[0].What, "1 thing") {
		t.Errorf("got %+v", found[0])
	}
	for _, f := range found {
		if !f.OK {
			t.Errorf("after the repair: %+v", f)
		}
	}
	if again := lines[finding](m, "doctor", "--repair"); again[0].What != "nothing had to be mended" {
		t.Errorf("got %+v", again[0])
	}
}
