package catalog

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/colour"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/unwatched"
)

// The words of random libraries and of random filters: some differ in case, in how
// an accent is written, or hold one another.
var (
	names = []string{
		"IMG_1", "img_2", "Straße", "STRASSE am See", "Cafe\u0301", "CAFÉ bar", "Screenshot 2024",
		"Bildschirmfoto", "été", "a_%b", "日本", "Ωmega", "bad\xff",
	}
	places = [][2]float64{
		{48.85, 2.35},
		{48.9, 2.4},
		{-33.9, 151.2},
		{0, 179.95},
		{0.02, -179.97},
		{89.99, 10},
		{89.98, -170},
		{-89.99, 0},
		{52.5, 13.4},
	}
	dirs    = []string{"", "2023", "2023/Paris", "paris trip/ÉTÉ", "x\xff", "2023/paris/deep"}
	phrases = []string{"Garden", "garden party", "Été", "e\u0301te\u0301", "boat", "Straße", "日"}
	cameras = []string{"", "Example One", "EXAMPLE Two", "Pixel 7", "pixel 8 Pro"}
)

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

func some[T any](r *rand.Rand, all []T) (out []T) {
	for _, x := range all {
		if r.IntN(6) == 0 {
			out = append(out, x)
		}
	}
	return out
}

// randomPhoto is one whose every property may be that of a filter.
func randomPhoto(r *rand.Rand, f photo.Folder, i int) photo.Photo {
	ext := pick(r, []string{"jpg", "png", "heic", "CR2", "jpg"})
	format := map[string]string{"jpg": "jpeg", "CR2": "cr2"}[ext]
	if format == "" {
		format = ext
	}
	// Few numbers: several files are of one shot.
	p := picture(f, filepath.Join(pick(r, dirs), fmt.Sprintf("%s %d.%s", pick(r, names), i/3, ext)))
	p.Size = int64(r.IntN(5)) * 250_000
	p.Details = photo.Details{
		Format: format, WidthPx: r.IntN(4) * 1050, HeightPx: r.IntN(5) * 500, Animated: r.IntN(5) == 0,
		Camera: pick(r, cameras),
		Taken: photo.Moment{
			Time: time.Date(2023, 1, 1, r.IntN(24*900), r.IntN(60), 0, 0, time.UTC),
			From: pick(r, []photo.Source{photo.FromExif, photo.FromModTime, photo.FromName}), Doubtful: r.IntN(9) == 0,
		},
	}
	if r.IntN(2) == 0 {
		p.Taken.Time, p.Taken.HasOffset = p.Taken.In(time.FixedZone("", (r.IntN(29)-14)*3600)), true
	}
	p.Meta = photo.Meta{
		Lens: pick(r, []string{"", "50mm F/1.8", "24-70MM"}), ISO: r.IntN(3) * 800, Rating: r.IntN(7) - 1,
		Label:    pick(r, []string{"", "", "Red", "red hot"}),
		Title:    pick(r, append([]string{"", ""}, phrases...)),
		Caption:  pick(r, []string{"", "", "two\nlines of  GARDEN", "it’s a boat"}),
		Keywords: some(r, phrases), People: some(r, []string{"Anna Müller", "ANNA", "Bo"}),
	}
	if r.IntN(2) == 0 {
		at := pick(r, places)
		p.Meta.Place = &photo.Place{
			Latitude:  at[0] + r.Float64()/100*map[bool]float64{true: 0, false: 1}[at[0] > 89],
			Longitude: at[1] + r.Float64()/100,
		}
	}
	return p
}

// randomLibrary fills a catalog in the ways of the program: files come, are read,
// move, change and go.
func randomLibrary(t *testing.T, r *rand.Rand, n int) *Catalog {
	c := open(t)
	home, usb := addFolder(t, c, "/home/anna/Pictures"), addFolder(t, c, "/media/usb\xff")
	seen := map[string]bool{}
	var ps []photo.Photo
	update(t, c, func(tx *Tx) (err error) {
		for i := range n {
			p := randomPhoto(r, pick(r, []photo.Folder{home, usb}), i)
			if seen[p.Path] {
				continue
			}
			seen[p.Path] = true
			if p.ID, err = tx.Insert(p); err != nil {
				return err
			}
			ps = append(ps, p)
		}
		return nil
	})
	for i, p := range ps {
		update(t, c, func(tx *Tx) error { return randomDeed(r, tx, p, i) })
	}
	if err := c.SetAway(t.Context(), usb.ID, photo.AwayMissing); err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) error { return tx.SetValue(ScreeningKey, `["screen:nudity"]`) })
	return c
}

func randomDeed(r *rand.Rand, tx *Tx, p photo.Photo, i int) error {
	var errs []error
	did := func(err error) { errs = append(errs, err) }
	if r.IntN(3) > 0 {
		_, err := tx.SetContent(p.ID, p.File, Content{
			Hash: photo.Hash{byte(i), byte(i >> 8), 1}, Vector: axis(i % 8), Damaged: r.IntN(5) == 0,
			Colours: colour.Mask(r.IntN(int(colour.All) + 1)),
		})
		did(err)
	}
	did(tx.SetFavourite(p.ID, r.IntN(3) == 0))
	for _, tag := range some(r, phrases) {
		did(tx.Tag(p.ID, tag))
	}
	for _, thing := range []string{"dog", "Hot Dog", "screen:nudity", "garden"} {
		switch r.IntN(4) {
		case 0:
			did(tx.SuggestPhoto(p.ID, map[string]float64{thing: r.Float64()}))
		case 1:
			did(tx.Judge(p.ID, thing, pick(r, []photo.Verdict{photo.Confirmed, photo.Rejected})))
		}
	}
	switch r.IntN(12) {
	case 0:
		did(tx.SetGone(p.ID, time.Unix(9, 0)))
	case 1:
		_, err := tx.SetProblem(photo.Problem{ID: p.ID, Reason: "It is torn."}, p.File, false)
		did(err)
	case 2:
		to := p.File
		to.Path = filepath.Join(filepath.Dir(p.Path), "moved", fmt.Sprintf("Neu %d%s", i, filepath.Ext(p.Path)))
		did(tx.Move(map[photo.ID]Place{p.ID: {p.Folder, to}}))
	case 3:
		p.Meta.Title, p.Meta.Keywords = "told anew", []string{"Fresh"}
		did(tx.RefreshMetadata(p))
	case 4:
		did(tx.Replace(p))
	}
	return errors.Join(errs...)
}

// What the page of things counts is what a click on a thing shows.
func TestThingsAreCountedAsTheyAreFound(t *testing.T) {
	c := randomLibrary(t, rand.New(rand.NewPCG(26, 1)), 300)
	things, err := c.Things(t.Context())
	if err != nil || len(things) < 3 {
		t.Fatal(things, err)
	}
	for _, thing := range things {
		found, err := c.Select(t.Context(), []query.Filter{{Condition: query.Text{In: query.Thing, Want: thing.Name}}})
		if err != nil || found.Len() != thing.Confirmed+thing.Suggested {
			t.Errorf("%+v: found are %d, %v", thing, found.Len(), err)
		}
	}
}

// readAll reads the whole library by other ways than Select's.
func readAll(t *testing.T, c *Catalog) truth {
	t.Helper()
	tr := truth{
		photos: map[photo.ID]photo.Photo{}, companions: map[photo.ID][]photo.Photo{},
		folders: map[photo.FolderID]photo.Folder{}, favourite: map[photo.ID]bool{},
		tags: map[photo.ID][]string{}, verdicts: map[photo.ID]map[string]photo.Verdict{},
		colours: map[photo.ID]colour.Mask{},
	}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	folders, err := c.Folders(t.Context())
	must(err)
	for _, f := range folders {
		tr.folders[f.ID] = f
	}
	tiles, err := c.Tiles(t.Context())
	must(err)
	for _, tile := range tiles {
		p, err := c.Photo(t.Context(), tile.ID)
		must(err)
		tr.photos[p.ID] = p
		tr.companions[p.ID], err = c.Companions(t.Context(), p.ID)
		must(err)
	}
	each := func(query string, args ...any) {
		rows, err := c.read.Query(query)
		must(err)
		defer rows.Close()
		for rows.Next() {
			must(rows.Scan(args...))
			id := *args[0].(*photo.ID)
			switch {
			case len(args) == 1:
				tr.favourite[id] = true
			case len(args) == 3:
				if tr.verdicts[id] == nil {
					tr.verdicts[id] = map[string]photo.Verdict{}
				}
				tr.verdicts[id][*args[1].(*string)] = *args[2].(*photo.Verdict)
			default:
				switch x := args[1].(type) {
				case *string:
					tr.tags[id] = append(tr.tags[id], *x)
				case *colour.Mask:
					tr.colours[id] = *x
				}
			}
		}
		must(rows.Err())
	}
	each(`SELECT photo_id FROM favourites`, new(photo.ID))
	each(`SELECT photo_id, name FROM tags`, new(photo.ID), new(string))
	each(`SELECT id, colours FROM photos WHERE colours IS NOT NULL`, new(photo.ID), new(colour.Mask))
	each(`SELECT photo_id, name, verdict FROM shows JOIN things ON things.id = thing`, new(photo.ID), new(string),
		new(photo.Verdict))
	return tr
}

func randomCondition(r *rand.Rand, ids []photo.ID) query.Condition {
	date := func() time.Time {
		if r.IntN(4) == 0 {
			return time.Time{}
		}
		return time.Date(2023, time.Month(1+r.IntN(30)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
	}
	switch r.IntN(13) {
	case 0:
		return query.Phrase(pick(r, append([]string{
			"img_1", "strasse", "STRAẞE", "café", "cafe", "ete", "CAFÈ", "Cafe\u0301", "É", "e", "%", "_", "日", "ω",
			"garden", "it's", "lines of garden", "anna", "Pictures", "2023/paris", "usb", "neu",
			".cr2", "told", "fresh", "hot dog", "zzz", "\xff", "home",
		}, phrases...)))
	case 1:
		return query.Dates{From: date(), To: date()}
	case 2:
		in := pick(r, []query.Property{
			query.Camera, query.Lens, query.Folder, query.In, query.Tag, query.Person, query.Label,
			query.Keyword, query.Thing, query.Name,
		})
		return query.Text{In: in, Want: pick(r, []string{
			"pixel", "example", "One", "50MM", "mm", "2023", "PARIS", "été", "ete", "muller", "èté", "deep", "garden",
			"Garden Party", "anna", "müller", "red", "dog", "HOT dog", "screen:nudity",
			"STRASSE", "boat", "/home/anna/pictures/2023", "/media", "/home/anna/Pic", "Pictures/2023", "a", "fresh",
			"moved",
		})}
	case 3:
		return query.Formats{Names: some(r, []string{"jpeg", "png", "cr2", "nef", "heic"}), Screenshot: r.IntN(3) == 0}
	case 4, 5:
		of := pick(r, []query.Quantity{query.Rating, query.Pixels, query.Bytes, query.ISO})
		x := map[query.Quantity]float64{
			query.Rating: 3, query.Pixels: 1050 * 1000, query.Bytes: 500_000,
			query.ISO: 800,
		}[of]
		n := query.Number{Of: of, Max: 1e18, Over: r.IntN(2) == 0}
		switch r.IntN(3) {
		case 0:
			n.Min = x
		case 1:
			n.Max, n.Over, n.Under = x, false, r.IntN(2) == 0
		default:
			n.Min, n.Max, n.Over = x, 1.5*x, false
		}
		return n
	case 6, 7:
		at := pick(r, places)
		return query.Near{
			Latitude: at[0], Longitude: at[1],
			RadiusMetres: pick(r, []float64{1, 700, 5_000, 12_000, 1e6, 9e6, 2.004e7}),
		}
	case 8:
		return pick(r, []query.Shape{query.Portrait, query.Landscape, query.Square, query.Panorama})
	case 9:
		return pick(r, []query.Has{
			query.HasGPS, query.HasCaption, query.HasKeywords, query.HasPeople, query.HasRating,
			query.HasDate,
		})
	case 10:
		return pick(r, []query.Is{
			query.Favourite, query.Animated, query.Damaged, query.IsAway, query.IsRaw,
			query.Flagged,
		})
	case 11:
		return query.Colour(pick(r, colour.All.Names()))
	default:
		if r.IntN(2) == 0 {
			return query.IDs{Set: photo.NewSet(append(some(r, ids), -5, 1<<40)...)}
		}
		return query.Any{randomCondition(r, ids), randomCondition(r, ids)}
	}
}

// What filters select is what looking at one photo after the other gives.
func TestSelectIsWhatFiltersMean(t *testing.T) {
	unwatched.Run(t) // the engine's tests of filters select under the race detector
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 5))
		c := randomLibrary(t, r, 180)
		tr := readAll(t, c)
		all := make([]photo.ID, 0, len(tr.photos))
		for id := range tr.photos {
			all = append(all, id)
		}
		slices.Sort(all)
		held := map[string]int{}
		for range 400 {
			var filters []query.Filter
			for range 1 + r.IntN(3) {
				filters = append(filters, query.Filter{Not: r.IntN(3) == 0, Condition: randomCondition(r, all)})
			}
			var want []photo.ID
			for _, id := range all {
				if !slices.ContainsFunc(filters, func(f query.Filter) bool {
					return tr.holds(tr.photos[id], f.Condition) == f.Not
				}) {
					want = append(want, id)
				}
			}
			got, err := chosen(c.Select(t.Context(), filters))
			if err != nil || !slices.Equal(got, want) {
				t.Fatalf("seed %d, %+q: %v\n got %v\nwant %v", seed, fmt.Sprintf("%+v", filters), err, got, want)
			}
			if len(filters) == 1 && len(got) > 0 {
				held[fmt.Sprintf("%T", filters[0].Condition)]++
			}
		}
		if len(held) < 11 {
			t.Errorf("seed %d: only these were ever fulfilled: %v", seed, held)
		}
	}
}

func TestSelectRefuses(t *testing.T) {
	c := open(t)
	for _, cond := range []query.Condition{
		query.Text{In: query.Album, Want: "x"},
		query.Number{Of: "x"},
		query.Shape("x"), query.Has("x"),
		query.Is("x"), query.Colour("x"), nil,
	} {
		if got, err := chosen(c.Select(t.Context(), []query.Filter{{Condition: cond}})); err == nil {
			t.Errorf("%T: %v", cond, got)
		}
	}
	if got, err := chosen(c.Select(t.Context(), nil)); err != nil || len(got) != 0 {
		t.Errorf("of an empty library: %v, %v", got, err)
	}
}
