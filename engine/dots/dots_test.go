package dots

import (
	"math"
	"math/rand/v2"
	"testing"

	"recollect/engine/photo"
)

func vectors(n, dim int) []photo.Vector {
	r := rand.New(rand.NewPCG(uint64(n), uint64(dim)))
	all := make([]photo.Vector, n)
	for i := range all {
		all[i] = make(photo.Vector, dim)
		for j := range all[i] {
			all[i][j] = float32(r.NormFloat64())
		}
	}
	return all
}

func TestBitsOfDot(t *testing.T) {
	for _, dim := range []int{1, 7, 8, 9, 64, 512, 768} {
		for _, n := range []int{0, 1, 3, 4, 5, 101} {
			all := vectors(n+1, dim)
			v, rows := all[n], New(all[:n])
			got := rows.With(v)
			if len(got) != n || len(rows.Vectors()) != n {
				t.Fatalf("%d products of %d rows", len(got), n)
			}
			for i, w := range rows.Vectors() {
				want := photo.Dot(v, all[i])
				if math.Float32bits(got[i]) != math.Float32bits(want) || photo.Dot(v, w) != want {
					t.Fatalf("%d of %d rows of %d numbers: %v, want %v", i, n, dim, got[i], want)
				}
			}
		}
	}
}

func BenchmarkWith(b *testing.B) {
	all := vectors(1001, 512)
	rows := New(all[:1000])
	for b.Loop() {
		rows.With(all[1000])
	}
}

func BenchmarkDot(b *testing.B) {
	all := vectors(1001, 512)
	for b.Loop() {
		for _, w := range all[:1000] {
			photo.Dot(all[1000], w)
		}
	}
}
