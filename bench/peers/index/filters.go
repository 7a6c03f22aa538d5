package main

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"time"

	"recollect/engine/index/compact"
	"recollect/engine/photo"
)

// filtered is how queries with a filter were answered.
type filtered struct {
	Kind   string  `json:"kind"`
	Filter string  `json:"filter"`
	Share  float64 `json:"share"` // of all photos, that pass
	Recall float64 `json:"recall"`
	P50    float64 `json:"p50_ms"`
	P95    float64 `json:"p95_ms"`
}

// most is how many queries of each kind are asked with each filter.
const most = 50

// shares are of the photos that pass.
var shares = []float64{0.0001, 0.01, 0.04, 0.1, 0.2, 0.5}

// filters asks with filters of two kinds, and with both: photos drawn by lot, and those that lie farthest along a
// direction that has nothing to do with the query, as those of one place or year do.
func filters(dir string, ef int) error {
	all, err := open(dir, "all")
	if err != nil {
		return err
	}
	x, _, err := compact.Open(filepath.Join(dir, file), all.dim, 0)
	if err != nil {
		return err
	}
	defer x.Close()
	sets := drawn(all)
	for _, kind := range []string{"pictures", "sentences"} {
		qs, err := open(dir, kind)
		if err != nil {
			return err
		}
		exact := make([][]scored, min(most, qs.len()))
		for i := range exact {
			exact[i] = ranked(all, qs.row(i))
		}
		for name, some := range sets {
			for _, in := range some {
				f := filtered{Kind: kind, Filter: name, Share: float64(in.Len()) / float64(all.len())}
				if err := f.ask(x, qs, exact, in, ef); err != nil {
					return err
				}
				if err := put(f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (f *filtered) ask(x *compact.Index, qs set, exact [][]scored, in *photo.Set, ef int) error {
	hits, wanted := 0, 0
	var took []time.Duration
	for round := range 2 { // the first time brings what is touched into memory
		for i, ranking := range exact {
			began := time.Now()
			found, err := x.NearestWith(context.Background(), qs.row(i), k, in, ef)
			if err != nil {
				return err
			}
			if round == 0 {
				continue
			}
			took = append(took, time.Since(began))
			left := k
			for _, s := range ranking {
				if left == 0 {
					break
				}
				if !in.Has(s.id) {
					continue
				}
				left--
				wanted++
				for _, m := range found {
					if m.ID == s.id {
						hits++
					}
				}
			}
		}
	}
	slices.Sort(took)
	f.Recall = float64(hits) / float64(wanted)
	f.P50 = float64(took[len(took)/2].Microseconds()) / 1000
	f.P95 = float64(took[len(took)*95/100].Microseconds()) / 1000
	return nil
}

// drawn are the photos that pass each share, by the two kinds of filter.
func drawn(all set) map[string][]*photo.Set {
	random := rand.New(rand.NewPCG(5, 7))
	lot := make([]scored, all.len())
	for i := range lot {
		lot[i] = scored{photo.ID(i), random.Float32()}
	}
	direction := make([]float32, all.dim)
	for i := range direction {
		direction[i] = float32(random.NormFloat64())
	}
	sortByScore(lot)
	sets := map[string][]*photo.Set{}
	for name, order := range map[string][]scored{"by lot": lot, "along a direction": ranked(all, direction)} {
		for _, share := range shares {
			in := new(photo.Set)
			for _, s := range order[:int(share*float64(len(order)))] {
				in.Add(s.id)
			}
			sets[name] = append(sets[name], in)
		}
	}
	fifth := slices.Index(shares, 0.2)
	both := sets["by lot"][fifth].Clone()
	both.And(sets["along a direction"][fifth])
	sets["both, a fifth each"] = []*photo.Set{both}
	return sets
}

type scored struct {
	id    photo.ID
	score float32
}

// ranked are all photos, the nearest first.
func ranked(all set, q []float32) []scored {
	out := make([]scored, all.len())
	for i := range out {
		var dot float32
		for j, v := range all.row(i) {
			dot += v * q[j]
		}
		out[i] = scored{photo.ID(i), dot}
	}
	sortByScore(out)
	return out
}

func sortByScore(s []scored) {
	slices.SortFunc(s, func(a, b scored) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
}
