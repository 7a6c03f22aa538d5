package library

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/trash"
)

// Variables of a helper process: the catalog of a library whose first photo is kept, and what it does with the others.
const (
	discardEnv = "RECOLLECT_TEST_DISCARD"
	doesEnv    = "RECOLLECT_TEST_DOES"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(discardEnv); path != "" {
		os.Exit(discardAll(path, os.Getenv(doesEnv)))
	}
	os.Exit(m.Run())
}

// openBeside opens a catalog with its journal.
func openBeside(ctx context.Context, path string) (*catalog.Catalog, error) {
	return catalog.Open(ctx, path, catalog.Options{Model: "m", Journal: filepath.Join(filepath.Dir(path), "typed.log")})
}

// discardAll moves photos to the trash, undoes that, or does it again, and says so before and after.
func discardAll(path, does string) int {
	ctx := context.Background()
	c, err := openBeside(ctx, path)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	h := NewHistory(c)
	photos, err := photosOf(ctx, c)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("begun")
	switch does {
	case "discard":
		_, err = h.Discard(ctx, photos[0], photos[1:])
	case "undo":
		_, err = h.Undo(ctx, 0)
	case "redo":
		_, err = h.Redo(ctx)
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("done")
	if err := c.Close(); err != nil {
		return 1
	}
	return 0
}

// photosOf returns all photos of a catalog, in the order in which they came.
func photosOf(ctx context.Context, c *catalog.Catalog) (photos []photo.Photo, err error) {
	ids, err := c.Select(ctx, nil)
	if err != nil {
		return nil, err
	}
	by, err := c.PhotosOf(ctx, ids.IDs())
	for _, id := range slices.Sorted(slices.Values(ids.IDs())) {
		photos = append(photos, by[id])
	}
	return photos, err
}

// heir is a library in which one photo is kept of several that are the same, and of which much is said.
type heir struct {
	*testing.T
	db     string
	photos []photo.Photo
	album  photo.AlbumID // of the last photo
}

func newHeir(t *testing.T, others int) *heir {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "share"))
	s := &heir{T: t, db: filepath.Join(home, "recollect.db")}
	dir := filepath.Join(home, "photos")
	must(t, os.Mkdir(dir, 0o700))
	c := s.open()
	folder, err := c.AddFolder(t.Context(), dir)
	must(t, err)
	must(t, c.Update(t.Context(), func(tx *catalog.Tx) error {
		for i := range 1 + others {
			p := photo.Photo{Folder: folder.ID}
			p.Path, p.Format = filepath.Join(dir, fmt.Sprintf("%03d.jpg", i)), "jpeg"
			must(t, os.WriteFile(p.Path, []byte(p.Path), 0o600))
			info, err := os.Lstat(p.Path)
			must(t, err)
			p.Size, p.ModTime = info.Size(), info.ModTime()
			p.Taken = photo.Moment{Time: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), From: photo.FromModTime}
			if p.ID, err = tx.Insert(p); err != nil {
				return err
			}
		}
		return nil
	}))
	s.photos, err = photosOf(t.Context(), c)
	must(t, err)
	say := func(change func(*catalog.Tx) error) { must(t, c.Update(t.Context(), change)) }
	four, words := 4, "of the sea"
	last := []photo.ID{s.photos[others].ID}
	say(func(tx *catalog.Tx) error { return tx.Edit(last, photo.Edit{Rating: &four, Caption: &words}) })
	say(func(tx *catalog.Tx) error { return tx.Tag(s.photos[1].ID, "Zoo") })
	trip, err := NewAlbums(c).MakeAlbum(t.Context(), "Trip", last)
	must(t, err)
	s.album = trip.ID
	must(t, c.Close())
	return s
}

func (s *heir) open() *catalog.Catalog {
	s.Helper()
	c, err := openBeside(s.Context(), s.db)
	must(s.T, err)
	return c
}

// kill starts a process that does something, and kills it some time after it has begun. It returns how long that took,
// and whether it was killed before its end.
func (s *heir) kill(does string, after time.Duration) (took time.Duration, killed bool) {
	s.Helper()
	cmd := exec.CommandContext(s.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), discardEnv+"="+s.db, doesEnv+"="+does)
	out, err := cmd.StdoutPipe()
	must(s.T, err)
	must(s.T, cmd.Start())
	said := bufio.NewScanner(out)
	if !said.Scan() || said.Text() != "begun" {
		s.Fatalf("the process said %q", said.Text())
	}
	start := time.Now()
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	ended := said.Scan()
	took = time.Since(start)
	_ = cmd.Wait() // it was killed
	if ended && said.Text() != "done" {
		s.Fatalf("the process that does %q said %q", does, said.Text())
	}
	return took, !ended
}

// gone checks that all that is to go has gone and was passed on, or nothing, and returns which.
func (s *heir) gone(when string, c *catalog.Catalog) bool {
	s.Helper()
	left, trashed := 0, 0
	for _, p := range s.photos[1:] {
		if _, err := os.Lstat(p.Path); err == nil {
			left++
		}
		if _, err := trash.Find(p.Path, p.Size, p.ModTime); err == nil {
			trashed++
		}
	}
	keep := s.photos[0]
	if _, err := os.Lstat(keep.Path); err != nil {
		s.Errorf("%s: the one that is kept: %v", when, err)
	}
	var said []bool
	for _, cond := range []query.Condition{
		query.Number{Of: query.Rating, Min: 4, Max: 4}, query.Phrase("sea"), query.Text{In: query.Tag, Want: "zoo"},
	} {
		of, err := c.Select(s.Context(), []query.Filter{{Condition: cond}})
		must(s.T, err)
		said = append(said, of.Has(keep.ID))
	}
	members, err := c.Members(s.Context(), s.album)
	must(s.T, err)
	got, n := fmt.Sprint(left, trashed, said, len(members)), len(s.photos)-1
	all, none := fmt.Sprint(0, n, []bool{true, true, true}, 2), fmt.Sprint(n, 0, []bool{false, false, false}, 1)
	if got != all && got != none {
		s.Errorf("%s: photos there, in the trash, is the one that is kept rated, described and tagged, members: %s",
			when, got)
	}
	return got == all
}

// Whenever a process that moves photos to the trash and passes on what is said of them is killed, or one that undoes
// or redoes that, either all of it is done after the restart or nothing, and the history agrees. What is half undone
// can be undone.
func TestKilledWhileDiscarding(t *testing.T) {
	others, kills := 12, 12
	if os.Getenv("RECOLLECT_SOAK") != "" {
		others, kills = 60, 400
	}
	s := newHeir(t, others)
	if _, err := trash.Put(t.Context(), s.photos[1].Path); errors.Is(err, trash.ErrNoTrash) {
		t.Skip("this system has no trash for temporary files")
	}
	it, err := trash.Find(s.photos[1].Path, s.photos[1].Size, s.photos[1].ModTime)
	if err != nil {
		t.Skip("this system does not say where in the trash a file is")
	}
	must(t, trash.Restore(t.Context(), it))
	took := map[string]time.Duration{}
	for _, does := range []string{"discard", "undo", "redo", "undo"} {
		var killed bool
		if took[does], killed = s.kill(does, time.Hour); killed {
			t.Fatal("the process does not come to its end")
		}
	}
	was := map[string]int{}
	for i := range kills {
		does := []string{"discard", "redo", "undo"}[i%3]
		s.prepare(does)
		if _, killed := s.kill(does, time.Duration(rand.Int64N(int64(took[does]*11/10)))); killed {
			was[does]++
		}
		was[does+" done"] += s.restart(does)
	}
	t.Logf("killed on the way or done all the same: %v; they take %v", was, took)
	if was["discard"]+was["redo"]+was["undo"] == 0 {
		t.Error("every process had come to its end")
	}
}

// prepare makes what a process is to undo or redo. At first nothing has gone.
func (s *heir) prepare(does string) {
	s.Helper()
	if does == "discard" {
		return
	}
	c := s.open()
	h := NewHistory(c)
	id, err := h.Discard(s.Context(), s.photos[0], s.photos[1:])
	must(s.T, err)
	if does == "redo" {
		_, err = h.Undo(s.Context(), id)
		must(s.T, err)
	}
	must(s.T, c.Close())
}

// restart opens the library, checks it, and undoes what was done. It returns 1 if that was all.
func (s *heir) restart(does string) (done int) {
	s.Helper()
	c := s.open()
	h := NewHistory(c)
	must(s.T, h.Settle(s.Context()))
	must(s.T, c.Check(s.Context()))
	acts, err := h.Acts(s.Context(), 0)
	must(s.T, err)
	isThere := acts[0].Kind == "trash"
	isDone := isThere && !acts[0].Undone
	switch {
	case does == "undo" && isDone: // files come back before it is recorded that they did
	case does == "undo" && !isThere: // the journal has what the catalog lacked: that is an act of its own, and
		s.gone(does, c) // is undone first
		for !isDone {
			a, err := h.Undo(s.Context(), 0)
			must(s.T, err)
			isDone = a.Kind == "trash"
		}
		isDone = false
	case s.gone(does, c) != isDone || does == "redo" && !isThere:
		s.Errorf("after %s the last act is %+v", does, acts[0])
	}
	if isDone {
		a, err := h.Undo(s.Context(), 0)
		must(s.T, err)
		if a.Kind != "trash" {
			s.Errorf("undone %+v", a)
		}
	}
	if s.gone("undone", c) {
		s.Errorf("after %s and undo all has gone", does)
	}
	if isDone != (does == "undo") {
		done = 1
	}
	must(s.T, c.Close())
	if s.Failed() {
		s.FailNow()
	}
	return done
}
