package catalog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
)

// open opens a new catalog in a temporary folder and checks it when the test ends.
func open(t *testing.T) *Catalog {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "recollect.db"), "model-a")
}

func openAt(t *testing.T, path, model string) *Catalog {
	t.Helper()
	c, err := Open(t.Context(), path, Options{Model: model})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Check(context.Background()); err != nil && !strings.Contains(err.Error(), "closed") {
			t.Error(err)
		}
		c.Close()
	})
	return c
}

func addFolder(t *testing.T, c *Catalog, path string) photo.Folder {
	t.Helper()
	f, err := c.AddFolder(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func picture(f photo.Folder, name string) photo.Photo {
	return photo.Photo{
		Folder: f.ID,
		File: photo.File{
			Path: filepath.Join(f.Path, name), Size: 10, ModTime: time.Unix(5, 7),
			Identity: "1:" + name,
		},
		Details: photo.Details{
			Format: "jpeg", WidthPx: 40, HeightPx: 30, Orientation: 6, Animated: true, Camera: "Example One",
			Taken: photo.Moment{
				Time: time.Date(2024, 1, 2, 3, 4, 5, 6, time.FixedZone("", -3600)), HasOffset: true,
				From: photo.FromExif,
			},
		},
	}
}

func insert(t *testing.T, c *Catalog, p photo.Photo) photo.ID {
	t.Helper()
	var id photo.ID
	update(t, c, func(tx *Tx) (err error) {
		id, err = tx.Insert(p)
		return err
	})
	return id
}

func update(t *testing.T, c *Catalog, do func(*Tx) error) {
	t.Helper()
	if err := c.Update(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func axis(i int) photo.Vector {
	v := make(photo.Vector, 8)
	v[i] = 0.6
	v[(i+1)%8] = 0.8
	return v
}

func encode(t *testing.T, c *Catalog, id photo.ID, h photo.Hash, v photo.Vector) bool {
	t.Helper()
	p, err := c.Photo(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var kept bool
	update(t, c, func(tx *Tx) (err error) {
		kept, err = tx.SetContent(id, p.File, Content{Hash: h, Colour: photo.RGB{R: 1, G: 2, B: 3}, Vector: v})
		return err
	})
	return kept
}

func counts(t *testing.T, c *Catalog) Counts {
	t.Helper()
	n, err := c.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPhotoRoundTrip(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	want := picture(f, "a\xff.jpg") // not valid UTF-8: file systems allow it
	want.Sidecars = photo.ListSidecars([]photo.Sidecar{{Name: "a\xff.jpg.xmp", Size: 3, ModTime: time.Unix(1, 2)}})
	want.Taken.Doubtful = true
	want.Meta = photo.Meta{
		Make: "Example", Model: "One", Lens: "35mm f/1.8", ExposureSeconds: 1.0 / 250, FNumber: 2.8, ISO: 200,
		FocalMM: 35, Focal35MM: 52.5,
		Place:  &photo.Place{Latitude: -33.85, Longitude: 151.2, AltitudeM: -4.5, HasAltitude: true},
		Rating: -1, Label: "red", Title: "a \"title\"", Caption: "two\nlines", Keywords: []string{"a, b", "[]", "ü\""},
		People: []string{"Ann"},
	}
	want.ID = insert(t, c, want)
	got, err := c.ByPath(t.Context(), want.Path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Taken.String() != "2024-01-02T03:04:05.000000006-01:00" || got.Taken.From != photo.FromExif {
		t.Errorf("taken %v from %s", got.Taken, got.Taken.From)
	}
	if !got.ModTime.Equal(want.ModTime) {
		t.Errorf("mtime %v, want %v", got.ModTime, want.ModTime)
	}
	got.Taken, got.ModTime = want.Taken, want.ModTime
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestEncodedCopiesShareAVector(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	a, b := insert(t, c, picture(f, "a.jpg")), insert(t, c, picture(f, "b.jpg"))
	h := photo.Hash{1}
	if !encode(t, c, a, h, axis(0)) || !encode(t, c, b, h, nil) {
		t.Fatal("the content was not taken")
	}
	if got := counts(t, c); got != (Counts{Photos: 2, Encoded: 2, Folders: 1}) {
		t.Errorf("got %+v", got)
	}
	seen := map[photo.ID]photo.Vector{}
	err := c.Vectors(t.Context(), *c.model.Load(), func(id photo.ID, v photo.Vector, _ []float32) error {
		seen[id] = v
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []photo.ID{a, b} {
		for i, want := range axis(0) {
			if got := seen[id][i]; math.Abs(float64(got-want)) > 0.001 {
				t.Errorf("photo %d number %d: got %v, want %v", id, i, got, want)
			}
		}
	}
}

func TestContentOfAReplacedFileIsRefused(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	p := picture(f, "a.jpg")
	p.ID = insert(t, c, p)
	read := p.File
	p.Size++
	update(t, c, func(tx *Tx) error { return tx.Replace(p) })
	update(t, c, func(tx *Tx) error {
		kept, err := tx.SetContent(p.ID, read, Content{Hash: photo.Hash{1}, Vector: axis(1)})
		if kept {
			t.Error("the vector of the old content was taken for the new one's")
		}
		return err
	})
	if got := counts(t, c); got.Encoded != 0 || got.Waiting != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestMoveSwapsAndKeepsVectors(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	pa, pb := picture(f, "a.jpg"), picture(f, "b.jpg")
	a, b := insert(t, c, pa), insert(t, c, pb)
	encode(t, c, a, photo.Hash{1}, axis(0))
	update(t, c, func(tx *Tx) error {
		return tx.Move(map[photo.ID]Place{a: {f.ID, pb.File}, b: {f.ID, pa.File}})
	})
	got, err := c.ByPath(t.Context(), pb.Path)
	if err != nil || got.ID != a {
		t.Errorf("at b: %v, %v; want photo %d", got.ID, err, a)
	}
	if n := counts(t, c); n.Encoded != 1 {
		t.Errorf("%d encoded, want 1", n.Encoded)
	}
}

func TestProblems(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	id := insert(t, c, picture(f, "a.jpg"))
	setProblem := func(f photo.File) (kept bool) {
		update(t, c, func(tx *Tx) (err error) {
			kept, err = tx.SetProblem(photo.Problem{ID: id, Reason: "It is broken.", Detail: "bad Huffman code"}, f,
				false)
			return err
		})
		return kept
	}
	was := picture(f, "a.jpg").File
	was.Size--
	if setProblem(was) {
		t.Error("the problem of a file that was replaced was taken for the new one's")
	}
	if !setProblem(picture(f, "a.jpg").File) {
		t.Error("the problem was not taken")
	}
	got, err := c.Problems(t.Context())
	want := []photo.Problem{{
		ID: id, Path: "/pictures/a.jpg", Reason: "It is broken.", Detail: "bad Huffman code",
		Count: 1,
	}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if tiles, err := c.TilesOf(t.Context(), []photo.ID{id}); err != nil || len(tiles) != 0 {
		t.Errorf("a broken photo has a tile: %v, %v", tiles, err)
	}
	if n := counts(t, c); n.Problems != 1 || n.Photos != 0 || n.Waiting != 0 {
		t.Errorf("got %+v", n)
	}
	update(t, c, func(tx *Tx) error { return tx.RetryProblems() })
	p, err := c.Photo(t.Context(), id)
	if err != nil || p.ModTime.Equal(picture(f, "a.jpg").ModTime) {
		t.Errorf("a scan would not look at the file again: mtime %v, %v", p.ModTime, err)
	}
	p.ModTime = time.Unix(9, 0)
	update(t, c, func(tx *Tx) error { return tx.Replace(p) })
	if n := counts(t, c); n.Problems != 0 || n.Waiting != 1 {
		t.Errorf("after another look: %+v", n)
	}
}

func TestNewModelAsksForEverythingAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	c := openAt(t, path, "model-a")
	id := insert(t, c, picture(addFolder(t, c, "/pictures"), "a.jpg"))
	encode(t, c, id, photo.Hash{1}, axis(0))
	c.Close()
	for _, step := range []struct {
		model   string
		encoded int
	}{{"model-b", 0}, {"model-a", 1}} {
		c := openAt(t, path, step.model)
		if n := counts(t, c); n.Encoded != step.encoded || n.Waiting != 1-step.encoded {
			t.Errorf("%s: %+v", step.model, n)
		}
		c.Close()
	}
}

func TestFoldersNeverOverlap(t *testing.T) {
	c := open(t)
	inner := addFolder(t, c, "/home/pictures/2024")
	insert(t, c, picture(inner, "a.jpg"))
	outer := addFolder(t, c, "/home/pictures")
	if outer.ID == inner.ID || outer.Photos != 1 {
		t.Errorf("the outer folder is %+v", outer)
	}
	if again := addFolder(t, c, "/home/pictures/2024"); again.ID != outer.ID {
		t.Errorf("adding a part again gave %+v", again)
	}
	if other := addFolder(t, c, "/home/pictures-of-cats"); other.ID == outer.ID {
		t.Error("a folder whose name only begins like another's counts as a part of it")
	}
	all, err := c.Folders(t.Context())
	if err != nil || len(all) != 2 {
		t.Errorf("folders %+v, %v", all, err)
	}
	update(t, c, func(tx *Tx) error { return tx.RemoveFolder(outer.ID, time.Now()) })
	if n := counts(t, c); n.Photos != 0 || n.Folders != 1 {
		t.Errorf("after removing: %+v", n)
	}
}

func TestAFolderIsNotAddedAroundOneThatIsAway(t *testing.T) {
	c := open(t)
	usb := addFolder(t, c, "/media/usb")
	insert(t, c, picture(usb, "a.jpg"))
	if err := c.SetAway(t.Context(), usb.ID, photo.AwayMissing); err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddFolder(t.Context(), "/media"); !errors.Is(err, ErrHoldsAway) {
		t.Errorf("got %v, want ErrHoldsAway", err)
	}
	if n := counts(t, c); n.Away != 1 || n.Folders != 1 {
		t.Errorf("got %+v", n)
	}
}

func TestBelow(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	for _, name := range []string{"a.jpg", "sub/b.jpg", "sub/deep/c.jpg", "sub.jpg", "sub-d/d.jpg", "sub0.jpg"} {
		insert(t, c, picture(f, name))
	}
	for dir, want := range map[string]int{"/p": 6, "/": 6, "/p/sub": 2, "/p/sub/deep": 1, "/q": 0} {
		got, err := c.Below(t.Context(), dir)
		if err != nil || len(got) != want {
			t.Errorf("%s: %d photos, %v; want %d", dir, len(got), err, want)
		}
	}
}

func TestWaitingIsNewestFirstAndLeavesAwayFoldersOut(t *testing.T) {
	c := open(t)
	here, away := addFolder(t, c, "/here"), addFolder(t, c, "/usb")
	for i := range 5 {
		p := picture(here, fmt.Sprintf("%d.jpg", i))
		p.Taken.Time = p.Taken.AddDate(0, 0, i)
		insert(t, c, p)
	}
	insert(t, c, picture(away, "x.jpg"))
	if err := c.SetAway(t.Context(), away.ID, photo.AwayMissing); err != nil {
		t.Fatal(err)
	}
	got, err := c.Missing(t.Context(), EmbedKey("model-a"), nil, 3)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range got {
		names = append(names, filepath.Base(p.Path))
	}
	if want := []string{"4.jpg", "3.jpg", "2.jpg"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
	if n := counts(t, c); n.Away != 1 || n.Waiting != 5 || n.Photos != 6 {
		t.Errorf("got %+v", n)
	}
}

func TestFailedUpdateWritesNothing(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/pictures")
	stop := errors.New("stop")
	err := c.Update(t.Context(), func(tx *Tx) error {
		if _, err := tx.Insert(picture(f, "a.jpg")); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if n := counts(t, c); n.Photos != 0 {
		t.Errorf("got %+v", n)
	}
}

func TestReaderBesideWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "with ? and # and %", "recollect.db")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading nothing: got %v", err)
	}
	c := openAt(t, path, "m")
	r, err := Open(t.Context(), path, Options{ReadOnly: true, Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	insert(t, c, picture(addFolder(t, c, "/pictures"), "a.jpg"))
	if n := counts(t, r); n.Photos != 1 {
		t.Errorf("the reader sees %+v", n)
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	newer := filepath.Join(dir, "newer.db")
	c := openAt(t, newer, "m")
	update(t, c, func(tx *Tx) error { return tx.exec(`PRAGMA user_version = 99`) })
	c.Close()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a catalog ", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path string
		want error
	}{{newer, ErrNewer}, {text, ErrDamaged}} {
		t.Run(filepath.Base(tt.path), func(t *testing.T) {
			before, err := os.ReadFile(tt.path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Open(t.Context(), tt.path, Options{Model: "m"}); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			after, err := os.ReadFile(tt.path)
			if err != nil || !slices.Equal(before, after) {
				t.Errorf("the file was touched (%v)", err)
			}
		})
	}
}

func TestCheckFindsDamage(t *testing.T) {
	tests := []struct{ name, sql, want string }{
		{"lost vector", `DELETE FROM vectors`, "encoded without a vector"},
		{"lost problem", `UPDATE photos SET state = 2`, "broken without a problem"},
		{"foreign path", `UPDATE photos SET path = '/elsewhere/a.jpg'`, "does not lie in its folder"},
		{"lead that is gone", `UPDATE photos SET lead = 99`, "is shown with photo 99"},
		{"foreign shot", `UPDATE photos SET shot = 7`, "shot of another path"},
		{"no shot", `UPDATE photos SET shot = 0`, "without a shot"},
		{"broken keywords", `UPDATE photos SET keywords = '["a'`, "a list that is none"},
		{"people that are no list", `UPDATE photos SET people = '7'`, "a list that is none"},
		{"half a place", `UPDATE photos SET lat = 7`, "half a place"},
		{"short vector", `UPDATE vectors SET vector = x'0102'`, "length"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := Open(t.Context(), filepath.Join(t.TempDir(), "c.db"), Options{Model: "m"})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			encode(t, c, insert(t, c, picture(addFolder(t, c, "/pictures"), "a.jpg")), photo.Hash{1}, axis(0))
			if err := c.Check(t.Context()); err != nil {
				t.Fatalf("sound: %v", err)
			}
			update(t, c, func(tx *Tx) error { return tx.exec(tt.sql) })
			if err := c.Check(t.Context()); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// Another process may be about to create the catalog.
func TestReaderOfAnEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
}
