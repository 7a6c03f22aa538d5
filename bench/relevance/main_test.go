package main

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Examples drawn from a logistic function must give its coefficients back.
func TestLogistic(t *testing.T) {
	want := []float64{1.5, -0.7, -0.4}
	r := rand.New(rand.NewPCG(1, 2))
	var rows rows
	for range 20_000 {
		a, b := r.NormFloat64(), 2*r.NormFloat64()
		p := 1 / (1 + math.Exp(-(want[0]*a + want[1]*b + want[2])))
		rows.add(r.Float64() < p, 1, a, b)
	}
	for i, got := range rows.logistic() {
		if math.Abs(got-want[i]) > 0.1 {
			t.Errorf("coefficient %d: got %.2f, want %.2f", i, got, want[i])
		}
	}
}

func TestRate(t *testing.T) {
	scores := []float64{0.1, 0.9, 0.8, 0.5, 0.2, 0.3, 0.4}
	got := rate(scores, map[int]bool{2: true, 0: true}, map[int]bool{1: true})
	want := quality{1, 1, 1, 1, (1 + 2.0/6) / 2} // the first and the sixth of the six that count
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestDecisions(t *testing.T) {
	var d decisions
	d.add(map[int]bool{1: true, 2: true, 3: true},
		&judged{relevant: map[int]bool{1: true, 9: true}, maybe: map[int]bool{3: true}})
	d.add(map[int]bool{}, &judged{})
	d.add(map[int]bool{4: true}, &judged{})
	if got, want := d.String(), "| 0.500 | 0.500 | 0.500 | 0.50 |"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
