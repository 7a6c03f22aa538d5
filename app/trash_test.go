package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/trash"
)

// files writes files and returns them as a library knows them.
func knownFiles(t *testing.T, names ...string) (all []photo.File) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "share"))
	for _, name := range names {
		path := filepath.Join(home, name)
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, photo.File{Path: path, Size: info.Size(), ModTime: info.ModTime()})
	}
	return all
}

func wantThere(t *testing.T, want bool, files ...photo.File) {
	t.Helper()
	for _, f := range files {
		if _, err := os.Lstat(f.Path); (err == nil) != want {
			t.Errorf("%s: there %v, want %v", f.Path, err == nil, want)
		}
	}
}

func TestMoveToTrash(t *testing.T) {
	f := knownFiles(t, "keep", "a", "b")
	restore, err := moveToTrash(t.Context(), f[0], f[1:])
	if errors.Is(err, trash.ErrNoTrash) {
		t.Skip("this system has no trash for temporary files")
	}
	if err != nil {
		t.Fatal(err)
	}
	wantThere(t, true, f[0])
	wantThere(t, false, f[1:]...)
	if err := restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantThere(t, true, f...)
}

// Nothing goes if a file is not as it was looked at, or is the one to keep.
func TestMoveToTrashRefuses(t *testing.T) {
	f := knownFiles(t, "keep", "a", "b")
	changed := f[2]
	changed.Size++
	link := f[1]
	link.Path += "-link"
	if err := os.Link(f[0].Path, link.Path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link.Path)
	if err != nil {
		t.Fatal(err)
	}
	link.Size, link.ModTime = info.Size(), info.ModTime()
	gone := f[2]
	gone.Path += "-gone"
	for name, others := range map[string][]photo.File{
		"changed": {f[1], changed}, "the same file": {f[1], link}, "gone": {f[1], gone},
	} {
		if _, err := moveToTrash(t.Context(), f[0], others); err == nil {
			t.Errorf("%s: it was moved", name)
		}
	}
	keep := f[0]
	keep.ModTime = keep.ModTime.Add(1)
	if _, err := moveToTrash(t.Context(), keep, f[1:]); !errors.Is(err, errChanged) {
		t.Errorf("what is kept has changed: %v", err)
	}
	wantThere(t, true, f...)
}
