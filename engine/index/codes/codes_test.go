package codes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func unit(r *rand.Rand, dim int) []float32 {
	v := make([]float32, dim)
	var sum float64
	for i := range v {
		x := r.NormFloat64() * math.Exp(-float64(i)/float64(dim)*3)
		v[i] = float32(x)
		sum += x * x
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(sum))
	}
	return v
}

func dot(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestKernelsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, dims := range []int{64, 128, 256, 320, 512, 640, 768, 1024, 1152, 5120} {
		size := dims/2 + factorBytes
		all := make([]byte, 40*size)
		for i := range all {
			all[i] = byte(r.Uint32())
		}
		vs := make([]int8, dims)
		for i := range vs {
			vs[i] = int8(r.IntN(255) - 127)
		}
		for i := range dims / 2 { // the largest sums
			all[i] = 255
		}
		at := []uint32{0, 39, 7, 7, 12, 0, 1, 2, 3}
		want, got := make([]int32, len(at)), make([]int32, len(at))
		wantPairs, gotPairs := make([]int32, len(at)), make([]int32, len(at))
		dotsGo(want, vs, all, size, at)
		pairsGo(wantPairs, dims, all[:size], all, size, at)
		dots(got, vs, all, size, at)
		pairs(gotPairs, dims, all[:size], all, size, at)
		for i := range at {
			if got[i] != want[i] || gotPairs[i] != wantPairs[i] {
				t.Fatalf("%d dims, code %d: got %d %d want %d %d", dims, i, got[i], gotPairs[i], want[i], wantPairs[i])
			}
		}
	}
}

func TestRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, dim := range []int{1, 7, 8, 13, 512, 768, 1152} {
		var all []byte
		var vs [][]float32
		for range 20 {
			// As vectors come from a catalog: half-precision numbers, divided by their length.
			v := Row(nil, AppendRow(nil, unit(r, dim)))
			vs = append(vs, v)
			all = AppendRow(all, v)
			back := Row(nil, all[len(all)-RowBytes(dim):])
			for i := range v {
				d := math.Abs(float64(back[i]-v[i])) / math.Abs(float64(v[i]))
				if d > 1e-3 || dim > 256 && d > 2e-7 {
					t.Fatalf("%d dims: %v comes back as %v", dim, v[i], back[i])
				}
			}
		}
		q := unit(r, dim)
		at := []uint32{19, 3, 3, 0}
		got, want := make([]float32, len(at)), make([]float32, len(at))
		RowDots(got, q, all, at)
		rowDotsGo(want, q, all, at)
		for i, n := range at {
			if got[i] != want[i] || math.Abs(float64(got[i])-dot(q, vs[n])) > 1e-6 {
				t.Errorf("%d dims: got %v, want %v, in truth %v", dim, got[i], want[i], dot(q, vs[n]))
			}
		}
	}
}

func BenchmarkRowDots(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var all []byte
	for range 4096 {
		all = AppendRow(all, unit(r, 512))
	}
	q := unit(r, 512)
	at, out := make([]uint32, 64), make([]float32, 64)
	for b.Loop() {
		for i := range at {
			at[i] = uint32(r.IntN(4096))
		}
		RowDots(out, q, all, at)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/64, "ns/row")
}

func TestEstimates(t *testing.T) {
	for _, dim := range []int{8, 64, 512, 640, 768, 1152} {
		t.Run(fmt.Sprint(dim), func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, uint64(dim)))
			q := New(dim)
			var errs, bias, pair float64
			const n = 500
			for range n {
				v, w := unit(r, dim), unit(r, dim)
				code := make([]byte, 2*q.Bytes())
				q.Encode(code[q.Bytes():], v)
				q.Encode(code[:q.Bytes()], w)
				var got [2]float32
				q.Query(w).Dots(got[:], code, []uint32{1, 0})
				e := float64(got[0]) - dot(v, w)
				errs += e * e
				bias += float64(got[1]) - 1
				p := float64(q.Closest(code[:q.Bytes()], code, []uint32{1})) - dot(v, w)
				pair += p * p
			}
			of := math.Sqrt(float64(dim) / n)
			t.Logf("errors times sqrt(dim): %.3f, of two codes %.3f", math.Sqrt(errs)*of, math.Sqrt(pair)*of)
			// A step of 0.34 deviations is off by a tenth of one; so are products with a unit vector.
			if math.Sqrt(errs)*of > 0.13 || math.Sqrt(pair)*of > 0.18 {
				t.Error("estimates are worse than rounding makes them")
			}
			if math.Abs(bias/n) > 1e-3 {
				t.Errorf("a vector's product with itself is off by %v", bias/n)
			}
		})
	}
}

func BenchmarkDots(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	q := New(512)
	const n = 4096
	all := make([]byte, n*q.Bytes())
	for i := range n {
		q.Encode(all[i*q.Bytes():][:q.Bytes()], unit(r, 512))
	}
	query := q.Query(unit(r, 512))
	at := make([]uint32, 32)
	out := make([]float32, 32)
	for b.Loop() {
		for i := range at {
			at[i] = uint32(r.IntN(n))
		}
		query.Dots(out, all, at)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/32, "ns/code")
}
