package catalog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/colour"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// livedIn opens a new catalog of 100,000 photos that people have lived with, every
// one encoded, and about 100 of which are as no other: in 2009, in Sydney, from
// an old camera, tagged, rated with one star, in a folder of their own, as GIF.
// 2,000 each are screenshots and documents. 40,000 more have the size of a display, 2,000 of which look a
// little like screens.
func livedIn(b *testing.B) *Catalog {
	b.Helper()
	c, err := Open(b.Context(), filepath.Join(b.TempDir(), "recollect.db"), Options{Model: "m"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.Close() })
	f, err := c.AddFolder(b.Context(), "/pictures")
	if err != nil {
		b.Fatal(err)
	}
	const all, step = 100_000, 2000
	for from := 0; from < all; from += step {
		err := c.Update(b.Context(), func(tx *Tx) error {
			for i := from; i < from+step; i++ {
				if err := live(tx, f, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return c
}

func live(tx *Tx, f photo.Folder, i int) error {
	p := lived(f, i)
	p.Meta.Rating = max(p.Meta.Rating, 2)
	special := i%1000 == 7
	if special {
		p.Path = filepath.Join(f.Path, "Australia", filepath.Base(p.Path))
		p.Taken.Time = time.Date(2009, 3, 1+i/1000/5, 0, 0, i/1000, 0, time.UTC)
		p.Meta.Place = &photo.Place{Latitude: -33.86, Longitude: 151.2 + float64(i)/1e8}
		p.Camera, p.Format, p.Meta.Rating = "Ancient Box 3", "gif", 1
	}
	if i%50 >= 20 && i%50 < 40 {
		p.Camera, p.WidthPx, p.HeightPx = "", 1920, 1080
	}
	g := look.Grade{Sharp: 900, Light: 128}
	switch i % 50 {
	case 3:
		g.Page = look.Page
	case 9:
		g.Screen, p.Camera = look.Screen, ""
	case 25:
		g.Screen = look.ScreenSized
	}
	id, err := tx.Insert(p)
	if err != nil {
		return err
	}
	_, err = tx.SetContent(id, p.File, Content{
		Hash: photo.Hash{byte(i), byte(i >> 8), byte(i >> 16)}, Vector: axis(i % 8),
		Colours: colour.Mask(1 << (i % 11)),
	})
	err = errors.Join(err, tx.SetGrade(photo.Hash{byte(i), byte(i >> 8), byte(i >> 16)}, g))
	for t := range 3 { // of 100 things, and one for nearly all
		err = errors.Join(err, tx.SuggestPhoto(id,
			map[string]float64{"outdoors": 1, fmt.Sprint("thing ", (i+t)%100): float64(i%997) / 997}))
	}
	if special {
		err = errors.Join(err, tx.Tag(id, "Walkabout"), tx.SetFavourite(id, true))
	}
	return err
}

func BenchmarkSelect100k(b *testing.B) {
	c := livedIn(b)
	is := func(cond query.Condition) []query.Filter { return []query.Filter{{Condition: cond}} }
	not := func(cond query.Condition) []query.Filter { return []query.Filter{{Not: true, Condition: cond}} }
	date := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
	for _, bb := range []struct {
		name    string
		filters []query.Filter
		want    int
	}{
		{"Few/date", is(query.Dates{From: date(2009), To: date(2010)}), 100},
		{"Few/camera", is(query.Text{In: query.Camera, Want: "ancient box"}), 100},
		{"Few/near", is(query.Near{Latitude: -33.86, Longitude: 151.2, RadiusMetres: 10_000}), 100},
		{"Few/rating", is(query.Number{Of: query.Rating, Min: 1, Max: 1}), 100},
		{"Few/tag", is(query.Text{In: query.Tag, Want: "walkabout"}), 100},
		{"Few/folder", is(query.Text{In: query.Folder, Want: "australia"}), 100},
		{"Few/type", is(query.Formats{Names: []string{"gif"}}), 100},
		{"Few/favourite", is(query.Favourite), 100},
		{"Few/all", append(is(query.Favourite), is(query.Text{In: query.Folder, Want: "australia"})...), 100},
		{"Few/thing", is(query.Text{In: query.Thing, Want: "thing 50"}), 1000},
		{"Few/phrase", is(query.Phrase("img_0500")), 100},
		{"Some/screenshot", is(query.Screenshot), 4000},
		{"Some/document", is(query.Document), 2000},
		{"Most/screenshot", not(query.Screenshot), 96_000},
		{"Most/date", is(query.Dates{From: date(2010)}), 99_900},
		{"Most/camera", not(query.Text{In: query.Camera, Want: "ancient box"}), 99_900},
		{"Most/near", not(query.Near{Latitude: -33.86, Longitude: 151.2, RadiusMetres: 10_000}), 99_900},
		{"Most/everywhere", is(query.Near{Latitude: 47, Longitude: 8, RadiusMetres: 2e7}), 33_401},
		{"Most/rating", is(query.Number{Of: query.Rating, Min: 2, Max: 5}), 99_900},
		{"Most/tag", not(query.Text{In: query.Tag, Want: "walkabout"}), 99_900},
		{"Most/folder", is(query.Text{In: query.Folder, Want: "trip"}), 99_900},
		{"Most/type", is(query.Formats{Names: []string{"jpeg"}}), 99_900},
		{"Most/thing", is(query.Text{In: query.Thing, Want: "outdoors"}), 100_000},
		{"Most/phrase", is(query.Phrase("img")), 100_000},
		{"Most/nophrase", not(query.Phrase("what we saw on day 7")), 99_723},
		{"Most/size", is(query.Number{Of: query.Pixels, Min: 1e6, Max: 1e18}), 100_000},
		{"Most/iso", is(query.Number{Of: query.ISO, Min: 1, Max: 1e18}), 100_000},
		{"Most/caption", not(query.HasCaption), 95_000},
		{"Most/shape", is(query.Landscape), 100_000},
		{"Most/colour", not(query.Colour("red")), 90_909},
	} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				got, err := chosen(c.Select(b.Context(), bb.filters))
				if err != nil || len(got) != bb.want {
					b.Fatal(len(got), err)
				}
			}
		})
	}
	all, err := chosen(c.Select(b.Context(), nil))
	if err != nil {
		b.Fatal(err)
	}
	for _, by := range []query.Sort{query.Newest, query.ByName, query.ByRating} {
		b.Run("Sorted/"+string(by), func(b *testing.B) {
			for b.Loop() {
				if got, err := c.filters().Sorted(b.Context(), all, by); err != nil || len(got) != len(all) {
					b.Fatal(len(got), err)
				}
			}
		})
	}
	b.Run("Things", func(b *testing.B) {
		for b.Loop() {
			if got, err := c.Things(b.Context()); err != nil || len(got) != 101 {
				b.Fatal(len(got), err)
			}
		}
	})
}

// BenchmarkPathsOf10k tells where 10,000 hits of a search lie. "ratio" is how many times
// as long it takes to look them up one by one, in turns in the same run.
func BenchmarkPathsOf10k(b *testing.B) {
	c := livedIn(b)
	all, err := chosen(c.Select(b.Context(), nil))
	if err != nil {
		b.Fatal(err)
	}
	ids := all[:10_000]
	var together, single time.Duration
	for b.Loop() {
		began := time.Now()
		paths, err := c.PathsOf(b.Context(), ids)
		if err != nil || len(paths) != len(ids) {
			b.Fatal(len(paths), err)
		}
		together += time.Since(began)
		b.StopTimer()
		began = time.Now()
		for i, id := range ids {
			if p, err := c.Photo(b.Context(), id); err != nil || p.Path != paths[i].Path {
				b.Fatal(p.Path, err)
			}
		}
		single += time.Since(began)
		b.StartTimer()
	}
	b.ReportMetric(float64(single)/float64(together), "ratio")
	b.ReportMetric(float64(single.Milliseconds())/float64(b.N), "single-ms/op")
}

// BenchmarkOpen100k is the opening of a catalog for writing: as it was closed, and after a
// process that was killed, with all that is compared then. Backup is a day's first.
func BenchmarkOpen100k(b *testing.B) {
	c := livedIn(b)
	o := Options{Model: "m", Journal: c.path + ".typed", Sums: c.path + ".sums"}
	reopen := func(b *testing.B, o Options) {
		c, err := Open(b.Context(), c.path, o)
		if err != nil {
			b.Fatal(err)
		}
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		b.Fatal(err)
	}
	reopen(b, o)
	b.Run("without sums and journal", func(b *testing.B) {
		for b.Loop() {
			reopen(b, Options{Model: "m"})
		}
	})
	b.Run("as it was closed", func(b *testing.B) {
		for b.Loop() {
			reopen(b, o)
		}
	})
	info, err := os.Stat(c.path)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("after a kill", func(b *testing.B) {
		for b.Loop() {
			if err := os.Remove(o.Sums); err != nil {
				b.Fatal(err)
			}
			reopen(b, o)
		}
		b.ReportMetric(float64(info.Size()>>20), "MiB")
	})
	b.Run("backup", func(b *testing.B) {
		c, err := Open(b.Context(), c.path, o)
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		for b.Loop() {
			if err := c.Backup(b.Context(), c.path+".backup", nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
