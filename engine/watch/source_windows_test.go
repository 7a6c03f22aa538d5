package watch

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/sys/windows"
)

// awaitEvent receives events until want comes.
func awaitEvent(t *testing.T, s source, want event) {
	t.Helper()
	var seen []event
	for until := time.After(patience); ; {
		select {
		case e := <-s.events:
			if e == want {
				return
			}
			seen = append(seen, e)
		case <-until:
			t.Fatalf("want %v, got %v", want, seen)
		}
	}
}

func TestReaders(t *testing.T) {
	root := t.TempDir()
	a := filepath.Join(root, "a")
	s, err := openSystem()
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := s.add(root); err != nil {
		t.Fatal(err)
	}
	if err := s.add(root); err != nil {
		t.Fatalf("want a second add to change nothing, got %v", err)
	}
	for _, dir := range []string{a, filepath.Join(a, "b")} {
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		awaitEvent(t, s, event{folder, dir})
	}
	write(t, filepath.Join(a, "b", "1.jpg"))
	awaitEvent(t, s, event{written, filepath.Join(a, "b", "1.jpg")})
	if err := os.Mkdir(filepath.Join(a, "c"), 0o777); err != nil {
		t.Fatal(err)
	}
	awaitEvent(t, s, event{folder, filepath.Join(a, "c")})
	if err := os.Rename(a, filepath.Join(root, "Zoë")); err != nil { // what a watch of each folder would forbid
		t.Fatal(err)
	}
	awaitEvent(t, s, event{folder, filepath.Join(root, "Zoë")})
	write(t, filepath.Join(root, "Zoë", "b", "2.jpg"))
	awaitEvent(t, s, event{written, filepath.Join(root, "Zoë", "b", "2.jpg")})
	if err := s.remove(root); err != nil {
		t.Fatal(err)
	}
	if err := s.add(filepath.Join(root, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("want a missing folder told, got %v", err)
	}
}

// TestReadersEnd removes folders while nobody takes their events.
func TestReadersEnd(t *testing.T) {
	for range 20 {
		root := t.TempDir()
		s, err := openSystem()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.add(root); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(root, "1.jpg"))
		s.close()
	}
}

func TestWatchingOnWindows(t *testing.T) {
	root := t.TempDir()
	w := start(t, quick())
	w.Add(root)
	await(t, w, root, func(l Dirty) bool { return slices.Equal(l.Deep, []string{root}) })
	in := filepath.Join(root, "in")
	if err := os.Mkdir(in, 0o777); err != nil {
		t.Fatal(err)
	}
	await(t, w, in, func(l Dirty) bool { return slices.Contains(l.Deep, in) })
	write(t, filepath.Join(in, "1.jpg"))
	await(t, w, in, func(l Dirty) bool { return slices.Equal(l.Shallow, []string{in}) })
	if got := w.Polled(); got != 0 {
		t.Errorf("want none polled, got %v", w.PolledFolders())
	}
}

func TestChanges(t *testing.T) {
	one := func(next uint32, action uint32, name string) []byte {
		chars := utf16.Encode([]rune(name))
		b := binary.LittleEndian.AppendUint32(nil, next)
		b = binary.LittleEndian.AppendUint32(b, action)
		b = binary.LittleEndian.AppendUint32(b, uint32(2*len(chars)))
		for _, c := range chars {
			b = binary.LittleEndian.AppendUint16(b, c)
		}
		return b
	}
	first := one(20, windows.FILE_ACTION_ADDED, `a\ë`) // 18 bytes and a gap
	tests := []struct {
		name string
		data []byte
		want []change
	}{
		{"none", nil, nil},
		{
			"two", slices.Concat(first, []byte{0, 0}, one(0, windows.FILE_ACTION_REMOVED, "b")),
			[]change{{1, `a\ë`}, {2, "b"}},
		},
		{"next beyond the end", first, []change{{1, `a\ë`}}},
		{"name beyond the end", first[:16], nil},
		{"head cut", first[:11], nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := changes(tt.data); !slices.Equal(got, tt.want) {
				t.Errorf("want %v, got %v", tt.want, got)
			}
		})
	}
}
