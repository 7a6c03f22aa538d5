package compact

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"recollect/engine/index"
	"recollect/engine/index/indextest"
	"recollect/engine/photo"
	"recollect/engine/unwatched"
)

// saved is an index that writes its file again and again.
type saved struct {
	*Index
	t     *testing.T
	path  string
	graph bool
	made  atomic.Int64
}

func (s *saved) again() {
	if s.made.Add(1)%701 != 1 {
		return
	}
	if err := s.Save(s.t.Context(), s.path, Meta{Label: "model", Sequence: 7}, s.graph); err != nil {
		s.t.Error(err)
	}
}

func (s *saved) Add(id photo.ID, v photo.Vector) {
	s.Index.Add(id, v)
	s.again()
}

func (s *saved) Remove(id photo.ID) {
	s.Index.Remove(id)
	s.again()
}

func TestContract(t *testing.T) {
	t.Run("memory", func(t *testing.T) {
		indextest.Run(t, func(dim int) index.Index { return New(dim, 0) }, 1)
	})
	for i, plain := range []int{0, 1, 0} {
		t.Run("file", func(t *testing.T) {
			indextest.Run(t, func(dim int) index.Index {
				x := New(dim, plain)
				t.Cleanup(func() { x.Close() })
				return &saved{Index: x, t: t, path: filepath.Join(t.TempDir(), "index"), graph: i == 2}
			}, 1)
		})
	}
}

func fill(t *testing.T, x *Index, n int) []photo.Vector {
	t.Helper()
	vs := indextest.Vectors(n, x.dim, 5)
	for i, v := range vs {
		x.Add(photo.ID(3*i+1), v)
	}
	return vs
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	x := New(65, 1)
	vs := fill(t, x, 500)
	want := Meta{Label: "model a", Sequence: 1 << 60}
	if err := x.Save(t.Context(), path, want, false); err != nil {
		t.Fatal(err)
	}
	if x.Pending() != 0 || x.Len() != 500 {
		t.Errorf("pending %d, %d photos", x.Pending(), x.Len())
	}
	y, got, err := Open(path, 65, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	defer y.Close()
	if got != want || y.Len() != 500 || y.Check() != nil {
		t.Errorf("got %v, %d photos, %v", got, y.Len(), y.Check())
	}
	for _, ix := range []*Index{x, y} {
		found, err := ix.Nearest(t.Context(), vs[100], 3, nil)
		if err != nil || len(found) != 3 || found[0].ID != 301 {
			t.Errorf("found %v, %v", found, err)
		}
	}
	if _, _, err := Open(path, 66, 1); !errors.Is(err, ErrFile) {
		t.Errorf("other dimension: %v", err)
	}
}

// clustered are n unit vectors in groups of 50, as photos of a library lie.
func clustered(n, dim int) []photo.Vector {
	centres, noise := indextest.Vectors(n/50+1, dim, 1), indextest.Vectors(n, dim, 2)
	for i, v := range noise {
		var sum float64
		for j := range v {
			v[j] = 0.6*v[j] + centres[i%len(centres)][j]
			sum += float64(v[j]) * float64(v[j])
		}
		for j := range v {
			v[j] = float32(float64(v[j]) / math.Sqrt(sum))
		}
	}
	return noise
}

// recall is the share of the 10 nearest of each of some vectors, among those of in, that are found.
func recall(t *testing.T, x *Index, known map[photo.ID]photo.Vector, queries []photo.Vector, in *photo.Set) float64 {
	t.Helper()
	exact := index.NewExact(x.dim)
	for id, v := range known {
		exact.Add(id, v)
	}
	hits, all := 0, 0
	for _, q := range queries {
		want, err := exact.Nearest(t.Context(), q, 10, in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := x.Nearest(t.Context(), q, 10, in)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range want {
			all++
			if slices.ContainsFunc(got, func(g index.Match) bool { return g.ID == m.ID }) {
				hits++
			}
		}
		for _, m := range got {
			if _, has := known[m.ID]; !has || !in.Has(m.ID) {
				t.Fatalf("photo %d is no answer", m.ID)
			}
		}
	}
	return float64(hits) / float64(all)
}

// A graph finds what a comparison with all finds, also after changes, with filters, and in another
// process.
func TestGraph(t *testing.T) {
	unwatched.Run(t) // TestGraphFindsWhatIsFar and TestGraftedLinks make graphs under the race detector
	const n, dim = 6000, 64
	path := filepath.Join(t.TempDir(), "index")
	vs := clustered(n+300, dim)
	queries, vs := vs[n:], vs[:n]
	x := New(dim, 0)
	defer func() { x.Close() }()
	known := map[photo.ID]photo.Vector{}
	for i, v := range vs {
		x.Add(photo.ID(i+1), v)
		known[photo.ID(i+1)] = v
	}
	if err := x.Save(t.Context(), path, Meta{}, true); err != nil {
		t.Fatal(err)
	}
	most := photo.NewSet()
	for id := range known {
		if id%4 != 0 {
			most.Add(id)
		}
	}
	look := func(when string) {
		t.Helper()
		if r := recall(t, x, known, queries, nil); r < 0.98 {
			t.Errorf("%s: recall@10 %.4f", when, r)
		}
		if r := recall(t, x, known, queries, most); r < 0.98 {
			t.Errorf("%s, three quarters: recall@10 %.4f", when, r)
		}
	}
	look("new")
	for id := photo.ID(1); id <= n; id += 3 {
		x.Remove(id)
		delete(known, id)
	}
	for i, v := range clustered(200, dim) {
		x.Add(photo.ID(n+i), v)
		known[photo.ID(n+i)] = v
	}
	look("changed")
	y, _, err := Open(path, dim, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := y.Check(); err != nil || y.Len() != n {
		t.Errorf("opened again: %d photos, %v", y.Len(), err)
	}
	if err := x.Save(t.Context(), path, Meta{}, true); err != nil {
		t.Fatal(err)
	}
	look("saved again")
	if err := y.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	x := New(64, 0)
	defer x.Close()
	fill(t, x, 50)
	if err := x.Save(t.Context(), path, Meta{Label: "m"}, true); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, headerSize - 1, headerSize, len(whole) - page} {
		if err := os.WriteFile(path, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Open(path, 64, 0); !errors.Is(err, ErrFile) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	for i := range headerSize {
		whole[i] ^= 0x40
		if _, err := decode(whole, int64(len(whole))); !errors.Is(err, ErrFile) {
			t.Errorf("byte %d: %v", i, err)
		}
		whole[i] ^= 0x40
	}
	b := slices.Clone(whole)
	b[3*headerSize] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	y, _, err := Open(path, 64, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer y.Close()
	if err := y.Check(); !errors.Is(err, ErrFile) {
		t.Errorf("check: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	path := filepath.Join(f.TempDir(), "index")
	x := New(64, 1)
	for i, v := range indextest.Vectors(3, 64, 1) {
		x.Add(photo.ID(i), v)
	}
	if err := x.Save(f.Context(), path, Meta{Label: "m", Sequence: 3}, true); err != nil {
		f.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(b[:headerSize])
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := decode(b, int64(len(b)))
		if err == nil && (h.n < 0 || h.dim <= h.plain) {
			t.Errorf("%+v", h)
		}
	})
}
