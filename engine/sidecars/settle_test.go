package sidecars

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/sidecar"
)

// differ changes the rating in sidecars as another program does.
func differ(t *testing.T, stars int, paths ...string) {
	t.Helper()
	for _, path := range paths {
		f, err := sidecar.Open(sidecar.Place{Path: path + ".xmp"})
		must(t, err)
		r, _, err := f.Merge(sidecar.Change{Rating: &stars, RemoveTags: []string{"cat"}})
		must(t, err)
		must(t, r.Do())
	}
}

// apart is a service of n photos, each with two conflicts: a rating of 5 in place of its own, and a tag that is gone.
type apart struct {
	*Service
	all     said
	yielded []photo.Yield
	undone  int
	err     error
}

func newApart(t *testing.T, n int) *apart {
	t.Helper()
	dir := t.TempDir()
	a := &apart{all: photos(t, dir, n)}
	a.Service = New(Options{
		Catalog: a.all, Library: t.TempDir(),
		Yield: func(_ context.Context, all []photo.Yield) (func(context.Context) error, error) {
			a.yielded = all
			return func(context.Context) error { a.undone++; return nil }, a.err
		},
	})
	_, err := a.Write(t.Context(), nil, false)
	must(t, err)
	for i := range a.all {
		differ(t, 5, a.all[i].Path)
		a.all[i].Meta.Rating = 4
	}
	_, err = a.Write(t.Context(), nil, false)
	must(t, err)
	if got := a.State().Conflicts; got != n {
		t.Fatalf("%d have conflicts", got)
	}
	return a
}

// sidecarOf is what the sidecar of photo i is.
func (a *apart) sidecarOf(t *testing.T, i int) []byte {
	t.Helper()
	data, err := os.ReadFile(a.all[i].Path + ".xmp")
	must(t, err)
	return data
}

func (a *apart) settle(t *testing.T, want int, how ...photo.Settlement) (undo func(context.Context) error) {
	t.Helper()
	n, undo, err := a.Settle(t.Context(), how)
	if err != nil || n != want {
		t.Errorf("settled %d, %v; want %d", n, err, want)
	}
	return undo
}

// What the person says is written over what another program says, and undo brings that back byte by byte.
func TestSettleMine(t *testing.T) {
	a := newApart(t, 3)
	theirs := a.sidecarOf(t, 1)
	undo := a.settle(t, 1, photo.Settlement{ID: 2, Mine: true})
	if mine := a.sidecarOf(t, 1); !bytes.Contains(mine, []byte("Rating>4<")) || !bytes.Contains(mine, []byte(">cat<")) {
		t.Errorf("the sidecar is %s", mine)
	}
	if a.State().Conflicts != 2 || len(a.yielded) > 0 {
		t.Errorf("%+v, yielded %v", a.State(), a.yielded)
	}
	must(t, undo(t.Context()))
	if got := a.sidecarOf(t, 1); !bytes.Equal(got, theirs) || a.State().Conflicts != 3 {
		t.Errorf("undone: %+v, %s", a.State(), got)
	}
	undo = a.settle(t, 3, photo.Settlement{Mine: true})
	if got, n, err := a.Conflicts(t.Context(), 0, 10); len(got) > 0 || n != 0 || err != nil {
		t.Errorf("then: %v, %d, %v", got, n, err)
	}
	must(t, undo(t.Context()))
	if got, n, err := a.Conflicts(t.Context(), 0, 10); len(got) != 3 || n != 3 || err != nil {
		t.Errorf("undone: %v, %d, %v", got, n, err)
	}
}

// The person no longer says what the sidecar says otherwise; what it says stays.
func TestSettleTheirs(t *testing.T) {
	a := newApart(t, 3)
	theirs := a.sidecarOf(t, 0)
	undo := a.settle(t, 3, photo.Settlement{})
	want := photo.Yield{ID: 1, Edit: photo.Edit{AsInFile: []photo.Field{photo.RatingField}}, Tags: []string{"cat"}}
	if len(a.yielded) != 3 || !reflect.DeepEqual(a.yielded[0], want) {
		t.Errorf("yielded %+v, want %+v and two more", a.yielded, want)
	}
	if got := a.sidecarOf(t, 0); !bytes.Contains(got, []byte("Rating>5<")) || a.State().Conflicts != 0 {
		t.Errorf("%+v", a.State())
	}
	must(t, undo(t.Context()))
	_, err := a.Write(t.Context(), nil, false) // decides nothing
	must(t, err)
	if a.undone != 1 || a.State().Conflicts != 3 || !bytes.Equal(a.sidecarOf(t, 0), theirs) {
		t.Errorf("undone %d times: %+v", a.undone, a.State())
	}
}

// Each field can be settled by itself: a photo with another conflict still has one.
func TestSettleAField(t *testing.T) {
	a := newApart(t, 2)
	path := a.all[0].Path
	a.settle(t, 0, photo.Settlement{ID: 1, Path: path, Field: photo.RatingField, Mine: true})
	got, n, err := a.Conflicts(t.Context(), 0, 1)
	want := []photo.Conflict{{Field: photo.TagField, Said: "cat"}}
	if err != nil || n != 2 || len(got) != 1 || !slices.Equal(got[0].Conflicts, want) {
		t.Errorf("got %+v, %d, %v", got, n, err)
	}
	a.settle(t, 1, photo.Settlement{ID: 1, Path: path, Field: photo.TagField, Said: "cat"})
	if len(a.yielded) != 1 || !slices.Equal(a.yielded[0].Tags, []string{"cat"}) {
		t.Errorf("yielded %+v", a.yielded)
	}
}

// Where the library cannot yield, nothing is settled, and no sidecar is changed.
func TestSettleFails(t *testing.T) {
	a := newApart(t, 2)
	a.err = errors.New("the disk is full")
	theirs := a.sidecarOf(t, 0)
	_, _, err := a.Settle(t.Context(), []photo.Settlement{{ID: 1, Mine: true}, {ID: 2}})
	if !errors.Is(err, a.err) || a.State().Conflicts != 2 || !bytes.Equal(a.sidecarOf(t, 0), theirs) {
		t.Errorf("%v, %+v", err, a.State())
	}
}

// What the sidecar of a RAW file says is said of the shot, since the library reads that of the photo.
func TestSettleOfARawFile(t *testing.T) {
	a := newApart(t, 1)
	raw := filepath.Join(filepath.Dir(a.all[0].Path), "0000.CR2")
	must(t, os.WriteFile(raw, nil, 0o600))
	a.settle(t, 1, photo.Settlement{Mine: true})
	_, err := a.Write(t.Context(), nil, false)
	must(t, err)
	differ(t, 2, raw)
	got, _, err := a.Conflicts(t.Context(), 0, 1)
	if len(got) > 0 || err != nil {
		t.Fatalf("before it was compared: %v, %v", got, err)
	}
	_, err = a.Write(t.Context(), []photo.ID{1}, false)
	must(t, err)
	if got, _, err = a.Conflicts(t.Context(), 0, 1); err != nil || len(got) != 1 || got[0].Path != raw {
		t.Fatalf("got %+v, %v", got, err)
	}
	a.settle(t, 1, photo.Settlement{ID: 1})
	if len(a.yielded) != 1 || a.yielded[0].Edit.Rating == nil || *a.yielded[0].Edit.Rating != 2 {
		t.Errorf("yielded %+v", a.yielded)
	}
}

// Conflicts are read by pages; one that is none any more is skipped and no longer counted.
func TestConflictsByPages(t *testing.T) {
	a := newApart(t, 7)
	differ(t, 4, a.all[1].Path, a.all[2].Path) // the other program agrees, but for the tag
	for _, i := range []int{1, 2} {
		f, err := sidecar.Open(sidecar.Place{Path: a.all[i].Path + ".xmp"})
		must(t, err)
		r, _, err := f.Merge(sidecar.Change{AddTags: []string{"cat"}})
		must(t, err)
		must(t, r.Do())
	}
	var ids []string
	total := 7
	for from := 0; from < total; from += 2 {
		page, n, err := a.Conflicts(t.Context(), from, 2)
		must(t, err)
		total = n
		for _, d := range page {
			ids = append(ids, fmt.Sprint(d.Photo.ID))
		}
	}
	if want := []string{"1", "4", "5", "6", "7"}; !slices.Equal(ids, want) || total != 5 {
		t.Errorf("got %v of %d, want %v", ids, total, want)
	}
	again := New(a.Options) // as after a restart
	if got := again.State().Conflicts; got != 5 {
		t.Errorf("a restart finds %d", got)
	}
}
