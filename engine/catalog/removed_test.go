package catalog

import (
	"errors"
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// remove takes a folder out of the library at a second of 1970.
func remove(t *testing.T, c *Catalog, f photo.Folder, second int64) {
	t.Helper()
	update(t, c, func(tx *Tx) error { return tx.RemoveFolder(f.ID, time.Unix(second, 0)) })
}

// kept are where the photos were that a scan would give back, sorted.
func kept(t *testing.T, c *Catalog) []string {
	t.Helper()
	all, err := c.GoneFiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, r := range all {
		paths = append(paths, r.Was)
	}
	slices.Sort(paths)
	return paths
}

// rows is what a query counts.
func rows(t *testing.T, c *Catalog, query string) int {
	t.Helper()
	var n int
	if err := c.read.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func wantKept(t *testing.T, c *Catalog, when string, want ...string) {
	t.Helper()
	if got := kept(t, c); !slices.Equal(got, want) {
		t.Errorf("%s: %q are kept, want %q", when, got, want)
	}
}

// favourite records a photo that somebody likes.
func favourite(t *testing.T, c *Catalog, f photo.Folder, name string) photo.ID {
	t.Helper()
	id := insert(t, c, picture(f, name))
	update(t, c, func(tx *Tx) error { return tx.SetFavourite(id, true) })
	return id
}

func TestARemovedFolderKeepsWhatPeopleSaid(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	for name, say := range map[string]func(*Tx, photo.ID) error{
		"favourite.jpg": func(tx *Tx, id photo.ID) error { return tx.SetFavourite(id, true) },
		"tagged.jpg":    func(tx *Tx, id photo.ID) error { return tx.Tag(id, "Été") },
		"confirmed.jpg": func(tx *Tx, id photo.ID) error { return tx.Judge(id, "cat", photo.Confirmed) },
		"rejected.jpg":  func(tx *Tx, id photo.ID) error { return tx.Judge(id, "screen:nudity", photo.Rejected) },
		"torn.jpg": func(tx *Tx, id photo.ID) error {
			_, err := tx.SetProblem(photo.Problem{ID: id, Reason: "It is torn."}, picture(f, "torn.jpg").File, false)
			return errors.Join(err, tx.Tag(id, "été"))
		},
		"gone.jpg": func(tx *Tx, id photo.ID) error {
			return errors.Join(tx.Tag(id, "été"), tx.SetGone(id, time.Unix(1, 0)))
		},
		"suggested":   func(tx *Tx, id photo.ID) error { return tx.SuggestPhoto(id, map[string]float64{"dog": 1}) },
		"untold.jpg":  func(*Tx, photo.ID) error { return nil },
		"missing.jpg": func(tx *Tx, id photo.ID) error { return tx.SetGone(id, time.Unix(1, 0)) },
	} {
		id := insert(t, c, picture(f, name))
		update(t, c, func(tx *Tx) error { return say(tx, id) })
	}
	remove(t, c, f, 100)
	wantKept(t, c, "removed", "/p/confirmed.jpg", "/p/favourite.jpg", "/p/gone.jpg", "/p/rejected.jpg", "/p/tagged.jpg",
		"/p/torn.jpg")

	// Nobody sees that.
	if n := counts(t, c); n != (Counts{}) {
		t.Errorf("counts %+v", n)
	}
	if all, err := c.Folders(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("folders %v, %v", all, err)
	}
	if _, err := c.Folder(t.Context(), f.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("the folder: %v", err)
	}
	if all, err := c.Gone(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("gone %v, %v", all, err)
	}
	if all, err := c.Things(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("things %v, %v", all, err)
	}
	for _, cond := range []query.Condition{
		query.Favourite,
		query.Text{In: query.Tag, Want: "été"},
		query.Phrase("tagged"),
	} {
		wants(t, "removed", []photo.ID{})(chosen(c.Select(t.Context(), []query.Filter{{Condition: cond}})))
	}

	// Added again, it has them until a scan finds the files, or misses them.
	again := addFolder(t, c, "/p")
	if n := counts(t, c); again.Away || n != (Counts{Gone: 6, Folders: 1}) {
		t.Errorf("added again: %+v, %+v", again, n)
	}
	id := insert(t, c, picture(again, "new.jpg"))
	wants(t, "new", []photo.ID{id})(chosen(c.Select(t.Context(),
		[]query.Filter{{Condition: query.Text{In: query.Folder, Want: "p"}}})))
}

// What a scan does with a photo that is kept: it moves to where its file is.
func TestAPhotoOfARemovedFolderComesBack(t *testing.T) {
	for _, tt := range []struct{ name, add, path string }{
		{"the folder", "/home/p", "/home/p/sub/a.jpg"},
		{"a folder around it", "/home", "/home/p/sub/a.jpg"},
		{"a folder inside", "/home/p/sub", "/home/p/sub/a.jpg"},
		{"renamed meanwhile", "/home/q", "/home/q/sub/b.jpg"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t)
			f := addFolder(t, c, "/home/p")
			id := favourite(t, c, f, "sub/a.jpg")
			favourite(t, c, f, "other/a.jpg")
			remove(t, c, f, 100)
			now := addFolder(t, c, tt.add)
			update(t, c, func(tx *Tx) error {
				return tx.Move(map[photo.ID]Place{id: {now.ID, photo.File{Path: tt.path, Size: 10}}})
			})
			if p, err := c.ByPath(t.Context(), tt.path); err != nil || p.ID != id || p.Folder != now.ID {
				t.Errorf("got %+v, %v", p, err)
			}
			if liked, err := c.Favourites(t.Context()); err != nil || !slices.Equal(liked, []photo.ID{id}) {
				t.Errorf("favourites %v, %v, want photo %d", liked, err, id)
			}
			wantKept(t, c, "the other", "/home/p/other/a.jpg")
		})
	}
}

func TestRemovedTwice(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	favourite(t, c, f, "sub/a.jpg")
	remove(t, c, f, 100)
	remove(t, c, f, 200) // which does nothing
	inner := addFolder(t, c, "/p/sub")
	favourite(t, c, inner, "b.jpg")
	remove(t, c, inner, 200)
	if err := c.SetAway(t.Context(), inner.ID, ""); err != nil { // as of a scan that came too late
		t.Fatal(err)
	}
	wantKept(t, c, "both", "/p/sub/a.jpg", "/p/sub/b.jpg")
	around := addFolder(t, c, "/")
	if n := counts(t, c); n != (Counts{Gone: 2, Folders: 1}) {
		t.Errorf("around both: %+v", n)
	}
	remove(t, c, around, 300)
	wantKept(t, c, "again", "/p/sub/a.jpg", "/p/sub/b.jpg")
	if n := counts(t, c); n != (Counts{}) {
		t.Errorf("at last: %+v", n)
	}
}

// A folder that is away can be removed, and one around it added then.
func TestAFolderThatIsAwayIsRemoved(t *testing.T) {
	c := open(t)
	usb := addFolder(t, c, "/media/usb")
	favourite(t, c, usb, "a.jpg")
	if err := c.SetAway(t.Context(), usb.ID, photo.AwayMissing); err != nil {
		t.Fatal(err)
	}
	remove(t, c, usb, 100)
	addFolder(t, c, "/media")
	wantKept(t, c, "around", "/media/usb/a.jpg")
}

// What is kept of a removed folder is in nobody's way.
func TestRelocateToWhereARemovedFolderWas(t *testing.T) {
	for _, place := range []string{"/p", "/p/sub", "/"} {
		c := open(t)
		f, other := addFolder(t, c, "/p"), addFolder(t, c, "/q")
		favourite(t, c, f, "a.jpg")
		id := favourite(t, c, other, "b.jpg")
		remove(t, c, f, 100)
		update(t, c, func(tx *Tx) error { return tx.Relocate(other.ID, place) })
		if p, err := c.Photo(t.Context(), id); err != nil || p.Folder != other.ID || !photo.Within(p.Path, place) {
			t.Errorf("to %s: %+v, %v", place, p, err)
		}
		wantKept(t, c, place, "/p/a.jpg")
	}
}

func TestWhatIsKeptOfARemovedFolderIsForgotten(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	favourite(t, c, f, "a.jpg")
	remove(t, c, f, 100)
	for _, tt := range []struct {
		before    int64
		forgotten int
		kept      []string
	}{{100, 0, []string{"/p/a.jpg"}}, {101, 1, nil}} {
		update(t, c, func(tx *Tx) error {
			n, err := tx.ForgetGone(time.Unix(tt.before, 0))
			if n != tt.forgotten {
				t.Errorf("before %d: %d are forgotten, want %d", tt.before, n, tt.forgotten)
			}
			return err
		})
		wantKept(t, c, "forgotten", tt.kept...)
	}
	if n := rows(t, c, `SELECT count(*) FROM folders`) + rows(t, c, `SELECT count(*) FROM favourites`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

// Of a folder of which nobody said anything, nothing is left but vectors.
func TestNothingIsKeptOfAnUntoldFolder(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	insert(t, c, picture(f, "a.jpg"))
	remove(t, c, f, 100)
	if n := rows(t, c, `SELECT count(*) FROM folders`) + rows(t, c, `SELECT count(*) FROM photos`) +
		rows(t, c, `SELECT count(*) FROM dirs`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

// A shot goes and comes back as a whole, though people said something of one file alone.
func TestAShotOfARemovedFolder(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	raw, jpeg := picture(f, "a.CR2"), picture(f, "a.jpg")
	raw.ID, jpeg.ID = insert(t, c, raw), insert(t, c, jpeg)
	update(t, c, func(tx *Tx) error { return tx.Tag(raw.ID, "raw") })
	remove(t, c, f, 100)
	wantKept(t, c, "removed", raw.Path)
	f = addFolder(t, c, "/p")
	update(t, c, func(tx *Tx) error { return tx.Move(map[photo.ID]Place{raw.ID: {f.ID, raw.File}}) })
	jpeg.ID = insert(t, c, jpeg)
	if tags, err := c.TagsOf(t.Context(), jpeg.ID); err != nil || !slices.Equal(tags, []string{"raw"}) {
		t.Errorf("tags %q, %v", tags, err)
	}
}

func BenchmarkRemoveFolder100k(b *testing.B) {
	for _, reported := range []int{0, 1_000, 100_000} {
		b.Run(map[int]string{0: "untold", 1_000: "some", 100_000: "all"}[reported], func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				c := filled(b, 100_000)
				all, err := c.Tiles(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				err = c.Update(b.Context(), func(tx *Tx) error {
					for _, tile := range all[:reported] {
						if err := errors.Join(tx.SetFavourite(tile.ID, true), tx.Tag(tile.ID, "holiday")); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if err := c.Update(b.Context(), func(tx *Tx) error {
					return tx.RemoveFolder(1, time.Now())
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
