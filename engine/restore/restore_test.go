package restore

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
)

// Where the sound catalog cannot take its place, the damaged one is where it was.
func TestMendingThatFails(t *testing.T) {
	library := t.TempDir()
	f := Files{Dir: library, Log: slog.New(slog.DiscardHandler)}
	write(t, f.Catalog(), []byte("damaged"))
	write(t, f.Catalog()+"-wal", []byte("log"))
	write(t, f.Journal(), []byte("journal"))
	m := &mending{f: f, part: f.part()} // which is not there
	m.report.Aside = filepath.Join(library, "damaged", "today")
	if err := m.replace(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	for path, want := range map[string]string{
		f.Catalog(): "damaged", f.Catalog() + "-wal": "log", f.Journal(): "journal",
	} {
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v", path, got, err)
		}
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
