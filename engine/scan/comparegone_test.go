package scan

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
)

// A photo that is gone has a file again where it was, if it is the same file; what
// else lies there may be another, and its content decides.
func TestCompareGone(t *testing.T) {
	was := photo.File{Path: "gone:1", Size: 100, ModTime: time.Unix(5, 0), Identity: "1:7"}
	back, added := "moved gone:1 -> a.jpg", "added a.jpg"
	for _, tt := range []struct {
		name  string
		known func(*photo.Recorded)
		found func(*photo.File)
		hash  byte // of what is found
		want  []string
	}{
		{"the same file", nil, nil, 9, []string{back}},
		{"without identities", func(k *photo.Recorded) { k.Identity = "" }, nil, 9, []string{back}},
		{"on a renumbered device", nil, func(f *photo.File) { f.Identity = "2:7" }, 9, []string{back}},
		{"a copy", nil, func(f *photo.File) { f.Identity, f.ModTime = "1:8", time.Unix(6, 0) }, 1, []string{back}},
		{"another file", nil, func(f *photo.File) { f.Identity = "1:8" }, 9, []string{added, "gone gone:1"}},
		{"another time", nil, func(f *photo.File) { f.ModTime = time.Unix(6, 0) }, 9, []string{added, "gone gone:1"}},
		{"another size", nil, func(f *photo.File) { f.Size = 1 }, 1, []string{added, "gone gone:1"}},
		{"in the cloud", nil, func(f *photo.File) { f.Identity, f.InCloud = "2:7", true }, 9, []string{back}},
		{
			"another in the cloud", nil, func(f *photo.File) { f.Size, f.InCloud = 1, true }, 9,
			[]string{added, "gone gone:1"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			gone, file := photo.Recorded{ID: 1, File: was, Was: "/p/a.jpg", Hash: photo.Hash{1}}, was
			file.Path = gone.Was
			if tt.known != nil {
				tt.known(&gone)
			}
			if tt.found != nil {
				tt.found(&file)
			}
			var got []string
			hash := func(string) (photo.Hash, error) { return photo.Hash{tt.hash}, nil }
			for _, c := range Compare([]photo.Recorded{gone}, []photo.File{file}, nil, hash) {
				if c.Kind == Moved {
					got = append(got, "moved "+c.From+" -> "+filepath.Base(c.File.Path))
				} else {
					got = append(got, c.Kind.String()+" "+filepath.Base(c.File.Path))
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("want %q, got %q", tt.want, got)
			}
		})
	}
}

// Of equal copies each comes back where it was, or at least under its name.
func TestCompareGoneCopies(t *testing.T) {
	var known []photo.Recorded
	for i, path := range []string{"/q/b.jpg", "/q/a.jpg", "/p/b.jpg", "/p/a.jpg"} {
		known = append(known, photo.Recorded{
			ID: photo.ID(i + 1), File: photo.File{Path: fmt.Sprint("gone:", i+1), Size: 100, ModTime: time.Unix(5, 0)},
			Was: path, Hash: photo.Hash{1},
		})
	}
	for moved, want := range map[bool][]photo.ID{false: {4, 3}, true: {2, 1}} {
		var found []photo.File
		for _, name := range []string{"a.jpg", "b.jpg"} {
			f := photo.File{Path: "/p/" + name, Size: 100, ModTime: time.Unix(5, 0)}
			if moved {
				f.Path = "/r/" + name
			}
			found = append(found, f)
		}
		var got []photo.ID
		for _, c := range Compare(known, found, nil, func(string) (photo.Hash, error) { return photo.Hash{1}, nil }) {
			if c.Kind == Moved {
				got = append(got, c.ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("elsewhere %v: photos %v came back, want %v", moved, got, want)
		}
	}
}

func noHash(string) (photo.Hash, error) { return photo.Hash{}, errors.New("must not matter") }

// knownFiles makes a record of files that all have one size.
func knownFiles(paths ...string) []photo.Recorded {
	var known []photo.Recorded
	for i, path := range paths {
		f := photo.File{Path: path, Size: 100, ModTime: time.Unix(int64(i), 0), Identity: fmt.Sprintf("1:%x", i+1)}
		known = append(known, photo.Recorded{ID: photo.ID(i + 1), File: f, Hash: photo.Hash{byte(i + 1)}})
	}
	return known
}

// TestCompareLosesNothing plays random changes on made-up folders: the record
// with the changes applied must be what is on disk, with no ID used twice.
func TestCompareLosesNothing(t *testing.T) {
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(seed, 0))
		var known []photo.Recorded
		for i, f := range randomFiles(r) {
			known = append(known, photo.Recorded{ID: photo.ID(i + 1), File: f, Hash: contentOf(f)})
		}
		found := randomFiles(r)
		byPath := map[string]photo.File{}
		for _, f := range found {
			byPath[f.Path] = f
		}
		changes := Compare(known, found, nil,
			func(path string) (photo.Hash, error) { return contentOf(byPath[path]), nil })
		got, err := applied(known, changes)
		if err != nil || !maps.EqualFunc(got, byPath, unchanged) {
			t.Fatalf("seed %d: %v\nknown %v\nfound %v\nchanges %v\nrecord %v", seed, err, known, found, changes, got)
		}
	}
}

// randomFiles makes up to five files whose paths, identities and contents
// coincide often.
func randomFiles(r *rand.Rand) []photo.File {
	ids := r.Perm(6)
	var list []photo.File
	for i, n := range r.Perm(5)[:r.IntN(6)] {
		f := photo.File{Path: fmt.Sprintf("/p/%d.jpg", n), Size: int64(ids[i] / 3)}
		if r.IntN(8) > 0 {
			f.Identity = fmt.Sprintf("1:%d", ids[i])
		}
		list = append(list, f)
	}
	return list
}

func contentOf(f photo.File) photo.Hash { return photo.Hash{1, byte(f.Size)} }

// applied returns the files of the record after changes, by path.
func applied(known []photo.Recorded, changes []Change) (map[string]photo.File, error) {
	files := map[photo.ID]photo.File{}
	for _, k := range known {
		files[k.ID] = k.File
	}
	touched := map[photo.ID]bool{}
	next := photo.ID(100)
	for _, c := range changes {
		if touched[c.ID] {
			return nil, fmt.Errorf("two changes of photo %d", c.ID)
		}
		if c.Kind == Added {
			files[next] = c.File
			next++
			continue
		}
		touched[c.ID] = true
		files[c.ID] = c.File
		if c.Kind == Gone {
			delete(files, c.ID)
		}
	}
	byPath := map[string]photo.File{}
	for id, f := range files {
		if _, twice := byPath[f.Path]; twice {
			return nil, fmt.Errorf("photo %d is a second one at %s", id, f.Path)
		}
		byPath[f.Path] = f
	}
	return byPath, nil
}
