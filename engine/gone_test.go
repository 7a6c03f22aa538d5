package engine

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/ingest"
	"recollect/engine/library"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/thumb"
)

func TestAFolderIsRelocated(t *testing.T) {
	old := put(t, "animals/kitten-with-yarn.jpg", "animals/german-shepherd.jpg")
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "the first photos", encoded(2))
	f := theFolder(t, e)
	now := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(old, now); err != nil {
		t.Fatal(err)
	}
	until(t, e, "being away", func(s photo.Status) bool { return s.Away == 2 })
	if f := theFolder(t, e); f.Reason != photo.AwayMissing {
		t.Errorf("away: %q", f.Reason)
	}
	checkSeenThoughAway(t, e)
	if err := e.Folders.Relocate(t.Context(), f.ID, t.TempDir()); !errors.Is(err, library.ErrElsewhere) {
		t.Errorf("to an empty folder: %v, want library.ErrElsewhere", err)
	}
	if err := e.Folders.AcceptLosses(t.Context(), f.ID); !errors.Is(err, library.ErrUnreachable) {
		t.Errorf("losses of a folder that is missing: %v, want library.ErrUnreachable", err)
	}
	if err := e.Folders.Relocate(t.Context(), f.ID, now); err != nil {
		t.Fatal(err)
	}
	until(t, e, "being back", func(s photo.Status) bool { return s.Away == 0 && s.Done() && s.Encoded == 2 })
	if f := theFolder(t, e); f.Path != now || f.Away {
		t.Errorf("got %+v", f)
	}
	place(t, "animals/brown-hens.jpg", filepath.Join(now, "new.jpg"))
	until(t, e, "a new photo at the new place", encoded(3))
}

// checkSeenThoughAway wants photos that are away to be found, shown and marked.
func checkSeenThoughAway(t *testing.T, e *Engine) {
	t.Helper()
	if got := find(t, e, asked("a dog", query.Query{Limit: 1})); !slices.Equal(got, []string{"german-shepherd.jpg"}) {
		t.Errorf("a dog is %v", got)
	}
	tiles, err := e.Photos.Tiles(t.Context())
	if err != nil || len(tiles) != 2 {
		t.Fatalf("got %+v, %v", tiles, err)
	}
	for _, tile := range tiles {
		if _, err := e.Photos.Thumb(t.Context(), tile.ID, thumb.Small); err != nil || !tile.Away {
			t.Errorf("got %+v, its small picture: %v", tile, err)
		}
	}
}

func theFolder(t *testing.T, e *Engine) photo.Folder {
	t.Helper()
	all, err := e.Folders.List(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("got %+v, %v, want one folder", all, err)
	}
	return all[0]
}

func TestWhatIsGoneForAMonthIsForgotten(t *testing.T) {
	dir := put(t, "animals/kitten-with-yarn.jpg", "animals/german-shepherd.jpg")
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	cat := filepath.Join(dir, "kitten-with-yarn.jpg")
	if err := os.Remove(cat); err != nil {
		t.Fatal(err)
	}
	s, err := e.Sync(t.Context())
	if err != nil || s != (Summary{Summary: ingest.Summary{Gone: 1}}) {
		t.Fatalf("got %+v, %v", s, err)
	}
	checkGone(t, e, 29, 1)
	checkGone(t, e, 31, 0)
}

func checkGone(t *testing.T, e *Engine, days, want int) {
	t.Helper()
	if err := library.ForgetGone(t.Context(), e.catalog, time.Now().AddDate(0, 0, days)); err != nil {
		t.Fatal(err)
	}
	all, err := e.Folders.Gone(t.Context())
	if err != nil || len(all) != want {
		t.Errorf("after %d days %v are gone, %v, want %d", days, all, err, want)
	}
}

// A folder of the library cannot be said to lie where another is.
func TestRelocateOverAnother(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	a, b := put(t, "animals/kitten-with-yarn.jpg"), put(t, "animals/kitten-with-yarn.jpg")
	for _, dir := range []string{a, b} {
		if err := e.Folders.Add(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := e.Folders.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range all {
		if err := e.Folders.Relocate(t.Context(), f.ID, all[1-i].Path); !errors.Is(err, catalog.ErrOverlap) {
			t.Errorf("got %v, want ErrOverlap", err)
		}
	}
	err = e.Folders.Relocate(t.Context(), all[0].ID, filepath.Join(t.TempDir(), "none"))
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want %v", err, os.ErrNotExist)
	}
}

// A folder that is removed while somebody says that its losses were meant is removed:
// nothing is recorded in it any more.
func TestLossesOfAFolderThatIsBeingRemoved(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	dir := put(t, "animals/kitten-with-yarn.jpg")
	for range 10 {
		add(t, e, dir)
		syncOnce(t, e)
		f := theFolder(t, e)
		if err := e.UserData.SetFavourite(t.Context(), []photo.ID{photoNamed(t, e, "kitten-with-yarn.jpg")},
			true); err != nil {
			t.Fatal(err)
		}
		e.scanning.Lock() // as RemoveFolder holds it
		accepted := make(chan error, 1)
		begun := make(chan struct{})
		go func() {
			close(begun)
			accepted <- e.Folders.AcceptLosses(t.Context(), f.ID)
		}()
		<-begun
		err := e.ingest.Forget(t.Context(), f.ID)
		e.scanning.Unlock()
		if err != nil {
			t.Fatal(err)
		}
		if err := <-accepted; !errors.Is(err, catalog.ErrNotFound) {
			t.Errorf("got %v, want catalog.ErrNotFound", err)
		}
		if err := e.Upkeep.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
