package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

var photoA = &Photo{ID: 1, Path: "/p/\xff a.jpg", Size: 10, Time: 5, Hash: []byte{1, 2}}

func made(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "typed.log")
	if err := Replace(path, "abc", 2, []Act{
		{Do: Folder, Name: "/p"},
		{Do: Tag, Photo: photoA, Name: "zoo\xfe"},
	}); err != nil {
		t.Fatal(err)
	}
	if err := Append(path, []Act{
		{N: 3, Do: Album, Name: "best", Value: "zoo"},
		{N: 3, Do: Search, Name: "zoo"},
	}); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadsWhatWasWritten(t *testing.T) {
	path := made(t)
	got, err := Read(path)
	want := Journal{
		Library: "abc", Since: 2, Whole: true, Last: 3,
		Snapshot: []Act{{N: 2, Do: Folder, Name: "/p"}, {N: 2, Do: Tag, Photo: photoA, Name: "zoo\xfe"}},
		Acts:     []Act{{N: 3, Do: Album, Name: "best", Value: "zoo"}, {N: 3, Do: Search, Name: "zoo"}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
	if library, last, err := Peek(path); library != "abc" || last != 3 || err != nil {
		t.Errorf("peeked %q, %d, %v", library, last, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// Each flipped bit costs one line at most, and is reported.
func TestEveryFlippedBit(t *testing.T) {
	path := made(t)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(sound) {
		data := bytes.Clone(sound)
		data[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := Read(path)
		if errors.Is(err, ErrNewer) && bit/8 < len(magic)+3 {
			continue
		}
		if err != nil {
			t.Fatalf("bit %d: %v", bit, err)
		}
		n := len(j.Snapshot) + len(j.Acts)
		if bit < 8*(len(sound)-1) && n < 4 && len(j.Torn) == 0 && j.Whole {
			t.Errorf("bit %d: %d acts of 4, and nothing is said", bit, n)
		}
		if n < 2 || n > 4 { // a line break may become a letter: two lines in one
			t.Errorf("bit %d: %d acts of 4", bit, n)
		}
	}
}

func TestAfterATornLine(t *testing.T) {
	path := made(t)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data[:len(data)-7], 0o600); err != nil {
		t.Fatal(err)
	}
	if j, err := Read(path); err != nil || len(j.Acts) != 1 || len(j.Torn) != 0 {
		t.Errorf("got %+v, %v", j, err)
	}
	if err := Append(path, []Act{{N: 4, Do: Search, Name: "again"}}); err != nil {
		t.Fatal(err)
	}
	if j, err := Read(path); err != nil || len(j.Acts) != 2 || j.Last != 4 || len(j.Torn) != 0 {
		t.Errorf("got %+v, %v", j, err)
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	newer, link := filepath.Join(dir, "newer"), filepath.Join(dir, "link")
	if err := os.WriteFile(newer, fmt.Appendf(nil, "%s %d abc\n", magic, version+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(newer); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v", err)
	}
	if _, _, err := Peek(newer); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v", err)
	}
	if _, err := Read(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	older := filepath.Join(dir, "older")
	if err := os.WriteFile(older, []byte("recollect-typed 1 abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Append(older, []Act{{N: 1, Do: Search, Name: "x"}}); !errors.Is(err, ErrOlder) {
		t.Errorf("added to an older file: %v", err)
	}
	if err := os.Symlink(newer, link); err != nil {
		t.Skipf("this system makes no symbolic links: %v", err)
	}
	if err := Append(link, []Act{{N: 1, Do: Search, Name: "x"}}); err == nil {
		t.Error("a link was followed")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("recollect-typed 1 abc\n00000000 {}\n"))
	path := filepath.Join(f.TempDir(), "typed.log")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path); err != nil && !errors.Is(err, ErrNewer) {
			t.Error(err)
		}
	})
}
