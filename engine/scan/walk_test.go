package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"recollect/engine/photo"
)

func TestWalk(t *testing.T) {
	tests := []struct {
		name  string
		files []string // a trailing slash makes a folder
		want  []string
	}{
		{"nothing", nil, nil},
		{
			"shown formats",
			[]string{"a.jpg", "b.PNG", "c.Jpeg", "d.tif", "e.webp", "f.gif", "g.bmp"},
			[]string{"a.jpg", "b.PNG", "c.Jpeg", "d.tif", "e.webp", "f.gif", "g.bmp"},
		},
		{
			"recognised formats",
			[]string{"a.heic", "b.CR2", "c.dng", "d.avif", "e.jxl"},
			[]string{"a.heic", "b.CR2", "c.dng", "d.avif", "e.jxl"},
		},
		{"films", []string{"a.MP4", "b.mov", "c.m4v", "d.mts"}, []string{"a.MP4", "b.mov", "c.m4v", "d.mts"}},
		{"other files", []string{"a.txt", "b.xmp", "c.mp3", "d.zip", "desktop.ini", "Thumbs.db"}, nil},
		{
			"copies that programs keep",
			[]string{"a.jpg", "a.jpg~", "a.jpg_original", "a.jpg.bak", "b.jpg.part"},
			[]string{"a.jpg"},
		},
		{
			"depth first, in lexical order",
			[]string{"b.jpg", "b/z.jpg", "b/a/y.jpg", "a.jpg", "c.jpg"},
			[]string{"a.jpg", "b/a/y.jpg", "b/z.jpg", "b.jpg", "c.jpg"},
		},
		{"hidden", []string{".a.jpg", "._b.jpg", ".thumbnails/c.jpg", ".Trash-1000/d.jpg", "e/.f/g.jpg"}, nil},
		{"asks to be left out", []string{"a/.nomedia", "a/b.jpg", "a/c/d.jpg", "e.jpg"}, []string{"e.jpg"}},
		{"root asks to be left out, but the user chose it", []string{".nomedia", "a.jpg"}, []string{"a.jpg"}},
		{
			"the library's own folder",
			[]string{"library/thumb.jpg", "library/x/y.jpg", "library2/a.jpg"},
			[]string{"library2/a.jpg"},
		},
		{"name like a picture, but a folder", []string{"a.jpg/", "a.jpg/b.jpg"}, []string{"a.jpg/b.jpg"}},
		{
			"not UTF-8",
			[]string{"caf\xe9.jpg", "\xff\xfe/\x80.jpg", "spaß 🌻.jpg", "new\nline.jpg"},
			[]string{"caf\xe9.jpg", "new\nline.jpg", "spaß 🌻.jpg", "\xff\xfe/\x80.jpg"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			create(t, root, tt.files...)
			w := Walker{Skip: []string{filepath.Join(root, "library")}}
			got, unread, err := list(t, w, root, root)
			if err != nil || unread != nil {
				t.Fatalf("want no trouble, got %v, %v", unread, err)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("want %q\n got %q", tt.want, got)
			}
		})
	}
}

func TestList(t *testing.T) {
	root := t.TempDir()
	create(t, root, "a.jpg", "b.txt", "c/d.jpg", "c/e/f.jpg", "g/", ".h/i.jpg", "out/j.jpg", "k/.nomedia", "k/l.jpg",
		"k/m/n.jpg", "o.jpg/p.jpg")
	w := Walker{Exclude: func(_, path string, _ bool) bool { return filepath.Base(path) == "out" }}
	for dir, want := range map[string]string{
		".":     "[a.jpg] [c g k o.jpg]", // k asks for nothing before it is looked into
		"c":     "[c/d.jpg] [c/e]",
		"g":     "[] []",
		"k":     "[] []",
		"k/m":   "[] []",
		"out":   "[] []",
		".h":    "[] []",
		"none":  "[] []",
		"a.jpg": "[] []",
	} {
		name := func(path string) string {
			rel, err := filepath.Rel(root, path)
			if err != nil {
				t.Fatal(err)
			}
			return filepath.ToSlash(rel)
		}
		files, subs := []string{}, []string{}
		dirs, unread, err := w.List(t.Context(), root, filepath.Join(root, dir), func(f photo.File) {
			files = append(files, name(f.Path))
		})
		for _, d := range dirs {
			subs = append(subs, name(d))
		}
		if got := fmt.Sprint(files, subs); got != want || unread != nil || err != nil {
			t.Errorf("%s: %s, %v, %v; want %s", dir, got, unread, err, want)
		}
	}
}

func TestListOfWhatCannotBeRead(t *testing.T) {
	root := t.TempDir()
	create(t, root, "a/b.jpg")
	failReading(t, filepath.Join(root, "a"), fs.ErrPermission)
	_, unread, err := Walker{}.List(t.Context(), root, filepath.Join(root, "a"), func(photo.File) {})
	if err != nil || len(unread) != 1 || unread[0].Path != filepath.Join(root, "a") {
		t.Errorf("got %v, %v", unread, err)
	}
	failReading(t, root, fs.ErrPermission)
	if _, _, err := (Walker{}).List(t.Context(), root, root, func(photo.File) {}); !errors.Is(err, ErrAway) {
		t.Errorf("got %v", err)
	}
}

func TestWalkSniffs(t *testing.T) {
	root := t.TempDir()
	create(t, root, "a.jpg", "b", "c.strange", "d", "e.txt", "f.00001")
	put(t, filepath.Join(root, "b"), append([]byte("PIC"), make([]byte, 10_000)...))
	put(t, filepath.Join(root, "d"), nil)
	put(t, filepath.Join(root, "f.00001"), []byte("PIC"))
	var lengths []int
	w := Walker{Sniff: func(head []byte) bool {
		lengths = append(lengths, len(head))
		return bytes.HasPrefix(head, []byte("PIC"))
	}}
	got, _, err := list(t, w, root, root)
	if want := []string{"a.jpg", "b", "f.00001"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("want %q, got %q, %v", want, got, err)
	}
	// a.jpg and e.txt are told by name and must not be opened.
	if want := []int{headBytes, len("c.strange"), 0, 3}; !slices.Equal(lengths, want) {
		t.Errorf("want heads of %v bytes, got %v", want, lengths)
	}
}

func TestWalkTellsFiles(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "a.jpg")
	put(t, path, []byte("12345"))
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Walker{}.Walk(t.Context(), root, root, func(f photo.File) {
		want := photo.File{Path: path, Size: 5, ModTime: info.ModTime(), Identity: f.Identity}
		if f != want {
			t.Errorf("want %+v, got %+v", want, f)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWalkSpecialFiles(t *testing.T) {
	root := t.TempDir()
	create(t, root, "a/b.jpg")
	for link, target := range map[string]string{
		"a/round": root, "again.jpg": "a/b.jpg", "broken.jpg": "nowhere",
		"elsewhere": t.TempDir(),
	} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Skipf("this system makes no symbolic links: %v", err)
		}
	}
	makePipe(t, filepath.Join(root, "pipe.jpg"))
	got, unread, err := list(t, Walker{}, root, root)
	if want := []string{"a/b.jpg"}; !slices.Equal(got, want) || unread != nil || err != nil {
		t.Errorf("want %q, got %q, %v, %v", want, got, unread, err)
	}
}

func TestWalkRootIsLink(t *testing.T) {
	target := t.TempDir()
	create(t, target, "a.jpg", ".hidden/a.jpg")
	root := filepath.Join(t.TempDir(), ".pictures")
	if err := os.Symlink(target, root); err != nil {
		t.Skipf("this system makes no symbolic links: %v", err)
	}
	got, _, err := list(t, Walker{}, root, root)
	if want := []string{"a.jpg"}; !slices.Equal(got, want) || err != nil {
		t.Errorf("want %q, got %q, %v", want, got, err)
	}
}

func TestWalkInside(t *testing.T) {
	root := t.TempDir()
	create(t, root, "a/b/c.jpg", "a/d.jpg", "e.jpg", ".hidden/f/g.jpg", "no/.nomedia", "no/h/i.jpg")
	if err := os.Symlink("a", filepath.Join(root, "link")); err != nil {
		t.Skipf("this system makes no symbolic links: %v", err)
	}
	tests := []struct {
		dir  string
		want []string
	}{
		{"a", []string{"a/b/c.jpg", "a/d.jpg"}},
		{"a/b", []string{"a/b/c.jpg"}},
		{"vanished", nil},
		{"a/vanished/too", nil},
		{"e.jpg", nil},
		{".hidden/f", nil},
		{"no", nil},
		{"no/h", nil},
		{"link/b", nil},
	}
	for _, tt := range tests {
		t.Run(tt.dir, func(t *testing.T) {
			got, unread, err := list(t, Walker{}, root, filepath.Join(root, tt.dir))
			if !slices.Equal(got, tt.want) || unread != nil || err != nil {
				t.Errorf("want %q, got %q, %v, %v", tt.want, got, unread, err)
			}
		})
	}
	if _, _, err := list(t, Walker{}, root, filepath.Dir(root)); err == nil {
		t.Error("want an error for a folder outside root, got none")
	}
}

func TestWalkAway(t *testing.T) {
	root := t.TempDir()
	create(t, root, "file", "a/b.jpg", "a/c.jpg")
	tests := []struct {
		name string
		root string
		prep func(t *testing.T)
	}{
		{"missing", filepath.Join(root, "vanished"), func(*testing.T) {}},
		{"a file", filepath.Join(root, "file"), func(*testing.T) {}},
		{"unreadable", root, func(t *testing.T) { failReading(t, root, fs.ErrPermission) }},
		{"broken", root, func(t *testing.T) { failReading(t, root, syscall.EIO) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.prep(t)
			_, unread, err := list(t, Walker{}, tt.root, tt.root)
			if !errors.Is(err, ErrAway) || unread != nil {
				t.Errorf("want %v, got %v, %v", ErrAway, unread, err)
			}
		})
	}
}

func TestWalkAwayMeanwhile(t *testing.T) {
	for _, again := range []bool{false, true} {
		t.Run(fmt.Sprintf("new folder in its place %v", again), func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "disk")
			create(t, root, "a/b.jpg", "c/d.jpg")
			_, err := Walker{}.Walk(t.Context(), root, root, func(photo.File) {
				if os.Rename(root, root+".gone") == nil && again {
					create(t, root, "x/")
				}
			})
			if !errors.Is(err, ErrAway) {
				t.Errorf("want %v, got %v", ErrAway, err)
			}
		})
	}
}

func TestWalkUnread(t *testing.T) {
	root := t.TempDir()
	create(t, root, "a/b.jpg", "c/d.jpg", "e.jpg")
	failReading(t, filepath.Join(root, "a"), fs.ErrPermission)
	got, unread, err := list(t, Walker{}, root, root)
	if want := []string{"c/d.jpg", "e.jpg"}; !slices.Equal(got, want) || err != nil {
		t.Errorf("want %q, got %q, %v", want, got, err)
	}
	want := []Unread{{filepath.Join(root, "a"), fs.ErrPermission, true}}
	if !slices.Equal(unread, want) {
		t.Errorf("want %v, got %v", want, unread)
	}
}

func TestWalkVanishedMeanwhile(t *testing.T) {
	root := t.TempDir()
	create(t, root, "a.jpg", "b/c.jpg", "d.jpg", "e")
	w := Walker{Sniff: func([]byte) bool { return true }}
	var got []string
	unread, err := w.Walk(t.Context(), root, root, func(f photo.File) {
		got = append(got, filepath.Base(f.Path))
		for _, name := range []string{"b", "d.jpg", "e"} {
			if err := os.RemoveAll(filepath.Join(root, name)); err != nil {
				t.Error(err)
			}
		}
	})
	if want := []string{"a.jpg"}; !slices.Equal(got, want) || unread != nil || err != nil {
		t.Errorf("want %q, got %q, %v, %v", want, got, unread, err)
	}
}

func TestWalkCancelled(t *testing.T) {
	root := t.TempDir()
	create(t, root, "a.jpg", "b.jpg", "c/d.jpg")
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err := Walker{}.Walk(ctx, root, root, func(photo.File) { calls++; cancel() })
	if !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("want %v after 1 file, got %v after %d", context.Canceled, err, calls)
	}
}

func TestSkips(t *testing.T) {
	w := Walker{Skip: []string{"/lib/own", ""}}
	tests := map[string]bool{
		"/lib/own": true, "/lib/own/x/y": true, "/lib/owner": false, "/lib": false,
		"/a/.git": true, "/a/.git/b": false, "/a/b.jpg": false,
	}
	for path, want := range tests {
		if got := w.Skips(filepath.FromSlash(path)); got != want && filepath.Separator == '/' {
			t.Errorf("%s: want %v, got %v", path, want, got)
		}
	}
}

func BenchmarkWalk(b *testing.B) {
	root := b.TempDir()
	const folders, files = 200, 100
	for i := range folders {
		dir := filepath.Join(root, fmt.Sprintf("%02d/%03d", i%20, i))
		for j := range files {
			create(b, dir, fmt.Sprintf("IMG_%05d.jpg", j))
		}
	}
	for b.Loop() {
		found := 0
		if _, err := (Walker{}).Walk(b.Context(), root, root, func(photo.File) { found++ }); err != nil ||
			found != folders*files {
			b.Fatal(found, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*folders*files), "ns/file")
}

// failReading makes the folder dir unreadable until the test ends.
func failReading(t *testing.T, dir string, err error) {
	t.Helper()
	read := readDir
	t.Cleanup(func() { readDir = read })
	readDir = func(name string) ([]fs.DirEntry, error) {
		if name == dir {
			return nil, err
		}
		return read(name)
	}
}

// list walks dir and returns what it found relative to root, with slashes.
func list(t *testing.T, w Walker, root, dir string) ([]string, []Unread, error) {
	t.Helper()
	var got []string
	unread, err := w.Walk(t.Context(), root, dir, func(f photo.File) {
		rel, err := filepath.Rel(root, f.Path)
		if err != nil {
			t.Error(err)
		}
		got = append(got, filepath.ToSlash(rel))
	})
	return got, unread, err
}

// create makes files, each with its own name as content, and folders.
func create(tb testing.TB, root string, names ...string) {
	tb.Helper()
	for _, name := range names {
		path := filepath.Join(root, name)
		dir := path
		if name[len(name)-1] != '/' {
			dir = filepath.Dir(path)
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			tb.Fatal(err)
		}
		if dir != path {
			put(tb, path, []byte(name))
		}
	}
}

func put(tb testing.TB, path string, data []byte) {
	tb.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		tb.Fatal(err)
	}
}
