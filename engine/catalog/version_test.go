package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog/ledger"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// frozen opens a copy of a library that an older program wrote.
func frozen(t *testing.T, name string) *Catalog {
	t.Helper()
	return openAt(t, thawed(t, name), "model-a")
}

// thawed copies a library that an older program wrote.
func thawed(t *testing.T, name string) string {
	t.Helper()
	old, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "recollect.db")
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The library in testdata/v1.db was written by the last program that knew
// version 1 alone: an encoded photo, one that waits, a RAW file that it could
// not show, and a photo in a folder that is away.
func TestVersion1(t *testing.T) {
	c := frozen(t, "v1.db")
	if n := counts(t, c); n != (Counts{Photos: 3, Encoded: 1, Problems: 1, Away: 1, Waiting: 1, Folders: 2}) {
		t.Errorf("got %+v", n)
	}
	p, err := c.ByPath(t.Context(), "/pictures/a.jpg")
	if err != nil || p.Hash != (photo.Hash{1}) || p.Camera != "Example One" || p.Meta.Place != nil || p.Lead != 0 ||
		p.Sidecars != "" {
		t.Errorf("got %+v, %v", p, err)
	}
	known, err := c.Below(t.Context(), "/")
	if err != nil || len(known) != 4 {
		t.Fatalf("got %+v, %v", known, err)
	}
	for _, k := range known {
		if !k.StaleMetadata {
			t.Errorf("%s would not be described again", k.Path)
		}
		if again := k.ModTime.UnixNano() == retry; again != (filepath.Ext(k.Path) == ".CR2") {
			t.Errorf("%s has the time %v", k.Path, k.ModTime)
		}
	}

	// What the next scan does.
	raw, err := c.ByPath(t.Context(), "/pictures/a.CR2")
	if err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) error { return tx.RefreshMetadata(p) })
	update(t, c, func(tx *Tx) error { return tx.Replace(raw) })
	if n := counts(t, c); n != (Counts{Photos: 3, Encoded: 1, Away: 1, Waiting: 1, Folders: 2}) {
		t.Errorf("afterwards: %+v", n)
	}
	if with, err := c.Companions(t.Context(), p.ID); err != nil || len(with) != 1 || with[0].ID != raw.ID {
		t.Errorf("shown with %+v, %v", with, err)
	}
}

// The library in testdata/v3.db was written by the last program that knew
// version 3: a photo with its RAW file and all that can be written with one, a
// picture of a screen, a damaged file, a photo that is gone, and one in a folder that is away.
func TestVersion3(t *testing.T) {
	path := thawed(t, "v3.db")
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, ErrOlder) {
		t.Errorf("opened for reading: %v", err)
	}
	c := openAt(t, path, "model-a")
	if n := counts(t, c); n != (Counts{Photos: 3, Encoded: 2, Problems: 1, Away: 1, Waiting: 1, Gone: 1, Folders: 2}) {
		t.Errorf("got %+v", n)
	}
	a, err := c.ByPath(t.Context(), "/pictures/2024/Café/a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	screen, err := c.ByPath(t.Context(), "/pictures/Screenshot_1.png")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		cond query.Condition
		want photo.ID
	}{
		{query.Phrase("CAFE\u0301"), a.ID},
		{query.Phrase("anna’s wedding"), a.ID},
		{query.Phrase("a.cr2"), a.ID},
		{query.Text{In: query.Tag, Want: "été"}, a.ID},
		{query.Text{In: query.Person, Want: "anna"}, a.ID},
		{query.Is(query.IsRaw), a.ID},
		{query.Formats{Screenshot: true}, screen.ID},
	} {
		if got, err := chosen(c.Select(t.Context(), []query.Filter{{Condition: tt.cond}})); err != nil ||
			!slices.Equal(got, []photo.ID{tt.want}) {
			t.Errorf("%v: got %v, %v, want photo %d", tt.cond, got, err, tt.want)
		}
	}
	useSteps(t, c, ColourKey)
	todo, err := c.Missing(t.Context(), ColourKey, nil, 9)
	// the others are not read yet
	todo = slices.DeleteFunc(todo, func(p photo.Photo) bool { return p.Hash == (photo.Hash{}) })
	if err != nil || len(todo) != 1 || todo[0].ID != a.ID {
		t.Errorf("to be looked at for colours: %v, %v", todo, err) // the other one is away
	}

	// The one that is gone comes back with its words.
	gone, err := c.Gone(t.Context())
	if err != nil || len(gone) != 1 {
		t.Fatalf("got %v, %v", gone, err)
	}
	update(t, c, func(tx *Tx) error {
		return tx.Move(map[photo.ID]Place{gone[0].ID: {a.Folder, photo.File{Path: "/pictures/new/back.jpg", Size: 10}}})
	})
	wants(t, "back", []photo.ID{gone[0].ID})(chosen(c.Select(t.Context(),
		[]query.Filter{{Condition: query.Phrase("back")}, {Condition: query.Text{In: query.Folder, Want: "new"}}})))
}

// The library in testdata/v3-away.db was written by the same program: an encoded photo with
// all metadata and user data, its RAW file, a waiting photo, a damaged one, one that is gone,
// and an encoded one in a folder that has lost too many photos for a scan to be believed.
func TestVersion3Away(t *testing.T) {
	c := frozen(t, "v3-away.db")
	// Which photos of that folder are missing is told by the next scan.
	if n := counts(t, c); n != (Counts{Photos: 3, Encoded: 2, Problems: 1, Away: 0, Waiting: 1, Gone: 1, Folders: 2}) {
		t.Errorf("got %+v", n)
	}
	folders, err := c.Folders(t.Context())
	if err != nil || len(folders) != 2 || folders[0].Away || folders[1].Reason != photo.AwayLost ||
		folders[1].Volume != "uuid:1234-ABCD" || folders[1].VolumePath != "photos" {
		t.Errorf("got %+v, %v", folders, err)
	}
	p, err := c.ByPath(t.Context(), "/pictures/a.jpg")
	want := photo.Place{Latitude: 48.5, Longitude: 11.25, AltitudeM: 520, HasAltitude: true}
	if err != nil || p.Hash != (photo.Hash{1}) || p.Meta.Place == nil || *p.Meta.Place != want || p.Meta.Rating != 4 ||
		!slices.Equal(p.Meta.Keywords, []string{"cow", "meadow"}) {
		t.Errorf("got %+v, %v", p, err)
	}
	if with, err := c.Companions(t.Context(), p.ID); err != nil || len(with) != 1 || with[0].Path != "/pictures/a.CR2" {
		t.Errorf("shown with %+v, %v", with, err)
	}
	if gone, err := c.Gone(t.Context()); err != nil || len(gone) != 1 || gone[0].Path != "/pictures/gone.jpg" ||
		gone[0].Since.Unix() != 1_760_000_000 {
		t.Errorf("got %+v, %v", gone, err)
	}
	for _, h := range []photo.Hash{{1}, {2}, {3}} {
		if v, err := c.Vector(t.Context(), h); err != nil || len(v) != 8 {
			t.Errorf("vector %x: %v, %v", h[0], v, err)
		}
	}
}

// The library in testdata/v4.db was written by the last program that knew version 4, which
// had opened it with model-b before: an encoded photo with all that a camera and people
// tell, its RAW file and a copy, one that waits, a damaged one, one that is gone, one on a
// drive that is away and lacks traits and colours, one there and one missing of a folder
// that is lost, and one that somebody tagged of a folder that was removed.
func TestVersion4(t *testing.T) {
	path := thawed(t, "v4.db")
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, ErrOlder) {
		t.Errorf("opened for reading: %v", err)
	}
	checkVersion4(t, path)
	checkVersion4(t, path) // which changes nothing
}

func checkVersion4(t *testing.T, path string) {
	t.Helper()
	c, err := Open(t.Context(), path, Options{Model: "model-a", Bank: "bank-a", MetadataVersion: "reader-a"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if n := counts(t, c); n != (Counts{Photos: 6, Encoded: 5, Problems: 1, Away: 2, Waiting: 1, Gone: 1, Folders: 3}) {
		t.Errorf("got %+v", n)
	}
	b, err := c.ByPath(t.Context(), "/pictures/b.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if got := missing(t, c, EmbedKey("model-a")); !slices.Equal(got, []photo.ID{b.ID}) {
		t.Errorf("to be embedded: %v", got)
	}
	for model, want := range map[string][]byte{"model-a": {1, 2, 3, 4, 5, 6}, "model-b": {1}} {
		for _, n := range want {
			if v, err := ledger.VectorOf(t.Context(), c.read, model,
				append([]byte{n}, make([]byte, 31)...)); err != nil || len(v) != 8 {
				t.Errorf("vector of %d by %s: %v, %v", n, model, v, err)
			}
		}
	}
	traits := map[photo.ID]bool{}
	err = c.Vectors(t.Context(), *c.model.Load(), func(id photo.ID, _ photo.Vector, of []float32) error {
		traits[id] = of != nil
		return nil
	})
	d, wrong := c.ByPath(t.Context(), "/removable/d.jpg")
	if err != nil || wrong != nil || len(traits) != 5 || traits[d.ID] ||
		len(slices.DeleteFunc(slices.Collect(maps.Values(traits)), func(is bool) bool { return is })) != 1 {
		t.Errorf("traits: %v, %v, %v", traits, err, wrong)
	}
	checkSaid4(t, c)
	checkSteps4(t, path, b.ID, d.ID)
}

// checkSaid4 looks for what people said.
func checkSaid4(t *testing.T, c *Catalog) {
	t.Helper()
	a, err := c.ByPath(t.Context(), "/pictures/a.jpg")
	if err != nil || a.Meta.Title != "Anna’s wedding" || a.Meta.Rating != 4 || a.Meta.Place == nil {
		t.Errorf("got %+v, %v", a, err)
	}
	if got, err := c.Typed(t.Context()); err != nil ||
		got != (photo.Typed{Favourites: 2, Tags: 3, Albums: 1, Verdicts: 3}) {
		t.Errorf("typed: %+v, %v", got, err)
	}
	wants(t, "tags", []string{"Été"})(c.TagsOf(t.Context(), a.ID))
	wants(t, "favourites", []photo.ID{a.ID})(c.Favourites(t.Context()))
	wants(t, "searches", []string{"boats", "cows in a meadow"})(c.Searches(t.Context()))
	wants(t, "things", []photo.Shown{
		{Thing: "cow", Verdict: photo.Confirmed},
		{Thing: "dog"},
		{Thing: "cat", Verdict: photo.Rejected},
	})(c.ShownBy(t.Context(), a.ID))
	wants(t, "screening", `["screen:nudity"]`)(c.Value(t.Context(), ScreeningKey))
	if gone, err := c.Gone(t.Context()); err != nil || len(gone) != 1 || gone[0].Path != "/pictures/gone.jpg" {
		t.Errorf("gone: %v, %v", gone, err)
	}
	if away, err := c.MissingFiles(t.Context()); err != nil || len(away) != 1 || away[0].Path != "/lost/f.jpg" {
		t.Errorf("missing: %v, %v", away, err)
	}
}

// checkSteps4 looks for what is to be done by steps that the old program knew by other names.
func checkSteps4(t *testing.T, path string, waits, lacks photo.ID) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "recollect.db")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, data, 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Open(t.Context(), copied, Options{Model: "model-a", Bank: "bank-a", MetadataVersion: "reader-a"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	keys := []string{ColourKey, TraitsKey("bank-a"), SuggestKey("model-a things-a")}
	useSteps(t, c, keys...)
	if err := c.SetAway(t.Context(), 2, ""); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]photo.ID{{waits, lacks}, {waits, lacks}, {waits}} {
		got := missing(t, c, keys[i])
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", keys[i], got, want)
		}
	}
}

// The library in testdata/v5.db was written by the last program that knew version 5: like that of version
// 4, with a copy of a photo, one from before 1970 of no size, one as wide as a hundred heights, and one
// for which a step has failed. It has its numbers of photos and of days as soon as it is opened.
func TestVersion5(t *testing.T) {
	c, err := Open(t.Context(), thawed(t, "v5.db"),
		Options{Model: "model-a", Bank: "bank-a", MetadataVersion: "reader-a"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if n := counts(t, c); n != (Counts{Photos: 7, Encoded: 6, Problems: 1, Away: 2, Waiting: 1, Gone: 1, Folders: 3}) {
		t.Errorf("got %+v", n)
	}
	for key, want := range map[string]Progress{
		ColourKey:              {Photos: 7, Done: 4, Failed: 1, Missing: 1, Unreachable: 1},
		TraitsKey("bank-a"):    {Photos: 7, Done: 5, Missing: 1, Unreachable: 1},
		EmbedKey("model-a"):    {Photos: 7, Done: 6, Missing: 1},
		"a step of long after": {},
	} {
		if got := progress(t, c, key); got != want {
			t.Errorf("%s: %+v, want %+v", key, got, want)
		}
	}
	day := func(date string, n int, widths float64) photo.Day {
		start, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		return photo.Day{Start: start, Photos: n, Widths: widths}
	}
	wants(t, "days", []photo.Day{
		day("2024-05-07", 3, 3+2*1.333), day("2024-05-06", 2, 2*1.333), day("2000-01-01", 1, 1.333),
		day("1969-12-31", 1, 1),
	})(c.Days(t.Context()))
}

// The library in testdata/v7.db is that of version 5, opened by the last program that knew version 7, which
// had looked at the content of two photos.
func TestVersion7(t *testing.T) {
	c := frozen(t, "v7.db")
	if n := counts(t, c); n != (Counts{Photos: 7, Encoded: 6, Problems: 1, Away: 2, Waiting: 1, Gone: 1, Folders: 3}) {
		t.Errorf("got %+v", n)
	}
	if got, want := progress(t, c, LookKey), (Progress{Photos: 7, Done: 2, Missing: 3, Unreachable: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	tiles, err := c.Tiles(t.Context())
	if err != nil || len(tiles) != 7 || !slices.IsSortedFunc(tiles, func(a, b photo.Tile) int {
		return cmp.Or(b.Taken.Compare(a.Taken), cmp.Compare(a.ID, b.ID))
	}) {
		t.Errorf("got %v, %v", tiles, err)
	}
}

// The library in testdata/v8.db was written by the last program that knew version 8: a photo with all
// metadata and user data, a RAW file of its name from another day, a photo with a tag, one in another folder, and a
// favourite that is gone.
func TestVersion8(t *testing.T) {
	c := frozen(t, "v8.db")
	if n := counts(t, c); n != (Counts{Photos: 4, Encoded: 2, Waiting: 2, Gone: 1, Folders: 2}) {
		t.Errorf("got %+v", n)
	}
	a, err := c.ByPath(t.Context(), "/pictures/2024/a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "edited", (*photo.Edited)(nil))(c.Edited(t.Context(), a.ID))
	wants(t, "history", []photo.Act(nil))(c.History(t.Context(), 0))
	wants(t, "albums", []photo.Album{{ID: 1, Name: "Best", Line: "is:favourite"}})(c.Albums(t.Context()))
	five := 5
	update(t, c, func(tx *Tx) error { return tx.Edit([]photo.ID{a.ID}, photo.Edit{Rating: &five}) })
	b, err := c.ByPath(t.Context(), "/pictures/2024/a.jpg")
	if err != nil || b.Meta.Rating != 5 {
		t.Errorf("got %+v, %v", b, err)
	}
}

// The library in testdata/v9.db was written by the last program that knew version 9: a photo, a copy of it with
// edits of all fields, one that looks like it, one that is gone, one that waits, and an album made by hand.
func TestVersion9(t *testing.T) {
	c := frozen(t, "v9.db")
	if n := counts(t, c); n != (Counts{Photos: 4, Encoded: 3, Waiting: 1, Gone: 1, Folders: 1}) {
		t.Errorf("got %+v", n)
	}
	if got := seenBy(t, c); len(got) != 3 {
		t.Errorf("looks: %v", got)
	}
	a, b, other := named(t, c, "/pictures/a.jpg"), named(t, c, "/pictures/a copy.jpg"), named(t, c, "/pictures/b.jpg")
	wants(t, "members", []photo.ID{other.ID, b.ID})(c.Members(t.Context(), 1))
	if got := pairsApart(t, c); len(got) > 0 {
		t.Errorf("told apart: %q", got)
	}
	update(t, c, redo)
	wants(t, "favourites", []photo.ID{b.ID, other.ID})(c.Favourites(t.Context()))
	update(t, c, tellApart([]photo.ID{a.ID, b.ID, other.ID}, true))
	if got := pairsApart(t, c); !slices.Equal(got, []string{"11", "12"}) {
		t.Errorf("told apart: %q", got)
	}
}

// A library of every version before today's is in testdata.
func TestEveryVersionIsFrozen(t *testing.T) {
	for v := 1; v < len(store.Migrations()); v++ {
		if _, err := os.Stat(filepath.Join("testdata", fmt.Sprintf("v%d.db", v))); err != nil {
			t.Error(err)
		}
	}
}
