package engine

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/library"
	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/scan/scantest"
)

// A folder that cannot be read is a problem, with its photos kept, until it can be read
// again: then it is scanned, though nobody tells of it.
func TestAFolderThatCannotBeReadIsAProblem(t *testing.T) {
	if scantest.WithoutPrivilege(t) {
		return
	}
	dir := put(t, "animals/white-duck.jpg")
	inside := filepath.Join(dir, "inside")
	if err := os.Mkdir(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	place(t, "animals/kitten-with-yarn.jpg", filepath.Join(inside, "kitten.jpg"))
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	place(t, "animals/brown-hens.jpg", filepath.Join(inside, "hens.jpg")) // which nobody has seen
	if err := os.Chmod(inside, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(inside, 0o755) })
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := e.Folders.Problems(t.Context())
	if err != nil || len(all) != 1 || all[0].Path != inside || all[0].Kind != photo.KindFolder || all[0].Count != 1 ||
		all[0].Reason == "" {
		t.Errorf("got %+v, %v", all, err)
	}
	if s := e.Status(); s.Problems != 1 || s.Photos != 2 || s.Away != 0 {
		t.Errorf("got %+v", s)
	}
	if again := library.ReadableAgain(t.Context(), e.folderOptions()); again != nil {
		t.Errorf("%q can be read", again)
	}
	if err := os.Chmod(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	again := library.ReadableAgain(t.Context(), e.folderOptions())
	if !slices.Equal(again, []string{inside}) {
		t.Fatalf("can be read again: %q", again)
	}
	if _, err := e.scanScope(t.Context(), scan.Scope{Deep: again}, nil); err != nil {
		t.Fatal(err)
	}
	if all, err := e.Folders.Problems(t.Context()); err != nil || len(all) != 0 || e.Status().Problems != 0 ||
		e.Status().Photos != 3 {
		t.Errorf("got %+v, %v, %+v", all, err, e.Status())
	}
}

// What is recorded of folders that cannot be read goes with the folder of the library.
func TestAFolderThatCannotBeReadIsRemoved(t *testing.T) {
	if scantest.WithoutPrivilege(t) {
		return
	}
	dir := put(t, "animals/white-duck.jpg")
	inside := filepath.Join(dir, "inside")
	if err := os.Mkdir(inside, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(inside, 0o755) })
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil || e.Status().Problems != 1 {
		t.Fatalf("got %v, %+v", err, e.Status())
	}
	if err := e.Folders.Remove(t.Context(), theFolder(t, e).ID); err != nil {
		t.Fatal(err)
	}
	if all, err := e.Folders.Unreadable(t.Context()); err != nil || len(all) != 0 || e.Status().Problems != 0 {
		t.Errorf("got %+v, %v, %+v", all, err, e.Status())
	}
}
