package scan

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
)

// script is what happens to a folder between two walks.
type script func(t *testing.T, in func(name string) string)

func mv(from, to string) script {
	return func(t *testing.T, in func(string) string) {
		if err := os.MkdirAll(filepath.Dir(in(to)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(in(from), in(to)); err != nil {
			t.Fatal(err)
		}
	}
}

func rm(name string) script {
	return func(t *testing.T, in func(string) string) {
		if err := os.RemoveAll(in(name)); err != nil {
			t.Fatal(err)
		}
	}
}

// save writes a file in place, with a time that differs from any other.
func save(name, content string) script {
	return func(t *testing.T, in func(string) string) {
		if err := os.MkdirAll(filepath.Dir(in(name)), 0o777); err != nil {
			t.Fatal(err)
		}
		put(t, in(name), []byte(content))
		stamp(t, in(name), time.Hour+time.Duration(len(content))*time.Second)
	}
}

func stamp(t *testing.T, path string, after time.Duration) {
	t.Helper()
	at := time.Date(2024, 2, 3, 4, 5, 6, 789, time.UTC).Add(after)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

var folderCases = []struct {
	name  string
	files map[string]string // name -> content
	does  []script
	want  []string
	bare  []string // what is seen without identities; nil: the same
}{
	{"nothing happens", files("a.jpg", "b/c.jpg"), nil, nil, nil},
	{"add", files("a.jpg"), []script{save("b/c.jpg", "new")}, []string{"added b/c.jpg"}, nil},
	{"modify", files("a.jpg"), []script{save("a.jpg", "other content")}, []string{"changed a.jpg"}, nil},
	{"modify, same size", files("a.jpg"), []script{save("a.jpg", "A.JPG")}, []string{"changed a.jpg"}, nil},
	{"delete", files("a.jpg", "b.jpg"), []script{rm("a.jpg")}, []string{"gone a.jpg"}, nil},
	{
		"delete a folder", files("a/b.jpg", "a/c/d.jpg", "e.jpg"),
		[]script{rm("a")},
		[]string{"gone a/b.jpg", "gone a/c/d.jpg"},
		nil,
	},
	{"rename", files("a.jpg"), []script{mv("a.jpg", "b.jpg")}, []string{"moved a.jpg -> b.jpg"}, nil},
	{"rename, case only", files("a.jpg"), []script{mv("a.jpg", "A.JPG")}, []string{"moved a.jpg -> A.JPG"}, nil},
	{
		"rename, not UTF-8", files("a\xff.jpg"),
		[]script{mv("a\xff.jpg", "\xfe.jpg")},
		[]string{"moved a\xff.jpg -> \xfe.jpg"},
		nil,
	},
	{
		"move to another folder", files("a/x.jpg", "b/y.jpg"),
		[]script{mv("a/x.jpg", "b/x.jpg")},
		[]string{"moved a/x.jpg -> b/x.jpg"},
		nil,
	},
	{
		"rename a folder", files("a/x.jpg", "a/b/y.jpg"),
		[]script{mv("a", "c")},
		[]string{"moved a/b/y.jpg -> c/b/y.jpg", "moved a/x.jpg -> c/x.jpg"},
		nil,
	},
	{"move out", files("a.jpg"), []script{mv("a.jpg", "../outside.jpg")}, []string{"gone a.jpg"}, nil},
	{
		"rename, and edit", files("a.jpg"),
		[]script{mv("a.jpg", "b.jpg"), save("b.jpg", "edited")},
		[]string{"added b.jpg", "gone a.jpg"},
		nil,
	},
	{
		"atomic save", files("a.jpg"),
		[]script{save(".a.tmp", "saved"), mv(".a.tmp", "a.jpg")},
		[]string{"changed a.jpg"},
		nil,
	},
	{
		"atomic save, the temporary file was seen",
		map[string]string{"a.jpg": "first", "tmp.jpg": "second"},
		[]script{mv("tmp.jpg", "a.jpg")},
		[]string{"changed a.jpg", "gone tmp.jpg"},
		nil,
	},
	{
		"save with a backup", files("a.jpg"),
		[]script{mv("a.jpg", "old.jpg"), save("a.jpg", "saved")},
		[]string{"changed a.jpg", "added old.jpg"},
		nil,
	},
	{
		"swap",
		map[string]string{"a.jpg": "one", "b.jpg": "three"},
		[]script{mv("a.jpg", "t"), mv("b.jpg", "a.jpg"), mv("t", "b.jpg")},
		[]string{"moved b.jpg -> a.jpg", "moved a.jpg -> b.jpg"},
		[]string{"changed a.jpg", "changed b.jpg"},
	},
	{
		"shift",
		map[string]string{"1.jpg": "one", "2.jpg": "three", "3.jpg": "fifteen"},
		[]script{mv("3.jpg", "4.jpg"), mv("2.jpg", "3.jpg"), mv("1.jpg", "2.jpg")},
		[]string{"moved 1.jpg -> 2.jpg", "moved 2.jpg -> 3.jpg", "moved 3.jpg -> 4.jpg"},
		// The sizes tell 2 from 1; the last of the chain is known by its hash only while its path is free.
		[]string{"changed 2.jpg", "changed 3.jpg", "added 4.jpg", "gone 1.jpg"},
	},
	{
		"shift onto a picture that is lost",
		map[string]string{"1.jpg": "one", "2.jpg": "three", "3.jpg": "eleven"},
		[]script{mv("2.jpg", "3.jpg"), mv("1.jpg", "2.jpg")},
		[]string{"changed 2.jpg", "changed 3.jpg", "gone 1.jpg"},
		nil,
	},
	{
		"equal copies, one deleted",
		map[string]string{"a.jpg": "same", "b.jpg": "same"},
		[]script{rm("a.jpg")},
		[]string{"gone a.jpg"},
		nil,
	},
	{
		"equal copies, one deleted, one renamed",
		map[string]string{"a.jpg": "same", "b.jpg": "same", "c.jpg": "same"},
		[]script{rm("a.jpg"), mv("b.jpg", "d.jpg")},
		[]string{"moved b.jpg -> d.jpg", "gone a.jpg"},
		[]string{"moved a.jpg -> d.jpg", "gone b.jpg"}, // equal: nothing tells which
	},
	{
		"equal copies, moved to a folder",
		map[string]string{"a.jpg": "same", "b.jpg": "same"},
		[]script{mv("a.jpg", "x/a.jpg"), mv("b.jpg", "w/b.jpg")},
		[]string{"moved b.jpg -> w/b.jpg", "moved a.jpg -> x/a.jpg"},
		nil,
	},
	{"copy", files("a.jpg"), []script{save("b.jpg", "a.jpg")}, []string{"added b.jpg"}, nil},
	{
		"copied to another volume, then deleted", files("a.jpg"),
		[]script{rm("a.jpg"), save("b/a.jpg", "a.jpg")},
		[]string{"moved a.jpg -> b/a.jpg"},
		nil,
	},
	{
		"all at once", files("a.jpg", "b.jpg", "c.jpg"),
		[]script{mv("a.jpg", "z.jpg"), save("b.jpg", "edited"), rm("c.jpg"), save("d.jpg", "fresh one")},
		[]string{"moved a.jpg -> z.jpg", "changed b.jpg", "added d.jpg", "gone c.jpg"},
		nil,
	},
}

func files(names ...string) map[string]string {
	m := map[string]string{}
	for _, name := range names {
		m[name] = name
	}
	return m
}

func TestCompareFolders(t *testing.T) {
	for _, tt := range folderCases {
		t.Run(tt.name, func(t *testing.T) {
			wantChanges(t, tt.files, tt.does, tt.want, true)
		})
		t.Run(tt.name+", no identities", func(t *testing.T) {
			want := tt.bare
			if want == nil {
				want = tt.want
			}
			wantChanges(t, tt.files, tt.does, want, false)
		})
	}
}

// wantChanges plays does in a folder and checks what Compare makes of it.
func wantChanges(t *testing.T, files map[string]string, does []script, want []string, identities bool) {
	t.Helper()
	root := filepath.Join(t.TempDir(), "root")
	in := func(name string) string { return filepath.Join(root, name) }
	create(t, root, "dir/")
	for name, content := range files {
		create(t, root, name)
		put(t, in(name), []byte(content))
		stamp(t, in(name), time.Duration(len(content))*time.Second)
	}
	known := record(t, walkAll(t, root, identities))
	for _, do := range does {
		do(t, in)
	}
	changes := Compare(known, walkAll(t, root, identities), nil, hashFile)
	if got := describe(changes, known, root); !slices.Equal(got, want) {
		t.Errorf("want %q\n got %q", want, got)
	}
}

func walkAll(t *testing.T, root string, identities bool) []photo.File {
	t.Helper()
	var found []photo.File
	unread, err := Walker{}.Walk(t.Context(), root, root, func(f photo.File) {
		if identities && f.Identity == "" {
			t.Fatalf("%s has no identity: keep the temporary folder on a disk of the system", f.Path)
		}
		if !identities {
			f.Identity = ""
		}
		found = append(found, f)
	})
	if err != nil || unread != nil {
		t.Fatal(unread, err)
	}
	return found
}

// record numbers files as a catalog does.
func record(t *testing.T, found []photo.File) []photo.Recorded {
	t.Helper()
	var known []photo.Recorded
	for i, f := range found {
		h, err := hashFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		known = append(known, photo.Recorded{ID: photo.ID(i + 1), File: f, Hash: h})
	}
	return known
}

func hashFile(path string) (photo.Hash, error) {
	data, err := os.ReadFile(path)
	return sha256.Sum256(data), err
}

// describe says changes in words, after checking that each ID is that of the path.
func describe(changes []Change, known []photo.Recorded, root string) []string {
	paths := map[photo.ID]string{}
	for _, k := range known {
		paths[k.ID] = k.Path
	}
	rel := func(path string) string {
		r, _ := filepath.Rel(root, path)
		return filepath.ToSlash(r)
	}
	var words []string
	for _, c := range changes {
		said := fmt.Sprintf("%v %s", c.Kind, rel(c.File.Path))
		old := c.File.Path
		if c.Kind == Moved {
			said, old = fmt.Sprintf("moved %s -> %s", rel(c.From), rel(c.File.Path)), c.From
		}
		if c.Kind == Added {
			old = ""
		}
		if paths[c.ID] != old {
			said += fmt.Sprintf(" (wrong ID %d)", c.ID)
		}
		words = append(words, said)
	}
	return words
}

func TestCompareUnread(t *testing.T) {
	tests := []struct {
		name   string
		unread []Unread
		want   []string
	}{
		{"all read", nil, []string{"gone a/b.jpg", "gone a/c/d.jpg", "gone ab.jpg"}},
		{"one folder unread", []Unread{{Path: "/p/a", Err: fs.ErrPermission, Dir: true}}, []string{"gone ab.jpg"}},
		{
			"inner folder unread",
			[]Unread{{Path: "/p/a/c", Err: fs.ErrPermission, Dir: true}},
			[]string{"gone a/b.jpg", "gone ab.jpg"},
		},
		{
			"one file unread",
			[]Unread{{Path: "/p/ab.jpg", Err: fs.ErrPermission}},
			[]string{"gone a/b.jpg", "gone a/c/d.jpg"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			known := knownFiles("/p/a/b.jpg", "/p/a/c/d.jpg", "/p/ab.jpg")
			got := describe(Compare(known, nil, tt.unread, noHash), known, "/p")
			if !slices.Equal(got, tt.want) {
				t.Errorf("want %q, got %q", tt.want, got)
			}
		})
	}
}

func TestCompareUnreadIsNoMove(t *testing.T) {
	known := knownFiles("/p/a/b.jpg")
	copied := known[0].File
	copied.Path = "/p/c.jpg"
	unread := []Unread{{Path: "/p/a", Err: fs.ErrPermission, Dir: true}}
	got := describe(Compare(known, []photo.File{copied}, unread, noHash), known, "/p")
	if want := []string{"added c.jpg"}; !slices.Equal(got, want) {
		t.Errorf("want %q, got %q", want, got)
	}
}

func TestCompareDeviceRenumbered(t *testing.T) {
	known := knownFiles("/p/a.jpg", "/p/b.jpg")
	found := []photo.File{known[0].File, known[1].File}
	found[0].Identity, found[1].Identity = "2a:1", "2a:77"
	got := describe(Compare(known, found, nil, noHash), known, "/p")
	if want := []string{"changed b.jpg"}; !slices.Equal(got, want) {
		t.Errorf("want %q, got %q", want, got)
	}
}

func TestCompareHashes(t *testing.T) {
	known := knownFiles("/p/a.jpg", "/p/b.jpg", "/p/stays.jpg")
	known[1].Hash = photo.Hash{} // never read: cannot be recognised
	size := known[0].Size
	found := []photo.File{
		known[2].File,
		{Path: "/p/broken.jpg", Size: size},
		{Path: "/p/longer.jpg", Size: size + 1},
		{Path: "/p/other.jpg", Size: size},
		{Path: "/p/x.jpg", Size: size},
	}
	var asked []string
	got := describe(Compare(known, found, nil, func(path string) (photo.Hash, error) {
		asked = append(asked, path)
		switch path {
		case "/p/broken.jpg":
			return photo.Hash{}, errors.New("unreadable")
		case "/p/x.jpg":
			return known[0].Hash, nil
		}
		return photo.Hash{99}, nil
	}), known, "/p")
	want := []string{"moved a.jpg -> x.jpg", "added broken.jpg", "added longer.jpg", "added other.jpg", "gone b.jpg"}
	if !slices.Equal(got, want) {
		t.Errorf("want %q\n got %q", want, got)
	}
	if want := []string{"/p/broken.jpg", "/p/other.jpg", "/p/x.jpg"}; !slices.Equal(asked, want) {
		t.Errorf("want hashes of %q, got %q", want, asked)
	}
}
