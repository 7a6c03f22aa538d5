package reliability

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image/jpeg"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"recollect/engine"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/photo"
)

// Four processes create, write, rename, move and delete files and folders in a
// watched folder. Soon after they stopped, the library is what the disk is.
func TestChurn(t *testing.T) {
	for seed := range rounds(1, 50) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { churn(t, uint64(seed)) })
	}
}

// calm is how many photos of the folder nobody touches: with them, what goes at a
// time is seldom so much that it is not believed, and waits for an answer of the
// person. TestHeavyChurn is about that.
const calm = 600

func churn(t *testing.T, seed uint64) {
	dir := filepath.Join(t.TempDir(), "pictures")
	wild := filepath.Join(dir, "wild")
	if err := os.MkdirAll(wild, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range calm {
		picture(t, filepath.Join(dir, "calm", fmt.Sprintf("%d.jpg", i)), 1000+uint64(i%20))
	}
	e := start(t, options(cliptest.RuntimeDir(t, root), filepath.Join(t.TempDir(), "library")))
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	lasts, patience := 4*time.Second, 3*time.Minute // other tests may keep the processors busy
	if soak() {
		lasts, patience = time.Minute, 5*time.Second
	}
	until(t, e, 3*time.Minute, func() error { return differs(t, e, dir, false) })
	wreck(t, wild, seed, lasts)
	quiet := time.Now()
	until(t, e, patience, func() error { return errors.Join(believe(t, e), differs(t, e, dir, false)) })
	t.Logf("the library was right %v after the last change", time.Since(quiet).Round(10*time.Millisecond))
	until(t, e, 2*patience, func() error { return differs(t, e, dir, true) })
}

// start opens a library and keeps it up to date until the test ends.
func start(t *testing.T, o engine.Options) *engine.Engine {
	t.Helper()
	e, err := engine.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, e.Upkeep.Check(context.Background()), e.Close()); err != nil {
			t.Error(err)
		}
	})
	return e
}

// until waits for the library to be as it should.
func until(t *testing.T, e *engine.Engine, patience time.Duration, wrong func() error) {
	t.Helper()
	began, look := time.Now(), time.NewTicker(50*time.Millisecond)
	defer look.Stop()
	for {
		asked := time.Since(began)
		err := wrong()
		if err == nil {
			return
		}
		if asked > patience {
			t.Fatalf("after %v: %v; %+v", patience, err, e.Status())
		}
		select {
		case <-e.Changed():
		case <-look.C:
		}
	}
}

// believe says of every folder that is not believed that its photos were deleted
// on purpose, as they were.
func believe(t *testing.T, e *engine.Engine) error {
	t.Helper()
	folders, err := e.Folders.List(t.Context())
	if err != nil {
		return err
	}
	for _, f := range folders {
		if f.Reason == photo.AwayEmpty || f.Reason == photo.AwayLost {
			t.Logf("%s is not believed: %s", f.Path, f.Reason)
			if err := e.Folders.AcceptLosses(t.Context(), f.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// wreck lets four processes loose on dir and waits for them.
func wreck(t *testing.T, dir string, seed uint64, lasts time.Duration) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var all []*exec.Cmd
	for i := range uint64(4) {
		cmd := exec.Command(program, dir, fmt.Sprint(4*seed+i), lasts.String())
		cmd.Env = append(os.Environ(), childVariable+"=churn")
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		all = append(all, cmd)
	}
	for _, cmd := range all {
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

// differs tells where the library is not what the disk is: in the files it
// knows, and with whole in their content too, which takes longer to read.
func differs(t *testing.T, e *engine.Engine, dir string, whole bool) error {
	t.Helper()
	paths, err := e.Photos.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]photo.ID{}
	for id, path := range paths {
		known[path] = id
	}
	files := 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".part") {
			return err
		}
		files++
		id, there := known[path]
		if !there {
			return fmt.Errorf("%s is not known", path)
		}
		return differ(t, e, id, path, d, whole)
	})
	if err == nil && files != len(known) {
		err = fmt.Errorf("%d files are known, %d are there", len(known), files)
	}
	return err
}

func differ(t *testing.T, e *engine.Engine, id photo.ID, path string, d fs.DirEntry, whole bool) error {
	p, err := e.Photos.Photo(t.Context(), id)
	if err != nil {
		return err
	}
	info, err := d.Info()
	if err != nil {
		return err
	}
	if p.Size != info.Size() || !p.ModTime.Equal(info.ModTime()) {
		return fmt.Errorf("%s is known as another file", path)
	}
	if !whole {
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if p.Hash != photo.Hash(sha256.Sum256(data)) {
		return fmt.Errorf("%s is known with another content", path)
	}
	return nil
}

// churnChild changes dir at random until its time is over. What fails because
// another process was faster does not matter.
func churnChild(dir, seed, lasts string) error {
	n, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return err
	}
	whole, err := time.ParseDuration(lasts)
	if err != nil {
		return err
	}
	w := wrecker{dir, rand.New(rand.NewPCG(n, 7)), 0}
	pause := time.NewTicker(3 * time.Millisecond)
	defer pause.Stop()
	for end := time.Now().Add(whole); time.Now().Before(end); <-pause.C {
		w.act()
	}
	return nil
}

type wrecker struct {
	dir    string
	random *rand.Rand
	made   int
}

func (w *wrecker) act() {
	folder, file := w.folder(), w.file()
	switch w.random.IntN(12) {
	case 0, 1, 2: // written in place
		_ = os.WriteFile(file, w.content(), 0o644)
	case 3, 4: // written aside, then put in place
		w.made++
		aside := filepath.Join(folder, fmt.Sprintf("%d-%d.part", os.Getpid(), w.made))
		if os.WriteFile(aside, w.content(), 0o644) == nil && os.Rename(aside, file) != nil {
			_ = os.Remove(aside)
		}
	case 5, 6: // renamed or moved
		_ = os.Rename(file, w.file())
	case 7: // copied, unless another process is about to write it: its copy would stay what can be no photo
		// JPEG's end of image
		if data, err := os.ReadFile(file); err == nil && bytes.HasSuffix(data, []byte{0xff, 0xd9}) {
			_ = os.WriteFile(w.file(), data, 0o644)
		}
	case 8:
		_ = os.Remove(file)
	case 9:
		_ = os.MkdirAll(folder, 0o755)
	case 10: // a folder moved with all that is in it
		_ = os.Rename(folder, w.folder())
	case 11:
		if w.random.IntN(6) == 0 && folder != w.dir {
			_ = os.RemoveAll(folder)
		}
	}
}

// folder is one of a few, up to three levels deep.
func (w *wrecker) folder() string {
	at := w.dir
	for range w.random.IntN(4) {
		at = filepath.Join(at, string(rune('a'+w.random.IntN(3))))
	}
	return at
}

func (w *wrecker) file() string {
	return filepath.Join(w.folder(), fmt.Sprintf("%d.jpg", w.random.IntN(12)))
}

// content is one of sixty pictures, so that copies come about.
func (w *wrecker) content() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, blots(w.random.Uint64N(60)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}
