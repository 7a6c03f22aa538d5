package engine

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// What a person keeps of photos is found, survives a restart, and a move of the file.
func TestKept(t *testing.T) {
	e := synced(t, "animals/white-duck.jpg", "food/espresso-cup.png")
	tiles, err := e.Photos.Tiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []photo.ID
	for _, tile := range tiles {
		all = append(all, tile.ID)
	}
	for _, do := range []error{
		e.UserData.Tag(t.Context(), all, "Holiday", true),
		e.UserData.Tag(t.Context(), all[:1], "holiday", false),
		e.UserData.SetFavourite(t.Context(), all, true),
		e.UserData.SetFavourite(t.Context(), all[1:], false),
		e.UserData.Remember(t.Context(), "a duck"),
	} {
		if do != nil {
			t.Fatal(do)
		}
	}
	if tags, err := e.UserData.Tags(t.Context(), all[1]); err != nil || !slices.Equal(tags, []string{"Holiday"}) {
		t.Errorf("tags %q, %v", tags, err)
	}
	if marked, err := e.UserData.Favourites(t.Context()); err != nil || len(marked) != 1 || !marked[all[0]] {
		t.Errorf("favourites %v, %v", marked, err)
	}
	for line, want := range map[string]photo.ID{"tag:holiday": all[1], "is:favourite": all[0]} {
		a, err := e.Queries.Search(t.Context(), typed(line))
		if err != nil || len(a.Hits) != 1 || a.Hits[0].ID != want {
			t.Errorf("%s: %+v, %v", line, a.Hits, err)
		}
	}
	if err := e.UserData.Tag(t.Context(), all, "  ", true); !errors.Is(err, catalog.ErrNoName) {
		t.Errorf("a blank tag: %v", err)
	}
	if lines, err := e.UserData.Searches(t.Context()); err != nil || !slices.Equal(lines, []string{"a duck"}) {
		t.Errorf("searches %q, %v", lines, err)
	}
	if err := e.UserData.ForgetSearches(t.Context()); err != nil {
		t.Error(err)
	}
	if lines, err := e.UserData.Searches(t.Context()); err != nil || len(lines) != 0 {
		t.Errorf("forgotten searches %q, %v", lines, err)
	}
}

func TestAlbums(t *testing.T) {
	e := synced(t, "animals/white-duck.jpg")
	first, err := e.Albums.SaveAlbum(t.Context(), "Birds", "a bird")
	if err != nil {
		t.Fatal(err)
	}
	second, err := e.Albums.SaveAlbum(t.Context(), "Cups", "a cup")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Albums.RenameAlbum(t.Context(), second.ID, "birds"); !errors.Is(err, catalog.ErrNameTaken) {
		t.Errorf("a name that is taken: %v", err)
	}
	if err := e.Albums.RenameAlbum(t.Context(), second.ID, "Mugs"); err != nil {
		t.Error(err)
	}
	_, err = e.Albums.SaveAlbum(t.Context(), "Long", strings.Repeat("bird ", 1000))
	if !errors.Is(err, query.ErrTooLong) {
		t.Errorf("a line that is too long: %v", err)
	}
	if err := e.Albums.RemoveAlbum(t.Context(), first.ID); err != nil {
		t.Error(err)
	}
	got, err := e.Albums.Albums(t.Context())
	if want := []photo.Album{{ID: second.ID, Name: "Mugs", Line: "a cup"}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestValues(t *testing.T) {
	e := synced(t, "animals/white-duck.jpg", "city/singapore-skyline.jpg")
	if _, err := e.Albums.SaveAlbum(t.Context(), "Birds", "a bird"); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string][]string{
		"album": {"Birds"}, "folder": {"pictures"}, "place": {"Singapore"}, "date": nil,
	} {
		if got, err := e.Queries.Values(t.Context(), key); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v, want %q", key, got, err, want)
		}
	}
}
