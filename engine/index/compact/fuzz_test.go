package compact

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/index/indextest"
	"recollect/engine/photo"
)

// seal makes the checksums of a file fit what it has, so that more than them is tested.
func seal(b []byte) {
	le := binary.LittleEndian
	for i := range sections {
		at := tableAt + i*entrySize
		from, size := le.Uint64(b[at:]), le.Uint64(b[at+8:])
		if from <= uint64(len(b)) && size <= uint64(len(b))-from {
			le.PutUint32(b[at+16:], crc32.Checksum(b[from:from+size], castagnoli))
		}
	}
	le.PutUint32(b[headerSize-4:], crc32.Checksum(b[:headerSize-4], castagnoli))
}

// FuzzFile changes bytes of a file, a place (3 bytes) and what stands there (1 byte) at a time, and searches
// in it. Whatever its graph is, a search ends, and finds photos of the file.
func FuzzFile(f *testing.F) {
	const n, dim = 100, 17
	path, h := written(f, n, dim, 1, true)
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	place := func(at int64, b byte) []byte { return append(binary.LittleEndian.AppendUint32(nil, uint32(at))[:3], b) }
	f.Add([]byte{})
	f.Add(place(24, 7)) // photos
	f.Add(append(place(tableAt+8, 0), place(tableAt+9, 255)...))
	lowest, upper := h.offset[sectionLowest], h.offset[sectionUpper]
	f.Add(append(place(lowest+5, 255), place(lowest+4*(n+1)+2, 255)...))
	f.Add(append(place(upper, 15), place(upper+3, 255)...))
	f.Add(append(place(upper+4, 255), place(upper+9, 1)...))
	path = filepath.Join(f.TempDir(), "changed")
	queries := indextest.Vectors(3, dim, 9)
	f.Fuzz(func(t *testing.T, changes []byte) {
		b := append([]byte(nil), whole...)
		for ; len(changes) >= 4; changes = changes[4:] {
			at := int(changes[0]) | int(changes[1])<<8 | int(changes[2])<<16
			b[at%len(b)] = changes[3]
		}
		seal(b)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		x, _, err := Open(path, dim, 1)
		if err != nil {
			if !errors.Is(err, ErrFile) {
				t.Error(err)
			}
			return
		}
		defer x.Close()
		x.Remove(4)
		for _, q := range queries {
			searchIn(t, x, q)
		}
		if err := x.Check(); err != nil {
			t.Error(err)
		}
	})
}

func searchIn(t *testing.T, x *Index, q photo.Vector) {
	t.Helper()
	few := photo.NewSet(1, 7, 10, 3*70+1, 5)
	for _, in := range []*photo.Set{nil, few} {
		got, err := x.Nearest(t.Context(), q, 5, in)
		if err != nil {
			t.Error(err)
		}
		for _, m := range got {
			if _, has := x.main.find(m.ID); !has || m.ID == 4 || !in.Has(m.ID) {
				t.Errorf("photo %d is no answer", m.ID)
			}
		}
		if x.main.graph == nil {
			continue
		}
		w := x.main.walker(q)
		found, _ := w.sift(64, 1000, func(node uint32) bool { return in.Has(x.main.id(int(node))) })
		for _, c := range found {
			if id := x.main.id(int(c.ID())); !in.Has(id) {
				t.Errorf("photo %d is no answer of the graph", id)
			}
		}
		for _, c := range x.main.walk(q, x.dead, 64) {
			if id := x.main.id(int(c.place)); id == 4 {
				t.Errorf("photo %d is no answer of the graph", id)
			}
		}
	}
	if err := x.Scan(t.Context(), nil, func(photo.ID, photo.Vector) {}); err != nil {
		t.Error(err)
	}
}
