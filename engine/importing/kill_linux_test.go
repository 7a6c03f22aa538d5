package importing

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An import that is killed leaves whole copies under the names of photos, and the next one copies the rest, once.
func TestKilled(t *testing.T) {
	const photos = 60
	if dir := os.Getenv("IMPORT_KILLED"); dir != "" {
		importMany(t, dir)
		return
	}
	dir := t.TempDir()
	want := map[string][]byte{}
	must(t, os.MkdirAll(filepath.Join(dir, "card"), 0o700))
	for i := range photos {
		name := fmt.Sprint("IMG_", i, ".JPG")
		want[name] = append(picture(t, shot7, i), make([]byte, 200<<10)...)
		must(t, os.WriteFile(filepath.Join(dir, "card", name), want[name], 0o600))
	}
	to := filepath.Join(dir, "to", "2023", "2023-07-04")
	for i := range 2 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "IMPORT_KILLED="+dir)
		must(t, cmd.Start())
		for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(time.Millisecond) {
			if entries, _ := os.ReadDir(to); len(entries) > 5+i*20 {
				break
			}
		}
		must(t, cmd.Process.Kill())
		_ = cmd.Wait()
		whole(t, to, want)
	}
	importMany(t, dir)
	if n := whole(t, to, want); n != photos || len(files(t, to)) != photos {
		t.Errorf("%d copies of %d photos; %d files", n, photos, len(files(t, to)))
	}
}

func importMany(t *testing.T, dir string) {
	data := filepath.Join(dir, "library")
	must(t, os.MkdirAll(data, 0o700))
	o := Options{From: filepath.Join(dir, "card"), To: filepath.Join(dir, "to")}
	must(t, New(library{}, data).Import(t.Context(), o, func(r Result) error { return r.Err }))
}

// whole checks that all files which have the name of a photo are that photo, and counts them.
func whole(t *testing.T, dir string, want map[string][]byte) (n int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		must(t, err)
		if n++; !bytes.Equal(data, want[e.Name()]) {
			t.Errorf("%s is not what is on the card", e.Name())
		}
	}
	return n
}
