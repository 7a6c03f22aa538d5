package library

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/discard"
	"recollect/engine/photo"
	"recollect/engine/trash"
)

// twins is a library of three photos that are the same. The second has a tag.
type twins struct {
	*testing.T
	db      string
	catalog *catalog.Catalog
	*History
	photos []photo.Photo
}

func newTwins(t *testing.T) *twins {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "share"))
	s := &twins{T: t, db: filepath.Join(home, "recollect.db")}
	s.open()
	t.Cleanup(func() {
		if err := errors.Join(s.catalog.Check(context.Background()), s.catalog.Close()); err != nil {
			t.Error(err)
		}
	})
	dir := filepath.Join(home, "photos")
	must(t, os.Mkdir(dir, 0o700))
	folder, err := s.catalog.AddFolder(t.Context(), dir)
	must(t, err)
	must(t, s.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		for _, name := range []string{"keep.jpg", "b.jpg", "c.jpg"} {
			p := photo.Photo{Folder: folder.ID}
			p.Path, p.Format = filepath.Join(dir, name), "jpeg"
			must(t, os.WriteFile(p.Path, []byte(name), 0o600))
			info, err := os.Lstat(p.Path)
			must(t, err)
			p.Size, p.ModTime = info.Size(), info.ModTime()
			p.Taken = photo.Moment{Time: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), From: photo.FromModTime}
			if p.ID, err = tx.Insert(p); err != nil {
				return err
			}
			s.photos = append(s.photos, p)
		}
		return nil
	}))
	must(t, s.catalog.Update(t.Context(), func(tx *catalog.Tx) error { return tx.Tag(s.photos[1].ID, "Zoo") }))
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open opens the library, as a program does that starts.
func (s *twins) open() {
	s.Helper()
	if s.catalog != nil {
		must(s.T, s.catalog.Close())
	}
	c, err := catalog.Open(s.Context(), s.db, catalog.Options{Model: "m"})
	must(s.T, err)
	s.catalog, s.History = c, NewHistory(c)
}

// discard moves the second and the third photo to the trash.
func (s *twins) discard() photo.ActID {
	s.Helper()
	id, err := s.Discard(s.Context(), s.photos[0], s.photos[1:])
	if errors.Is(err, trash.ErrNoTrash) {
		s.Skip("this system has no trash for temporary files")
	}
	must(s.T, err)
	return id
}

// wants checks which files are there, and the tags of the photo that is kept.
func (s *twins) wants(when string, there []string, tags ...string) {
	s.Helper()
	var got []string
	for _, p := range s.photos {
		if _, err := os.Lstat(p.Path); err == nil {
			got = append(got, filepath.Base(p.Path))
		}
	}
	if !slices.Equal(got, there) {
		s.Errorf("%s: there are %q, want %q", when, got, there)
	}
	has, err := s.catalog.TagsOf(s.Context(), s.photos[0].ID)
	if err != nil || !slices.Equal(has, tags) {
		s.Errorf("%s: kept has tags %q, %v, want %q", when, has, err, tags)
	}
}

// acts returns the kinds of the history and how many photos each is of, the latest first.
func (s *twins) acts() (kinds []string, photos []int) {
	s.Helper()
	all, err := s.Acts(s.Context(), 0)
	must(s.T, err)
	for _, a := range all {
		kinds, photos = append(kinds, a.Kind), append(photos, a.Photos)
	}
	return kinds, photos
}

var all, one = []string{"keep.jpg", "b.jpg", "c.jpg"}, []string{"keep.jpg"}

// Photos that went to the trash come back after the program was started again, and go again.
func TestDiscardOutlivesRestarts(t *testing.T) {
	s := newTwins(t)
	s.discard()
	s.wants("moved", one, "Zoo")
	if kinds, photos := s.acts(); !slices.Equal(kinds, []string{"trash", "tag"}) || photos[0] != 2 {
		t.Errorf("the history has %q of %d photos, want the trash of 2, and the tag", kinds, photos)
	}
	for range 2 {
		s.open()
		a, err := s.Undo(t.Context(), 0)
		must(t, err)
		if a.Kind != "trash" || !a.Undone {
			t.Errorf("undone: %+v", a)
		}
		s.wants("undone", all)
		s.open()
		_, err = s.Redo(t.Context())
		must(t, err)
		s.wants("redone", one, "Zoo")
	}
}

// What the trash does not hold any more is told, keeps nothing from being undone that was done before, and its tags
// stay where they were passed on to.
func TestDiscardNotBack(t *testing.T) {
	s := newTwins(t)
	s.discard()
	must(t, os.WriteFile(s.photos[1].Path, []byte("another"), 0o600))
	s.open()
	_, err := s.Undo(t.Context(), 0)
	if !errors.Is(err, discard.ErrNotBack) {
		t.Errorf("another file has its place: %v", err)
	}
	s.wants("not all back", all, "Zoo")
	a, err := s.Undo(t.Context(), 0)
	if err != nil || a.Kind != "tag" {
		t.Errorf("undo what was done before: %+v, %v", a, err)
	}
}

// Nothing is passed on and nothing is in the history if the files cannot go.
func TestDiscardRefused(t *testing.T) {
	s := newTwins(t)
	must(t, os.WriteFile(s.photos[2].Path, []byte("changed"), 0o600))
	if _, err := s.Discard(t.Context(), s.photos[0], s.photos[1:]); err == nil {
		t.Error("a file has changed, and went")
	}
	s.wants("changed", all)
	if kinds, _ := s.acts(); !slices.Equal(kinds, []string{"tag"}) {
		t.Errorf("the history has %q", kinds)
	}
}

// Where the trash takes no files, all stay, and what was passed on is taken back.
func TestDiscardWithoutTrash(t *testing.T) {
	s := newTwins(t)
	home := filepath.Dir(s.db)
	must(t, os.WriteFile(filepath.Join(home, "share"), nil, 0o600)) // in the place of the trash's folder
	if _, err := s.Discard(t.Context(), s.photos[0], s.photos[1:]); err == nil {
		t.Skip("this system has its trash elsewhere")
	}
	s.wants("no trash", all)
	if kinds, _ := s.acts(); !slices.Equal(kinds, []string{"tag"}) {
		t.Errorf("the history has %q", kinds)
	}
}

// away moves the photos and the trash away, as a drive that is unplugged, until back is called.
func (s *twins) away() (back func()) {
	s.Helper()
	home := filepath.Dir(s.db)
	dirs := []string{filepath.Join(home, "photos"), filepath.Join(home, "share")}
	for _, dir := range dirs {
		must(s.T, os.Rename(dir, dir+"-away"))
	}
	return func() {
		for _, dir := range dirs {
			must(s.T, errors.Join(os.RemoveAll(dir), os.Rename(dir+"-away", dir)))
		}
	}
}

// What cannot be undone because its drive is away is told, and told which, and stays in the history. The next time
// what was done before it is undone. When the drive is there again, it can be undone.
func TestUndoGoesOnBeforeWhatIsAway(t *testing.T) {
	s := newTwins(t)
	id := s.discard()
	back := s.away()
	_, err := s.Undo(t.Context(), 0)
	reason, _ := photo.ReasonOf(err)
	code, args := reason.Split()
	if !errors.Is(err, discard.ErrAway) || code != "trash:away" {
		t.Errorf("away: %v", err)
	}
	if args["n"] != "2" || args["path"] != s.photos[2].Path {
		t.Errorf("said of %v", args)
	}
	if kinds, _ := s.acts(); !slices.Equal(kinds, []string{"trash", "tag"}) {
		t.Errorf("the history has %q", kinds)
	}
	if a, err := s.Undo(t.Context(), 0); err != nil || a.Kind != "tag" {
		t.Errorf("the next: %+v, %v", a, err)
	}
	if _, err := s.Undo(t.Context(), 0); !errors.Is(err, discard.ErrAway) {
		t.Errorf("nothing is before it: %v", err)
	}
	back()
	if a, err := s.Undo(t.Context(), 0); err != nil || a.ID != id {
		t.Errorf("there again: %+v, %v", a, err)
	}
	s.wants("there again", all)
	back = s.away()
	if a, err := s.Redo(t.Context()); err == nil {
		t.Errorf("files that are away went to the trash: %+v", a)
	}
	back()
	if a, err := s.Redo(t.Context()); err != nil || a.ID != id {
		t.Errorf("what was refused cannot be redone: %+v, %v", a, err)
	}
	s.wants("redone", one, "Zoo")
}

// What the act whose drive is away has changed since is not undone before it.
func TestUndoStaysBehindWhatIsAway(t *testing.T) {
	s := newTwins(t)
	rate := func(id photo.ID, stars int) {
		must(t, s.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
			return tx.Edit([]photo.ID{id}, photo.Edit{Rating: &stars})
		}))
	}
	rate(s.photos[1].ID, 5)
	rate(s.photos[0].ID, 2)
	id := s.discard() // the one that is kept gets five stars
	defer s.away()()
	if _, err := s.Undo(t.Context(), id); !errors.Is(err, discard.ErrAway) { // by a button
		t.Errorf("away: %v", err)
	}
	for range 2 { // it is told, and then stays
		if a, err := s.Undo(t.Context(), 0); !errors.Is(err, discard.ErrAway) {
			t.Errorf("the next: %+v, %v", a, err)
		}
	}
}

// Only who was just told by Undo of the latest that its drive is away undoes what was done before it.
func TestUndoTellsAgainWhatIsAway(t *testing.T) {
	s := newTwins(t)
	id := s.discard()
	defer s.away()()
	for range 2 {
		if _, err := s.Undo(t.Context(), id); !errors.Is(err, discard.ErrAway) { // by a button
			t.Errorf("away: %v", err)
		}
	}
	if a, err := s.Undo(t.Context(), 0); !errors.Is(err, discard.ErrAway) {
		t.Errorf("after the button: %+v, %v", a, err)
	}
	tag, err := s.Record(t.Context(), func(ctx context.Context) error {
		return s.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.Tag(s.photos[0].ID, "Other") })
	})
	must(t, err)
	if a, err := s.Undo(t.Context(), 0); err != nil || a.ID != tag {
		t.Errorf("the latest: %+v, %v", a, err)
	}
	if a, err := s.Undo(t.Context(), 0); !errors.Is(err, discard.ErrAway) {
		t.Errorf("after something else: %+v, %v", a, err)
	}
	if a, err := s.Undo(t.Context(), 0); err != nil || a.Kind != "tag" {
		t.Errorf("told again: %+v, %v", a, err)
	}
}

// A move to the trash that is refused takes nothing from what can be redone; one that is done does.
func TestRedoOutlivesARefusedDiscard(t *testing.T) {
	s := newTwins(t)
	_, err := s.Undo(t.Context(), 0)
	must(t, err)
	share := filepath.Join(filepath.Dir(s.db), "share")
	must(t, os.WriteFile(share, nil, 0o600)) // in the place of the trash's folder
	if _, err := s.Discard(t.Context(), s.photos[0], s.photos[1:]); err == nil {
		t.Skip("this system has its trash elsewhere")
	}
	if a, err := s.Redo(t.Context()); err != nil || a.Kind != "tag" {
		t.Errorf("redo: %+v, %v", a, err)
	}
	_, err = s.Undo(t.Context(), 0)
	must(t, err)
	must(t, os.Remove(share))
	s.discard()
	if a, err := s.Redo(t.Context()); !errors.Is(err, catalog.ErrNothingToRedo) {
		t.Errorf("redone after something else: %+v, %v", a, err)
	}
}

// Redoing a move to the trash that is refused leaves it to be redone.
func TestRedoRefused(t *testing.T) {
	s := newTwins(t)
	id := s.discard()
	_, err := s.Undo(t.Context(), id)
	must(t, err)
	share := filepath.Join(filepath.Dir(s.db), "share")
	must(t, errors.Join(os.RemoveAll(share), os.WriteFile(share, nil, 0o600)))
	if _, err := s.Redo(t.Context()); err == nil {
		t.Skip("this system has its trash elsewhere")
	}
	s.wants("refused", all)
	must(t, os.Remove(share))
	if a, err := s.Redo(t.Context()); err != nil || a.ID != id {
		t.Errorf("redo: %+v, %v", a, err)
	}
	s.wants("redone", one, "Zoo")
}

// cutShort is discard in a process that ends when some files have gone.
func (s *twins) cutShort(gone int) {
	s.Helper()
	acts, err := discard.Acts(s.photos[0].File, []photo.File{s.photos[1].File, s.photos[2].File})
	must(s.T, err)
	must(s.T, s.catalog.Update(s.Context(), func(tx *catalog.Tx) error {
		return tx.Discard(s.photos[0].ID, []photo.ID{s.photos[1].ID, s.photos[2].ID}, acts)
	}))
	for _, p := range s.photos[1 : 1+gone] {
		_, err := trash.Put(s.Context(), p.Path)
		if errors.Is(err, trash.ErrNoTrash) {
			s.Skip("this system has no trash for temporary files")
		}
		must(s.T, err)
	}
}

// What was on its way to the trash when its process ended comes back when the library is opened, and nothing is left
// of the act.
func TestSettle(t *testing.T) {
	s := newTwins(t)
	for _, gone := range []int{0, 1, 2} {
		s.cutShort(gone)
		s.wants("before", append([]string{"keep.jpg"}, all[1+gone:]...), "Zoo")
		s.open()
		must(t, s.Settle(t.Context()))
		s.wants("settled", all)
		if kinds, _ := s.acts(); !slices.Equal(kinds, []string{"tag"}) {
			t.Errorf("%d had gone: the history has %q", gone, kinds)
		}
	}
	s.discard()
	must(t, s.Settle(t.Context()))
	s.wants("nothing is on its way", one, "Zoo")
}

// A move to the trash that another process has brought to its end since the library was asked for those that are not
// at theirs is left as it is.
func TestSettleLeavesWhatIsDone(t *testing.T) {
	s := newTwins(t)
	id := s.discard()
	must(t, s.settle(t.Context(), id))
	s.wants("done meanwhile", one, "Zoo")
	if a, err := s.Undo(t.Context(), 0); err != nil || a.ID != id {
		t.Errorf("undo: %+v, %v", a, err)
	}
	s.wants("undone", all)
	must(t, s.settle(t.Context(), id)) // or undone meanwhile
	s.wants("undone meanwhile", all)
}

// A move to the trash that is undone by another process, which takes it for one that has ended, before the first file
// has gone, moves none: at first, and when it is redone.
func TestMoveGivesWayToSettle(t *testing.T) {
	s := newTwins(t)
	s.cutShort(0)
	moving, err := s.catalog.Moving(t.Context())
	if err != nil || len(moving) != 1 {
		t.Fatalf("on their way: %v, %v", moving, err)
	}
	must(t, s.Settle(t.Context()))
	if err := s.move(t.Context(), moving[0]); !errors.Is(err, catalog.ErrGaveWay) {
		t.Errorf("at first: %v", err)
	}
	s.wants("at first", all)

	id := s.discard()
	_, err = s.Undo(t.Context(), id)
	must(t, err)
	announce := func() {
		must(t, s.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
			tx.Files = discard.Announce
			_, err := tx.Redo()
			return err
		}))
	}
	announce()
	must(t, s.Settle(t.Context()))
	if err := s.move(t.Context(), id); !errors.Is(err, catalog.ErrGaveWay) {
		t.Errorf("redone: %v", err)
	}
	s.wants("redone", all)
	announce()
	must(t, s.Settle(t.Context()))
	if a, err := s.Redo(t.Context()); err != nil || a.ID != id { // the other process redoes it
		t.Errorf("redo: %+v, %v", a, err)
	}
	if err := s.move(t.Context(), id); !errors.Is(err, catalog.ErrGaveWay) {
		t.Errorf("redone by another: %v", err)
	}
	s.wants("redone by another", one, "Zoo")
}

// Where a drive is mounted that is not there now an empty folder is left. What was on its way to its trash waits for
// it.
func TestSettleWaitsForTheDrive(t *testing.T) {
	s := newTwins(t)
	s.cutShort(2)
	back := s.away()
	must(t, os.Mkdir(filepath.Join(filepath.Dir(s.db), "photos"), 0o700))
	if err := s.Settle(t.Context()); !errors.Is(err, discard.ErrAway) {
		t.Errorf("away: %v", err)
	}
	if kinds, _ := s.acts(); !slices.Equal(kinds, []string{"trash", "tag"}) {
		t.Errorf("the history has %q", kinds)
	}
	back()
	must(t, s.Settle(t.Context()))
	s.wants("there again", all)
}
