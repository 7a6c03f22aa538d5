package graph

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"recollect/engine/photo"
)

func norm(v []float32) []float32 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	s := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= s
	}
	return v
}

type maker struct {
	r       *rand.Rand
	dim     int
	cone    []float32
	text    []float32
	centers [][]float32
	zipf    *rand.Zipf
}

func gauss(r *rand.Rand, dim int, decay float64) []float32 {
	v := make([]float32, dim)
	for i := range v {
		v[i] = float32(r.NormFloat64() * math.Exp(-float64(i)/float64(dim)*decay))
	}
	return norm(v)
}

func newMaker(dim int) *maker {
	r := rand.New(rand.NewPCG(7, 7))
	m := &maker{r: r, dim: dim, cone: gauss(r, dim, 0), text: gauss(r, dim, 0)}
	for range 2000 {
		m.centers = append(m.centers, gauss(r, dim, 3))
	}
	m.zipf = rand.NewZipf(r, 1.2, 10, 1999)
	return m
}

func (m *maker) sum(cone, center, noise float32, base []float32, c []float32) []float32 {
	n := gauss(m.r, m.dim, 2)
	v := make([]float32, m.dim)
	for i := range v {
		v[i] = cone*base[i] + center*c[i] + noise*n[i]
	}
	return norm(v)
}

func (m *maker) image() []float32 {
	return m.sum(0.7, 0.5, 0.5, m.cone, m.centers[m.zipf.Uint64()])
}

func (m *maker) sentence() []float32 {
	return m.sum(0.8, 0.4, 0.4, m.text, m.centers[m.zipf.Uint64()])
}

func TestExperiment(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	if n == 0 {
		t.Skip()
	}
	const dim = 512
	m := newMaker(dim)
	all := make([]float32, n*dim)
	for i := range n {
		copy(all[i*dim:], m.image())
	}
	row := func(i uint32) photo.Vector { return all[int(i)*dim:][:dim] }
	o := Options{Links: 16, Effort: 128}
	if e, err := strconv.Atoi(os.Getenv("EFC")); err == nil {
		o.Effort = e
	}
	if e, err := strconv.Atoi(os.Getenv("M")); err == nil {
		o.Links = e
	}
	g := New(dim, n, o)
	began := time.Now()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				g.Insert(uint32(i), row(uint32(i)))
			}
		})
	}
	wg.Wait()
	links := 0
	for _, c := range g.counts {
		links += int(c)
	}
	fmt.Printf("built %d in %v, %.1f links a node\n", n, time.Since(began), float64(links)/float64(n))
	for _, kind := range []string{"image", "sentence"} {
		const queries, k = 300, 10
		var qs [][]float32
		var want [][]uint32
		for range queries {
			q := m.image()
			if kind == "sentence" {
				q = m.sentence()
			}
			qs = append(qs, q)
		}
		want = make([][]uint32, queries)
		next.Store(0)
		for range 2 {
			wg.Go(func() {
				for j := next.Add(1) - 1; j < queries; j = next.Add(1) - 1 {
					var s []candidate
					for i := range n {
						sc := photo.Dot(photo.Vector(qs[j]), row(uint32(i)))
						if len(s) < k || sc > s[k-1].score {
							s = insert(s, k, candidate{sc, uint32(i)})
						}
					}
					for _, c := range s {
						want[j] = append(want[j], c.node)
					}
				}
			})
		}
		wg.Wait()
		if dump := os.Getenv("DUMP"); dump != "" {
			write := func(name string, vs []float32) {
				b := unsafe.Slice((*byte)(unsafe.Pointer(&vs[0])), 4*len(vs))
				if err := os.WriteFile(dump+"/"+name, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write("all.f32", all)
			write(kind+".f32", slices.Concat(qs...))
		}
		for _, r := range []int{16, 32, 64, 128} {
			hit := 0
			for j, q := range qs[:100] {
				query := g.q.Query(q)
				ids := make([]uint32, n)
				for i := range ids {
					ids[i] = uint32(i)
				}
				out := make([]float32, n)
				query.Dots(out, g.codes, ids)
				var s []candidate
				for i, sc := range out {
					if len(s) < r || sc > s[r-1].score {
						s = insert(s, r, candidate{sc, uint32(i)})
					}
				}
				for _, c := range s {
					if slices.Contains(want[j], c.node) {
						hit++
					}
				}
			}
			fmt.Printf("%s: exact by codes, re-ranking %d: %.4f\n", kind, r, float64(hit)/1000)
		}
		for _, ef := range []int{32, 64, 96, 128, 192, 256, 512} {
			hit := 0
			var took []time.Duration
			for j, q := range qs {
				began := time.Now()
				got := g.Search(q, ef)
				var s []candidate
				for _, id := range got[:min(len(got), max(64, ef/2))] {
					s = insert(s, k, candidate{photo.Dot(photo.Vector(q), row(id)), id})
				}
				took = append(took, time.Since(began))
				for _, c := range s {
					if slices.Contains(want[j], c.node) {
						hit++
					}
				}
			}
			slices.Sort(took)
			fmt.Printf("%s ef %d: recall@10 %.4f p50 %v p99 %v\n", kind, ef, float64(hit)/queries/k, took[len(took)/2], took[len(took)*99/100])
		}
	}
}
