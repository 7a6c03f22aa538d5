package export

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"recollect/engine/photo"
)

// A full disk ends an export, with what fits on it, and without a part of what does not.
func TestFullDisk(t *testing.T) {
	to := t.TempDir()
	if err := syscall.Mount("tmpfs", to, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(to, syscall.MNT_DETACH)) })
	k := &known{}
	var ids []photo.ID
	picture := append(jpegOf(t, 1), make([]byte, 10<<10)...)
	for i := range 30 {
		ids = append(ids, k.add(t, filepath.Join(t.TempDir(), fmt.Sprint("p", i, ".jpg")), picture))
	}
	n := 0
	err := New(k, nil, t.TempDir()).Export(t.Context(), ids, Options{Dir: to}, func(r Result) error {
		if r.Err == nil {
			n++
		}
		return nil
	})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	entries, err := os.ReadDir(to)
	must(t, err)
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Size() != int64(len(picture)) {
			t.Errorf("%s: %v, %v", e.Name(), info.Size(), err)
		}
	}
	if n == 0 || len(entries) < n {
		t.Errorf("%d are told, %d are there", n, len(entries))
	}
}

// An export that is killed leaves whole copies, and the next one removes what has no name yet.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("EXPORT_KILLED"); dir != "" {
		exportMany(t, dir)
		return
	}
	dir := t.TempDir()
	k := many(t, dir)
	want := read(t, k.photos[0].Path)
	for i := range 2 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "EXPORT_KILLED="+dir)
		must(t, cmd.Start())
		for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(time.Millisecond) {
			if entries, _ := os.ReadDir(filepath.Join(dir, "to")); len(entries) > 5+i*10 {
				break
			}
		}
		must(t, cmd.Process.Kill())
		_ = cmd.Wait()
		whole(t, filepath.Join(dir, "to"), want, true)
	}
	exportMany(t, dir)
	if n := whole(t, filepath.Join(dir, "to"), want, false); n < len(k.photos) {
		t.Errorf("%d copies of %d photos", n, len(k.photos))
	}
}

// many is a catalog of photos in a folder, which are written if they are not there.
func many(t *testing.T, dir string) *known {
	k := &known{}
	data := append(jpegOf(t, 1), make([]byte, 200<<10)...)
	for i := range 60 {
		k.add(t, filepath.Join(dir, "from", fmt.Sprint(i, ".jpg")), data)
	}
	return k
}

func exportMany(t *testing.T, dir string) {
	k := &known{}
	k.photos = many(t, dir).photos
	var ids []photo.ID
	for _, p := range k.photos {
		ids = append(ids, p.ID)
	}
	library := filepath.Join(dir, "library")
	must(t, os.MkdirAll(library, 0o700))
	o := Options{Dir: filepath.Join(dir, "to")}
	must(t, New(k, nil, library).Export(t.Context(), ids, o, func(r Result) error { return r.Err }))
}

// whole checks that all files in a folder which have a name are whole, and counts them.
func whole(t *testing.T, dir string, want []byte, parts bool) (n int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		if part := strings.HasPrefix(e.Name(), "."); part && parts {
			continue
		}
		if n++; !bytes.Equal(read(t, dir, e.Name()), want) {
			t.Errorf("%s is not whole", e.Name())
		}
	}
	return n
}
