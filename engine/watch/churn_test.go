package watch

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"recollect/engine/photo"
)

// record is what is known of a root by scanning dirty folders only: files and what is
// in them.
type record map[string]string

func (r record) apply(dirty Dirty) {
	for _, dir := range dirty.Deep {
		maps.DeleteFunc(r, func(path, _ string) bool { return photo.Within(path, dir) })
		maps.Copy(r, everythingIn(dir))
	}
	for _, dir := range dirty.Shallow {
		maps.DeleteFunc(r, func(path, _ string) bool { return filepath.Dir(path) == dir })
		entries, _ := os.ReadDir(dir) // it may be gone again
		for _, e := range entries {
			r.read(filepath.Join(dir, e.Name()), e)
		}
	}
}

func (r record) read(path string, e fs.DirEntry) {
	if !e.Type().IsRegular() {
		return
	}
	if content, err := os.ReadFile(path); err == nil {
		r[path] = string(content)
	}
}

func everythingIn(dir string) record {
	all := record{}
	_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil {
			all.read(path, e)
		}
		return nil // gone again
	})
	return all
}

// churn makes, writes, renames, moves and deletes files and folders of root at
// random. Most of it fails when several do so at once, which is as it shall be.
func churn(root string, dice *rand.Rand, until time.Time) {
	path := func() string {
		p := root
		for range 1 + dice.IntN(3) {
			p = filepath.Join(p, string(rune('a'+dice.IntN(4))))
		}
		return p
	}
	for time.Now().Before(until) {
		switch dice.IntN(8) {
		case 0, 1:
			_ = os.MkdirAll(path(), 0o777)
		case 2, 3, 4:
			_ = os.WriteFile(path()+".jpg", fmt.Append(nil, dice.Uint32()), 0o666)
		case 5:
			_ = os.Rename(path(), path())
		case 6:
			_ = os.Rename(path()+".jpg", path()+".jpg")
		case 7:
			_ = os.RemoveAll(path())
		}
	}
}

// TestChurn compares what scans of dirty folders have found with what is there, once
// nothing changes any more.
func TestChurn(t *testing.T) {
	seeds, span := 5, 500*time.Millisecond
	if soak() {
		seeds, span = 50, 5*time.Second
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			if missed := playChurn(t, uint64(seed), span, patience); missed != "" {
				t.Errorf("want all files known as they are, got %s", missed)
			}
		})
	}
}

// playChurn changes a folder at random for span while it is watched. It returns what
// scans of dirty folders have not found within wait after that; empty if nothing.
func playChurn(t *testing.T, seed uint64, span, wait time.Duration) (missed string) {
	t.Helper()
	root := folders(t)
	w := start(t, quick())
	w.Add(root)
	over := time.Now().Add(span)
	var working sync.WaitGroup
	for i := range 4 {
		dice := rand.New(rand.NewPCG(seed, uint64(i)))
		working.Go(func() { churn(root, dice, over) })
	}
	known := record{}
	for time.Now().Before(over) {
		select {
		case dirty := <-w.Dirty():
			known.apply(dirty)
		case <-time.After(patience):
			t.Fatal("want looks while files change, got none")
		}
	}
	working.Wait()
	want := everythingIn(root)
	until := time.After(wait)
	for !maps.Equal(known, want) {
		select {
		case dirty := <-w.Dirty():
			known.apply(dirty)
		case <-until:
			return difference(known, want)
		}
	}
	return ""
}

func difference(got, want record) (events string) {
	for path, content := range want {
		if got[path] != content {
			events += fmt.Sprintf("\n%s: want %q, got %q", path, content, got[path])
		}
	}
	for path, content := range got {
		if _, on := want[path]; !on {
			events += fmt.Sprintf("\n%s: want none, got %q", path, content)
		}
	}
	return events
}
