package engine

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/file"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/serving"
)

// withPhotos opens a library with photos that were never on a disk: enough of them for an index in a file.
func withPhotos(t *testing.T, o Options, n int) *Engine {
	t.Helper()
	e := open(t, o)
	folder, err := e.catalog.AddFolder(t.Context(), "/pictures")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Queries.Search(t.Context(), asked("a dog", query.Query{})); err != nil {
		t.Fatal(err) // it opens the bank
	}
	addSome(t, e, folder.ID, 0, n)
	return e
}

// addSome adds photos from up to below to.
func addSome(t *testing.T, e *Engine, folder photo.FolderID, from, to int) {
	t.Helper()
	seed, err := e.models.Answerer().Text(t.Context(), "a dog")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, uint64(from)))
	err = e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		for i := from; i < to; i++ {
			v := catalog.Round(noisy(random, seed))
			if err := addPhoto(tx, folder, i, v, e.models.Answerer().Bank.Traits(v)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	e.committed(t.Context())
}

// dogs are the best photos for a sentence.
func dogs(t *testing.T, e *Engine) []photo.ID {
	t.Helper()
	all, err := e.Queries.Rank(t.Context(), asked("a dog on a meadow", query.Query{All: true, Limit: 40}))
	if err != nil || len(all) != 40 {
		t.Fatalf("%d photos, %v", len(all), err)
	}
	return ids(all)
}

func indexesOf(t *testing.T, o Options) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(o.Library, "index", "*.index"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// An index in a file answers as one that was read from the catalog does: after a restart, beside the
// process that wrote it, after changes that it has missed, and when it is damaged.
func TestIndexInAFile(t *testing.T) {
	const n = 300
	o := options(t, t.TempDir())
	e := withPhotos(t, o, n)
	want := dogs(t, e)
	if files := indexesOf(t, o); len(files) != 0 {
		t.Fatalf("there is %v already", files)
	}
	if err := e.saveIndex(t.Context(), serving.WhenQuiet); err != nil {
		t.Fatal(err)
	}
	if got := e.Index(); got.Kind != "scan" || got.Photos != n || got.Why == "" {
		t.Errorf("the index is searched by %+v", got)
	}
	files := indexesOf(t, o)
	tag, err := os.ReadFile(filepath.Join(o.Library, "index", file.CacheTagName))
	if err != nil || !strings.HasPrefix(string(tag), file.CacheTag) {
		t.Errorf("backups are told %q, %v", tag, err)
	}
	if len(files) != 1 || e.models.Answerer().Corpus.Pending() != 0 {
		t.Fatalf("files %v, %d photos pending", files, e.models.Answerer().Corpus.Pending())
	}
	if got := dogs(t, e); !slices.Equal(got, want) {
		t.Errorf("saved: got %v, want %v", got, want)
	}

	reader := o
	reader.Mode = ReadOnly
	r := open(t, reader)
	if got := dogs(t, r); !slices.Equal(got, want) {
		t.Errorf("beside: got %v, want %v", got, want)
	}
	if p := r.models.Answerer().Corpus.Pending(); p != 0 {
		t.Errorf("beside: %d photos were read from the catalog", p)
	}

	folders, err := e.catalog.Folders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	addSome(t, e, folders[0].ID, n, n+20)
	err = e.catalog.Update(t.Context(), func(tx *catalog.Tx) error { return tx.SetGone(want[0], time.Now()) })
	if err != nil {
		t.Fatal(err)
	}
	e.committed(t.Context())
	want = dogs(t, e)
	if err := e.Close(); err != nil { // as after a crash: the file has missed the last changes
		t.Fatal(err)
	}
	e = open(t, o)
	if got := dogs(t, e); !slices.Equal(got, want) {
		t.Errorf("after changes: got %v, want %v", got, want)
	}
	if p := e.models.Answerer().Corpus.Pending(); p != 21 {
		t.Errorf("after changes: %d photos were read from the catalog, want 21", p)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}

	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	data[24] ^= 1 // the number of photos
	if err := os.WriteFile(files[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	e = open(t, o)
	if got := dogs(t, e); !slices.Equal(got, want) {
		t.Errorf("damaged: got %v, want %v", got, want)
	}
	if err := e.saveIndex(t.Context(), serving.WhenQuiet); err != nil {
		t.Fatal(err)
	}
	if now := indexesOf(t, o); len(now) != 1 || now[0] == files[0] {
		t.Errorf("files %v, want one that is not %v", now, files)
	}
}

// Check tells an index that is damaged inside, and Repair removes it.
func TestDamagedIndexIsFoundAndRepaired(t *testing.T) {
	o := options(t, t.TempDir())
	e := withPhotos(t, o, 300)
	if err := e.saveIndex(t.Context(), serving.WhenQuiet); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	path := indexesOf(t, o)[0]
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("damage"), info.Size()/2); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	e, err = Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.Upkeep.Check(t.Context()); err == nil {
		t.Error("Check finds nothing")
	}
	if _, err := e.Upkeep.Repair(t.Context()); err != nil {
		t.Error(err)
	}
	if files := indexesOf(t, o); len(files) != 0 {
		t.Errorf("%v is left", files)
	}
}

// A large library without its index is open before its vectors are read. Run reads them, and a search is
// answered meanwhile, from what was read; afterwards it finds what it would have found.
func TestLargeLibraryWithoutItsIndex(t *testing.T) {
	o := options(t, t.TempDir())
	e := withPhotos(t, o, 1200)
	want := dogs(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	most := mostUnread
	t.Cleanup(func() { mostUnread = most })
	mostUnread = 100
	e = open(t, o)
	corpus := e.models.Answerer().Corpus
	if n := corpus.Len(); n != 0 {
		t.Errorf("%d vectors were read before the library was open", n)
	}
	if got := dogs(t, e); !slices.Equal(got, want) { // nobody else reads them
		t.Errorf("got %v, want %v", got, want)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = open(t, o)
	stop := start(t, e)
	until(t, e, "all read", func(s photo.Status) bool {
		if _, err := e.Queries.Search(t.Context(), asked("a dog", query.Query{})); err != nil {
			t.Fatal(err)
		}
		if s.Unread > 1200 || s.Unread > 0 && s.Done() {
			t.Fatalf("%d unread, done: %v", s.Unread, s.Done())
		}
		return e.models.Answerer().Corpus.Len() == 1200 && s.Unread == 0
	})
	if got := dogs(t, e); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	stop()
}
