package duplicates

import (
	"context"
	"crypto/sha256"
	"image"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

// shelf is a library whose photos have pictures in the cache, and no files.
type shelf struct {
	*testing.T
	*Service
	catalog *catalog.Catalog
	folder  photo.Folder
	ids     map[string]photo.ID
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "index"), 0o700); err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Open(t.Context(), filepath.Join(dir, "recollect.db"), catalog.Options{Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{T: t, catalog: c, ids: map[string]photo.ID{}}
	t.Cleanup(func() {
		if err := c.Check(context.Background()); err != nil {
			t.Error(err)
		}
		c.Close()
	})
	if s.folder, err = c.AddFolder(t.Context(), "/p"); err != nil {
		t.Fatal(err)
	}
	s.Service = New(Options{
		Catalog: c, Thumbs: thumb.Open(filepath.Join(dir, "thumbs"), 0), Budget: decode.NewBudget(0),
		Dir: dir, Log: slog.Default(),
	})
	return s
}

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// shot is a photo of a shelf. Those with the same seed look the same.
type shot struct {
	name    string
	content byte
	seed    uint64
	at      int // seconds after noon that the camera says; -1: it says nothing
	width   int
}

func (s *shelf) add(shots ...shot) {
	s.Helper()
	for _, x := range shots {
		p := photo.Photo{
			Folder: s.folder.ID,
			File: photo.File{
				Path: filepath.Join("/p", x.name), Size: int64(x.width), ModTime: noon, Identity: "1:" + x.name,
			},
			Details: photo.Details{
				Format: "jpeg", WidthPx: x.width, HeightPx: 30, Orientation: 1,
				Taken: photo.Moment{Time: noon.AddDate(1, 0, 0), From: photo.FromModTime},
			},
		}
		if x.at >= 0 {
			p.Camera = "One"
			p.Taken = photo.Moment{Time: noon.Add(time.Duration(x.at) * time.Second), From: photo.FromExif}
		}
		s.record(p, x)
	}
}

func (s *shelf) record(p photo.Photo, x shot) {
	s.Helper()
	h, img := photo.Hash{x.content}, noise(x.seed)
	v := make(photo.Vector, 8)
	v[x.seed%8] = 1
	err := s.catalog.Update(s.Context(), func(tx *catalog.Tx) error {
		id, err := tx.Insert(p)
		if err != nil {
			return err
		}
		s.ids[x.name] = id
		if _, err := tx.SetContent(id, p.File, catalog.Content{Hash: h, Vector: v}); err != nil {
			return err
		}
		return tx.SetLook(h, look.Of(img))
	})
	if err == nil {
		err = s.o.Thumbs.Put(h, thumb.Small, img)
	}
	if err != nil {
		s.Fatal(err)
	}
}

// noise is a picture of coarse squares, different for each seed.
func noise(seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 7))
	img := image.NewRGBA(image.Rect(0, 0, 256, 256))
	for y := range 16 {
		for x := range 16 {
			grey := uint8(r.Uint32())
			for i := range 256 {
				at := img.PixOffset(x*16+i%16, y*16+i/16)
				img.Pix[at], img.Pix[at+1], img.Pix[at+2], img.Pix[at+3] = grey, grey, grey, 255
			}
		}
	}
	return img
}

// names returns the names of photos.
func (s *shelf) names(ids []photo.ID) (names []string) {
	for _, id := range ids {
		for name, of := range s.ids {
			if of == id {
				names = append(names, name)
			}
		}
	}
	return names
}

// mixed has a photo with an equal file, a smaller one and one of the same moment, a burst, and others.
func mixed(t *testing.T) *shelf {
	s := newShelf(t)
	s.add(
		shot{"cat.jpg", 1, 1, 0, 400}, shot{"cat copy.jpg", 1, 1, 0, 400}, shot{"cat-small.jpg", 2, 1, -1, 40},
		shot{"dog-1.jpg", 3, 2, 100, 400}, shot{"dog-2.jpg", 4, 2, 103, 400}, shot{"dog-later.jpg", 5, 2, 900, 400},
		shot{"hill.jpg", 6, 3, 0, 400}, shot{"tree.jpg", 7, 4, -1, 400},
	)
	return s
}

func TestGroups(t *testing.T) {
	s := mixed(t)
	for _, withShots := range []bool{false, true} {
		groups, err := s.Groups(t.Context(), withShots)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, g := range groups {
			var ids []photo.ID
			for _, m := range g.Members {
				ids = append(ids, m.ID)
			}
			got = append(got, string(g.Kind))
			got = append(got, s.names(ids)...)
		}
		want := []string{"exact", "cat.jpg", "cat copy.jpg", "near", "cat.jpg", "cat-small.jpg"}
		if withShots {
			want = append(want, "shots", "dog-1.jpg", "dog-2.jpg")
		}
		if !slices.Equal(got, want) {
			t.Errorf("with shots %v: got %q, want %q", withShots, got, want)
		}
	}
	if n, err := s.Waiting(t.Context()); n != 0 || err != nil {
		t.Errorf("%d photos wait, %v", n, err)
	}
}

// A date that a person has set tells nothing about shots: those of a burst stay shots, and are not one picture. It
// makes a photo no worse than its copies.
func TestADateOfAPersonMakesNoDuplicates(t *testing.T) {
	s := mixed(t)
	err := s.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		when := photo.Moment{Time: noon.AddDate(-1, 0, 0)}
		return tx.Edit([]photo.ID{s.ids["dog-1.jpg"], s.ids["cat copy.jpg"]}, photo.Edit{Taken: &when})
	})
	if err != nil {
		t.Fatal(err)
	}
	groups, err := s.Groups(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range groups {
		got = append(got, string(g.Kind), s.names([]photo.ID{g.Members[0].ID})[0])
	}
	want := []string{"exact", "cat copy.jpg", "near", "cat copy.jpg", "shots", "dog-1.jpg"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	stacks, err := s.Stacks(t.Context(), []photo.ID{s.ids["dog-1.jpg"], s.ids["dog-later.jpg"]})
	if err != nil || len(stacks) > 0 {
		t.Errorf("stacks of two scenes: %v, %v", stacks, err)
	}
}

// What a person has told apart is in no group and no stack together, until that is taken back; of equal files each
// stands by itself.
func TestToldApart(t *testing.T) {
	s := mixed(t)
	if _, err := s.Groups(t.Context(), true); err != nil { // so that what was compared is known
		t.Fatal(err)
	}
	of := func(names ...string) (ids []photo.ID) {
		for _, name := range names {
			ids = append(ids, s.ids[name])
		}
		return ids
	}
	stacked := func() []string {
		stacks, err := s.Stacks(t.Context(), of("cat.jpg", "cat copy.jpg", "cat-small.jpg", "dog-1.jpg", "dog-2.jpg"))
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, stack := range stacks {
			all = append(append(all, s.names(stack)...), "")
		}
		return all
	}
	before, stacks := s.found(), stacked()
	check := func(what string, groups, stacks []string) {
		t.Helper()
		if got := s.found(); !slices.Equal(got, groups) {
			t.Errorf("%s: groups %q, want %q", what, got, groups)
		}
		if got := stacked(); !slices.Equal(got, stacks) {
			t.Errorf("%s: stacks %q, want %q", what, got, stacks)
		}
	}
	if err := s.Reject(t.Context(), of("cat.jpg", "cat copy.jpg")); err != nil {
		t.Fatal(err)
	}
	check("equal files", []string{"near cat.jpg, cat-small.jpg", "shots dog-1.jpg, dog-2.jpg"},
		[]string{"cat.jpg", "cat-small.jpg", "", "dog-1.jpg", "dog-2.jpg", ""})
	if err := s.Reject(t.Context(), of("cat.jpg", "cat-small.jpg")); err != nil {
		t.Fatal(err)
	}
	if err := s.Reject(t.Context(), of("dog-1.jpg", "dog-2.jpg")); err != nil {
		t.Fatal(err)
	}
	check("all", nil, nil)
	if told, err := s.Rejected(t.Context()); err != nil || len(told) != 3 {
		t.Errorf("told apart: %+v, %v", told, err)
	}
	for _, names := range [][]string{{"cat.jpg", "cat copy.jpg", "cat-small.jpg"}, {"dog-1.jpg", "dog-2.jpg"}} {
		if err := s.Accept(t.Context(), of(names...)); err != nil {
			t.Fatal(err)
		}
	}
	check("taken back", before, stacks)
}

// Stacks are of the photos that are asked for only, the best first, in their order.
func TestStacks(t *testing.T) {
	s := mixed(t)
	for _, tt := range []struct {
		name string
		of   []string
		want []string
	}{
		{
			"all",
			[]string{"dog-2.jpg", "cat-small.jpg", "hill.jpg", "dog-1.jpg", "cat copy.jpg", "cat.jpg", "dog-later.jpg"},
			[]string{"dog-1.jpg", "dog-2.jpg", "", "cat.jpg", "cat copy.jpg", "cat-small.jpg", ""},
		},
		{"equal files", []string{"cat.jpg", "hill.jpg", "cat copy.jpg"}, []string{"cat.jpg", "cat copy.jpg", ""}},
		{"strangers", []string{"cat.jpg", "hill.jpg", "tree.jpg", "dog-later.jpg"}, nil},
		{"one", []string{"cat.jpg"}, nil},
		{"none", nil, nil},
	} {
		var ids []photo.ID
		for _, name := range tt.of {
			ids = append(ids, s.ids[name])
		}
		stacks, err := s.Stacks(t.Context(), append(ids, 999))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, stack := range stacks {
			got = append(append(got, s.names(stack)...), "")
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if n := len(s.memory.pairs); n == 0 {
		t.Error("nothing is remembered")
	}
}

// What was compared once is not read again.
func TestStacksRemember(t *testing.T) {
	s := mixed(t)
	ids := []photo.ID{s.ids["cat.jpg"], s.ids["cat-small.jpg"]}
	if _, err := s.Stacks(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	s.o.Thumbs = thumb.Open(t.TempDir(), 0)
	if got, err := s.Stacks(t.Context(), ids); err != nil || len(got) != 1 {
		t.Errorf("without pictures: %v, %v", got, err)
	}
}

// found returns the groups of a shelf as names, with shots.
func (s *shelf) found() (all []string) {
	s.Helper()
	groups, err := s.Groups(s.Context(), true)
	if err != nil {
		s.Fatal(err)
	}
	for _, g := range groups {
		var ids []photo.ID
		for _, m := range g.Members {
			ids = append(ids, m.ID)
		}
		all = append(all, string(g.Kind)+" "+strings.Join(s.names(ids), ", "))
	}
	return all
}

// What was compared is kept: a second run reads no picture, and one after a change only those near the change.
// Both find what a whole run does.
func TestGroupsFollowTheLibrary(t *testing.T) {
	s := mixed(t)
	first := s.found()
	thumbs := s.o.Thumbs
	s.o.Thumbs = thumb.Open(t.TempDir(), 0)
	if got := s.found(); !slices.Equal(got, first) {
		t.Errorf("again: %q, want %q", got, first)
	}
	again := New(s.o) // another process
	if got, err := again.Groups(t.Context(), true); err != nil || len(got) != len(first) {
		t.Errorf("in another process: %d groups, %v", len(got), err)
	}
	s.o.Thumbs = thumbs
	s.add(shot{"cat-tiny.jpg", 8, 1, -1, 20}, shot{"tree-small.jpg", 9, 4, -1, 40}, shot{"lone.jpg", 10, 5, -1, 40})
	changed := s.found()
	want := []string{
		"exact cat.jpg, cat copy.jpg", "near cat.jpg, cat-small.jpg, cat-tiny.jpg", "near tree.jpg, tree-small.jpg",
		"shots dog-1.jpg, dog-2.jpg",
	}
	if !slices.Equal(changed, want) {
		t.Errorf("after a change: %q, want %q", changed, want)
	}
	err := s.catalog.Update(t.Context(), func(tx *catalog.Tx) error { return tx.Delete(s.ids["tree.jpg"]) })
	if err != nil {
		t.Fatal(err)
	}
	want = slices.Delete(want, 2, 3)
	if got := s.found(); !slices.Equal(got, want) {
		t.Errorf("after a photo was removed: %q, want %q", got, want)
	}
	s.o.Dir = ""
	if got := s.found(); !slices.Equal(got, want) {
		t.Errorf("a whole run: %q, want %q", got, want)
	}
}

// A photo that had no picture when it was looked at is compared once it has one.
func TestWhatCouldNotBeSeenIsComparedLater(t *testing.T) {
	s := mixed(t)
	thumbs := s.o.Thumbs
	s.o.Thumbs = thumb.Open(t.TempDir(), 0)
	if got := s.found(); !slices.Equal(got, []string{"exact cat.jpg, cat copy.jpg"}) {
		t.Errorf("without pictures: %q", got)
	}
	s.o.Thumbs = thumbs
	if got := s.found(); len(got) != 3 {
		t.Errorf("with pictures: %q", got)
	}
}

func TestKnownIsReadAsWritten(t *testing.T) {
	k := newKnown("model")
	k.contents[7], k.contents[1<<63] = true, true
	k.pairs[[2]photo.Hash{{1}, {2}}], k.pairs[[2]photo.Hash{{1}, {3}}] = 0.5, 0
	got, err := parseKnown(k.bytes())
	if err != nil || !reflect.DeepEqual(got, k) {
		t.Errorf("got %+v, %v", got, err)
	}
	path := filepath.Join(t.TempDir(), "known")
	if err := k.write(path); err != nil {
		t.Fatal(err)
	}
	if got := readKnown(path, "model"); len(got.pairs) != 2 {
		t.Errorf("read %+v", got)
	}
	if got := readKnown(path, "another"); len(got.pairs)+len(got.contents) != 0 || got.model != "another" {
		t.Errorf("of another model: %+v", got)
	}
	if err := k.write(filepath.Join(t.TempDir(), "none", "known")); err != nil {
		t.Errorf("without a folder: %v", err)
	}
}

func FuzzKnown(f *testing.F) {
	k := newKnown("m")
	k.contents[7] = true
	k.pairs[[2]photo.Hash{{1}, {2}}] = 0.5
	whole := k.bytes()
	f.Add(whole)
	f.Add(whole[:len(whole)-40])
	f.Add([]byte(knownMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		parseKnown(data)
		sum := sha256.Sum256(data) // also what has the right sum
		k, err := parseKnown(append(slices.Clone(data), sum[:]...))
		if err == nil && len(k.pairs)*pairSize > len(data) {
			t.Errorf("%d pairs in %d bytes", len(k.pairs), len(data))
		}
	})
}
