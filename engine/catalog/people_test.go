package catalog

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog/userdata"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// wants compares what a reader of the catalog gives.
// chosen is a set by its IDs.
func chosen(s *photo.Set, err error) ([]photo.ID, error) {
	if err != nil {
		return nil, err
	}
	return s.IDs(), nil
}

func wants[T any](t *testing.T, what string, want T) func(got T, err error) {
	t.Helper()
	return func(got T, err error) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v", what, got, err, want)
		}
	}
}

func TestFavouritesAndTags(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	update(t, c, func(tx *Tx) error {
		return errors.Join(
			tx.SetFavourite(b, true), tx.SetFavourite(b, true), tx.SetFavourite(a, true), tx.SetFavourite(a, false),
			tx.Tag(a, " Été "), tx.Tag(b, "e\u0301TE\u0301"), tx.Tag(a, "beach"), tx.Tag(a, "Beach"), tx.Tag(b, "sea"),
			tx.Untag(b, "SEA"),
		)
	})
	wants(t, "favourites", []photo.ID{b})(c.Favourites(t.Context()))
	wants(t, "tags", []string{"beach", "Été"})(c.Values(t.Context(), query.Tag))
	wants(t, "tags of b", []string{"Été"})(c.TagsOf(t.Context(), b))
	if err := c.Update(t.Context(), func(tx *Tx) error { return tx.Tag(a, " \t") }); !errors.Is(err, ErrNoName) {
		t.Errorf("a blank tag: %v", err)
	}
	if err := c.Update(t.Context(), func(tx *Tx) error { return tx.Tag(99, "x") }); err == nil {
		t.Error("a photo that is not in the library has a tag")
	}
}

// What people said of a RAW file stays when its JPEG comes, and can be taken back there.
func TestWhatIsSaidOfACompanion(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	raw := picture(f, "a.cr2")
	raw.Format = "cr2"
	raw.ID = insert(t, c, raw)
	update(t, c, func(tx *Tx) error { return errors.Join(tx.SetFavourite(raw.ID, true), tx.Tag(raw.ID, "x")) })
	jpeg := insert(t, c, picture(f, "a.jpg"))
	wants(t, "favourites", []photo.ID{jpeg})(c.Favourites(t.Context()))
	wants(t, "tags", []string{"x"})(c.TagsOf(t.Context(), jpeg))
	wants(t, "all tags", []string{"x"})(c.Values(t.Context(), query.Tag))
	update(t, c, func(tx *Tx) error { return errors.Join(tx.SetFavourite(jpeg, false), tx.Untag(jpeg, "X")) })
	wants(t, "favourites afterwards", []photo.ID(nil))(c.Favourites(t.Context()))
	wants(t, "tags afterwards", []string(nil))(c.TagsOf(t.Context(), jpeg))
}

// Whatever happens to the file, what a person said of the photo stays.
func TestWhatPeopleSaidStays(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	p := picture(f, "a.jpg")
	p.ID = insert(t, c, p)
	encode(t, c, p.ID, photo.Hash{1}, axis(0))
	update(t, c, func(tx *Tx) error {
		return errors.Join(tx.SetFavourite(p.ID, true), tx.Tag(p.ID, "x"), tx.Judge(p.ID, "dog", photo.Confirmed),
			tx.Judge(p.ID, "cat", photo.Rejected))
	})
	moved := p
	moved.Path = "/p/sub/b.jpg"
	for _, step := range []struct {
		what string
		do   func(tx *Tx) error
	}{
		{"told anew", func(tx *Tx) error { return tx.RefreshMetadata(p) }},
		{"moved", func(tx *Tx) error { return tx.Move(map[photo.ID]Place{p.ID: {f.ID, moved.File}}) }},
		{"new content", func(tx *Tx) error { return tx.Replace(moved) }},
		{"gone", func(tx *Tx) error { return tx.SetGone(p.ID, time.Unix(9, 0)) }},
		{"back", func(tx *Tx) error { return tx.Move(map[photo.ID]Place{p.ID: {f.ID, p.File}}) }},
		{"broken", func(tx *Tx) error {
			_, err := tx.SetProblem(photo.Problem{ID: p.ID, Reason: "x"}, p.File, false)
			return err
		}},
		{"gone when broken", func(tx *Tx) error { return tx.SetGone(p.ID, time.Unix(9, 0)) }},
		{"back again", func(tx *Tx) error { return tx.Move(map[photo.ID]Place{p.ID: {f.ID, p.File}}) }},
		{"suggested anew", func(tx *Tx) error {
			return errors.Join(tx.SuggestPhoto(p.ID, map[string]float64{"cat": 1, "tree": 2}),
				tx.SuggestThing("dog", nil), tx.SuggestPhoto(p.ID, nil))
		}},
	} {
		update(t, c, step.do)
		if err := c.Check(t.Context()); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		wants(t, step.what+": tags", []string{"x"})(c.TagsOf(t.Context(), p.ID))
		wants(t, step.what+": things", []photo.Shown{
			{Thing: "dog", Verdict: photo.Confirmed},
			{Thing: "cat", Verdict: photo.Rejected},
		})(c.ShownBy(t.Context(), p.ID))
	}
	wants(t, "favourites", []photo.ID{p.ID})(c.Favourites(t.Context()))
	update(t, c, func(tx *Tx) error { return tx.Delete(p.ID) })
	for _, table := range []string{"favourites", "tags", "shows", "texts", "words"} {
		var n int
		if err := c.read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s has %d rows of nothing, %v", table, n, err)
		}
	}
}

func TestAlbums(t *testing.T) {
	c := open(t)
	var sea, snow photo.AlbumID
	update(t, c, func(tx *Tx) (err error) {
		if sea, err = tx.SaveAlbum("Sea", "sea -people"); err != nil {
			return err
		}
		snow, err = tx.SaveAlbum(" Alpen ", "snow")
		return err
	})
	update(t, c, func(tx *Tx) error {
		again, err := tx.SaveAlbum("SEA", "ocean")
		if again != sea {
			t.Errorf("another album %d, want %d", again, sea)
		}
		return err
	})
	wants(t, "albums", []photo.Album{
		{ID: snow, Name: "Alpen", Line: "snow"},
		{ID: sea, Name: "SEA", Line: "ocean"},
	})(c.Albums(t.Context()))
	for name, want := range map[string]error{"sea": ErrNameTaken, " ": ErrNoName, "ALPEN": nil, "Berge": nil} {
		if err := c.Update(t.Context(), func(tx *Tx) error {
			return tx.RenameAlbum(snow, name)
		}); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", name, err, want)
		}
	}
	update(t, c, func(tx *Tx) error { return tx.RemoveAlbum(sea) })
	if all, err := c.Albums(t.Context()); err != nil || len(all) != 1 || all[0].ID != snow {
		t.Errorf("got %+v, %v", all, err)
	}
	if err := c.Update(t.Context(), func(tx *Tx) error {
		_, err := tx.SaveAlbum("\n", "x")
		return err
	}); !errors.Is(err, ErrNoName) {
		t.Errorf("a blank name: %v", err)
	}
}

func TestSearches(t *testing.T) {
	c := open(t)
	update(t, c, func(tx *Tx) error {
		for i := range 130 {
			if err := tx.RememberSearch(fmt.Sprint("line ", i)); err != nil {
				return err
			}
		}
		return tx.RememberSearch("line 50")
	})
	all, err := c.Searches(t.Context())
	if err != nil || len(all) != 100 || all[0] != "line 50" || all[1] != "line 129" ||
		slices.Contains(all[1:], "line 50") {
		t.Errorf("%d: %q, %v", len(all), all, err)
	}
	update(t, c, func(tx *Tx) error { return tx.ForgetSearches() })
	wants(t, "searches", []string(nil))(c.Searches(t.Context()))
}

func TestThings(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for i, name := range []string{"a.jpg", "b.jpg", "c.jpg", "c.cr2", "gone.jpg"} {
		ids = append(ids, insert(t, c, picture(f, name)))
		if name != "c.cr2" {
			encode(t, c, ids[i], photo.Hash{byte(i + 1)}, axis(i))
		}
	}
	a, b, raw, gone := ids[0], ids[1], ids[3], ids[4]
	update(t, c, func(tx *Tx) error {
		return errors.Join(
			tx.SuggestThing("dog", map[photo.ID]float64{a: 0.3, b: 0.9, raw: 5, gone: 7, 999: 1}),
			tx.SuggestPhoto(a, map[string]float64{"dog": 0.4, "beach": 0.2}),
			tx.Judge(a, "dog", photo.Confirmed), tx.Judge(b, "beach", photo.Rejected),
			tx.Judge(b, "cat", photo.Confirmed),
			tx.SetGone(gone, time.Unix(9, 0)),
		)
	})
	wants(t, "things", []photo.Thing{
		{Name: "beach", Suggested: 1, Cover: a},
		{Name: "cat", Confirmed: 1, Cover: b},
		{Name: "dog", Confirmed: 1, Suggested: 1, Cover: a},
	})(c.Things(t.Context()))
	wants(t, "shown by a", []photo.Shown{
		{Thing: "dog", Verdict: photo.Confirmed},
		{Thing: "beach", Verdict: photo.Suggested},
	})(c.ShownBy(t.Context(), a))

	examples, err := c.Examples(t.Context(), *c.model.Load(), "beach")
	if err != nil || len(examples) != 1 || examples[0].Photo != b || examples[0].Verdict != photo.Rejected ||
		len(examples[0].Vector) != 8 {
		t.Errorf("got %+v, %v", examples, err)
	}

	// Labels are those of shown photos, and verdicts that confirm.
	update(t, c, func(tx *Tx) error {
		return errors.Join(tx.Tag(b, "zoo"), tx.Tag(a, "Beach day"), tx.Tag(b, "beach day"), tx.Tag(gone, "zoo"))
	})
	wants(t, "labels", []userdata.Label{
		{Kind: "tag", Name: "Beach day", Photo: a},
		{Kind: "tag", Name: "Beach day", Photo: b},
		{Kind: "tag", Name: "zoo", Photo: b},
		{Kind: "thing", Name: "cat", Photo: b},
		{Kind: "thing", Name: "dog", Photo: a},
	})(c.Labels(t.Context()))

	// Those of photos that are gone count for what is learned, and in no number.
	update(t, c, func(tx *Tx) error { return tx.Judge(gone, "ball", photo.Confirmed) })
	wants(t, "confirmed", []string{"ball", "cat", "dog"})(c.Confirmed(t.Context()))
	update(t, c, func(tx *Tx) error { return tx.Judge(gone, "ball", photo.Suggested) })

	// A verdict that is taken back leaves what the model said.
	update(t, c, func(tx *Tx) error {
		return errors.Join(tx.Judge(a, "dog", photo.Suggested), tx.Judge(b, "cat", photo.Suggested),
			tx.Judge(b, "never heard of", photo.Suggested))
	})
	wants(t, "things afterwards", []photo.Thing{
		{Name: "beach", Suggested: 1, Cover: a},
		{Name: "dog", Suggested: 2, Cover: b},
	})(c.Things(t.Context()))
	update(t, c, func(tx *Tx) error { return tx.SuggestThing("dog", map[photo.ID]float64{a: 1}) })
	wants(t, "other suggestions", []photo.Thing{
		{Name: "beach", Suggested: 1, Cover: a},
		{Name: "dog", Suggested: 1, Cover: a},
	})(c.Things(t.Context()))
}

func TestFlagged(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for _, name := range []string{"a.jpg", "b.jpg", "c.jpg", "d.jpg"} {
		ids = append(ids, insert(t, c, picture(f, name)))
	}
	update(t, c, func(tx *Tx) error {
		return errors.Join(
			tx.SuggestThing("screen:nudity", map[photo.ID]float64{ids[0]: 1, ids[1]: 1}),
			tx.Judge(ids[1], "screen:nudity", photo.Rejected),
			tx.Judge(ids[2], "screen:nudity", photo.Confirmed),
			tx.SuggestThing("screen:memes", map[photo.ID]float64{ids[3]: 1}),
		)
	})
	for names, want := range map[string][]photo.ID{
		"": nil, "[]": nil, `["screen:nudity"]`: {ids[0], ids[2]},
		`["screen:memes","screen:nudity"]`: {ids[0], ids[2], ids[3]}, `["screen:receipts"]`: nil,
	} {
		update(t, c, func(tx *Tx) error { return tx.SetValue(ScreeningKey, names) })
		wants(t, "value", names)(c.Value(t.Context(), ScreeningKey))
		tiles, err := c.Tiles(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []photo.ID
		for _, tile := range tiles {
			if tile.Flagged {
				got = append(got, tile.ID)
			}
			if one, err := c.TilesOf(t.Context(), []photo.ID{tile.ID}); err != nil || one[tile.ID] != tile {
				t.Errorf("%s: one tile is %+v, %v, in the grid it is %+v", names, one, err, tile)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", names, got, want)
		}
		selected, err := chosen(c.Select(t.Context(), []query.Filter{{Condition: query.Flagged}}))
		if err != nil || !slices.Equal(selected, want) {
			t.Errorf("%s: selected %v, %v", names, selected, err)
		}
	}
}
