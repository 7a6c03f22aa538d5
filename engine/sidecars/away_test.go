package sidecars

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// fading is a catalog of which photos are removed, whose RAW files may be elsewhere, and in which the person says
// what fields names.
type fading struct {
	said
	removed map[photo.ID]bool
	raw     map[photo.ID]string
	fields  *[]photo.Field
}

func (f fading) Photo(ctx context.Context, id photo.ID) (photo.Photo, error) {
	if f.removed[id] {
		return photo.Photo{}, fmt.Errorf("photo %v: %w", id, store.ErrNotFound)
	}
	return f.said.Photo(ctx, id)
}

func (f fading) ForSidecars(context.Context, int64) (ids []photo.ID, seq int64, err error) {
	for i := range f.said {
		if id := photo.ID(i + 1); !f.removed[id] {
			ids = append(ids, id)
		}
	}
	return ids, 1, nil
}

func (f fading) Companions(_ context.Context, id photo.ID) ([]photo.Photo, error) {
	if path := f.raw[id]; path != "" {
		return []photo.Photo{{ID: 1000 + id, File: photo.File{Path: path}}}, nil
	}
	return nil, nil
}

func (f fading) Edited(context.Context, photo.ID) (*photo.Edited, error) {
	return &photo.Edited{Fields: *f.fields}, nil
}

func (f fading) TagsOf(context.Context, photo.ID) ([]string, error) { return nil, nil }

// newFading is a service of n photos with a conflict each: the person says 4 stars, the sidecar 5.
func newFading(t *testing.T, n int) (fading, *Service) {
	t.Helper()
	f := fading{
		said: photos(t, t.TempDir(), n), removed: map[photo.ID]bool{}, raw: map[photo.ID]string{},
		fields: &[]photo.Field{photo.RatingField},
	}
	s := New(Options{
		Catalog: f, Library: t.TempDir(),
		Yield: func(context.Context, []photo.Yield) (func(context.Context) error, error) {
			return func(context.Context) error { return nil }, nil
		},
	})
	_, err := s.Write(t.Context(), nil, false)
	must(t, err)
	for i := range f.said {
		differ(t, 5, f.said[i].Path)
		f.said[i].Meta.Rating = 4
	}
	_, err = s.Write(t.Context(), nil, false)
	must(t, err)
	if got := s.State().Conflicts; got != n {
		t.Fatalf("%d have conflicts", got)
	}
	return f, s
}

// theirs checks that the sidecar of photo i says what the other program wrote.
func (f fading) theirs(t *testing.T, i int) {
	t.Helper()
	data, err := os.ReadFile(f.said[i].Path + ".xmp")
	must(t, err)
	if !bytes.Contains(data, []byte("Rating>5<")) {
		t.Errorf("the other program's rating is lost: %s", data)
	}
}

// conflicts checks how many photos have some.
func conflicts(t *testing.T, s *Service, listed, all int) {
	t.Helper()
	page, n, err := s.Conflicts(t.Context(), 0, 10)
	if err != nil || len(page) != listed || n != all {
		t.Errorf("%d conflicts are listed of %d, %v; want %d of %d", len(page), n, err, listed, all)
	}
}

// A photo that is removed from the library has no conflict, and holds up nobody else's.
func TestConflictsOfAPhotoThatIsRemoved(t *testing.T) {
	f, s := newFading(t, 3)
	f.removed[2] = true
	conflicts(t, s, 2, 2)
	if n, _, err := s.Settle(t.Context(), []photo.Settlement{{Mine: true}}); n != 2 || err != nil {
		t.Errorf("settled %d, %v", n, err)
	}
}

// A photo that could not be written, and is removed then, does not keep others from being written.
func TestFollowAfterAPhotoIsRemoved(t *testing.T) {
	f, s := newFading(t, 3)
	must(t, s.SetOn(t.Context(), true))
	must(t, os.Rename(f.said[1].Path, f.said[1].Path+".away"))
	must(t, s.catchUp(t.Context(), true))
	if st := s.State(); st.Failed != 1 {
		t.Fatalf("%+v", st)
	}
	f.removed[2] = true
	must(t, s.catchUp(t.Context(), true))
	if st := s.State(); st.Failed != 0 {
		t.Errorf("it is tried for ever: %+v", st)
	}
}

// Conflicts of photos on a drive that is away are not forgotten, whoever looks at them or settles them meanwhile.
func TestConflictsWhileADriveIsAway(t *testing.T) {
	f, s := newFading(t, 3)
	dir := filepath.Dir(f.said[0].Path)
	must(t, os.Rename(dir, dir+".away"))
	conflicts(t, s, 0, 3)
	for _, mine := range []bool{true, false} {
		if n, _, err := s.Settle(t.Context(), []photo.Settlement{{Mine: mine}}); n != 0 || err != nil {
			t.Errorf("mine %v: settled %d, %v", mine, n, err)
		}
	}
	must(t, os.Rename(dir+".away", dir))
	conflicts(t, s, 3, 3)
	f.theirs(t, 0)
}

// Where the RAW file of a shot is away, what the sidecar of the photo says stays when it is chosen.
func TestSettleTheirsWhileTheRawFileIsAway(t *testing.T) {
	f, s := newFading(t, 1)
	f.raw[1] = filepath.Join(filepath.Dir(f.said[0].Path), "away", "0000.CR2")
	_, _, err := s.Settle(t.Context(), []photo.Settlement{{ID: 1}})
	must(t, err)
	_, err = s.Write(t.Context(), nil, false)
	must(t, err)
	f.theirs(t, 0)
}

// Undo of what a person took back, in another process or after a restart, brings the conflict back. It
// decides nothing.
func TestUndoOfTheirsByHistory(t *testing.T) {
	f, s := newFading(t, 1)
	if n, _, err := s.Settle(t.Context(), []photo.Settlement{{ID: 1}}); n != 1 || err != nil {
		t.Fatalf("settled %d, %v", n, err)
	}
	kept := slices.Clone(*f.fields)
	*f.fields = nil
	_, err := s.Write(t.Context(), nil, false)
	must(t, err)
	conflicts(t, s, 0, 0)
	*f.fields = kept
	_, err = s.Write(t.Context(), nil, false)
	must(t, err)
	f.theirs(t, 0)
	conflicts(t, s, 1, 1)
}
