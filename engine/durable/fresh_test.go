package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// fresh makes a finished file with a content.
func fresh(t *testing.T, dir, content string, modified time.Time) *Fresh {
	t.Helper()
	f, err := NewFresh(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := f.Finish(modified); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFreshNeverReplaces(t *testing.T) {
	dir := t.TempDir()
	when := time.Date(2020, 5, 17, 10, 20, 30, 0, time.UTC)
	f := fresh(t, dir, "new", when)
	if entries, _ := os.ReadDir(dir); len(entries) != 1 || entries[0].Name()[0] != '.' {
		t.Errorf("before it is placed: %v", entries)
	}
	taken, free := filepath.Join(dir, "taken"), filepath.Join(dir, "free")
	if err := os.WriteFile(taken, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Place(taken); !errors.Is(err, fs.ErrExist) {
		t.Errorf("where a file is: %v", err)
	}
	if err := errors.Join(f.Place(free), f.Discard()); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{taken: "old", free: "new"} {
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", path, got, err, want)
		}
	}
	info, err := os.Stat(free)
	if err != nil || !info.ModTime().Equal(when) {
		t.Errorf("changed at %v, %v, want %v", info.ModTime(), err, when)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("afterwards: %v", entries)
	}
}

func TestFreshIsSwept(t *testing.T) {
	dir := t.TempDir()
	left := fresh(t, dir, "left", time.Time{})
	other, err := NewFresh(dir, "other")
	if err != nil {
		t.Fatal(err)
	}
	if err := SweepFresh(dir, "test"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left.Path()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was left is there: %v", err)
	}
	if _, err := os.Stat(other.Path()); err != nil {
		t.Errorf("another's is gone: %v", err)
	}
	if err := errors.Join(other.Discard(), other.Discard()); err != nil {
		t.Error(err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("afterwards: %v", entries)
	}
	if err := SweepFresh(filepath.Join(dir, "none"), "test"); err != nil {
		t.Error(err)
	}
}

// Where a file system cannot rename without replacing, a look comes first.
func TestCheckAndRename(t *testing.T) {
	dir := t.TempDir()
	a, b, c := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "c")
	if err := errors.Join(os.WriteFile(a, nil, 0o600), os.WriteFile(b, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := checkAndRename(a, b); !errors.Is(err, fs.ErrExist) {
		t.Errorf("where a file is: %v", err)
	}
	if err := checkAndRename(a, c); err != nil {
		t.Error(err)
	}
}
