package catalog

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// orderOf are the names of all photos in the order of the timeline, and where those begin that are undated.
func orderOf(t *testing.T, c *Catalog) (names []string, undated int) {
	t.Helper()
	tiles, err := c.Tiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	paths, err := c.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	undated = slices.IndexFunc(tiles, func(x photo.Tile) bool { return photo.Undated(x.Taken) })
	for _, x := range tiles {
		names = append(names, filepath.Base(paths[x.ID]))
	}
	return names, undated
}

// The library in testdata/v10.db was written by the last program that knew version 10: photos of 2024, of 2023 by the
// dates of their files, of 2022 by a clock that was wrong, of 1984 as a person says, and of 2020.
func TestVersion10(t *testing.T) {
	c := frozen(t, "v10.db")
	names, undated := orderOf(t, c)
	want := []string{"exif.jpg", "early.jpg", "said.jpg", "copied.jpg", "camera reset.jpg"}
	if !slices.Equal(names, want) || undated != 3 {
		t.Errorf("got %v, undated from %d", names, undated)
	}
	days, err := c.Days(t.Context())
	if err != nil || len(days) != 5 || photo.Undated(days[2].Start) || !photo.Undated(days[3].Start) {
		t.Errorf("got %v, %v", days, err)
	}
	in2023 := query.Dates{
		From: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	wants(t, "2022 to 2023", []photo.ID{})(chosen(c.Select(t.Context(), []query.Filter{{Condition: in2023}})))
	copied := named(t, c, "/pictures/copied.jpg").ID
	update(t, c, func(tx *Tx) error { // a person knows the date
		return tx.Edit([]photo.ID{copied}, photo.Edit{
			Taken: &photo.Moment{Time: time.Date(2023, 2, 3, 4, 5, 6, 0, time.UTC)},
		})
	})
	wants(t, "2022 to 2023, said", []photo.ID{copied})(chosen(c.Select(t.Context(),
		[]query.Filter{{Condition: in2023}})))
	if names, undated = orderOf(t, c); undated != 4 || names[1] != "copied.jpg" {
		t.Errorf("said: got %v, undated from %d", names, undated)
	}
	update(t, c, undo)
	if names, undated = orderOf(t, c); !slices.Equal(names, want) || undated != 3 {
		t.Errorf("undone: got %v, undated from %d", names, undated)
	}
}

// Days, pages in both directions, orders and the filters of dates agree on which photos are undated.
func TestUndated(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	r := rand.New(rand.NewPCG(20, 1))
	at := time.Date(1969, 6, 1, 0, 0, 0, 0, time.UTC)
	var ids []photo.ID
	for i := range 300 {
		p := picture(f, fmt.Sprintf("%d.jpg", i))
		p.Taken.Time = at.Add(time.Duration(r.IntN(700*24)) * time.Hour)
		p.Taken.From = []photo.Source{photo.FromExif, photo.FromModTime, photo.FromName}[r.IntN(3)]
		p.Taken.Doubtful = r.IntN(4) == 0
		ids = append(ids, insert(t, c, p))
	}
	all, err := c.Tiles(t.Context())
	if err != nil || !slices.IsSortedFunc(all, func(a, b photo.Tile) int { return b.Taken.Compare(a.Taken) }) {
		t.Fatal("not in order", err)
	}
	var paged []photo.Tile
	for after := (photo.Tile{}); ; after = paged[len(paged)-1] {
		page, err := c.TilesPage(t.Context(), after, 7)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		paged = append(paged, page...)
	}
	if !slices.Equal(paged, all) {
		t.Error("pages differ from all")
	}
	before, err := c.TilesBefore(t.Context(), all[250], 250)
	if err != nil || !slices.Equal(before, all[:250]) {
		t.Error("pages before differ from all", err)
	}
	dated := map[photo.ID]bool{}
	n := map[time.Time]int{}
	for _, x := range all {
		dated[x.ID] = !photo.Undated(x.Taken)
		n[x.Taken.Truncate(24*time.Hour)]++
	}
	days, err := c.Days(t.Context())
	for _, d := range days {
		if n[d.Start] != d.Photos {
			t.Errorf("%v has %d photos, not %d", d.Start, d.Photos, n[d.Start])
		}
	}
	if err != nil || len(days) != len(n) {
		t.Error(len(days), len(n), err)
	}
	for _, cond := range []query.Condition{query.HasDate, query.Dates{From: at.AddDate(-1, 0, 0)}} {
		found, err := c.Select(t.Context(), []query.Filter{{Condition: cond}})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if found.Has(id) != dated[id] {
				t.Errorf("%v: photo %d is found: %v", cond, id, found.Has(id))
			}
		}
	}
	for _, by := range []query.Sort{query.Newest, query.Oldest} {
		sorted, err := c.filters().Sorted(t.Context(), ids, by)
		if err != nil || !slices.IsSortedFunc(sorted, func(a, b photo.ID) int {
			switch {
			case dated[a] == dated[b]:
				return 0
			case dated[a]:
				return -1
			}
			return 1
		}) {
			t.Errorf("%s: undated ones are not the last, %v", by, err)
		}
		first, err := c.filters().First(t.Context(), photo.NewSet(ids...), by, 290)
		if err != nil || !slices.Equal(first, sorted[:290]) {
			t.Errorf("%s: the first differ, %v", by, err)
		}
	}
}

// BenchmarkMigrateUndated brings a library of 200,000 photos from version 10 to 11: what migration 11 does.
func BenchmarkMigrateUndated(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		c, err := Open(context.Background(), filepath.Join(b.TempDir(), "recollect.db"), Options{Model: "m"})
		if err != nil {
			b.Fatal(err)
		}
		f, err := c.AddFolder(b.Context(), "/pictures")
		if err != nil {
			b.Fatal(err)
		}
		if err := c.Update(b.Context(), func(tx *Tx) error {
			for i := range 200_000 {
				if _, err := tx.Insert(lived(f, i)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := c.write.Exec(store.Migrations()[10]); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		c.Close()
		b.StartTimer()
	}
}
