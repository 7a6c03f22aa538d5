package catalog

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/photo"
)

// The library in testdata/v2.db was written by the last program that knew
// version 2: a photo with its RAW file, one that waits, a film, a damaged file,
// and an encoded photo in a folder that is away.
func TestVersion2(t *testing.T) {
	c := frozen(t, "v2.db")
	if n := counts(t, c); n != (Counts{Photos: 3, Encoded: 2, Problems: 2, Away: 1, Waiting: 1, Folders: 2}) {
		t.Errorf("got %+v", n)
	}
	folders, err := c.Folders(t.Context())
	if err != nil || folders[0].Reason != photo.AwayMissing || !folders[0].Away || folders[1].Reason != "" ||
		folders[1].Away {
		t.Errorf("got %+v, %v", folders, err)
	}
	p, err := c.ByPath(t.Context(), "/pictures/a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) error { return tx.SetGone(p.ID, time.Unix(5, 0)) })
	if raw, err := c.ByPath(t.Context(), "/pictures/a.CR2"); err != nil || raw.Lead != 0 {
		t.Errorf("without its JPEG the RAW file is %+v, %v", raw, err)
	}
	if gone, err := c.Gone(t.Context()); err != nil || len(gone) != 1 ||
		gone[0] != (photo.Gone{ID: p.ID, Path: p.Path, Since: time.Unix(5, 0)}) {
		t.Errorf("got %+v, %v", gone, err)
	}
}

func TestAGonePhotoIsInNoAnswer(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	id := insert(t, c, picture(f, "a.jpg"))
	update(t, c, func(tx *Tx) error { return tx.SetGone(id, time.Unix(100, 0)) })
	if _, err := c.Photo(t.Context(), id); !errors.Is(err, ErrNotFound) {
		t.Errorf("Photo: %v", err)
	}
	if tiles, err := c.TilesOf(t.Context(), []photo.ID{id}); err != nil || len(tiles) != 0 {
		t.Errorf("TilesOf: %v, %v", tiles, err)
	}
	tiles, err := c.Tiles(t.Context())
	if err != nil || len(tiles) != 0 {
		t.Errorf("Tiles: %v, %v", tiles, err)
	}
	waiting, err := c.Missing(t.Context(), EmbedKey("model-a"), nil, 10)
	if err != nil || len(waiting) != 0 {
		t.Errorf("Waiting: %v, %v", waiting, err)
	}
	below, err := c.Below(t.Context(), "/")
	if err != nil || len(below) != 0 {
		t.Errorf("Below: %v, %v", below, err)
	}
	if in, err := c.InFolder(t.Context(), f.ID); err != nil || len(in) != 0 {
		t.Errorf("InFolder: %v, %v", in, err)
	}
	if n := counts(t, c); n != (Counts{Gone: 1, Folders: 1}) {
		t.Errorf("Counts: %+v", n)
	}
}

func TestForgetGone(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	old, fresh := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	there := insert(t, c, picture(f, "c.jpg"))
	update(t, c, func(tx *Tx) error {
		return errors.Join(tx.SetGone(old, time.Unix(100, 0)), tx.SetGone(fresh, time.Unix(200, 0)))
	})
	update(t, c, func(tx *Tx) error {
		n, err := tx.ForgetGone(time.Unix(150, 0))
		if n != 1 {
			t.Errorf("%d were forgotten, want 1", n)
		}
		return err
	})
	gone, err := c.Gone(t.Context())
	if err != nil || len(gone) != 1 || gone[0].ID != fresh {
		t.Errorf("got %+v, %v, want photo %d", gone, err, fresh)
	}
	if _, err := c.Photo(t.Context(), there); err != nil {
		t.Error(err)
	}
}

// Nothing is to be kept of what could not be shown.
func TestABrokenFileVanishes(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	p := picture(f, "a.jpg")
	p.ID = insert(t, c, p)
	update(t, c, func(tx *Tx) error {
		_, err := tx.SetProblem(photo.Problem{ID: p.ID, Reason: "It is torn."}, p.File, false)
		return err
	})
	update(t, c, func(tx *Tx) error { return tx.SetGone(p.ID, time.Unix(1, 0)) })
	if n := counts(t, c); n != (Counts{Folders: 1}) {
		t.Errorf("got %+v", n)
	}
}

func TestRelocate(t *testing.T) {
	c := open(t)
	usb, home := addFolder(t, c, "/media/usb"), addFolder(t, c, "/home")
	a, other := picture(usb, "2024/a.jpg"), picture(home, "x.jpg")
	a.ID, other.ID = insert(t, c, a), insert(t, c, other)
	for _, path := range []string{"/home", "/home/inside", "/"} {
		err := c.Update(t.Context(), func(tx *Tx) error { return tx.Relocate(usb.ID, path) })
		if !errors.Is(err, ErrOverlap) {
			t.Errorf("to %s: %v, want ErrOverlap", path, err)
		}
	}
	if err := c.SetAway(t.Context(), usb.ID, photo.AwayMissing); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/media/usb/deeper", "/media", "/media/stick"} { // also into itself, and around
		update(t, c, func(tx *Tx) error { return tx.Relocate(usb.ID, path) })
		f, err := c.Folder(t.Context(), usb.ID)
		if err != nil || f.Path != path || f.Away || f.Photos != 1 {
			t.Errorf("to %s: %+v, %v", path, f, err)
		}
		p, err := c.Photo(t.Context(), a.ID)
		if want := filepath.Join(path, "2024", "a.jpg"); err != nil || p.Path != want {
			t.Errorf("got %s, %v, want %s", p.Path, err, want)
		}
	}
	if p, err := c.Photo(t.Context(), other.ID); err != nil || p.Path != other.Path {
		t.Errorf("got %+v, %v", p, err)
	}
}

// A photo may go while it is decoded: what comes of that is too late.
func TestNoProblemIsRecordedOfAGonePhoto(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	p := picture(f, "a.jpg")
	p.ID = insert(t, c, p)
	update(t, c, func(tx *Tx) error { return tx.SetGone(p.ID, time.Unix(1, 0)) })
	update(t, c, func(tx *Tx) error {
		kept, err := tx.SetProblem(photo.Problem{ID: p.ID, Reason: "It is torn."}, p.File, false)
		if kept {
			t.Error("the problem was recorded")
		}
		return err
	})
	if n := counts(t, c); n != (Counts{Gone: 1, Folders: 1}) {
		t.Errorf("got %+v", n)
	}
}
