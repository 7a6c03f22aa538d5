package engine

import (
	"path/filepath"
	"testing"

	"recollect/engine/photo"
)

// What another process leaves out and lets in again is followed while the library is
// open, without a look at the model and without doubts about the folder.
func TestWhatIsLeftOutChangesMeanwhile(t *testing.T) {
	o := options(t, t.TempDir())
	e := open(t, o)
	dir := put(t, "animals/white-duck.jpg")
	place(t, "animals/kitten-with-yarn.jpg", filepath.Join(dir, "private", "cat.jpg"))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "both photos", encoded(2))
	if err := SetExcludes(o.Library, []string{"private/"}, true); err != nil {
		t.Fatal(err)
	}
	until(t, e, "one photo", func(s photo.Status) bool { return s.Photos == 1 && s.Gone == 1 && s.Away == 0 })
	if err := SetExcludes(o.Library, nil, true); err != nil {
		t.Fatal(err)
	}
	until(t, e, "both photos again", func(s photo.Status) bool {
		return s.Photos == 2 && s.Encoded == 2 && s.Gone == 0
	})
	place(t, "animals/german-shepherd.jpg", filepath.Join(dir, "private", "dog.jpg"))
	until(t, e, "a new photo in the folder", encoded(3))
}
