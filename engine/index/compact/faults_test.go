package compact

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"recollect/engine/index/indextest"
	"recollect/engine/photo"
)

// written is a file of an index of n photos, and its header.
func written(t testing.TB, n, dim, plain int, graph bool) (path string, _ header) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "index")
	x := New(dim, plain)
	defer x.Close()
	for i, v := range indextest.Vectors(n, dim, 5) {
		x.Add(photo.ID(3*i+1), v)
	}
	if err := x.Save(t.Context(), path, Meta{Label: "m", Sequence: 3}, graph); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := decode(b, int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return path, h
}

// change writes data into a file.
func change(t *testing.T, path string, at int64, data []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(data, at)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// IDs and plain dimensions, which each process reads, are those that were written.
func TestDamageOfWhatIsRead(t *testing.T) {
	for _, section := range []int{sectionIDs, sectionPlain} {
		path, h := written(t, 50, 65, 1, false)
		end := h.offset[section] + h.size[section]
		change(t, path, end-1, []byte{0x40}) // the last ID, or number, becomes a very large one
		if x, _, err := Open(path, 65, 1); !errors.Is(err, ErrFile) {
			t.Errorf("section %d: %v", section, err)
			x.Close()
		}
	}
}

// A vector that is damaged is no answer, rather than one with a score that is no number.
func TestDamagedVectors(t *testing.T) {
	path, h := written(t, 50, 64, 0, false)
	nan := binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(math.NaN())))
	change(t, path, h.offset[sectionVectors], nan)
	x, _, err := Open(path, 64, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	got, err := x.Nearest(t.Context(), indextest.Vectors(1, 64, 1)[0], 50, nil)
	if err != nil || len(got) != 49 || got[0].ID == 1 {
		t.Errorf("%d photos, the first %v; %v", len(got), got[0], err)
	}
	if err := x.Check(); !errors.Is(err, ErrFile) {
		t.Errorf("check: %v", err)
	}
	// A copy of it would have the right checksum.
	if err := x.Save(t.Context(), path+"2", Meta{}, false); !errors.Is(err, ErrFile) {
		t.Errorf("saved: %v", err)
	}
}

// An index without photos has a file, too, and only its owner may read it.
func TestEmptyFile(t *testing.T) {
	path, _ := written(t, 0, 64, 0, true)
	x, _, err := Open(path, 64, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	got, err := x.Nearest(t.Context(), make(photo.Vector, 64), 3, nil)
	if err != nil || len(got) != 0 || x.Check() != nil {
		t.Error(got, err, x.Check())
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// An index that is closed is never saved: it lacks what was in its file.
func TestSaveAfterClose(t *testing.T) {
	path, _ := written(t, 50, 64, 0, false)
	x, _, err := Open(path, 64, 0)
	if err != nil {
		t.Fatal(err)
	}
	x.Remove(1)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if n := x.Len(); n != 0 {
		t.Errorf("%d photos after Close", n)
	}
	if err := x.Save(t.Context(), path, Meta{}, false); !errors.Is(err, os.ErrClosed) {
		t.Errorf("saved after Close: %v", err)
	}
	y, _, err := Open(path, 64, 0)
	if err != nil || y.Len() != 50 {
		t.Fatalf("%d photos, %v", y.Len(), err)
	}
	y.Close()
}

// What the file has got is not kept in memory as well, and nothing is copied for each photo that changes.
func TestMemoryAfterSave(t *testing.T) {
	const n, dim = 2000, 64
	x := New(dim, 0)
	defer x.Close()
	vs := fill(t, x, n)
	if err := x.Save(t.Context(), filepath.Join(t.TempDir(), "index"), Meta{}, false); err != nil {
		t.Fatal(err)
	}
	if kept := len(x.tail.blocks); kept > 0 {
		t.Errorf("%d blocks are kept for vectors that are in the file", kept)
	}
	before := x.dead
	for i, v := range vs {
		x.Add(photo.ID(3*i+1), v)
	}
	if x.dead != before {
		t.Error("the set of what has changed is copied, though nobody else has it")
	}
	m := x.now()
	had := m.dead.Len()
	x.Remove(1)
	x.Add(2, vs[0])
	if m.dead.Len() != had || had != n {
		t.Errorf("a search saw %d photos change, then %d", had, m.dead.Len())
	}
	m.main.release()
}

// A save that ends early changes nothing, and leaves nothing.
func TestCancelledSave(t *testing.T) {
	const n, dim = 4000, 32
	vs := clustered(n, dim)
	for _, after := range []int64{0, 1, 2, 3, 5, 7} {
		dir := t.TempDir()
		x := New(dim, 0)
		for i, v := range vs {
			x.Add(photo.ID(i+1), v)
		}
		ctx := &fading{Context: t.Context()}
		ctx.left.Store(after)
		err := x.Save(ctx, filepath.Join(dir, "index"), Meta{}, true)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("after %d looks: %v", after, err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 0 || x.Len() != n || x.Pending() != n {
			t.Errorf("after %d looks: %v is left, %d photos, %v", after, entries, x.Len(), err)
		}
		if err := x.Save(t.Context(), filepath.Join(dir, "index"), Meta{}, false); err != nil || x.Pending() != 0 {
			t.Errorf("then %v", err)
		}
		x.Close()
	}
}

// fading is a context that ends after it was asked some times whether it has ended.
type fading struct {
	context.Context
	left atomic.Int64
}

func (f *fading) Err() error {
	if f.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// The file of an index that nobody has any more is unmapped; one that is searched is not.
func TestAbandonedIndexIsUnmapped(t *testing.T) {
	path, _ := written(t, 50, 64, 0, false)
	var unmapped atomic.Bool
	func() {
		s, err := openFile(path)
		if err != nil {
			t.Fatal(err)
		}
		unmap := s.unmap
		s.unmap = func() error { unmapped.Store(true); return unmap() }
		x := New(64, 0)
		x.use(hold(s))
		runtime.GC()
		if _, err := x.Nearest(t.Context(), make(photo.Vector, 64), 3, nil); err != nil || unmapped.Load() {
			t.Fatal("unmapped too early", err)
		}
	}()
	for end := time.Now().Add(time.Minute); !unmapped.Load(); runtime.GC() {
		if time.Now().After(end) {
			t.Fatal("the file stays mapped")
		}
		runtime.Gosched()
	}
}

// Searches, changes and saves at the same time, and a Close amid them, see whole indexes.
func TestCloseAmidSearches(t *testing.T) {
	const n, dim = 2000, 32
	vs := clustered(n, dim)
	for range 5 {
		path := filepath.Join(t.TempDir(), "index")
		x := New(dim, 0)
		for i, v := range vs {
			x.Add(photo.ID(i+1), v)
		}
		if err := x.Save(t.Context(), path, Meta{}, true); err != nil {
			t.Fatal(err)
		}
		var g sync.WaitGroup
		for w := range 3 {
			g.Go(func() {
				for i := range 40 {
					if _, err := x.Nearest(t.Context(), vs[i+w], 5, nil); err != nil {
						t.Error(err)
					}
					x.Add(photo.ID(i+1), vs[i])
				}
			})
		}
		g.Go(func() {
			for range 3 {
				if err := x.Save(t.Context(), path, Meta{}, false); err != nil && !errors.Is(err, os.ErrClosed) {
					t.Error(err)
				}
			}
		})
		g.Go(func() { x.Close() })
		g.Wait()
	}
}
