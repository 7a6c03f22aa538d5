package trash

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A file in the trash is found by where it was, its size and its time, among others of its name.
func TestFind(t *testing.T) {
	dir, _ := home(t)
	for _, name := range []string{"a.jpg", "Zoë %41.jpg", strings.Repeat("long", 60) + ".jpg", ".hidden"} {
		t.Run(name[:min(len(name), 12)], func(t *testing.T) {
			path := filepath.Join(dir, name)
			find := func(size int64, when time.Time) Item {
				t.Helper()
				it, err := Find(path, size, when)
				if err != nil && !errors.Is(err, ErrGone) {
					t.Error(err)
				}
				return it
			}
			write(t, filepath.Join(dir, "elsewhere", name), "first") // its name is taken in the trash
			mustPut(t, filepath.Join(dir, "elsewhere", name))
			var when []time.Time
			var put []Item
			for _, content := range []string{"1", "22"} {
				write(t, path, content)
				info, err := os.Lstat(path)
				if err != nil {
					t.Fatal(err)
				}
				when = append(when, info.ModTime())
				if it := find(info.Size(), info.ModTime()); it != (Item{}) {
					t.Errorf("found %+v before it went", it)
				}
				put = append(put, mustPut(t, path))
			}
			for i, want := range put {
				if it := find(int64(i+1), when[i]); it != want {
					t.Errorf("found %+v, want %+v", it, want)
				}
			}
			if it := find(3, when[0]); it != (Item{}) {
				t.Errorf("found %+v of another size", it)
			}
			if err := Restore(t.Context(), put[0]); err != nil {
				t.Fatal(err)
			}
			wantContent(t, path, "1")
			if it := find(1, when[0]); it != (Item{}) {
				t.Errorf("found %+v after it came back", it)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// On another volume records name paths from its top.
func TestFindOnAnotherVolume(t *testing.T) {
	home(t)
	path := filepath.Join(otherVolume(t), "a", "b.jpg")
	write(t, path, "1")
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	want := mustPut(t, path)
	if it, err := Find(path, 1, info.ModTime()); err != nil || it != want {
		t.Errorf("found %+v, %v, want %+v", it, err, want)
	}
}

// A record names the path that was written into it, whatever its bytes are.
func FuzzPlaceIn(f *testing.F) {
	f.Add("/home/Zo\xeb/a b%.jpg\n", []byte("[Trash Info]\nPath=/a%2\n"))
	f.Fuzz(func(t *testing.T, path string, record []byte) {
		got, ok := placeIn([]byte("[Trash Info]\nPath=" + escape(path) + "\nDeletionDate=2024-01-02T03:04:05\n"))
		if !ok || got != path {
			t.Errorf("%q was read as %q, %v", path, got, ok)
		}
		if place, _ := placeIn(record); len(place) > len(record) {
			t.Errorf("%q of %q", place, record)
		}
	})
}
