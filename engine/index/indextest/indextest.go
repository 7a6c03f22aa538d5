// Package indextest is the contract that every index must keep, as tests.
package indextest

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// Vectors returns n random unit vectors of dim numbers, the same for the same seed.
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
	t.Run("Concurrent", func(t *testing.T) { concurrent(t, open(16)) })
}

func empty(t *testing.T, x index.Index) {
	q := Vectors(1, 8, 1)[0]
	for _, k := range []int{0, 1, 10} {
		if got := x.Nearest(q, k, nil); len(got) != 0 {
			t.Errorf("k %d: got %v", k, got)
		}
	}
	x.Remove(7)
	if x.Len() != 0 {
		t.Errorf("len %d", x.Len())
	}
}

// brute is the truth: every score, sorted.
func brute(all map[photo.ID]photo.Vector, q photo.Vector, keep func(photo.ID) bool) []index.Match {
	var out []index.Match
	for id, v := range all {
		if keep != nil && !keep(id) {
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
	all := make(map[photo.ID]photo.Vector, len(vs))
	for i, v := range vs {
		all[photo.ID(i+1)] = v
		x.Add(photo.ID(i+1), v)
	}
	return all
}

// found is the share of want's first k that got holds.
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
	all := fill(x, Vectors(2000, 64, 1))
	var sum float64
	queries := Vectors(50, 64, 2)
	for _, q := range queries {
		got := x.Nearest(q, 10, nil)
		want := brute(all, q, nil)
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
	got := x.Nearest(v, 2, nil)
	if len(got) != 2 || got[0].ID != 3 || got[1].ID != 5 {
		t.Errorf("equal matches: got %v, want 3 and 5", got)
	}
	if math.Abs(float64(got[0].Score)-1) > 1e-5 {
		t.Errorf("a vector's similarity with itself is %v", got[0].Score)
	}
	if all := x.Nearest(v, 0, nil); len(all) != 3 {
		t.Errorf("k 0: got %d, want all 3", len(all))
	}
}

func changes(t *testing.T, x index.Index) {
	vs := Vectors(300, 16, 4)
	all := fill(x, vs[:200])
	for id := photo.ID(1); id <= 200; id += 2 {
		x.Remove(id)
		delete(all, id)
	}
	for i, v := range vs[200:] { // replaces even ones, brings odd ones back
		id := photo.ID(i + 1)
		x.Add(id, v)
		all[id] = v
	}
	if x.Len() != len(all) {
		t.Fatalf("len %d, want %d", x.Len(), len(all))
	}
	for _, q := range Vectors(20, 16, 5) {
		got, want := x.Nearest(q, 0, nil), brute(all, q, nil)
		if found(got, want, len(want)) != 1 || len(got) != len(want) {
			t.Fatalf("after changes: got %d photos, want %d", len(got), len(want))
		}
	}
	given := vs[0]
	x.Add(1000, given)
	given[0] += 100
	if got := x.Nearest(Vectors(1, 16, 6)[0], 1, nil); got[0].Score > 1.01 {
		t.Error("the index kept the caller's slice instead of a copy")
	}
}

func filter(t *testing.T, x index.Index) {
	all := fill(x, Vectors(1000, 16, 7))
	keep := func(id photo.ID) bool { return id%100 == 0 }
	for _, q := range Vectors(10, 16, 8) {
		got, want := x.Nearest(q, 10, keep), brute(all, q, keep)
		if len(got) != 10 || found(got, want, 10) != 1 {
			t.Fatalf("10 wanted of the 10 that pass: got %v, want %v", got, want)
		}
	}
	if got := x.Nearest(Vectors(1, 16, 8)[0], 10, func(photo.ID) bool { return false }); len(got) != 0 {
		t.Errorf("nothing passes, yet got %v", got)
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
				x.Nearest(vs[i], 5, nil)
			}
		})
	}
	wg.Wait()
	if x.Len() != 200 {
		t.Errorf("len %d, want 200", x.Len())
	}
}
