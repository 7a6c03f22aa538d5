package engine

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/photo"
)

// While one process holds the library, another may change what a person keeps,
// and nothing else of it.
func TestBeside(t *testing.T) {
	library := t.TempDir()
	o := options(t, library)
	if _, err := Open(t.Context(), Options{Library: filepath.Join(library, "none"), Model: o.Model, Beside: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there was nothing to open: %v", err)
	}
	holder := open(t, o)
	if err := holder.AddFolder(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
		t.Fatal(err)
	}
	if _, err := holder.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrInUse) {
		t.Fatalf("opened twice: %v", err)
	}
	o.Beside = true
	other := open(t, o)
	tiles, err := other.Tiles(t.Context())
	if err != nil || len(tiles) != 1 {
		t.Fatal(tiles, err)
	}
	if err := other.Tag(t.Context(), []photo.ID{tiles[0].ID}, "garden", true); err != nil {
		t.Fatal(err)
	}
	if got := find(t, holder, photo.Query{Text: "tag:garden"}); len(got) != 1 {
		t.Errorf("the holder finds %v", got)
	}
	if err := holder.Tag(t.Context(), []photo.ID{tiles[0].ID}, "duck", true); err != nil {
		t.Error(err)
	}
	if got := find(t, other, photo.Query{Text: "tag:duck"}); len(got) != 1 {
		t.Errorf("the other finds %v", got)
	}
}

// The process that holds the library notices what another changes, and not its own
// changes.
func TestOthersAreFollowed(t *testing.T) {
	o := options(t, t.TempDir())
	holder := open(t, o)
	if err := holder.AddFolder(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
		t.Fatal(err)
	}
	start(t, holder)
	until(t, holder, "the photo", encoded(1))
	o.Beside = true
	other := open(t, o)
	ids := []photo.ID{photoNamed(t, holder, "white-duck.jpg")}
	for n, change := range []func() error{
		func() error { return other.SetFavourite(t.Context(), ids, true) },
		func() error { return other.Tag(t.Context(), ids, "garden", true) },
		func() error { _, err := other.SaveAlbum(t.Context(), "Ducks", "duck"); return err },
	} {
		if err := holder.Tag(t.Context(), ids, "own", n%2 == 0); err != nil {
			t.Fatal(err)
		}
		before := holder.Status()
		if err := change(); err != nil {
			t.Fatal(err)
		}
		until(t, holder, "the change", func(s photo.Status) bool {
			return s.Others > before.Others && s.Generation > before.Generation
		})
	}
	if n := holder.Status().Others; n != 3 {
		t.Errorf("3 changes of another process are %d", n)
	}
}

// What another process has people's verdicts learned from counts for new photos as well.
func TestVerdictsOfOthersAreLearnedFrom(t *testing.T) {
	names := []string{"animals/sheep-in-meadow.jpg", "animals/white-duck.jpg"}
	for _, kind := range []string{"bright", "cropped", "half", "q60"} {
		names = append(names, "duplicates/kitten-with-yarn-"+kind+".jpg", "duplicates/moraine-lake-"+kind+".jpg")
	}
	holder, o := withThings(t, names...)
	start(t, holder)
	until(t, holder, "the photos", encoded(len(names)))
	o.Beside = true
	other := open(t, o)
	for _, name := range names {
		verdict := photo.Rejected
		if strings.Contains(name, "lake") {
			verdict = photo.Confirmed
		}
		if err := other.Judge(t.Context(), "beach", []photo.ID{photoNamed(t, other, name)}, verdict); err != nil {
			t.Fatal(err)
		}
	}
	until(t, holder, "what was learned", func(photo.Status) bool {
		tagger := holder.things.tagger.Load()
		if tagger == nil {
			return false
		}
		_, ok := tagger.Head("beach")
		return ok
	})
}
