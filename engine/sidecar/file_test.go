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

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	at := Place{Path: filepath.Join(dir, "a.jpg.xmp"), Base: filepath.Join(dir, "a.xmp")}
	must(t, os.WriteFile(at.Base, []byte(packets["lightroom"]), 0o600))
	c := Change{Rating: ptr(2)}
	first, err := Write(at, c, Version{})
	must(t, err)
	data, version, err := Read(at.Path)
	must(t, err)
	checkRead(t, string(data), Change{Rating: ptr(2), Title: ptr("Before")})
	if version != first {
		t.Error("the version is another")
	}
	if base, err := os.ReadFile(at.Base); err != nil || string(base) != packets["lightroom"] {
		t.Errorf("the sidecar that it began as: %v\n%s", err, base)
	}

	must(t, os.Chmod(at.Path, 0o640))
	old, err := os.Stat(at.Path)
	must(t, err)
	if again, err := Write(at, c, first); err != nil || again != first {
		t.Errorf("the same change: %v", err)
	}
	if info, err := os.Stat(at.Path); err != nil || !os.SameFile(old, info) {
		t.Errorf("the same change writes: %v", err)
	}
	second, err := Write(at, Change{Rating: ptr(1)}, first)
	must(t, err)
	if info, err := os.Stat(at.Path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("permissions: %v, %v", info.Mode(), err)
	}

	must(t, os.WriteFile(at.Path, []byte(packets["exiftool"]), 0o600))
	for _, seen := range []Version{{}, first, second} {
		if _, err := Write(at, c, seen); !errors.Is(err, ErrChanged) {
			t.Errorf("over another program's: %v", err)
		}
	}
	if data, err := os.ReadFile(at.Path); err != nil || string(data) != packets["exiftool"] {
		t.Errorf("another program's sidecar: %v\n%s", err, data)
	}
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) != 2 {
		t.Errorf("in the folder are %v", left)
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
	_, seen, err := Read(link)
	must(t, err)
	_, err = Write(Place{Path: link}, Change{Rating: ptr(5)}, seen)
	must(t, err)
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
	must(t, os.WriteFile(damaged, []byte("<x:xmpmeta"), 0o600))
	if _, err := Write(Place{Path: folder}, Change{Rating: ptr(1)}, Version{}); err == nil {
		t.Error("a folder was written")
	}
	_, seen, err := Read(damaged)
	must(t, err)
	if _, err := Write(Place{Path: damaged}, Change{Rating: ptr(1)}, seen); !errors.Is(err, ErrPacket) {
		t.Errorf("a damaged one: %v", err)
	}
	if data, err := os.ReadFile(damaged); err != nil || string(data) != "<x:xmpmeta" {
		t.Errorf("a damaged one is %q now, %v", data, err)
	}
	must(t, os.WriteFile(damaged, make([]byte, 5<<20), 0o600))
	if _, _, err := Read(damaged); !errors.Is(err, file.ErrTooLong) {
		t.Errorf("a large one: %v", err)
	}
}
