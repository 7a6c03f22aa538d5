// Package indextest is the contract that every index must meet, as tests.
package indextest

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/x448/float16"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// Vectors returns n random unit vectors of dim numbers, the same for the same seed. Like those
// that come from a catalog they are half-precision numbers, divided by their length.
func Vectors(n, dim int, seed uint64) []photo.Vector {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]photo.Vector, n)
	for i := range out {
		v := make(photo.Vector, dim)
		var sum float64
		for j := range v {
			x := r.NormFloat64()
			v[j] = float32(x)
			sum += x * x
		}
		length := math.Sqrt(sum)
		sum = 0
		for j := range v {
			v[j] = float16.Fromfloat32(float32(float64(v[j]) / length)).Float32()
			sum += float64(v[j]) * float64(v[j])
		}
		for j := range v {
			v[j] = float32(float64(v[j]) / math.Sqrt(sum))
		}
		out[i] = v
	}
	return out
}

// Run tests an index made by open, which must reach recall@10 of at least minRecall.
func Run(t *testing.T, open func(dim int) index.Index, minRecall float64) {
	t.Run("Empty", func(t *testing.T) { empty(t, open(8)) })
	t.Run("Recall", func(t *testing.T) { recall(t, open(64), minRecall) })
	t.Run("Order", func(t *testing.T) { order(t, open(8)) })
	t.Run("Changes", func(t *testing.T) { changes(t, open(16)) })
	t.Run("Filter", func(t *testing.T) { filter(t, open(16)) })
	t.Run("FilterOfMany", func(t *testing.T) { filterOfMany(t, open(32), minRecall) })
	t.Run("Churn", func(t *testing.T) { churn(t, open(16), minRecall) })
	t.Run("Scan", func(t *testing.T) { scan(t, open(16)) })
	t.Run("Cancelled", func(t *testing.T) { cancelled(t, open(16)) })
	t.Run("Concurrent", func(t *testing.T) { concurrent(t, open(16)) })
}

// nearest is Nearest with a context that never ends.
func nearest(t *testing.T, x index.Index, v photo.Vector, k int, in *photo.Set) []index.Match {
	t.Helper()
	got, err := x.Nearest(t.Context(), v, k, in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// all is a k that is larger than any index in these tests.
const all = 1_000_000

func empty(t *testing.T, x index.Index) {
	q := Vectors(1, 8, 1)[0]
	for _, k := range []int{0, 1, 10} {
		if got := nearest(t, x, q, k, nil); len(got) != 0 {
			t.Errorf("k %d: got %v", k, got)
		}
	}
	x.Remove(7)
	if x.Len() != 0 {
		t.Errorf("len %d", x.Len())
	}
}

// brute is the truth: every score, sorted.
func brute(vs map[photo.ID]photo.Vector, q photo.Vector, in *photo.Set) []index.Match {
	var out []index.Match
	for id, v := range vs {
		if !in.Has(id) {
			continue
		}
		var s float64
		for i := range v {
			s += float64(v[i]) * float64(q[i])
		}
		out = append(out, index.Match{ID: id, Score: float32(s)})
	}
	slices.SortFunc(out, func(a, b index.Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func fill(x index.Index, vs []photo.Vector) map[photo.ID]photo.Vector {
	known := make(map[photo.ID]photo.Vector, len(vs))
	for i, v := range vs {
		known[photo.ID(i+1)] = v
		x.Add(photo.ID(i+1), v)
	}
	return known
}

// found is the share of want's first k that got has.
func found(got, want []index.Match, k int) float64 {
	k = min(k, len(want))
	n := 0
	for _, w := range want[:k] {
		if slices.ContainsFunc(got, func(m index.Match) bool { return m.ID == w.ID }) {
			n++
		}
	}
	return float64(n) / float64(k)
}

func recall(t *testing.T, x index.Index, minRecall float64) {
	known := fill(x, Vectors(2000, 64, 1))
	var sum float64
	queries := Vectors(50, 64, 2)
	for _, q := range queries {
		got := nearest(t, x, q, 10, nil)
		want := brute(known, q, nil)
		if len(got) != 10 {
			t.Fatalf("got %d matches", len(got))
		}
		for i := range got {
			if i > 0 && got[i].Score > got[i-1].Score {
				t.Fatalf("not best first: %v", got)
			}
		}
		sum += found(got, want, 10)
	}
	if r := sum / float64(len(queries)); r < minRecall {
		t.Errorf("recall@10 %.4f, want %.4f", r, minRecall)
	}
}

func order(t *testing.T, x index.Index) {
	v := Vectors(1, 8, 3)[0]
	for _, id := range []photo.ID{5, 3, 9} { // three copies of one picture
		x.Add(id, v)
	}
	got := nearest(t, x, v, 2, nil)
	if len(got) != 2 || got[0].ID != 3 || got[1].ID != 5 {
		t.Errorf("equal matches: got %v, want 3 and 5", got)
	}
	if math.Abs(float64(got[0].Score)-1) > 1e-5 {
		t.Errorf("a vector's similarity with itself is %v", got[0].Score)
	}
	for k, want := range map[int]int{-1: 0, 0: 0, 3: 3, all: 3} {
		if got := nearest(t, x, v, k, nil); len(got) != want {
			t.Errorf("k %d: got %d, want %d", k, len(got), want)
		}
	}
}

func changes(t *testing.T, x index.Index) {
	vs := Vectors(300, 16, 4)
	known := fill(x, vs[:200])
	for id := photo.ID(1); id <= 200; id += 2 {
		x.Remove(id)
		delete(known, id)
	}
	for i, v := range vs[200:] { // replaces even ones, brings odd ones back
		id := photo.ID(i + 1)
		x.Add(id, v)
		known[id] = v
	}
	if x.Len() != len(known) {
		t.Fatalf("len %d, want %d", x.Len(), len(known))
	}
	for _, q := range Vectors(20, 16, 5) {
		got, want := nearest(t, x, q, all, nil), brute(known, q, nil)
		if found(got, want, len(want)) != 1 || len(got) != len(want) {
			t.Fatalf("after changes: got %d photos, want %d", len(got), len(want))
		}
	}
	given := vs[0]
	x.Add(1000, given)
	given[0] += 100
	if got := nearest(t, x, Vectors(1, 16, 6)[0], 1, nil); got[0].Score > 1.01 {
		t.Error("the index kept the caller's slice instead of a copy")
	}
}

// every returns every n-th ID up to last.
func every(n, last photo.ID) *photo.Set {
	ids := new(photo.Set)
	for id := n; id <= last; id += n {
		ids.Add(id)
	}
	return ids
}

// sets are some of the first thousand photos; 5000 is unknown.
func sets() map[string]*photo.Set {
	few, most := every(100, 1000), every(1, 1000)
	few.Add(5000)
	most.AndNot(every(3, 1000))
	return map[string]*photo.Set{
		"all": nil, "1 %": few, "half": every(2, 1000), "most": most, "none": {}, "one": photo.NewSet(17),
	}
}

func filter(t *testing.T, x index.Index) {
	known := fill(x, Vectors(1000, 16, 7))
	for name, in := range sets() {
		for _, k := range []int{1, 10, 600, all} {
			for _, q := range Vectors(5, 16, 8) {
				got, want := nearest(t, x, q, k, in), brute(known, q, in)
				want = want[:min(k, len(want))]
				same := slices.EqualFunc(got, want, func(a, b index.Match) bool {
					return a.ID == b.ID && math.Abs(float64(a.Score-b.Score)) < 1e-5
				})
				if !same {
					t.Fatalf("%s, k %d: got %v, want %v", name, k, got, want)
				}
			}
		}
	}
}

// Scan must call each once for each photo of a set.
func scan(t *testing.T, x index.Index) {
	known := fill(x, Vectors(1000, 16, 10))
	for name, in := range sets() {
		want := map[photo.ID]photo.Vector{}
		for id, v := range known {
			if in.Has(id) {
				want[id] = v
			}
		}
		seen := map[photo.ID]bool{}
		err := x.Scan(t.Context(), in, func(id photo.ID, v photo.Vector) {
			near := slices.EqualFunc(v, want[id], func(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-2 })
			if seen[id] || !near {
				t.Errorf("%s: photo %d comes again or with another vector", name, id)
			}
			seen[id] = true
		})
		if err != nil || len(seen) != len(want) {
			t.Errorf("%s: %d photos, %v; want %d", name, len(seen), err, len(want))
		}
	}
}

// Cancelled queries end with the context's error.
func cancelled(t *testing.T, x index.Index) {
	fill(x, Vectors(10, 16, 12))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, in := range sets() {
		if _, err := x.Nearest(ctx, Vectors(1, 16, 2)[0], 3, in); !errors.Is(err, context.Canceled) {
			t.Errorf("Nearest, %s: %v", name, err)
		}
		if err := x.Scan(ctx, in, func(photo.ID, photo.Vector) {}); !errors.Is(err, context.Canceled) {
			t.Errorf("Scan, %s: %v", name, err)
		}
	}
}

func concurrent(t *testing.T, x index.Index) {
	vs := Vectors(400, 16, 9)
	fill(x, vs[:200])
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := w; i < 200; i += 4 {
				x.Add(photo.ID(i+201), vs[200+i])
				x.Remove(photo.ID(i + 1))
				_, err := x.Nearest(t.Context(), vs[i], 5, nil)
				also := x.Scan(t.Context(), photo.NewSet(1, 2), func(photo.ID, photo.Vector) {})
				if err != nil || also != nil {
					t.Error(err, also)
				}
			}
		})
	}
	wg.Wait()
	if x.Len() != 200 {
		t.Errorf("len %d, want 200", x.Len())
	}
}
