package indextest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// A filter finds what it lets pass, whichever share of many photos that is, and whether it lies near what is
// asked for or far from it.
func filterOfMany(t *testing.T, x index.Index, minRecall float64) {
	const n, dim = 4000, 32
	known := fill(x, Vectors(n, dim, 21))
	for _, share := range []float64{0.001, 0.01, 0.04, 0.1, 0.2, 0.5, 0.9} {
		var sum, of float64
		for i, q := range Vectors(6, dim, 22) {
			for name, in := range setsAround(brute(known, beside(q, uint64(i)), nil), int(share*n), uint64(i)) {
				got, want := nearest(t, x, q, 10, in), brute(known, q, in)
				if slices.ContainsFunc(got, func(m index.Match) bool { return !in.Has(m.ID) }) ||
					len(got) != min(10, len(want)) {
					t.Fatalf("%v of all, %s: got %v", share, name, got)
				}
				sum += found(got, want, 10)
				of++
			}
		}
		if r := sum / of; r < minRecall-0.03 {
			t.Errorf("%v of all: recall@10 %.4f", share, r)
		}
	}
}

// beside is a vector between q and any other.
func beside(q photo.Vector, seed uint64) photo.Vector {
	v := slices.Clone(q)
	for i, x := range Vectors(1, len(q), 30+seed)[0] {
		v[i] += x
	}
	return v
}

// setsAround returns sets of n photos: the nearest, the farthest, and any.
func setsAround(all []index.Match, n int, seed uint64) map[string]*photo.Set {
	near, far, some := photo.NewSet(), photo.NewSet(), photo.NewSet()
	for i, p := range rand.New(rand.NewPCG(seed, 1)).Perm(len(all))[:n] {
		near.Add(all[i].ID)
		far.Add(all[len(all)-1-i].ID)
		some.Add(all[p].ID)
	}
	return map[string]*photo.Set{"near": near, "far": far, "some": some}
}

// churn removes three of ten photos and adds as many, ten times.
func churn(t *testing.T, x index.Index, minRecall float64) {
	const n, dim, rounds, share = 600, 16, 10, 180
	fresh := Vectors(n+rounds*share, dim, 23)
	known := fill(x, fresh[:n])
	fresh = fresh[n:]
	next := photo.ID(n + 1)
	r := rand.New(rand.NewPCG(1, 1))
	for round := range rounds {
		ids := make([]photo.ID, 0, len(known))
		for id := range known {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		r.Shuffle(n, func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		for _, id := range ids[:share] {
			x.Remove(id)
			delete(known, id)
		}
		for i, v := range fresh[:share] {
			id := ids[i] // it comes back as another picture
			if i%3 > 0 {
				id = next
				next++
			}
			x.Add(id, v)
			known[id] = v
		}
		fresh = fresh[share:]
		if err := foundIn(t, x, known, minRecall-0.01); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
}

// foundIn compares an index with what it should have.
func foundIn(t *testing.T, x index.Index, known map[photo.ID]photo.Vector, minRecall float64) error {
	t.Helper()
	if x.Len() != len(known) {
		return fmt.Errorf("%d photos, want %d", x.Len(), len(known))
	}
	queries := Vectors(20, 16, 24)
	sum := 0.0
	for _, q := range queries {
		got := nearest(t, x, q, 10, nil)
		for _, m := range got {
			if _, has := known[m.ID]; !has {
				return fmt.Errorf("photo %d was removed", m.ID)
			}
		}
		sum += found(got, brute(known, q, nil), 10)
	}
	if r := sum / float64(len(queries)); r < minRecall {
		return fmt.Errorf("recall@10 %.4f, want %.4f", r, minRecall)
	}
	return nil
}
