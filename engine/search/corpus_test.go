package search

import (
	"cmp"
	"context"
	"errors"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"recollect/engine/index"
	"recollect/engine/index/compact"
	"recollect/engine/index/indextest"
	"recollect/engine/index/tune"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// traitsOf are the traits of the i-th vector in these tests.
func traitsOf(i int) relevance.Traits {
	return relevance.Traits{Mean: 0.1, Dev: 0.05, Hub: float32(i%7) / 10}
}

// filled is a corpus of vectors of 16 numbers.
func filled(n int, seed uint64) (*Corpus, []photo.Vector) {
	c, vs := NewCorpus(16), indextest.Vectors(n, 16, seed)
	for i, v := range vs {
		c.Add(photo.ID(i+1), v, traitsOf(i))
	}
	return c, vs
}

// The order is that of cosines less the weight of hubness, whatever the index does.
func TestCorpusCorrectsForHubs(t *testing.T) {
	c, vs := filled(1000, 7)
	half := new(photo.Set)
	for id := photo.ID(2); id <= 1000; id += 2 {
		half.Add(id)
	}
	for _, in := range []*photo.Set{nil, half} {
		for _, q := range indextest.Vectors(5, 16, 8) {
			var want []index.Match
			for i, v := range vs {
				if id := photo.ID(i + 1); in.Has(id) {
					want = append(want, index.Match{ID: id, Score: photo.Dot(q, v) - 0.5*traitsOf(i).Hub})
				}
			}
			slices.SortFunc(want, func(a, b index.Match) int {
				return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
			})
			got, err := c.nearest(t.Context(), target{vector: q, hubWeight: 0.5}, 100, in)
			same := slices.EqualFunc(got, want[:100], func(a, b index.Match) bool {
				return a.ID == b.ID && math.Abs(float64(a.Score-b.Score)) < 1e-6
			})
			if err != nil || !same {
				t.Fatalf("got %v, %v; want %v", got, err, want[:100])
			}
		}
	}
}

// Traits must count for scores, and be told as a mean.
func TestCorpusTraits(t *testing.T) {
	c := NewCorpus(8)
	if got := c.Mean(); got.Known() {
		t.Errorf("an empty corpus has the traits %v", got)
	}
	v := photo.Vector{1, 0, 0, 0, 0, 0, 0, 0}
	q := target{vector: v, hubWeight: 0.5}
	c.Add(1, v, relevance.Traits{Mean: 0.1, Dev: 0.1, Hub: 0.2})
	c.Add(2, v, relevance.Traits{Mean: 0.3, Dev: 0.3, Hub: 0.4})
	c.Add(3, v, relevance.Traits{})
	c.Describe(9, v, relevance.Traits{Dev: 1, Hub: 1})
	near := func(got, want float32) bool { return math.Abs(float64(got-want)) < 1e-6 }
	scores := func() []float32 {
		got, err := c.scores(t.Context(), q, []photo.ID{3, 1, 2, 9})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := scores(); !near(got[0], 0.85) || !near(got[1], 0.9) || !near(got[2], 0.8) || got[3] != 0 {
		t.Errorf("scores: got %v; what is not known must count as the mean", got)
	}
	if got := c.Mean(); !near(got.Mean, 0.2) || !near(got.Dev, 0.2) || !near(got.Hub, 0.3) {
		t.Errorf("the mean of the traits is %v", got)
	}
	c.Add(4, v, relevance.Traits{Mean: 0.1, Dev: 0.1, Hub: 0.9})
	if got := scores(); !near(got[0], 0.75) {
		t.Errorf("with another mean: got %v", got)
	}
	c.Remove(4)
	c.Remove(4)
	c.Describe(3, v, relevance.Traits{Mean: 0.5, Dev: 0.5, Hub: 0.9})
	c.Remove(1)
	if got := c.Mean(); !near(got.Mean, 0.4) || !near(got.Dev, 0.4) || !near(got.Hub, 0.65) {
		t.Errorf("after changes the mean of the traits is %v", got)
	}
	if got := scores(); !near(got[0], 0.55) || got[1] != 0 {
		t.Errorf("after changes: got %v", got)
	}
	c.Add(2, v, relevance.Traits{}) // its file was changed, and there is no bank
	if got := scores(); !near(got[2], 0.55) || c.Len() != 2 {
		t.Errorf("without its traits: got %v of %d", got, c.Len())
	}
}

// One large ID does not take memory for all below it, and one that no photo can have takes none.
func TestCorpusWithLargeIDs(t *testing.T) {
	const large = 1 << 28
	c, vs := filled(3, 1)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, id := range []photo.ID{large, photo.MaxID, 1 << 60, -1} {
		c.Add(id, vs[0], traitsOf(1))
		c.Describe(id, vs[0], traitsOf(2))
	}
	runtime.ReadMemStats(&after)
	if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 512 {
		t.Errorf("allocated %d MiB", got)
	}
	scores, err := c.scores(t.Context(), target{vector: vs[0]}, []photo.ID{2, large, photo.MaxID, -1})
	if err != nil || c.Len() != 4 || scores[1] < 0.99 || scores[2] != 0 || scores[3] != 0 {
		t.Errorf("%d photos, scores %v, %v", c.Len(), scores, err)
	}
}

func TestCorpusSample(t *testing.T) {
	if got, err := NewCorpus(16).sample(t.Context()); len(got) != 0 || err != nil {
		t.Errorf("a sample of nothing: %v, %v", got, err)
	}
	for _, n := range []int{1, 7, sampleSize, 1234} {
		c, _ := filled(n, 10)
		got, err := c.sample(t.Context())
		if err != nil || len(got) != min(n, sampleSize) {
			t.Errorf("of %d: %d, %v", n, len(got), err)
		}
		seen := map[float32]bool{}
		for _, v := range got {
			if len(v) != 16 {
				t.Fatalf("a vector of %d", len(v))
			}
			seen[v[0]] = true
		}
		if len(seen) != len(got) {
			t.Errorf("of %d: only %d are different", n, len(seen))
		}
		c.Remove(1)
		if got, err := c.sample(t.Context()); err != nil || len(got) != min(n-1, sampleSize) {
			t.Errorf("of %d, one less: %d, %v", n, len(got), err)
		}
	}
}

func TestCorpusScanGivesEmbeddings(t *testing.T) {
	c, vs := filled(50, 3)
	n := 0
	err := c.Scan(t.Context(), photo.NewSet(7, 9, 500), func(id photo.ID, v photo.Vector) {
		n++
		near := slices.EqualFunc(v, vs[id-1], func(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-6 })
		if !near {
			t.Errorf("photo %d has another vector", id)
		}
	})
	if err != nil || n != 2 {
		t.Errorf("%d photos, %v", n, err)
	}
}

func TestCorpusEffort(t *testing.T) {
	c := NewCorpus(16)
	for ef, want := range map[int]int{0: unmeasured, 300: 300, tune.Scans: 0} {
		c.Choose(tune.Choice{Pictures: ef, Sentences: 99})
		if got, other := c.effort(target{picture: true}), c.effort(target{}); got != want || other != 99 {
			t.Errorf("%d: %d for pictures, %d for sentences", ef, got, other)
		}
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	s := library()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	toward, away := Part{Picture: mix(0.5)}, Part{Picture: mix(0, 1), Weight: -1}
	for _, parts := range [][]Part{{toward}, {toward, away}, {away}} {
		if _, err := s.Search(ctx, Query{Parts: parts}); !errors.Is(err, context.Canceled) {
			t.Errorf("%d parts: %v", len(parts), err)
		}
	}
}

func TestCorpusConcurrently(t *testing.T) {
	c, _ := filled(200, 9)
	vs := indextest.Vectors(400, 16, 9)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := w; i < 200; i += 4 {
				c.Add(photo.ID(i+201), vs[200+i], relevance.Traits{})
				c.Remove(photo.ID(i + 1))
				_, err := c.nearest(t.Context(), target{vector: vs[i], hubWeight: 0.5}, 5, nil)
				_, also := c.sample(t.Context())
				c.Describe(photo.ID(i+201), vs[200+i], traitsOf(i))
				c.Mean()
				if err != nil || also != nil {
					t.Error(err, also)
				}
			}
		})
	}
	wg.Wait()
	if c.Len() != 200 {
		t.Errorf("len %d, want 200", c.Len())
	}
}

// A corpus in a file is the corpus that was saved, also with what changed before and after.
func TestCorpusInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	c, vs := filled(300, 7)
	c.Add(500, vs[0], relevance.Traits{}) // nothing is known of it
	same := func(when string, got *Corpus) {
		t.Helper()
		if got.Len() != c.Len() || got.Mean() != c.Mean() || !slices.Equal(got.all().IDs(), c.all().IDs()) {
			t.Errorf("%s: %d photos of mean %v, want %d of %v", when, got.Len(), got.Mean(), c.Len(), c.Mean())
		}
		for _, q := range indextest.Vectors(5, 16, 8) {
			want, err := c.nearest(t.Context(), target{vector: q, hubWeight: 0.5}, 20, nil)
			if err != nil {
				t.Fatal(err)
			}
			found, err := got.nearest(t.Context(), target{vector: q, hubWeight: 0.5}, 20, nil)
			near := slices.EqualFunc(found, want, func(a, b index.Match) bool {
				return a.ID == b.ID && math.Abs(float64(a.Score-b.Score)) < 1e-6
			})
			if err != nil || !near {
				t.Errorf("%s: got %v, %v; want %v", when, found, err, want)
			}
		}
	}
	reopen := func() *Corpus {
		t.Helper()
		o, meta, err := OpenCorpus(t.Context(), path, 16)
		if err != nil || meta.Label != "model" || meta.Sequence != 12 {
			t.Fatalf("%+v, %v", meta, err)
		}
		t.Cleanup(func() { o.Close() })
		return o
	}
	if err := c.Save(t.Context(), path, compact.Meta{Label: "model", Sequence: 12}, false); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if c.Pending() != 0 {
		t.Errorf("%d photos are pending", c.Pending())
	}
	o := reopen()
	same("opened", o)
	for _, x := range []*Corpus{c, o} {
		x.Remove(3)
		x.Add(4, vs[100], traitsOf(1))
		x.Add(501, vs[101], traitsOf(2))
	}
	same("changed", o)
	if err := o.Save(t.Context(), path, compact.Meta{Label: "model", Sequence: 12}, false); err != nil {
		t.Fatal(err)
	}
	same("saved again", o)
	same("opened again", reopen())
	if _, _, err := OpenCorpus(t.Context(), path, 17); !errors.Is(err, compact.ErrFile) {
		t.Errorf("another dimension: %v", err)
	}
}
