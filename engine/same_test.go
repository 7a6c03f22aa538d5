package engine

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/library"
	"recollect/engine/photo"
)

// A folder that is there already by another path is not added twice: itself, what
// lies in it, and what is around it. A link to another folder may be added.
func TestAFolderIsNotAddedTwice(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	base := t.TempDir()
	link := func(name, to string) string {
		path := filepath.Join(base, name)
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	pictures := filepath.Join(base, "home", "pictures")
	other := filepath.Join(base, "other")
	for _, dir := range []string{filepath.Join(pictures, "2023"), other} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Folders.Add(t.Context(), pictures); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{
		link("same", pictures):                            library.ErrSameFolder,
		link("inside", filepath.Join(pictures, "2023")):   library.ErrSameFolder,
		link("around", filepath.Dir(pictures)):            library.ErrSameFolder,
		filepath.Join(link("way", base), "home/pictures"): library.ErrSameFolder,
		link("elsewhere", other):                          nil,
		filepath.Join(pictures, "2023"):                   nil, // changes nothing
	} {
		if err := e.Folders.Add(t.Context(), path); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", path, err, want)
		}
	}
	if err := e.Folders.Add(t.Context(), filepath.Dir(pictures)); err != nil {
		t.Error(err)
	}
	folders, err := e.Folders.List(t.Context())
	if err != nil || len(folders) != 2 || folders[1].Path != filepath.Dir(pictures) {
		t.Errorf("got %+v, %v", folders, err)
	}
}

// What systems keep in folders is left out until a person lets it in.
func TestDefaultsAreLeftOut(t *testing.T) {
	o := options(t, t.TempDir())
	e := open(t, o)
	dir := put(t, "animals/white-duck.jpg")
	place(t, "animals/kitten-with-yarn.jpg", filepath.Join(dir, "@Recycle", "cat.jpg"))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "one photo", func(s photo.Status) bool { return s.Photos == 1 && s.Encoded == 1 })
	if err := SetExcludes(o.Library, []string{"!@Recycle/"}, true); err != nil {
		t.Fatal(err)
	}
	until(t, e, "both photos", func(s photo.Status) bool { return s.Photos == 2 && s.Encoded == 2 })
}
