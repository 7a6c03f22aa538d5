package compact

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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
	x := New(dim, 0)
	for i := range n {
		copy(all[i*dim:], m.image())
	}
	row := func(i int) photo.Vector { return all[i*dim:][:dim] }
	path := filepath.Join(t.TempDir(), "index")
	began := time.Now()
	for i := range n {
		x.Add(photo.ID(i), row(i))
	}
	fmt.Println("added", time.Since(began))
	began = time.Now()
	if err := x.Save(t.Context(), path, Meta{}, false); err != nil {
		t.Fatal(err)
	}
	fmt.Println("saved", time.Since(began))
	measure := func(name string) {
		for _, kind := range []string{"image", "sentence"} {
			const queries, k = 200, 10
			m.r = rand.New(rand.NewPCG(9, 9))
			var qs [][]float32
			for range queries {
				q := m.image()
				if kind == "sentence" {
					q = m.sentence()
				}
				qs = append(qs, q)
			}
			want := make([][]photo.ID, queries)
			var next atomic.Int64
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() {
					for j := next.Add(1) - 1; j < queries; j = next.Add(1) - 1 {
						s := newTop(k)
						for i := range n {
							s.add(scored{photo.Dot(photo.Vector(qs[j]), row(i)), uint32(i)})
						}
						for _, c := range s.list() {
							want[j] = append(want[j], photo.ID(c.place))
						}
					}
				})
			}
			wg.Wait()
			for _, ef := range []int{64, 128, 256, 512} {
				x.effort = ef
				hit := 0
				var took []time.Duration
				for j, q := range qs {
					began := time.Now()
					got, err := x.Nearest(t.Context(), q, k, nil)
					if err != nil {
						t.Fatal(err)
					}
					took = append(took, time.Since(began))
					for _, c := range got {
						if slices.Contains(want[j], c.ID) {
							hit++
						}
					}
				}
				slices.Sort(took)
				fmt.Printf("%s %s ef %d: recall@10 %.4f p50 %v p95 %v\n", name, kind, ef, float64(hit)/queries/k, took[len(took)/2], took[len(took)*95/100])
				if x.main.graph == nil {
					break
				}
			}
		}
	}
	measure("scan")
	began = time.Now()
	if err := x.Save(t.Context(), path, Meta{}, true); err != nil {
		t.Fatal(err)
	}
	info, _ := os.Stat(path)
	g := x.main.size
	fmt.Println("graph", time.Since(began), "file", info.Size()>>20, "MB; codes", g[sectionCodes]>>20, "links", g[sectionLowest]>>20, g[sectionUpper]>>20)
	measure("graph")
}
