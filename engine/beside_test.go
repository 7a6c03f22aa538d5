package engine

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/things"
)

// While one process holds the library, another may change what a person keeps,
// and nothing else of it.
func TestBeside(t *testing.T) {
	library := t.TempDir()
	o := options(t, library)
	if _, err := Open(t.Context(), Options{
		Library: filepath.Join(library, "none"), Model: o.Model, Mode: Shared,
	}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there was nothing to open: %v", err)
	}
	holder := open(t, o)
	if err := holder.Folders.Add(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
		t.Fatal(err)
	}
	if _, err := holder.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrInUse) {
		t.Fatalf("opened twice: %v", err)
	}
	o.Mode = Shared
	other := open(t, o)
	tiles, err := other.Photos.Tiles(t.Context())
	if err != nil || len(tiles) != 1 {
		t.Fatal(tiles, err)
	}
	if err := other.UserData.Tag(t.Context(), []photo.ID{tiles[0].ID}, "garden", true); err != nil {
		t.Fatal(err)
	}
	if got := find(t, holder, typed("tag:garden")); len(got) != 1 {
		t.Errorf("the holder finds %v", got)
	}
	if err := holder.UserData.Tag(t.Context(), []photo.ID{tiles[0].ID}, "duck", true); err != nil {
		t.Error(err)
	}
	if got := find(t, other, typed("tag:duck")); len(got) != 1 {
		t.Errorf("the other finds %v", got)
	}
}

// The process that holds the library notices what another changes, and not its own
// changes.
func TestOthersAreFollowed(t *testing.T) {
	o := options(t, t.TempDir())
	holder := open(t, o)
	if err := holder.Folders.Add(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
		t.Fatal(err)
	}
	start(t, holder)
	until(t, holder, "the photo", encoded(1))
	o.Mode = Shared
	other := open(t, o)
	ids := []photo.ID{photoNamed(t, holder, "white-duck.jpg")}
	for n, change := range []func() error{
		func() error { return other.UserData.SetFavourite(t.Context(), ids, true) },
		func() error { return other.UserData.Tag(t.Context(), ids, "garden", true) },
		func() error { _, err := other.Albums.SaveAlbum(t.Context(), "Ducks", "duck"); return err },
	} {
		if err := holder.UserData.Tag(t.Context(), ids, "own", n%2 == 0); err != nil {
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
	o.Mode = Shared
	other := open(t, o)
	for _, name := range names {
		verdict := photo.Rejected
		if strings.Contains(name, "lake") {
			verdict = photo.Confirmed
		}
		if err := other.Things.Judge(t.Context(), "beach", []photo.ID{photoNamed(t, other, name)},
			verdict); err != nil {
			t.Fatal(err)
		}
	}
	until(t, holder, "what was learned", func(photo.Status) bool {
		s := holder.Things.current.Load()
		if s == nil {
			return false
		}
		_, ok := s.tagger.Head("beach")
		return ok
	})
}

// What another process screens for is taken over, and the process that holds the library
// looks at the photos for it.
func TestScreeningOfOthersIsTakenOver(t *testing.T) {
	holder, o := withThings(t, shown[0], shown[1])
	receipt := photoNamed(t, holder, shown[0])
	looksLike(t, holder, receipt, "shop receipt")
	start(t, holder)
	until(t, holder, "the photos", encoded(2))
	o.Mode = Shared
	other := open(t, o)
	for _, step := range []struct {
		names   []string
		flagged int
	}{{[]string{"memes"}, 0}, {[]string{"receipts"}, 1}, {nil, 0}, {[]string{"receipts", "memes"}, 1}} {
		before := holder.Status()
		if err := other.Things.SetScreening(t.Context(), step.names); err != nil {
			t.Fatal(err)
		}
		until(t, holder, "what is screened for", func(s photo.Status) bool {
			return s.Others > before.Others && lookedAt(t, holder, step.names)
		})
		n := 0
		for _, thing := range thingsOf(t, holder, shown[0]) {
			if strings.HasPrefix(thing, things.ScreenPrefix) {
				n++
			}
		}
		if flagged := find(t, holder, typed("is:flagged")); len(flagged) != step.flagged || n != step.flagged {
			t.Errorf("with %q %v are flagged, want %d, and the receipt shows %d", step.names, flagged, step.flagged, n)
		}
	}
}

// Until the process that holds the library has taken over what another screens for, it goes
// on with what it knows, and does not record that it looked at the photos for the other's.
func TestScreeningOfOthersIsNotMistaken(t *testing.T) {
	holder, o := withThings(t, shown[0])
	receipt := photoNamed(t, holder, shown[0])
	looksLike(t, holder, receipt, "shop receipt")
	o.Mode = Shared
	other := open(t, o)
	if err := other.Things.SetScreening(t.Context(), []string{"receipts"}); err != nil {
		t.Fatal(err)
	}
	if err := holder.Things.Suggest(t.Context()); err != nil { // as after a photo was encoded
		t.Fatal(err)
	}
	if lookedAt(t, holder, []string{"receipts"}) {
		t.Error("photos are taken for looked at before what is screened for was taken over")
	}
	holder.readOthersWrites(t.Context())
	if err := holder.Things.Suggest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := find(t, holder, typed("is:flagged")); len(got) != 1 {
		t.Errorf("flagged: %v", got)
	}

	// Switched off and on again: photos were looked at without it meanwhile.
	for _, names := range [][]string{nil, {"receipts"}} {
		if err := other.Things.SetScreening(t.Context(), names); err != nil {
			t.Fatal(err)
		}
		holder.readOthersWrites(t.Context())
		if names == nil {
			if err := holder.Things.Suggest(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if lookedAt(t, holder, []string{"receipts"}) {
			t.Errorf("after %q nobody looks again", names)
		}
	}
}

// looksLike gives a photo the vector of a sentence, as if the model had seen that.
func looksLike(t *testing.T, e *Engine, id photo.ID, sentence string) {
	t.Helper()
	v, err := e.models.Answerer().Text(t.Context(), sentence)
	if err != nil {
		t.Fatal(err)
	}
	p, err := e.Photos.Photo(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	err = e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		// With its colours, perceptual hash and grade, nothing is left for which the file would be read.
		content := catalog.Content{Hash: photo.Hash{1}, Vector: v, Colours: 1}
		_, err := tx.SetContent(id, p.File, content)
		return errors.Join(err, tx.SetLook(content.Hash, 1), tx.SetGrade(content.Hash, look.Grade{}))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// lookedAt reports whether all photos were looked at for these screens.
func lookedAt(t *testing.T, e *Engine, screens []string) bool {
	t.Helper()
	known := slices.DeleteFunc(things.Screens(), func(name string) bool { return !slices.Contains(screens, name) })
	p, err := e.catalog.Progress(t.Context(), e.Things.key(known))
	if err != nil {
		t.Fatal(err)
	}
	return p.Done > 0 && p.Done == p.Photos
}
