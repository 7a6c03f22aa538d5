package command

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"recollect/app/command/cli"
)

func TestTrash(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere the file would stay in the trash of whoever runs the tests")
	}
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	m := newTerminal(t)
	path := filepath.Join(t.TempDir(), "a photo.jpg")
	if err := os.WriteFile(path, []byte("a photo"), 0o644); err != nil {
		t.Fatal(err)
	}
	got := lines[struct{ Path, Trashed string }](m, "trash", path)
	if len(got) != 1 || got[0].Path != path {
		t.Fatalf("got %+v", got)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
	if data, err := os.ReadFile(got[0].Trashed); err != nil || string(data) != "a photo" {
		t.Errorf("in the trash is %q, %v", data, err)
	}
	if r := m.run("trash", path); r.status != cli.Failed {
		t.Errorf("a file that is not there: %+v", r)
	}
	if r := m.run("trash"); r.status != cli.Misspelt {
		t.Errorf("no file: %+v", r)
	}
}
