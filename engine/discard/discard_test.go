package discard

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/catalog/journal"
	"recollect/engine/photo"
	"recollect/engine/trash"
)

// knownFiles writes files and returns them as a library knows them.
func knownFiles(t *testing.T, names ...string) (all []photo.File) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "share"))
	for _, name := range names {
		path := filepath.Join(home, "photos", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		all = append(all, asFound(t, path))
	}
	return all
}

func asFound(t *testing.T, path string) photo.File {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return photo.File{Path: path, Size: info.Size(), ModTime: info.ModTime()}
}

func wantThere(t *testing.T, want bool, files ...photo.File) {
	t.Helper()
	for _, f := range files {
		if _, err := os.Lstat(f.Path); (err == nil) != want {
			t.Errorf("%s: there %v, want %v", f.Path, err == nil, want)
		}
	}
}

// gone moves all files but the first to the trash, and returns the acts that bring them back.
func gone(t *testing.T, f []photo.File) (back []*journal.Act) {
	t.Helper()
	acts, err := Acts(f[0], f[1:])
	if err != nil {
		t.Fatal(err)
	}
	for i := range acts {
		back = append(back, &acts[i])
	}
	err = new(Mover).Do(t.Context(), back)
	if errors.Is(err, trash.ErrNoTrash) {
		t.Skip("this system has no trash for temporary files")
	}
	if err != nil {
		t.Fatal(err)
	}
	wantThere(t, true, f[0])
	wantThere(t, false, f[1:]...)
	for _, a := range back {
		a.No = true
	}
	return back
}

func TestDiscard(t *testing.T) {
	f := knownFiles(t, "keep", "a", "b")
	back := gone(t, f)
	for range 2 { // what is back already is no error
		if err := new(Mover).Do(t.Context(), back); err != nil {
			t.Fatal(err)
		}
		wantThere(t, true, f...)
	}
}

// What was moved comes back if it cannot be recorded.
func TestDiscardTakenBack(t *testing.T) {
	f := knownFiles(t, "keep", "a", "b")
	acts, err := Acts(f[0], f[1:])
	if err != nil {
		t.Fatal(err)
	}
	var m Mover
	if err := m.Do(t.Context(), []*journal.Act{&acts[0], &acts[1]}); err != nil {
		t.Skip("this system has no trash for temporary files")
	}
	if err := m.Back(t.Context()); err != nil {
		t.Error(err)
	}
	wantThere(t, true, f...)
}

// Nothing goes if a file is not as it was looked at, or is the one to keep.
func TestDiscardRefuses(t *testing.T) {
	f := knownFiles(t, "keep", "a", "b")
	changed := f[2]
	changed.Size++
	if err := os.Link(f[0].Path, f[1].Path+"-link"); err != nil {
		t.Fatal(err)
	}
	link := asFound(t, f[1].Path+"-link")
	gone := f[2]
	gone.Path += "-gone"
	for name, others := range map[string][]photo.File{
		"changed": {f[1], changed}, "the same file": {f[1], link}, "gone": {f[1], gone},
	} {
		if _, err := Acts(f[0], others); err == nil {
			t.Errorf("%s: it may go", name)
		}
	}
	keep := f[0]
	keep.ModTime = keep.ModTime.Add(1)
	if _, err := Acts(keep, f[1:]); !errors.Is(err, errChanged) {
		t.Errorf("what is kept has changed: %v", err)
	}
	acts, err := Acts(f[0], f[1:])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(f[2].Path, []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := new(Mover).Do(t.Context(), []*journal.Act{&acts[0], &acts[1]}); !errors.Is(err, errChanged) {
		t.Errorf("one has changed since: %v", err)
	}
	wantThere(t, true, f...)
}

// Of files that cannot come back it is said which and why, and the others are back.
func TestDiscardNotBack(t *testing.T) {
	code := func(err error) string {
		r, _ := photo.ReasonOf(err)
		code, _ := r.Split()
		return code
	}
	f := knownFiles(t, "keep", "a", "b")
	back := gone(t, f)
	s, err := read(back[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(string(s.Trashed)); err != nil {
		t.Fatal(err)
	}
	if err := new(Mover).Do(t.Context(), back); !errors.Is(err, ErrNotBack) || code(err) != "trash:gone" {
		t.Errorf("emptied: %v", err)
	}
	wantThere(t, false, f[1])
	wantThere(t, true, f[2])

	f = knownFiles(t, "keep", "a", "b")
	back = gone(t, f)
	if err := os.WriteFile(f[1].Path, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := new(Mover).Do(t.Context(), back); !errors.Is(err, ErrNotBack) || code(err) != "trash:taken" {
		t.Errorf("taken: %v", err)
	}
	if b, err := os.ReadFile(f[1].Path); err != nil || string(b) != "another" {
		t.Errorf("what has its place: %q, %v", b, err)
	}
	wantThere(t, true, f[2])

	f = knownFiles(t, "keep", "a", "b")
	back = gone(t, f)
	if s, err = read(back[0]); err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Rename(string(s.Trashed), f[1].Path)) // a person takes it out of the trash, and edits it
	must(os.WriteFile(f[1].Path, []byte("edited since"), 0o600))
	if err := new(Mover).Do(t.Context(), back); !errors.Is(err, ErrNotBack) || code(err) != "trash:taken" {
		t.Errorf("edited: %v", err)
	}
}

// A drive that is unplugged is no trash that was emptied.
func TestDiscardAway(t *testing.T) {
	f := knownFiles(t, "keep", "a")
	back := gone(t, f)
	s, err := read(back[0])
	if err != nil {
		t.Fatal(err)
	}
	folder, files := filepath.Dir(f[1].Path), filepath.Dir(string(s.Trashed))
	for _, dir := range []string{folder, files} {
		if err := os.Rename(dir, dir+"-away"); err != nil {
			t.Fatal(err)
		}
	}
	if err := new(Mover).Do(t.Context(), back); errors.Is(err, ErrNotBack) || !errors.Is(err, ErrAway) {
		t.Errorf("away: %v", err)
	}
	for _, dir := range []string{folder, files} {
		if err := os.Rename(dir+"-away", dir); err != nil {
			t.Fatal(err)
		}
	}
	if err := new(Mover).Do(t.Context(), back); err != nil {
		t.Errorf("there again: %v", err)
	}
	wantThere(t, true, f...)
}

// A drive that is not mounted leaves an empty folder. What had gone to its trash when the process ended is not given
// up.
func TestDiscardCutShortAndAway(t *testing.T) {
	f := knownFiles(t, "keep", "drive/a")
	acts, err := Acts(f[0], f[1:])
	if err != nil {
		t.Fatal(err)
	}
	back := []*journal.Act{&acts[0]}
	back[0].No = true
	put := func() {
		t.Helper()
		_, err := trash.Put(t.Context(), f[1].Path)
		if errors.Is(err, trash.ErrNoTrash) {
			t.Skip("this system has no trash for temporary files")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put()
	if _, err := trash.Find(f[1].Path, f[1].Size, f[1].ModTime); err != nil {
		t.Skip("this system does not say where in the trash a file is")
	}
	if err := new(Mover).Do(t.Context(), back); err != nil {
		t.Errorf("it was the last file of its folder: %v", err)
	}
	wantThere(t, true, f...)

	put()
	home := filepath.Dir(filepath.Dir(f[0].Path))
	files := filepath.Join(home, "share")
	if err := os.Rename(files, files+"-away"); err != nil {
		t.Skip("this system has its trash elsewhere")
	}
	if err := new(Mover).Do(t.Context(), back); errors.Is(err, ErrNotBack) || !errors.Is(err, ErrAway) {
		t.Errorf("away: %v", err)
	}
	if err := os.Rename(files+"-away", files); err != nil {
		t.Fatal(err)
	}
	if err := new(Mover).Do(t.Context(), back); err != nil {
		t.Errorf("there again: %v", err)
	}
	wantThere(t, true, f...)
}
