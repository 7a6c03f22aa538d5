package reliability

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recollect/engine"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/photo"
)

// More than a fifth of a folder vanishes while four processes change the rest. Nobody
// answers: soon after they stopped, the library has all that is there as it is there,
// and the photos that vanished are what waits. They are back by themselves.
func TestHeavyChurn(t *testing.T) {
	for seed := range rounds(1, 25) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { heavyChurn(t, uint64(seed)) })
	}
}

func heavyChurn(t *testing.T, seed uint64) {
	const vanish, stay = 200, 100
	dir := filepath.Join(t.TempDir(), "pictures")
	wild, trip, aside := filepath.Join(dir, "wild"), filepath.Join(dir, "trip"), filepath.Join(t.TempDir(), "aside")
	if err := os.MkdirAll(wild, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range vanish { // no content that churn copies
		picture(t, filepath.Join(trip, fmt.Sprintf("%d.jpg", i)), 1000+uint64(i))
	}
	for i := range stay {
		picture(t, filepath.Join(dir, "calm", fmt.Sprintf("%d.jpg", i)), 2000+uint64(i))
	}
	e := start(t, options(cliptest.RuntimeDir(t, root), filepath.Join(t.TempDir(), "library")))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	lasts, patience := 4*time.Second, 3*time.Minute
	if soak() {
		lasts, patience = 30*time.Second, 10*time.Second
	}
	until(t, e, 3*time.Minute, func() error { return differs(t, e, dir, false) })

	wreck(t, wild, 2*seed, lasts/2)
	if err := os.Rename(trip, aside); err != nil { // at once: what goes little by little is believed
		t.Fatal(err)
	}
	wreck(t, wild, 2*seed+1, lasts/2)
	until(t, e, patience, func() error { return errors.Join(onlyLossesDiffer(t, e, dir), missing(t, e, trip, vanish)) })

	if err := os.Rename(aside, trip); err != nil {
		t.Fatal(err)
	}
	until(t, e, patience, func() error { return errors.Join(onlyLossesDiffer(t, e, dir), missing(t, e, trip, 0)) })
	until(t, e, patience, func() error { return errors.Join(believe(t, e), differs(t, e, dir, false)) })
	until(t, e, 2*patience, func() error { return differs(t, e, dir, true) })
}

// onlyLossesDiffer tells where the library is not what the disk is, but for photos that are missing.
func onlyLossesDiffer(t *testing.T, e *engine.Engine, dir string) error {
	t.Helper()
	paths, err := e.Photos.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]photo.ID{}
	for id, path := range paths {
		known[path] = id
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".part") {
			return err
		}
		id, there := known[path]
		if !there {
			return fmt.Errorf("%s is not known", path)
		}
		delete(known, path)
		if p, err := e.Photos.Photo(t.Context(), id); err != nil || p.Away {
			return errors.Join(fmt.Errorf("%s is taken for missing", path), err)
		}
		return differ(t, e, id, path, d, false)
	})
	for path, id := range known {
		if p, lost := e.Photos.Photo(t.Context(), id); lost != nil || !p.Away {
			return errors.Join(err, fmt.Errorf("%s is not there and not missing", path), lost)
		}
	}
	return err
}

// missing tells whether other than so many photos of dir wait for an answer.
func missing(t *testing.T, e *engine.Engine, dir string, want int) error {
	t.Helper()
	tiles, err := e.Photos.Tiles(t.Context())
	if err != nil {
		return err
	}
	paths, err := e.Photos.Paths(t.Context())
	if err != nil {
		return err
	}
	n, all := 0, 0
	for _, tile := range tiles {
		if photo.Within(paths[tile.ID], dir) {
			all++
			if tile.Away {
				n++
			}
		}
	}
	if n != want || all < want {
		return fmt.Errorf("%d of %d photos of %s are missing, want %d", n, all, dir, want)
	}
	return nil
}

// A process that records that more than a fifth of a folder vanished, and what is
// new in it, is killed at random moments. After each, the library is sound; finished, it
// is the one of a run that nobody disturbed.
func TestKilledWhilePhotosAreMissing(t *testing.T) {
	pictures := draw(t, 300)
	before := filepath.Join(t.TempDir(), "before")
	run(t, before, pictures)
	for i := range 3 { // of seven folders
		if err := os.RemoveAll(filepath.Join(pictures, fmt.Sprintf("%02d", i))); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 150 {
		picture(t, filepath.Join(pictures, "new", fmt.Sprintf("%d.jpg", i)), 5000+uint64(i))
	}
	if err := os.Rename(filepath.Join(pictures, "03"), filepath.Join(pictures, "moved")); err != nil {
		t.Fatal(err)
	}
	quiet := copyOf(t, before)
	began := time.Now()
	run(t, quiet, pictures)
	whole := time.Since(began)
	want := state(t, quiet)
	if len(want) != 450 {
		t.Fatalf("%d photos in an undisturbed library, want 450", len(want))
	}
	random := rand.New(rand.NewPCG(3, 4))
	killed := 0
	for range rounds(4, 100) {
		library := copyOf(t, before)
		if killAt(t, time.Duration(random.Int64N(int64(whole))), library, pictures) {
			killed++
		}
		sound(t, library)
		run(t, library, pictures)
		compare(t, state(t, library), want)
	}
	t.Logf("%d of %d were killed before they ended", killed, rounds(4, 100))
}

// copyOf copies a library that nobody has open.
func copyOf(t *testing.T, library string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "library")
	if err := os.CopyFS(to, os.DirFS(library)); err != nil {
		t.Fatal(err)
	}
	return to
}
