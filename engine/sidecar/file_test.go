package sidecar

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/file"
)

func TestBeside(t *testing.T) {
	for _, c := range []struct {
		name  string
		names []string
		want  Place
	}{
		{"a.jpg", []string{"a.jpg"}, Place{Path: "/d/a.jpg.xmp"}},
		{"a.jpg", []string{"a.jpg", "a.jpg.xmp", "a.xmp"}, Place{Path: "/d/a.jpg.xmp"}},
		{"a.jpg", []string{"a.jpg", "A.XMP"}, Place{Path: "/d/A.XMP"}},
		{"a.jpg", []string{"a.jpg", "a.cr2", "a.xmp"}, Place{Path: "/d/a.jpg.xmp", Base: "/d/a.xmp"}},
		{"a.cr2", []string{"a.jpg", "a.cr2", "a.xmp"}, Place{Path: "/d/a.xmp"}},
		{"a.cr2", []string{"a.dng", "a.cr2", "a.xmp"}, Place{Path: "/d/a.cr2.xmp", Base: "/d/a.xmp"}},
		{"a.jpg", []string{"a.jpg", "a.heic", "a.xmp"}, Place{Path: "/d/a.jpg.xmp", Base: "/d/a.xmp"}},
		{"a.jpg", []string{"a.jpg", "a.heic", "a.heic.xmp", "a.xmp"}, Place{Path: "/d/a.xmp"}},
	} {
		if got := Beside("/d/"+c.name, c.names); got != c.want {
			t.Errorf("%s of %v: got %v, want %v", c.name, c.names, got, c.want)
		}
	}
}

// change changes a sidecar, and reports whether it was written.
func change(t *testing.T, at Place, c Change) bool {
	t.Helper()
	f, err := Open(at)
	must(t, err)
	r, ok, err := f.Merge(c)
	must(t, err)
	if ok {
		must(t, r.Do())
		must(t, r.Do())
	}
	return ok
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	at := Place{Path: filepath.Join(dir, "a.jpg.xmp"), Base: filepath.Join(dir, "a.xmp")}
	must(t, os.WriteFile(at.Base, []byte(packets["lightroom"]), 0o600))
	change(t, at, Change{Rating: ptr(2)})
	data, err := os.ReadFile(at.Path)
	must(t, err)
	checkRead(t, string(data), Change{Rating: ptr(2), Title: ptr("Before")})
	if base, err := os.ReadFile(at.Base); err != nil || string(base) != packets["lightroom"] {
		t.Errorf("the sidecar that it began as: %v\n%s", err, base)
	}
	if change(t, at, Change{Rating: ptr(2)}) {
		t.Error("the same change writes")
	}
	must(t, os.Chmod(at.Path, 0o640))
	change(t, at, Change{Rating: ptr(1)})
	if info, err := os.Stat(at.Path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("permissions: %v, %v", info.Mode(), err)
	}
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) != 2 {
		t.Errorf("in the folder are %v", left)
	}
}

// What another program has written meanwhile stays, whether the sidecar was there or not.
func TestWriteOverAnother(t *testing.T) {
	at := Place{Path: filepath.Join(t.TempDir(), "a.jpg.xmp")}
	for range 2 {
		f, err := Open(at)
		must(t, err)
		r, _, err := f.Merge(Change{Rating: ptr(2)})
		must(t, err)
		theirs := []byte(packets["exiftool"] + string(f.Packet))
		must(t, os.WriteFile(at.Path, theirs, 0o600))
		if err := r.Do(); !errors.Is(err, ErrChanged) {
			t.Errorf("got %v", err)
		}
		if data, err := os.ReadFile(at.Path); err != nil || string(data) != string(theirs) {
			t.Errorf("another program's sidecar: %v\n%s", err, data)
		}
		must(t, os.WriteFile(at.Path, []byte(packets["lightroom"]), 0o600))
	}
}

// A sidecar that is a symbolic link stays one, and what it leads to is written.
func TestWriteThroughALink(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real.xmp"), filepath.Join(dir, "a.jpg.xmp")
	must(t, os.WriteFile(real, []byte(packets["exiftool"]), 0o600))
	if err := os.Symlink("real.xmp", link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	change(t, Place{Path: link}, Change{Rating: ptr(5)})
	data, err := os.ReadFile(real)
	must(t, err)
	checkRead(t, string(data), Change{Rating: ptr(5)})
	if to, err := os.Readlink(link); err != nil || to != "real.xmp" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
}

// What is no sidecar is neither read nor replaced.
func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	folder, damaged := filepath.Join(dir, "a.xmp"), filepath.Join(dir, "b.xmp")
	must(t, os.Mkdir(folder, 0o700))
	if _, err := Open(Place{Path: folder}); err == nil {
		t.Error("a folder was read")
	}
	must(t, os.WriteFile(damaged, []byte("<x:xmpmeta"), 0o600))
	f, err := Open(Place{Path: damaged})
	must(t, err)
	if _, _, err := f.Merge(Change{Rating: ptr(1)}); !errors.Is(err, ErrPacket) {
		t.Errorf("a damaged one: %v", err)
	}
	must(t, os.WriteFile(damaged, make([]byte, 5<<20), 0o600))
	if _, err := Open(Place{Path: damaged}); !errors.Is(err, file.ErrTooLong) {
		t.Errorf("a large one: %v", err)
	}
}

// What undoes a change brings back the bytes of before, or that there was no sidecar; but not over a later change.
func TestBack(t *testing.T) {
	dir := t.TempDir()
	for name, before := range map[string][]byte{"new.xmp": nil, "old.xmp": []byte(packets["lightroom"])} {
		at := Place{Path: filepath.Join(dir, name)}
		if before != nil {
			must(t, os.WriteFile(at.Path, before, 0o600))
		}
		f, err := Open(at)
		must(t, err)
		r, _, err := f.Merge(Change{Rating: ptr(2)})
		must(t, err)
		must(t, r.Do())
		back := f.Back(r)
		must(t, os.WriteFile(at.Path, []byte("later"), 0o600))
		if err := back.Do(); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: over a later change: %v", name, err)
		}
		must(t, os.WriteFile(at.Path, r.Data, 0o600))
		must(t, back.Do())
		must(t, back.Do())
		data, err := os.ReadFile(at.Path)
		if before == nil && !errors.Is(err, os.ErrNotExist) || string(data) != string(before) {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
}
