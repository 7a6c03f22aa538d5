package engine

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/library"
	"recollect/engine/model"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/scan"
	"recollect/engine/search"
	"recollect/engine/thumb"
)

const samples = "../testdata/sample-photos/photos"

// patience is how long a test waits for what must come.
const patience = 3 * time.Minute

func options(t testing.TB, library string) Options {
	return Options{
		Library: library, Model: os.DirFS("../assets/models/mini"),
		RuntimeDirs: []string{cliptest.RuntimeDir(t, "..")}, Purpose: "a test",
	}
}

func open(t testing.TB, o Options) *Engine {
	t.Helper()
	e, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Upkeep.Check(context.Background()); err != nil && !strings.Contains(err.Error(), "closed") {
			t.Error(err)
		}
		e.Close()
	})
	return e
}

// put copies sample photos into a new folder.
func put(t *testing.T, names ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pictures")
	for _, name := range names {
		place(t, name, filepath.Join(dir, filepath.Base(name)))
	}
	return dir
}

func place(t *testing.T, name, to string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// start runs e until the test ends.
func start(t *testing.T, e *Engine) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(patience):
			t.Error("Run did not end")
		}
	}
	t.Cleanup(stop)
	return stop
}

// until waits for a state of the library.
func until(t *testing.T, e *Engine, what string, ok func(photo.Status) bool) {
	t.Helper()
	deadline := time.After(patience)
	for !ok(e.Status()) {
		select {
		case <-e.Changed():
		case <-deadline:
			t.Fatalf("%s did not come: %+v", what, e.Status())
		}
	}
}

func encoded(n int) func(photo.Status) bool {
	return func(s photo.Status) bool { return s.Done() && s.Photos == n && s.Encoded == n }
}

// names are the file names of hits.
func names(t *testing.T, e *Engine, hits []photo.Hit) []string {
	t.Helper()
	var out []string
	for _, h := range hits {
		p, err := e.Photos.Photo(t.Context(), h.ID)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, filepath.Base(p.Path))
	}
	return out
}

// typed is what a person asks for who types text.
func typed(text string) query.Query { return query.Parse(text, query.Options{}) }

// asked is typed with what is given beside it.
func asked(text string, beside query.Query) query.Query {
	q := typed(text)
	q.Not, q.Images, q.Like, q.All, q.Limit = beside.Not, beside.Images, beside.Like, beside.All, beside.Limit
	return q
}

func find(t *testing.T, e *Engine, q query.Query) []string {
	t.Helper()
	a, err := e.Queries.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return names(t, e, a.Hits)
}

// The main job: a folder is added while the engine runs, its pictures are
// found by a sentence and by a picture, and the folder is followed.
func TestFollowsAFolder(t *testing.T) {
	library := t.TempDir()
	dir := put(t, "animals/white-duck.jpg", "travel/eiffel-tower.jpg", "garden/orange-dahlia.jpg")
	e := open(t, options(t, library))
	stop := start(t, e)
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	until(t, e, "all encoded", encoded(3))
	if got := find(t, e, asked("a flower", query.Query{Limit: 1})); !slices.Equal(got, []string{"orange-dahlia.jpg"}) {
		t.Errorf("a flower is %v", got)
	}

	place(t, "food/espresso-cup.png", filepath.Join(dir, "new/cup.png"))
	until(t, e, "the new picture", encoded(4))
	if got := find(t, e, asked("a cup of coffee", query.Query{Limit: 1})); !slices.Equal(got, []string{"cup.png"}) {
		t.Errorf("a cup of coffee is %v", got)
	}
	before := e.Status().Generation
	if err := os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, "kitchen")); err != nil {
		t.Fatal(err)
	}
	until(t, e, "the rename", func(s photo.Status) bool { return s.Generation > before && s.Done() })
	a, err := e.Queries.Search(t.Context(), asked("a cup of coffee", query.Query{Limit: 1}))
	if err != nil {
		t.Fatal(err)
	}
	p, err := e.Photos.Photo(t.Context(), a.Hits[0].ID)
	if err != nil || p.Path != filepath.Join(dir, "kitchen", "cup.png") {
		t.Errorf("after the rename it is at %s, %v", p.Path, err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "kitchen")); err != nil {
		t.Fatal(err)
	}
	until(t, e, "the deletion", encoded(3))
	if got := find(t, e, typed("a cup of coffee")); slices.Contains(got, "cup.png") {
		t.Errorf("a deleted picture is still found: %v", got)
	}

	stop()
	e.Close()
	again := open(t, options(t, library))
	if s := again.Status(); s.Encoded != 3 {
		t.Errorf("after a restart: %+v", s)
	}
	if sum, err := again.Sync(t.Context()); err != nil || sum.Encoded != 0 || sum.Added != 0 {
		t.Errorf("a restart did work again: %+v, %v", sum, err)
	}
}

func TestSearchByPicture(t *testing.T) {
	dir := put(t, "travel/eiffel-tower.jpg", "duplicates/eiffel-tower-half.jpg", "animals/white-duck.jpg",
		"food/espresso-cup.png")
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(t.TempDir(), "elsewhere.jpg")
	place(t, "duplicates/eiffel-tower-cropped.jpg", foreign)
	got := find(t, e, query.Query{Images: []string{foreign}, Limit: 2})
	slices.Sort(got)
	if want := []string{"eiffel-tower-half.jpg", "eiffel-tower.jpg"}; !slices.Equal(got, want) {
		t.Errorf("a picture from elsewhere: got %v, want %v", got, want)
	}
	p, err := e.Photos.Describe(t.Context(), filepath.Join(dir, "eiffel-tower.jpg"))
	if err != nil || p.ID == 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	if got := find(t, e, query.Query{Like: []photo.ID{p.ID}}); got[0] != "eiffel-tower-half.jpg" ||
		slices.Contains(got, "eiffel-tower.jpg") {
		t.Errorf("more like it: got %v", got)
	}
	if got := find(t, e, query.Query{Images: []string{p.Path}, Limit: 1}); got[0] != "eiffel-tower.jpg" {
		t.Errorf("its own file: got %v", got)
	}
	if got := find(t, e, asked("a duck", query.Query{
		Images: []string{foreign}, Limit: 3, All: true,
	})); got[2] != "white-duck.jpg" {
		t.Errorf("picture and text: got %v", got)
	}
}

func TestSearchErrors(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	text := filepath.Join(t.TempDir(), "text.jpg")
	if err := os.WriteFile(text, []byte("a letter"), 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		q    query.Query
		want error
	}{
		{"empty", typed(" "), search.ErrEmpty},
		{"too long", asked(strings.Repeat("dog ", 1025), query.Query{Like: []photo.ID{1}}), query.ErrTooLong},
		{"no such file", query.Query{Images: []string{"/no/such.jpg"}}, fs.ErrNotExist},
		{"no such photo", query.Query{Like: []photo.ID{99}}, catalog.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := e.Queries.Search(t.Context(), tt.q); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if _, err := e.Queries.Search(t.Context(), query.Query{Images: []string{text}}); err == nil {
		t.Error("a letter was taken for a picture")
	}
	if a, err := e.Queries.Search(t.Context(), typed("a dog")); err != nil || len(a.Hits) != 0 {
		t.Errorf("an empty library: %v, %v", a, err)
	}
}

func TestAddFolderRefusals(t *testing.T) {
	own := t.TempDir()
	e := open(t, options(t, own))
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path string
		want error
	}{
		{file, library.ErrNotFolder},
		{filepath.Join(file, "x"), nil},
		{"/no/such/folder", fs.ErrNotExist},
		{own, library.ErrOwnFolder},
	}
	for _, tt := range tests {
		err := e.Folders.Add(t.Context(), tt.path)
		if err == nil || (tt.want != nil && !errors.Is(err, tt.want)) {
			t.Errorf("%s: got %v, want %v", tt.path, err, tt.want)
		}
	}
	if folders, err := e.Folders.List(t.Context()); err != nil || len(folders) != 0 {
		t.Errorf("folders %v, %v", folders, err)
	}
}

func TestOneWriterManyReaders(t *testing.T) {
	o := options(t, t.TempDir())
	e := open(t, o)
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "a test (process ") {
		t.Errorf("a second writer got %v", err)
	}
	if err := e.Folders.Add(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Mode = ReadOnly
	r := open(t, o)
	if got := find(t, r, typed("a duck")); !slices.Equal(got, []string{"white-duck.jpg"}) {
		t.Errorf("the reader finds %v", got)
	}
}

// Without ONNX Runtime the program must still show photos, and say what is missing.
func TestWithoutRuntime(t *testing.T) {
	o := options(t, t.TempDir())
	o.RuntimeDirs = []string{t.TempDir()}
	e := open(t, o)
	if err := e.Folders.Add(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "the trouble", func(s photo.Status) bool {
		return s.Photos == 1 && errors.Is(s.Trouble, ort.ErrNoRuntime)
	})
	tiles, err := e.Photos.Tiles(t.Context())
	if err != nil || len(tiles) != 1 {
		t.Fatalf("%v, %v", tiles, err)
	}
	img, err := e.Photos.Thumb(t.Context(), tiles[0].ID, thumb.Small)
	if err != nil || max(img.Bounds().Dx(), img.Bounds().Dy()) != thumb.Small {
		t.Errorf("thumbnail: %v", err)
	}
	if _, err := e.Queries.Search(t.Context(), typed("a duck")); !errors.Is(err, ort.ErrNoRuntime) {
		t.Errorf("search: %v", err)
	}
}

func TestWithoutModel(t *testing.T) {
	o := options(t, t.TempDir())
	o.Model = fstest.MapFS{}
	e := open(t, o)
	if err := e.Folders.Add(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "the trouble", func(s photo.Status) bool {
		return s.Photos == 1 && errors.Is(s.Trouble, model.ErrNoModel)
	})
}

func TestPause(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	e.SetPaused(true)
	if err := e.Folders.Add(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "the photo", func(s photo.Status) bool { return s.Photos == 1 && !s.Scanning && s.Paused })
	if s := e.Status(); s.Encoded != 0 {
		t.Errorf("encoded in spite of the pause: %+v", s)
	}
	e.SetPaused(false)
	until(t, e, "all encoded", encoded(1))
}

func TestRetry(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	dir := put(t, "animals/white-duck.jpg")
	bad := filepath.Join(dir, "bad.jpg")
	if err := os.WriteFile(bad, []byte("a letter"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "the problem", func(s photo.Status) bool { return s.Problems == 1 && s.Encoded == 1 && s.Done() })
	before := e.Status().Generation
	if err := e.Folders.Retry(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, e, "another look", func(s photo.Status) bool {
		return s.Generation > before && s.Problems == 1 && s.Done()
	})
}

func TestRemoveFolder(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	dir := put(t, "animals/white-duck.jpg")
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "all encoded", encoded(1))
	folders, err := e.Folders.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Folders.Remove(t.Context(), folders[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := find(t, e, typed("a duck")); len(got) != 0 {
		t.Errorf("still finds %v", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "white-duck.jpg")); err != nil {
		t.Errorf("the file is gone: %v", err)
	}
}

func TestOriginalsAreNotTouched(t *testing.T) {
	dir := put(t, "animals/white-duck.jpg", "food/espresso-cup.png")
	path := filepath.Join(dir, "white-duck.jpg")
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(path)
	if err != nil || !after.ModTime().Equal(before.ModTime()) || after.Size() != before.Size() {
		t.Errorf("the original changed: %v", err)
	}
	f, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if entries, err := f.Readdirnames(-1); err != nil && !errors.Is(err, io.EOF) || len(entries) != 2 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

func TestTheLibrarysOwnFolderIsLeftOut(t *testing.T) {
	dir := put(t, "animals/white-duck.jpg")
	o := options(t, "library") // relative, and inside the folder that is added
	model, err := filepath.Abs("../assets/models/mini")
	if err != nil {
		t.Fatal(err)
	}
	o.Model = os.DirFS(model)
	t.Chdir(dir)
	for range 2 {
		e := open(t, o)
		if err := e.Folders.Add(t.Context(), "."); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s := e.Status(); s.Photos != 1 {
			t.Errorf("%d photos, want 1", s.Photos)
		}
		e.Close()
	}
}

// A scan that could not be recorded is made again, and its trouble is not
// hidden by other work that succeeds.
func TestAScanThatFailedIsMadeAgain(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	dir := put(t, "animals/white-duck.jpg")
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // the catalog refuses to be read and written with it
	if _, err := e.scanScope(ctx, scan.Scope{Deep: []string{dir}}, nil); err == nil {
		t.Fatal("the scan succeeded")
	}
	if s := e.Status(); s.Done() {
		t.Errorf("done in spite of a folder that was not scanned: %+v", s)
	}
	e.trouble(t.Context(), ofScan, catalog.ErrLocked)
	e.trouble(t.Context(), ofAnalysis, nil)
	if s := e.Status(); !errors.Is(s.Trouble, catalog.ErrLocked) {
		t.Errorf("the trouble is %v", s.Trouble)
	}
	e.trouble(t.Context(), ofScan, nil)
	if s := e.Status(); s.Trouble != nil {
		t.Errorf("the trouble stays: %v", s.Trouble)
	}
}
