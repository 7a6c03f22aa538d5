package engine

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/query"
	"recollect/engine/scan"
)

// A file that seems to be written to when its folder is looked at is come back to,
// although nothing tells of it any more.
func TestAFileThatWasPutOffIsComeBackTo(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	dir := put(t, "animals/white-duck.jpg")
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "the first photo", encoded(1))
	path := filepath.Join(dir, "new.jpg")
	place(t, "animals/kitten-with-yarn.jpg", path)
	late := time.Now().Add(1500 * time.Millisecond) // as on a server whose clock is ahead
	if err := os.Chtimes(path, late, late); err != nil {
		t.Fatal(err)
	}
	until(t, e, "the new photo", encoded(2))
	if took := time.Since(late); took < 0 {
		t.Errorf("it was taken %v before it was quiet", -took)
	}
}

// What an earlier version did not derive is derived behind; see analyse for what comes first.
func TestWhatIsMissingIsDerivedBehind(t *testing.T) {
	e := synced(t, "garden/orange-dahlia.jpg")
	coloured := func() int {
		t.Helper()
		ids, err := e.catalog.Select(t.Context(), []query.Filter{{Condition: query.Colour("orange")}})
		if err != nil {
			t.Fatal(err)
		}
		return ids.Len()
	}
	p, err := e.Photos.Photo(t.Context(), photoNamed(t, e, "orange-dahlia.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	err = e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		_, err := tx.SetContent(p.ID, p.File, catalog.Content{Hash: p.Hash}) // as before there were colours
		return errors.Join(err, tx.Forget(catalog.ColourKey))
	})
	if err != nil || coloured() != 0 {
		t.Fatalf("the colours are still there: %v", err)
	}
	start(t, e)
	for deadline := time.Now().Add(patience); coloured() == 0; {
		if time.Now().After(deadline) {
			t.Fatal("the colours did not come")
		}
	}
}

// Nobody takes a folder that was added for looked through because files in it were.
func TestAFolderIsScannedOnceAllOfItWas(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	dir := put(t, "animals/white-duck.jpg")
	place(t, "animals/kitten-with-yarn.jpg", filepath.Join(dir, "below", "a.jpg"))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scope    scan.Scope
		scanning bool
		photos   int
	}{
		{scan.Scope{Shallow: []string{dir}}, true, 1},
		{scan.Scope{Deep: []string{filepath.Join(dir, "below")}}, true, 2},
		{scan.Scope{Deep: []string{dir}}, false, 2},
	} {
		if _, err := e.scanScope(t.Context(), c.scope, nil); err != nil {
			t.Fatal(err)
		}
		if s := e.Status(); s.Scanning != c.scanning || s.Counting != c.scanning || s.Photos != c.photos {
			t.Errorf("%v: got %+v", c.scope, s)
		}
	}
}
