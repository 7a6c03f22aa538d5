package catalog

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"recollect/engine/catalog/record"
	"recollect/engine/photo"
)

// tiles are the names of the files that the grid shows.
func tiles(t *testing.T, c *Catalog) (names []string) {
	t.Helper()
	all, err := c.Tiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, tile := range all {
		p, err := c.Photo(t.Context(), tile.ID)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.Base(p.Path))
	}
	slices.Sort(names)
	return names
}

func TestFollowersAreLeftOut(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	raw, jpeg, film := picture(f, "a.cr2"), picture(f, "A.jpg"), picture(f, "a.mov")
	raw.ID = insert(t, c, raw)
	encode(t, c, raw.ID, photo.Hash{1}, axis(0))
	seq, err := c.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) (err error) {
		if jpeg.ID, err = tx.Insert(jpeg); err != nil {
			return err
		}
		if film.ID, err = tx.Insert(film); err != nil {
			return err
		}
		_, err = tx.SetProblem(photo.Problem{ID: film.ID, Reason: "r", Detail: "d", Kind: "mov"}, film.File, false)
		return err
	})
	reported, err := c.VectorsSince(t.Context(), *c.model.Load(), seq, nil)
	if err != nil || !slices.Contains(reported.Gone, raw.ID) {
		t.Errorf("told %+v, %v, want %v hidden", reported, err, raw.ID)
	}
	if got := tiles(t, c); !slices.Equal(got, []string{"A.jpg"}) {
		t.Errorf("tiles of %v", got)
	}
	if got := counts(t, c); got != (Counts{Photos: 1, Waiting: 1, Folders: 1}) {
		t.Errorf("got %+v", got)
	}
	err = c.Vectors(t.Context(), *c.model.Load(), func(id photo.ID, _ photo.Vector, _ []float32) error {
		return fmt.Errorf("the vector of %d", id)
	})
	if err != nil {
		t.Error(err)
	}
	waiting, err := c.Missing(t.Context(), EmbedKey("model-a"), nil, 9)
	if err != nil || len(waiting) != 1 || waiting[0].ID != jpeg.ID {
		t.Errorf("waiting: %v, %v", waiting, err)
	}
	if tiles, err := c.TilesOf(t.Context(), []photo.ID{raw.ID}); err != nil || len(tiles) != 0 {
		t.Errorf("a follower has a tile: %v, %v", tiles, err)
	}
	if paths, err := c.Paths(t.Context()); err != nil || len(paths) != 1 {
		t.Errorf("paths %v, %v", paths, err)
	}
	with, err := c.Companions(t.Context(), jpeg.ID)
	if err != nil || len(with) != 2 || with[0].ID != raw.ID || with[1].ID != film.ID || with[0].Lead != jpeg.ID {
		t.Errorf("companions %+v, %v", with, err)
	}
	if problems, err := c.Problems(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("problems %+v, %v", problems, err)
	}
	if encode(t, c, raw.ID, photo.Hash{1}, nil) {
		t.Error("what was read of a file that follows by now was taken")
	}

	update(t, c, func(tx *Tx) error { return tx.Delete(jpeg.ID) })
	shown := map[photo.ID]float64{}
	show := func(id photo.ID, v photo.Vector, _ []float32) error {
		shown[id] = float64(v[0])
		return nil
	}
	reported, err = c.VectorsSince(t.Context(), *c.model.Load(), reported.Sequence, show)
	v, is := shown[raw.ID]
	if err != nil || !is || slices.Contains(reported.Gone, raw.ID) || math.Abs(v-float64(axis(0)[0])) > 0.001 {
		t.Errorf("told %v, %+v, %v, want the vector of %d", shown, reported, err, raw.ID)
	}
	if got := counts(t, c); got != (Counts{Photos: 1, Encoded: 1, Folders: 1}) {
		t.Errorf("without its lead: %+v", got)
	}
}

func TestUnsupportedFormatsAreToldOncePerKind(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	for name, kind := range map[string]string{
		"3.mp4": "mp4", "1.mp4": "mp4", "2.jxl": "jxl", "9.jpg": "", "8.jpg": "",
		"4.mp4": "mp4",
	} {
		p := picture(f, name)
		p.ID = insert(t, c, p)
		update(t, c, func(tx *Tx) error {
			_, err := tx.SetProblem(photo.Problem{
				ID: p.ID, Reason: photo.Reason("about " + name), Detail: "d",
				Kind: kind,
			}, p.File, false)
			return err
		})
	}
	all, err := c.Problems(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range all {
		got = append(got, fmt.Sprintf("%s %q %q %d", filepath.Base(p.Path), p.Reason, p.Kind, p.Count))
	}
	want := []string{
		`8.jpg "about 8.jpg" "" 1`, `9.jpg "about 9.jpg" "" 1`, `1.mp4 "about 1.mp4" "mp4" 3`,
		`2.jxl "about 2.jxl" "jxl" 1`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if n := counts(t, c); n.Problems != len(want) {
		t.Errorf("%d problems are counted, want %d", n.Problems, len(want))
	}
}

func TestRefreshMetadataKeepsWhatIsKnownOfTheContent(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	p := picture(f, "a.jpg")
	p.ID = insert(t, c, p)
	update(t, c, func(tx *Tx) error {
		_, err := tx.SetContent(p.ID, p.File, Content{Hash: photo.Hash{7}, Damaged: true, Vector: axis(1)})
		return err
	})
	p.Sidecars = photo.ListSidecars([]photo.Sidecar{{Name: "a.xmp"}})
	p.Meta.Title = "told"
	update(t, c, func(tx *Tx) error { return tx.RefreshMetadata(p) })
	got, err := c.Photo(t.Context(), p.ID)
	if err != nil || got.Hash != (photo.Hash{7}) || !got.Damaged || got.Meta.Title != "told" ||
		got.Sidecars != p.Sidecars {
		t.Errorf("got %+v, %v", got, err)
	}
	if n := counts(t, c); n.Encoded != 1 {
		t.Errorf("got %+v", n)
	}
	update(t, c, func(tx *Tx) error { return tx.Replace(p) })
	if got, err := c.Photo(t.Context(), p.ID); err != nil || got.Damaged || got.Hash != (photo.Hash{}) {
		t.Errorf("replaced: %+v, %v", got, err)
	}
}

// SQLite makes NULL of what is no number, and a NULL could not be read again.
func TestWhatIsNoNumberIsUnknown(t *testing.T) {
	c := open(t)
	p := picture(addFolder(t, c, "/pictures"), "a.jpg")
	p.Meta = photo.Meta{FNumber: math.NaN(), FocalMM: math.Inf(1), Place: &photo.Place{Latitude: math.NaN()}}
	got, err := c.Photo(t.Context(), insert(t, c, p))
	if err != nil || got.Meta.FNumber != 0 || got.Meta.FocalMM != 0 || got.Meta.Place != nil {
		t.Errorf("got %+v, %v", got.Meta, err)
	}
}

func TestARenamedPhotoIsToldAnew(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	p := picture(f, "IMG_20240131.jpg")
	p.ID = insert(t, c, p)
	for _, step := range []struct {
		to     string
		untold bool
	}{{"/pictures/2024/IMG_20240131.jpg", false}, {"/pictures/2024/beach.jpg", true}} {
		p.Path = step.to
		update(t, c, func(tx *Tx) error { return tx.Move(map[photo.ID]Place{p.ID: {f.ID, p.File}}) })
		got, err := c.Below(t.Context(), "/pictures")
		if err != nil || len(got) != 1 || got[0].StaleMetadata != step.untold {
			t.Errorf("%s: got %+v, %v", step.to, got, err)
		}
	}
}

// Whatever happens to files in whatever order, Check decides alike who leads.
func TestShotsStayRight(t *testing.T) {
	for seed := range uint64(20) {
		c := open(t)
		random := rand.New(rand.NewPCG(seed, 7))
		f := addFolder(t, c, "/p")
		ids := map[photo.ID]bool{}
		path := func() string {
			return fmt.Sprintf("/p/%d/%d.%s", random.IntN(2), random.IntN(3),
				[]string{"jpg", "CR2", "mov", "heic"}[random.IntN(4)])
		}
		for range 60 {
			update(t, c, func(tx *Tx) error { return happens(tx, random, f, ids, path()) })
			if err := c.Check(t.Context()); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
}

// happens does something to a photo, or inserts one at path if it is free.
func happens(tx *Tx, random *rand.Rand, f photo.Folder, ids map[photo.ID]bool, path string) error {
	var taken photo.ID
	err := tx.sql.QueryRowContext(tx.ctx, `SELECT id FROM photos WHERE path = ?`, path).Scan(&taken)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	p := picture(f, "x")
	p.Path = path
	p.Taken.Time = p.Taken.Add(time.Duration(random.IntN(3)) * 1500 * time.Millisecond)
	if taken == 0 && random.IntN(2) == 0 {
		id, err := tx.Insert(p)
		ids[id] = true
		return err
	}
	for id := range ids { // any
		p.ID = id
	}
	if p.ID == 0 {
		return nil
	}
	switch random.IntN(6) {
	case 0:
		delete(ids, p.ID)
		return tx.Delete(p.ID)
	case 1:
		if err := tx.sql.QueryRowContext(tx.ctx, `SELECT path FROM photos WHERE id = ?`,
			p.ID).Scan(&p.Path); err != nil {
			return err
		}
		return tx.Replace(p)
	case 2:
		_, err := tx.SetContent(p.ID, p.File, Content{Hash: photo.Hash{byte(p.ID)}, Vector: axis(int(p.ID) % 8)})
		return err
	case 3:
		_, err := tx.SetProblem(photo.Problem{ID: p.ID, Kind: []string{"", "mov"}[random.IntN(2)]}, p.File, false)
		return err
	}
	if taken != 0 {
		return nil
	}
	return tx.Move(map[photo.ID]Place{p.ID: {f.ID, p.File}})
}

func FuzzWords(f *testing.F) {
	f.Add("[]", "a")
	f.Add(`["a","b"]`, "\xff\"")
	f.Add(`[1,null]`, "")
	f.Fuzz(func(t *testing.T, text, word string) {
		_, _ = record.List(text)
		got, err := record.List(record.PackList([]string{word}))
		if err != nil || len(got) != 1 || utf8.ValidString(word) && got[0] != word {
			t.Errorf("%q came back as %q, %v", word, got, err)
		}
	})
}
