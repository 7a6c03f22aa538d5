package reliability

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"recollect/engine"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/photo"
)

// A drive with 300 photos is pulled out in the middle of encoding and mounted
// elsewhere: no photo is lost, and none is encoded twice.
func TestUnplug(t *testing.T) {
	const photos = 300
	slot, other := filepath.Join(t.TempDir(), "slot"), filepath.Join(t.TempDir(), "other")
	if err := errors.Join(os.Mkdir(slot, 0o755), os.Mkdir(other, 0o755)); err != nil {
		t.Fatal(err)
	}
	attach(t, "none", slot, "tmpfs", 0)
	for i := range photos {
		picture(t, filepath.Join(slot, "pictures", fmt.Sprint(i%7), fmt.Sprintf("IMG_%04d.jpg", i)), uint64(i))
	}
	e, encoded := counting(t)
	if err := e.Folders.Add(t.Context(), filepath.Join(slot, "pictures")); err != nil {
		t.Fatal(err)
	}
	reach(t, e, func(s photo.Status) bool { return s.Photos == photos && s.Encoded > photos/4 })

	// The same volume appears elsewhere, and is gone from here, with files open.
	attach(t, slot, other, "", syscall.MS_BIND)
	if err := syscall.Unmount(slot, syscall.MNT_DETACH); err != nil {
		t.Fatal(err)
	}
	reach(t, e, func(s photo.Status) bool { return s.Away == photos && !s.Scanning })
	kept(t, e, photos)

	folders, err := e.Folders.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	places, err := e.Folders.Places(t.Context(), folders[0].ID)
	if want := filepath.Join(other, "pictures"); err != nil || len(places) != 1 || places[0] != want {
		t.Fatalf("the folder is sought at %v, %v; want %s", places, err, want)
	}
	if err := e.Folders.Relocate(t.Context(), folders[0].ID, places[0]); err != nil {
		t.Fatal(err)
	}
	reach(t, e, func(s photo.Status) bool { return s.Done() && s.Away == 0 && s.Encoded == photos })
	kept(t, e, photos)
	for name, times := range encoded() {
		if times != 1 {
			t.Errorf("%s was encoded %d times", name, times)
		}
	}
	if n := len(encoded()); n != photos {
		t.Errorf("%d photos were encoded, want %d", n, photos)
	}
}

// attach mounts something until the test ends.
func attach(t *testing.T, source, at, kind string, flags uintptr) {
	t.Helper()
	err := syscall.Mount(source, at, kind, flags, "")
	if errors.Is(err, syscall.EPERM) {
		t.Skip("nothing may be mounted here: it takes root")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(at, syscall.MNT_DETACH); err != nil && !errors.Is(err, syscall.EINVAL) { // it is gone
			t.Error(err)
		}
	})
}

// counting is a running library, and how often each photo was encoded, by name.
func counting(t *testing.T) (*engine.Engine, func() map[string]int) {
	t.Helper()
	var mu sync.Mutex
	times := map[string]int{}
	o := options(cliptest.RuntimeDir(t, root), filepath.Join(t.TempDir(), "library"))
	o.OnChange = func(c photo.Change) {
		mu.Lock()
		defer mu.Unlock()
		if c.Kind == photo.ChangeEncoded {
			times[filepath.Base(c.Path)]++
		}
	}
	return start(t, o), func() map[string]int {
		mu.Lock()
		defer mu.Unlock()
		return times
	}
}

// reach waits for a state of the library.
func reach(t *testing.T, e *engine.Engine, ok func(photo.Status) bool) {
	t.Helper()
	until(t, e, 2*time.Minute, func() error {
		if s := e.Status(); !ok(s) {
			return fmt.Errorf("not there: %+v", s)
		}
		return nil
	})
}

// kept sees that nothing was lost.
func kept(t *testing.T, e *engine.Engine, photos int) {
	t.Helper()
	if s := e.Status(); s.Photos != photos || s.Gone != 0 || s.Problems != 0 {
		t.Errorf("got %+v, want %d photos and no trouble", s, photos)
	}
}
