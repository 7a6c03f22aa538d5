package catalog

import (
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// Of a folder that is lost only the photos that are missing are away, until they are
// described again, moved, found, or the folder is whole.
func TestMissingPhotos(t *testing.T) {
	since := time.Unix(9, 0)
	for name, c := range map[string]struct {
		do   func(tx *Tx, f photo.Folder, a photo.Photo) error
		left int // photos that are still missing
	}{
		"nothing": {func(*Tx, photo.Folder, photo.Photo) error { return nil }, 2},
		"once more": {func(tx *Tx, _ photo.Folder, a photo.Photo) error {
			_, err := tx.SetMissing(a.ID, since)
			return err
		}, 2},
		"found": {func(tx *Tx, _ photo.Folder, a photo.Photo) error {
			_, err := tx.SetMissing(a.ID, time.Time{})
			return err
		}, 1},
		"described again": {func(tx *Tx, _ photo.Folder, a photo.Photo) error { return tx.RefreshMetadata(a) }, 1},
		"replaced":        {func(tx *Tx, _ photo.Folder, a photo.Photo) error { return tx.Replace(a) }, 1},
		"moved": {func(tx *Tx, f photo.Folder, a photo.Photo) error {
			a.Path = "/p/moved.jpg"
			return tx.Move(map[photo.ID]Place{a.ID: {f.ID, a.File}})
		}, 1},
		"gone":      {func(tx *Tx, _ photo.Folder, a photo.Photo) error { return tx.SetGone(a.ID, since) }, 1},
		"whole":     {func(tx *Tx, f photo.Folder, _ photo.Photo) error { return tx.SetAway(f.ID, "") }, 0},
		"relocated": {func(tx *Tx, f photo.Folder, _ photo.Photo) error { return tx.Relocate(f.ID, "/q") }, 0},
		"removed":   {func(tx *Tx, f photo.Folder, _ photo.Photo) error { return tx.RemoveFolder(f.ID, since) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			cat := open(t)
			f := addFolder(t, cat, "/p")
			a, b, there := picture(f, "a.jpg"), picture(f, "b.jpg"), picture(f, "there.jpg")
			for _, p := range []*photo.Photo{&a, &b, &there} {
				p.ID = insert(t, cat, *p)
			}
			update(t, cat, func(tx *Tx) error {
				for _, id := range []photo.ID{a.ID, b.ID} {
					if isNew, err := tx.SetMissing(id, since); err != nil || !isNew {
						t.Errorf("got %v, %v", isNew, err)
					}
				}
				return tx.SetAway(f.ID, photo.AwayLost)
			})
			if n := counts(t, cat); n.Photos != 3 || n.Away != 2 || n.Waiting != 1 || n.Gone != 0 {
				t.Errorf("got %+v", n)
			}
			update(t, cat, func(tx *Tx) error { return c.do(tx, f, a) })
			wantMissing(t, cat, c.left)
		})
	}
}

// wantMissing wants every answer of the catalog to have so many photos missing.
func wantMissing(t *testing.T, c *Catalog, want int) {
	t.Helper()
	tiles, err := c.Tiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	away, waiting := 0, 0
	for _, tile := range tiles {
		p, err := c.Photo(t.Context(), tile.ID)
		if err != nil || p.Away != tile.Away {
			t.Errorf("%+v, %v, but %+v", p, err, tile)
		}
		if tile.Away {
			away++
		} else {
			waiting++
		}
	}
	if n := counts(t, c); away != want || n.Away != want || n.Waiting != waiting {
		t.Errorf("%d are away, %+v, want %d", away, n, want)
	}
	if todo, err := c.Missing(t.Context(), EmbedKey("model-a"), nil, 9); err != nil || len(todo) != waiting {
		t.Errorf("waiting: %v, %v", todo, err)
	}
	if ids, err := chosen(c.Select(t.Context(), []query.Filter{{Condition: query.IsAway}})); err != nil ||
		len(ids) != want {
		t.Errorf("is:away: %v, %v", ids, err)
	}
	if all, err := c.MissingFiles(t.Context()); err != nil || len(all) != want ||
		slices.ContainsFunc(all, func(r photo.Recorded) bool { return !r.Missing }) {
		t.Errorf("for a scan: %+v, %v", all, err)
	}
	folders, err := c.Folders(t.Context())
	if err != nil || len(folders) == 1 && folders[0].Missing != want {
		t.Errorf("got %+v, %v", folders, err)
	}
}

// A folder ends to be lost when no photo of it is missing, and no other folder does.
func TestLossesEnd(t *testing.T) {
	c := open(t)
	var ids []photo.ID
	for _, path := range []string{"/lost", "/found", "/missing"} {
		f := addFolder(t, c, path)
		ids = append(ids, insert(t, c, picture(f, "a.jpg")))
		why := photo.AwayLost
		if path == "/missing" {
			why = photo.AwayMissing
		}
		if err := c.SetAway(t.Context(), f.ID, why); err != nil {
			t.Fatal(err)
		}
	}
	update(t, c, func(tx *Tx) error {
		if _, err := tx.SetMissing(ids[0], time.Unix(9, 0)); err != nil {
			return err
		}
		whole, err := tx.EndLosses()
		if len(whole) != 1 || whole[0].Path != "/found" || whole[0].Away {
			t.Errorf("got %+v", whole)
		}
		return err
	})
	folders, err := c.Folders(t.Context())
	if err != nil || folders[0].Away || !folders[1].Away || !folders[2].Away {
		t.Errorf("got %+v, %v", folders, err)
	}
}

func TestUnreadable(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	for _, name := range []string{"in/a.jpg", "in/below/b.jpg", "inside.jpg"} {
		insert(t, c, picture(f, name))
	}
	odd := "/p/\xff" // a name is bytes
	all := []photo.Unreadable{
		{Path: "/p/in", Reason: "Not allowed.", Detail: "permission denied"},
		{Path: odd, Reason: "Not allowed.", Detail: "permission denied"},
		{Path: "/elsewhere", Reason: "Not allowed."},
	}
	update(t, c, func(tx *Tx) error { return tx.SetUnreadable(all) })
	got, err := c.Unreadable(t.Context(), false)
	if err != nil || !slices.Equal(got, all[:2]) {
		t.Errorf("got %+v, %v", got, err)
	}
	all[0].Known = 2
	if got, err = c.Unreadable(t.Context(), true); err != nil || !slices.Equal(got, all[:2]) {
		t.Errorf("counted: %+v, %v", got, err)
	}
	update(t, c, func(tx *Tx) error { return tx.SetValue(unreadableKey, "{") })
	if got, err = c.Unreadable(t.Context(), true); err != nil || got != nil {
		t.Errorf("of a list that is none: %+v, %v", got, err)
	}
}
