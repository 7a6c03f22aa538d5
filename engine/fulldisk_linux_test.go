package engine

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"recollect/engine/photo"
)

// fill fills a disk to the last byte.
func fill(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for n := 1 << 20; n > 0; {
		if _, err := f.Write(make([]byte, n)); err != nil {
			n /= 2
		}
	}
}

// On a full disk a library is still read, also as a crash has left it, and what is said of
// photos is refused with a sentence; then nothing is lost.
func TestAFullDiskIsRead(t *testing.T) {
	for _, crashed := range []bool{false, true} {
		dir := t.TempDir()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
			t.Skipf("nothing can be mounted here: %v", err)
		}
		t.Cleanup(func() {
			if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
				t.Error(err)
			}
		})
		library := filepath.Join(dir, "library")
		o := options(t, library)
		e, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Folders.Add(t.Context(), put(t, "animals/white-duck.jpg")); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		if crashed {
			library = copyTree(t, library)
			to := filepath.Join(dir, "crashed")
			if err := os.CopyFS(to, os.DirFS(library)); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(filepath.Join(to, "recollect.db-shm")); err != nil {
				t.Fatal(err)
			}
			o.Library = to
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		fill(t, dir)

		reading := o
		reading.Mode = ReadOnly
		for range 2 {
			r, err := Open(t.Context(), reading)
			if err != nil {
				t.Fatalf("crashed %v: %v", crashed, err)
			}
			if n := r.Status().Photos; n != 1 {
				t.Errorf("crashed %v: %d photos", crashed, n)
			}
			if hits, err := r.Queries.Search(t.Context(), typed("duck")); err != nil || len(hits.Hits) != 1 {
				t.Errorf("crashed %v: found %+v, %v", crashed, hits, err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
		w, err := Open(t.Context(), o)
		if err == nil {
			err = w.UserData.SetFavourite(t.Context(), []photo.ID{1}, true)
			if cerr := w.Close(); cerr != nil {
				t.Log(cerr)
			}
		}
		var reported *photo.Fault
		if err == nil || !errors.Is(err, syscall.ENOSPC) && !errors.As(err, &reported) {
			t.Errorf("crashed %v: got %v", crashed, err)
		}
		if err := os.Remove(filepath.Join(dir, "filler")); err != nil {
			t.Fatal(err)
		}
		again := open(t, o)
		if n := again.Status().Photos; n != 1 || again.Upkeep.Restored() != nil {
			t.Errorf("crashed %v: afterwards %d photos, %+v", crashed, n, again.Upkeep.Restored())
		}
	}
}
