package catalog

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog/check"
	"recollect/engine/catalog/files"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// follower knows what is shown, and catches up with it.
type follower struct {
	seq     int64
	tiles   map[photo.ID]photo.Tile
	vectors map[photo.ID]float32
}

func (f *follower) catchUp(t *testing.T, c *Catalog) {
	t.Helper()
	ch, err := c.ChangedSince(t.Context(), f.seq, func(p photo.Tile) { f.tiles[p.ID] = p })
	if err != nil || ch.All {
		t.Fatalf("since %d: %+v, %v", f.seq, ch, err)
	}
	for _, id := range ch.Gone {
		delete(f.tiles, id)
	}
	model := *c.model.Load()
	of, err := c.VectorsSince(t.Context(), model, f.seq, func(id photo.ID, v photo.Vector, _ []float32) error {
		f.vectors[id] = max(v[0], 0.5)
		return nil
	})
	if err != nil || of.All || of.Sequence != ch.Sequence {
		t.Fatalf("vectors since %d: %+v, %v", f.seq, of, err)
	}
	for _, id := range of.Gone {
		delete(f.vectors, id)
	}
	f.seq = ch.Sequence
}

// Whatever is done to a library, who follows its changes knows what who reads it anew knows.
func TestWhoFollowsTheSequenceKnowsAll(t *testing.T) {
	c := open(t)
	here, there := addFolder(t, c, "/here"), addFolder(t, c, "/there")
	r := rand.New(rand.NewPCG(1, 2))
	next := 0
	at := time.Unix(1_700_000_000, 0)
	some := func() photo.ID { return photo.ID(1 + r.IntN(next+1)) }
	acts := []func(*Tx) error{
		func(tx *Tx) error {
			next++
			p := picture([]photo.Folder{here, there}[next%2],
				fmt.Sprintf("%d.%s", next/2, []string{"jpg", "cr2"}[r.IntN(2)]))
			p.Taken.Time = at.Add(time.Duration(r.IntN(9)) * time.Hour)
			_, err := tx.Insert(p)
			return err
		},
		func(tx *Tx) error {
			_, err := tx.SetContent(some(), picture(here, "").File,
				Content{Hash: photo.Hash{byte(r.IntN(9) + 1)}, Vector: axis(r.IntN(8))})
			return err
		},
		func(tx *Tx) error {
			p, err := photoIn(tx, some())
			if err != nil || p.ID == 0 {
				return err
			}
			p.WidthPx = r.IntN(900)
			return tx.Replace(p)
		},
		func(tx *Tx) error {
			_, err := tx.SetProblem(photo.Problem{ID: some(), Reason: "damaged"}, picture(here, "").File, false)
			return err
		},
		func(tx *Tx) error {
			p, err := photoIn(tx, some())
			if err != nil || p.ID == 0 {
				return err
			}
			return tx.SetGone(p.ID, at)
		},
		func(tx *Tx) error { return tx.Delete(some()) },
		func(tx *Tx) error { return tx.SetAway(there.ID, []photo.AwayReason{"", photo.AwayMissing}[r.IntN(2)]) },
		func(tx *Tx) error {
			return tx.SetTraits(photo.Hash{byte(r.IntN(9) + 1)}, *c.model.Load(), []float32{1})
		},
		func(tx *Tx) error {
			p, err := photoIn(tx, some())
			if err != nil || p.ID == 0 {
				return err
			}
			return tx.SuggestPhoto(p.ID, map[string]float64{"screen:nudity": 1, "cow": 1})
		},
		func(tx *Tx) error { return tx.SuggestPhoto(some(), nil) },
		func(tx *Tx) error { return tx.SetValue(ScreeningKey, []string{"[]", `["screen:nudity"]`}[r.IntN(2)]) },
	}
	seq, err := c.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := &follower{seq, map[photo.ID]photo.Tile{}, map[photo.ID]float32{}}
	for n := range 400 {
		update(t, c, acts[r.IntN(len(acts))])
		if n%3 != 0 {
			continue // several changes at once
		}
		f.catchUp(t, c)
		if err := (check.Reader{DB: c.read}).Ledger(t.Context()); err != nil {
			t.Fatalf("after %d changes: %v", n, err)
		}
		tiles, err := c.Tiles(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := map[photo.ID]photo.Tile{}
		for _, p := range tiles {
			want[p.ID] = p
		}
		if !reflect.DeepEqual(f.tiles, want) {
			t.Fatalf("after %d changes: got  %v\nwant %v", n, f.tiles, want)
		}
		if want := found(t, c); !maps.Equal(f.vectors, want) {
			t.Fatalf("after %d changes: vectors of %v, want those of %v", n, f.vectors, want)
		}
	}
}

// photoIn is the photo of a number that has a file, or none.
func photoIn(tx *Tx, id photo.ID) (photo.Photo, error) {
	found, err := store.Collect(tx.ctx, tx.sql, files.Scan, files.Query+`WHERE id = ? AND state < 3`, id)
	if err != nil || len(found) == 0 {
		return photo.Photo{}, err
	}
	p := picture(photo.Folder{Path: "/x"}, "x.jpg")
	p.ID, p.File = id, found[0].File
	return p, nil
}

func TestTheSequenceRisesWithWhatIsShown(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	id := insert(t, c, picture(f, "a.jpg"))
	rises := func(what string, want bool, do func(*Tx) error) {
		t.Helper()
		before, err := c.Sequence(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		update(t, c, do)
		after, err := c.Sequence(t.Context())
		if err != nil || (after == before+1) != want || !want && after != before {
			t.Errorf("%s: from %d to %d, %v", what, before, after, err)
		}
	}
	rises("nothing", false, func(*Tx) error { return nil })
	rises("a search", false, func(tx *Tx) error { return tx.RememberSearch("cow") })
	rises("a step", false, func(tx *Tx) error { return tx.Done(photo.Hash{9}, textKey) })
	rises("a photo", true, func(tx *Tx) error { _, err := tx.Insert(picture(f, "b.jpg")); return err })
	rises("a favourite", true, func(tx *Tx) error { return tx.SetFavourite(id, true) })
	rises("a tag", true, func(tx *Tx) error { return tx.Tag(id, "cow") })
	rises("an album", true, func(tx *Tx) error { _, err := tx.SaveAlbum("cows", "cow"); return err })
	rises("a verdict", true, func(tx *Tx) error { return tx.Judge(id, "cow", photo.Confirmed) })
	rises("a suggestion", false, func(tx *Tx) error { return tx.SuggestPhoto(id, map[string]float64{"meadow": 1}) })
	rises("a folder", true, func(tx *Tx) error { _, err := tx.addFolder("/q"); return err })
	rises("a photo less", true, func(tx *Tx) error { return tx.Delete(id) })
}

// A photo that was hidden before it was deleted is gone for those who saw it before that.
func TestWhatWasHiddenAndDeletedIsGone(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	id := insert(t, c, picture(f, "a.jpg"))
	seen, err := c.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) error {
		_, err := tx.SetProblem(photo.Problem{ID: id, Reason: "damaged"}, picture(f, "").File, false)
		return err
	})
	update(t, c, func(tx *Tx) error { return tx.Delete(id) })
	ch, err := c.ChangedSince(t.Context(), seen, func(photo.Tile) {})
	if err != nil || !slices.Equal(ch.Gone, []photo.ID{id}) {
		t.Errorf("gone %v, %v, want %d", ch.Gone, err, id)
	}
}

// What screening covers is never older than the change that it came with: else a photo
// that is to be covered would be seen until it changes again.
func TestFlagsAreNotOlderThanTheirChange(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	update(t, c, func(tx *Tx) error { return tx.SetValue(ScreeningKey, `["screen:nudity"]`) })
	const n = 300
	for i := range n {
		insert(t, c, picture(f, fmt.Sprintf("%d.jpg", i)))
	}
	seq, err := c.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	go func() {
		for i := range n {
			err := c.Update(t.Context(), func(tx *Tx) error {
				return tx.SuggestPhoto(photo.ID(i+1), map[string]float64{"screen:nudity": 1})
			})
			if err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	tiles := map[photo.ID]bool{}
	read := func() {
		ch, err := c.ChangedSince(t.Context(), seq, func(p photo.Tile) { tiles[p.ID] = p.Flagged })
		if err != nil || ch.All {
			t.Fatalf("since %d: %+v, %v", seq, ch, err)
		}
		seq = ch.Sequence
	}
	for done := false; !done; {
		select {
		case err := <-written:
			if err != nil {
				t.Fatal(err)
			}
			done = true
		default:
		}
		read()
	}
	for id, flagged := range tiles {
		if !flagged {
			t.Errorf("photo %d is not covered", id)
		}
	}
	if len(tiles) != n {
		t.Errorf("%d photos have changed, want %d", len(tiles), n)
	}
}

func TestWhoIsTooFarBehindReadsAll(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	before, err := c.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id := insert(t, c, picture(f, "a.jpg"))
	update(t, c, func(tx *Tx) error { return tx.Delete(id) })
	all := func(seq int64) bool {
		t.Helper()
		ch, err := c.ChangedSince(t.Context(), seq, func(photo.Tile) {})
		if err != nil {
			t.Fatal(err)
		}
		return ch.All
	}
	if all(before) || !all(0) || !all(before+99) {
		t.Errorf("got %v, %v, %v", all(before), all(0), all(before+99))
	}
	update(t, c, func(tx *Tx) error { return tx.ledger.ForgetChanges() })
	if !all(before) {
		t.Error("changes that are forgotten are told")
	}
	now, err := c.Sequence(t.Context())
	if err != nil || all(now) {
		t.Fatalf("nothing has changed since: %v", err)
	}
	if err := c.BeginHistory(t.Context()); err != nil || !all(now) {
		t.Errorf("a number of another catalog is taken for this one's: %v", err)
	}
}

// A folder that goes offline changes all of its photos: where they are many, nobody reads each.
func TestManyPhotosOfAFolderAreNotReadOneByOne(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	insert(t, c, picture(f, "a.jpg"))
	now, err := c.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.SetAway(t.Context(), f.ID, photo.AwayMissing); err != nil {
		t.Fatal(err)
	}
	for _, more := range []int{0, 10_000} {
		if _, err := c.write.ExecContext(t.Context(), `UPDATE tallies SET n = n + ?`, more); err != nil {
			t.Fatal(err)
		}
		read := 0
		ch, err := c.ChangedSince(t.Context(), now, func(photo.Tile) { read++ })
		if many := more > 0; err != nil || ch.All != many || (read == 0) != many || len(ch.Gone) > 0 {
			t.Errorf("%d photos more: all %v, %d read, %v", more, ch.All, read, err)
		}
	}
	if _, err := c.write.ExecContext(t.Context(), `UPDATE tallies SET n = n - 10000`); err != nil {
		t.Fatal(err)
	}
}

func TestTilesByPage(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	for i := range 23 {
		p := picture(f, fmt.Sprintf("%d.jpg", i))
		p.Taken.Time = p.Taken.Add(time.Duration(i%5) * time.Hour)
		insert(t, c, p)
	}
	want, err := c.Tiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []photo.Tile
	for after := (photo.Tile{}); ; {
		page, err := c.TilesPage(t.Context(), after, 4)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		got = append(got, page...)
		after = page[len(page)-1]
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	for i := range want {
		page, err := c.TilesBefore(t.Context(), want[i], 4)
		if err != nil || !slices.Equal(page, want[max(0, i-4):i]) {
			t.Errorf("before %d: %v, %v", i, page, err)
		}
	}
}

// Days count the tiles of each, and the page after one begins with it.
func TestDays(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	for i, taken := range []int64{-1, 0, 1, 86400, 86399, -86400, -86401, 1e9, 1e9 + 1} {
		p := picture(f, fmt.Sprintf("%d.jpg", i))
		p.Taken = photo.Moment{Time: time.Unix(taken, 0).UTC(), From: photo.FromExif}
		p.WidthPx, p.HeightPx = i*100, 200
		insert(t, c, p)
	}
	tiles, err := c.Tiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	days, err := c.Days(t.Context())
	if err != nil || len(days) != 5 {
		t.Fatalf("%v, %v", days, err)
	}
	for _, d := range days {
		var want []photo.Tile
		widths := 0.0
		for _, tile := range tiles {
			if tile.Taken.Truncate(24 * time.Hour).Equal(d.Start) {
				want = append(want, tile)
				if tile.WidthPx == 0 {
					tile.WidthPx = tile.HeightPx
				}
				widths += min(3, max(0.4, float64(tile.WidthPx)/float64(tile.HeightPx)))
			}
		}
		page, err := c.TilesPage(t.Context(), d.Before(), d.Photos)
		if err != nil || d.Photos != len(want) || !slices.Equal(page, want) ||
			math.Abs(d.Widths-widths) > 0.001*float64(d.Photos) {
			t.Errorf("%+v: %v, %v; want %v, %v wide", d, page, err, want, widths)
		}
	}
}
