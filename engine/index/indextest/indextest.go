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
	"recollect/engine/relevance"
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
	t.Run("Traits", func(t *testing.T) { traits(t, open(8)) })
	t.Run("Sample", func(t *testing.T) { sample(t, open(16)) })
	t.Run("Filter", func(t *testing.T) { filter(t, open(16)) })
	t.Run("Concurrent", func(t *testing.T) { concurrent(t, open(16)) })
}

func empty(t *testing.T, x index.Index) {
	q := Vectors(1, 8, 1)[0]
	for _, k := range []int{0, 1, 10} {
		if got := x.Nearest(index.Query{Vector: q}, k, index.Set{}); len(got) != 0 {
			t.Errorf("k %d: got %v", k, got)
		}
	}
	x.Remove(7)
	if x.Len() != 0 {
		t.Errorf("len %d", x.Len())
	}
}

// Traits are those of the i-th vector in these tests.
func Traits(i int) relevance.Traits {
	return relevance.Traits{Mean: 0.1, Dev: 0.05, Hub: float32(i%7) / 10}
}

// brute is the truth: every score, sorted. The photo i has the traits of i-1.
func brute(all map[photo.ID]photo.Vector, q index.Query, among index.Set) []index.Match {
	var out []index.Match
	for id, v := range all {
		if among.Omit[id] || among.Only != nil && !slices.Contains(among.Only, id) {
			continue
		}
		s := -float64(q.HubWeight) * float64(Traits(int(id-1)).Hub)
		for i := range v {
			s += float64(v[i]) * float64(q.Vector[i])
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
		x.Add(photo.ID(i+1), v, Traits(i))
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
		query := index.Query{Vector: q}
		got := x.Nearest(query, 10, index.Set{})
		want := brute(all, query, index.Set{})
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
		x.Add(id, v, relevance.Traits{})
	}
	got := x.Nearest(index.Query{Vector: v}, 2, index.Set{})
	if len(got) != 2 || got[0].ID != 3 || got[1].ID != 5 {
		t.Errorf("equal matches: got %v, want 3 and 5", got)
	}
	if math.Abs(float64(got[0].Score)-1) > 1e-5 {
		t.Errorf("a vector's similarity with itself is %v", got[0].Score)
	}
	if all := x.Nearest(index.Query{Vector: v}, 0, index.Set{}); len(all) != 3 {
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
		x.Add(id, v, relevance.Traits{})
		all[id] = v
	}
	if x.Len() != len(all) {
		t.Fatalf("len %d, want %d", x.Len(), len(all))
	}
	for _, q := range Vectors(20, 16, 5) {
		query := index.Query{Vector: q, HubWeight: 0.5}
		got, want := x.Nearest(query, 0, index.Set{}), brute(all, query, index.Set{})
		if found(got, want, len(want)) != 1 || len(got) != len(want) {
			t.Fatalf("after changes: got %d photos, want %d", len(got), len(want))
		}
	}
	given := vs[0]
	x.Add(1000, given, relevance.Traits{})
	given[0] += 100
	if got := x.Nearest(index.Query{Vector: Vectors(1, 16, 6)[0]}, 1, index.Set{}); got[0].Score > 1.01 {
		t.Error("the index kept the caller's slice instead of a copy")
	}
}

// every returns every n-th ID up to last.
func every(n, last photo.ID) []photo.ID {
	var ids []photo.ID
	for id := n; id <= last; id += n {
		ids = append(ids, id)
	}
	return ids
}

func filter(t *testing.T, x index.Index) {
	all := fill(x, Vectors(1000, 16, 7))
	omit := map[photo.ID]bool{}
	for _, id := range every(3, 1000) {
		omit[id] = true
	}
	sets := map[string]index.Set{
		"1 %":               {Only: append(every(100, 1000), 5000)}, // the last is unknown
		"half":              {Only: every(2, 1000)},
		"omit":              {Omit: omit},
		"some of only omit": {Only: every(50, 1000), Omit: omit},
		"none":              {Only: []photo.ID{}},
	}
	for name, set := range sets {
		for _, k := range []int{0, 1, 10, 600} {
			for _, q := range Vectors(5, 16, 8) {
				query := index.Query{Vector: q, HubWeight: 0.5}
				got, want := x.Nearest(query, k, set), brute(all, query, set)
				if k > 0 {
					want = want[:min(k, len(want))]
				}
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

// traits must count for scores, and be told as a mean.
func traits(t *testing.T, x index.Index) {
	if got := x.Traits(); got.Known() {
		t.Errorf("an empty index has the traits %v", got)
	}
	v := photo.Vector{1, 0, 0, 0, 0, 0, 0, 0}
	q := index.Query{Vector: v, HubWeight: 0.5}
	x.Add(1, v, relevance.Traits{Mean: 0.1, Dev: 0.1, Hub: 0.2})
	x.Add(2, v, relevance.Traits{Mean: 0.3, Dev: 0.3, Hub: 0.4})
	x.Add(3, v, relevance.Traits{})
	x.Describe(9, relevance.Traits{Dev: 1, Hub: 1})
	near := func(got, want float32) bool { return math.Abs(float64(got-want)) < 1e-6 }
	if got := x.Scores(q, []photo.ID{3, 1, 2, 9}); !near(got[0], 0.85) || !near(got[1], 0.9) || !near(got[2], 0.8) || got[3] != 0 {
		t.Errorf("scores: got %v; what is not known must count as the mean", got)
	}
	if got := x.Traits(); !near(got.Mean, 0.2) || !near(got.Dev, 0.2) || !near(got.Hub, 0.3) {
		t.Errorf("the mean of the traits is %v", got)
	}
	x.Describe(3, relevance.Traits{Mean: 0.5, Dev: 0.5, Hub: 0.9})
	x.Remove(1)
	if got := x.Traits(); !near(got.Mean, 0.4) || !near(got.Dev, 0.4) || !near(got.Hub, 0.65) {
		t.Errorf("after changes the mean of the traits is %v", got)
	}
}

func sample(t *testing.T, x index.Index) {
	if got := x.Sample(5); len(got) != 0 {
		t.Errorf("a sample of nothing: %v", got)
	}
	all := fill(x, Vectors(100, 16, 10))
	for _, n := range []int{1, 7, 100, 1000} {
		got := x.Sample(n)
		if len(got) != min(n, 100) {
			t.Errorf("%d wanted, got %d", n, len(got))
		}
		seen := map[float32]bool{}
		for _, v := range got {
			seen[v[0]] = true
		}
		if len(seen) != len(got) {
			t.Errorf("%d wanted, only %d are different", n, len(seen))
		}
		got[0][0] += 100
	}
	for _, m := range x.Nearest(index.Query{Vector: all[1]}, 0, index.Set{}) {
		if m.Score > 1.01 {
			t.Fatal("a sample is the index's own memory")
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
				x.Add(photo.ID(i+201), vs[200+i], Traits(i))
				x.Remove(photo.ID(i + 1))
				x.Nearest(index.Query{Vector: vs[i]}, 5, index.Set{})
				x.Scores(index.Query{Vector: vs[i]}, []photo.ID{1, 2})
				x.Describe(photo.ID(i+201), Traits(i))
				x.Sample(3)
				x.Traits()
			}
		})
	}
	wg.Wait()
	if x.Len() != 200 {
		t.Errorf("len %d, want 200", x.Len())
	}
}
