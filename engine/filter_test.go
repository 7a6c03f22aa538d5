package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/search"
)

// synced opens a library of some sample photos.
func synced(t *testing.T, names ...string) *Engine {
	t.Helper()
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), put(t, names...)); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	return e
}

// Filters hold before the best are taken: the answer is that of all photos
// without those for which they do not hold.
func TestFilterBeforeRanking(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), samples); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	paths, err := e.Photos.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := e.Queries.Rank(t.Context(), asked("a cup on a table", query.Query{All: true}))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		filter string
		holds  func(path string) bool
	}{
		{"type:png", func(path string) bool { return filepath.Ext(path) == ".png" }},
		{"-type:png", func(path string) bool { return filepath.Ext(path) != ".png" }},
		{"folder:zoo", func(path string) bool { return filepath.Base(filepath.Dir(path)) == "zoo" }},
	} {
		var want []photo.ID
		for _, m := range all {
			if tt.holds(paths[m.ID]) {
				want = append(want, m.ID)
			}
		}
		for _, limit := range []int{0, 3} {
			matches, err := e.Queries.Rank(t.Context(),
				asked("a cup on a table "+tt.filter, query.Query{All: true, Limit: limit}))
			if err != nil {
				t.Fatal(err)
			}
			if limit > 0 {
				want = want[:limit]
			}
			if got := ids(matches); !slices.Equal(got, want) || len(got) == 0 {
				t.Errorf("%s, at most %d: got %v, want %v", tt.filter, limit, got, want)
			}
		}
	}
}

func ids(matches []search.Match) []photo.ID {
	out := make([]photo.ID, len(matches))
	for i, m := range matches {
		out[i] = m.ID
	}
	return out
}

// Filters and orders work without a sentence, and albums are what their searches find.
func TestFiltersAlone(t *testing.T) {
	e := synced(t, "animals/white-duck.jpg", "food/espresso-cup.png", "garden/orange-dahlia.jpg",
		"travel/eiffel-tower.jpg")
	save := func(name, line string) {
		t.Helper()
		if _, err := e.Albums.SaveAlbum(t.Context(), name, line); err != nil {
			t.Fatal(err)
		}
	}
	save("Birds and towers", `"duck" sort:name`)
	save("Birds and towers", `-type:png -"dahlia" sort:name`) // the new line counts
	save("Round", "album:round type:png")                     // itself is not in it
	save("Nothing", "")
	save("Coffee", "a cup of coffee")
	for _, tt := range []struct {
		line string
		want []string
	}{
		{"sort:name", []string{"eiffel-tower.jpg", "espresso-cup.png", "orange-dahlia.jpg", "white-duck.jpg"}},
		{`"DUCK"`, []string{"white-duck.jpg"}},
		{`-"duck" type:jpeg sort:name`, []string{"eiffel-tower.jpg", "orange-dahlia.jpg"}},
		{"album:towers sort:name", []string{"eiffel-tower.jpg", "white-duck.jpg"}},
		{"-album:towers sort:name", []string{"espresso-cup.png", "orange-dahlia.jpg"}},
		{`"birds and" sort:name`, []string{"eiffel-tower.jpg", "white-duck.jpg"}},
		{"album:round", nil},
		{"album:nothing", nil},
		{"album:coffee", []string{"espresso-cup.png"}},
		{"album:unknown", nil},
	} {
		if got := find(t, e, typed(tt.line)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.line, got, tt.want)
		}
	}
}

// What is there is shown, what is not there is not, and weak matches come when they are asked for.
func TestCutOff(t *testing.T) {
	e := synced(t, "animals/white-duck.jpg", "food/espresso-cup.png", "garden/orange-dahlia.jpg",
		"travel/eiffel-tower.jpg")
	a, err := e.Queries.Search(t.Context(), typed("a motorcycle"))
	if err != nil || len(a.Hits) != 0 || a.Weak != 4 {
		t.Errorf("a motorcycle: %+v, %v", a, err)
	}
	a, err = e.Queries.Search(t.Context(), asked("a motorcycle", query.Query{All: true}))
	if err != nil || len(a.Hits) != 4 || a.Weak != 4 || a.Hits[0].Relevant {
		t.Errorf("all that is like a motorcycle: %+v, %v", a, err)
	}
	a, err = e.Queries.Search(t.Context(), typed("a cup of coffee"))
	if err != nil || len(a.Hits) != 1 || a.Weak != 3 || !a.Hits[0].Relevant || a.Hits[0].Confidence < 0.5 {
		t.Errorf("a cup of coffee: %+v, %v", a, err)
	}
	// The newest first, but only what fits.
	a, err = e.Queries.Search(t.Context(), typed("a cup of coffee sort:newest"))
	if err != nil || len(a.Hits) != 1 {
		t.Errorf("sorted: %+v, %v", a, err)
	}
}

// Albums may name each other without end: each is searched once for a query.
func TestAlbumsThatNameEachOther(t *testing.T) {
	e := synced(t, "animals/white-duck.jpg", "food/espresso-cup.png")
	all := map[string]string{"a trip": "type:jpeg", "unseen": "@/no/such.jpg"}
	for i := range 12 {
		all[fmt.Sprintf("trip %d", i)] = `"trip" -type:png`
		// Nor may those that cannot be searched be tried again and again.
		all[fmt.Sprintf("lost %c", 'a'+i)] = `"lost" album:unseen`
	}
	for name, line := range all {
		if _, err := e.Albums.SaveAlbum(t.Context(), name, line); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{`"trip"`, "album:trip", "album:7", `album:3 "trip" -"lost"`} {
		if got := find(t, e, typed(line)); !slices.Equal(got, []string{"white-duck.jpg"}) {
			t.Errorf("%s: got %v", line, got)
		}
	}
}

// A phrase stands for what is written; that an album whose name has it cannot be
// searched must not lose the rest. Whoever asks for the album is told.
func TestAlbumThatCannotBeSearched(t *testing.T) {
	e := synced(t, "animals/white-duck.jpg", "food/espresso-cup.png")
	for name, line := range map[string]string{
		"Anna's duck": `@"/no/such picture.jpg"`, "Anna's ponds": `album:duck`,
		"Anna's cups": `type:png`,
	} {
		if _, err := e.Albums.SaveAlbum(t.Context(), name, line); err != nil {
			t.Fatal(err)
		}
	}
	for line, want := range map[string][]string{
		`"duck"`: {"white-duck.jpg"}, `-"duck"`: {"espresso-cup.png"},
		`"ponds"`: nil, `"anna’s"`: {"espresso-cup.png"},
	} {
		if got := find(t, e, typed(line)); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", line, got, want)
		}
	}
	for _, line := range []string{"album:DUCK", "album:ponds", "-album:duck", `album:"anna’s"`, `"duck" album:duck`} {
		if a, err := e.Queries.Search(t.Context(), typed(line)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got %+v, %v", line, a, err)
		}
	}
}
