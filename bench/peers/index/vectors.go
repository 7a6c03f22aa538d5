package main

import (
	"bufio"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// Vectors like those of CLIP: pictures lie in a cone around one direction, in clusters of skewed sizes, most of
// what differs between them in few dimensions; sentences lie in another cone and name the same clusters.
type model struct {
	dim         int
	cone, other []float32
	centres     [][]float32
	decay       []float64 // of the noise, by dimension
}

const (
	clusters = 2000
	queries  = 1000
	part     = 10_000 // vectors that one generator of random numbers makes
)

func newModel(dim int) *model {
	r := rand.New(rand.NewPCG(7, 7))
	m := &model{dim: dim, decay: decay(dim, 2)}
	flat, steep := decay(dim, 0), decay(dim, 3)
	m.cone, m.other = gauss(r, flat), gauss(r, flat)
	for range clusters {
		m.centres = append(m.centres, gauss(r, steep))
	}
	return m
}

func decay(dim int, by float64) []float64 {
	d := make([]float64, dim)
	for i := range d {
		d[i] = math.Exp(-float64(i) / float64(dim) * by)
	}
	return d
}

func gauss(r *rand.Rand, decay []float64) []float32 {
	v := make([]float32, len(decay))
	for i, d := range decay {
		v[i] = float32(r.NormFloat64() * d)
	}
	return unit(v)
}

func unit(v []float32) []float32 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	for i := range v {
		v[i] *= float32(1 / math.Sqrt(sum))
	}
	return v
}

// maker makes the vectors of one part.
type maker struct {
	*model
	r    *rand.Rand
	zipf *rand.Zipf
}

func (m *model) maker(seed uint64) *maker {
	r := rand.New(rand.NewPCG(seed, 9))
	return &maker{m, r, rand.NewZipf(r, 1.2, 10, clusters-1)}
}

func (m *maker) picture() []float32 { return m.sum(0.7, 0.5, 0.5, m.cone) }

func (m *maker) sentence() []float32 { return m.sum(0.8, 0.4, 0.4, m.other) }

func (m *maker) sum(cone, centre, noise float32, base []float32) []float32 {
	c, v := m.centres[m.zipf.Uint64()], gauss(m.r, m.decay)
	for i := range v {
		v[i] = cone*base[i] + centre*c[i] + noise*v[i]
	}
	return unit(v)
}

// writeVectors writes n vectors of dim numbers, and queries of both kinds, to files in dir.
func writeVectors(dir string, n, dim int) error {
	m := newModel(dim)
	few := m.maker(1 << 32)
	for name, make := range map[string]func() []float32{"pictures": few.picture, "sentences": few.sentence} {
		if err := write(dir, name, queries, func(int) func() []float32 { return make }); err != nil {
			return err
		}
	}
	return write(dir, "all", n, func(i int) func() []float32 { return m.maker(uint64(i)).picture })
}

// write writes n vectors; parts returns what makes those of a part, in order.
func write(dir, name string, n int, parts func(part int) func() []float32) error {
	f, err := os.Create(filepath.Join(dir, name+".f32"))
	if err != nil {
		return err
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	made := make([][]byte, runtime.GOMAXPROCS(0))
	for from := 0; from < n; from += len(made) * part {
		var g sync.WaitGroup
		for p := range made {
			g.Go(func() {
				first := from + p*part
				made[p] = made[p][:0]
				next := parts(first / part)
				for range max(0, min(part, n-first)) {
					for _, x := range next() {
						made[p] = binary.LittleEndian.AppendUint32(made[p], math.Float32bits(x))
					}
				}
			})
		}
		g.Wait()
		for _, b := range made {
			if _, err := out.Write(b); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}
