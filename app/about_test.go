package app

import (
	"os"
	"testing"
)

// metadata is the text of FyneApp.toml, as main gives it.
func metadata(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAbout(t *testing.T) {
	got := read(metadata(t))
	if got.ID != "app.recollect.Recollect" { // where settings are kept: it never changes
		t.Errorf("the program calls itself %q", got.ID)
	}
	if got.Name != "Recollect" || got.Version == "" {
		t.Errorf("name %q, version %q", got.Name, got.Version)
	}
}
