package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"recollect/engine/look"
)

const (
	// hold is how strongly weights are drawn to nothing; the losses of all examples weigh 1 together.
	hold = 0.0015
	// wanted is the part of the losses that pictures of the kind have: a wrong one annoys more than one that is missed.
	wanted = 1. / 3
	rounds = 12 // of Newton's method
)

// example is one measured picture, its terms divided by their deviations.
type example struct {
	terms []float64
	is    bool
}

func examplesOf(pictures []picture, kind int) (all []example) {
	for _, p := range pictures {
		if p.is[kind] == "maybe" {
			continue
		}
		for _, f := range p.features {
			all = append(all, example{append(look.Terms(f), 1), p.is[kind] == "yes"})
		}
	}
	return all
}

// fitted are weights by logistic regression on standardised terms, the last of which is the constant. Examples of the
// kind have the part wanted of the losses, and weights are drawn to nothing by hold.
func fitted(all []example, wanted, hold float64) []float64 {
	n := len(all[0].terms)
	mean, deviation := make([]float64, n), make([]float64, n)
	var yes float64
	for _, e := range all {
		for i, t := range e.terms[:n-1] {
			mean[i] += t / float64(len(all))
		}
		if e.is {
			yes++
		}
	}
	for _, e := range all {
		for i, t := range e.terms {
			d := t - mean[i]
			deviation[i] += d * d / float64(len(all))
		}
	}
	for i := range n - 1 {
		deviation[i] = math.Sqrt(deviation[i]) + 1e-3
	}
	deviation[n-1] = 1
	for _, e := range all {
		for i := range e.terms {
			e.terms[i] = (e.terms[i] - mean[i]) / deviation[i]
		}
	}
	w := make([]float64, n)
	for range rounds {
		newton(w, all, yes, wanted, hold)
	}
	for i := range n - 1 {
		w[i] /= deviation[i]
		w[n-1] -= w[i] * mean[i]
	}
	return w
}

// newton improves weights by a step of Newton's method.
func newton(w []float64, all []example, yes, wanted, hold float64) {
	n := len(w)
	gradient, curve := make([]float64, n), make([][]float64, n)
	for i := range curve {
		curve[i] = make([]float64, n)
		curve[i][i] = hold
		gradient[i] = hold * w[i]
	}
	curve[n-1][n-1], gradient[n-1] = 1e-9, 0
	for _, e := range all {
		x := 0.0
		for i, t := range e.terms {
			x += w[i] * t
		}
		p := 1 / (1 + math.Exp(-x))
		weight, miss := (1-wanted)/(float64(len(all))-yes), p
		if e.is {
			weight, miss = wanted/yes, p-1
		}
		bend := weight * p * (1 - p)
		for i, t := range e.terms {
			gradient[i] += weight * miss * t
			row := curve[i]
			for j, u := range e.terms[:i+1] {
				row[j] += bend * t * u
			}
		}
	}
	for i, d := range solved(curve, gradient) {
		w[i] -= d
	}
}

// solved solves a x = b by Cholesky's method, of a symmetric a of which the lower half is given.
func solved(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for j := range i + 1 {
			sum := a[i][j]
			for k := range j {
				sum -= a[i][k] * a[j][k]
			}
			if i == j {
				a[i][i] = math.Sqrt(max(sum, 1e-12))
			} else {
				a[i][j] = sum / a[j][j]
			}
		}
	}
	x := make([]float64, n)
	for i := range n {
		x[i] = b[i]
		for k := range i {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= a[k][i] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x
}

// folds is how many parts pictures are divided into. Each part is measured with weights that were fitted on the others.
const folds = 5

// foldOf is the part that a picture belongs to: a view in the dark theme and in the light one belong to the same.
func foldOf(path string) int {
	for _, end := range []string{"-dark", "-light"} {
		path, _, _ = strings.Cut(path, end)
	}
	h := fnv.New32a()
	h.Write([]byte(path))
	return int(h.Sum32() % folds)
}

// pick are the pictures of some sets whose fold is not left out.
func pick(sets []set, names []string, left int) (some []picture) {
	for _, s := range sets {
		if !slices.Contains(names, s.name) {
			continue
		}
		for _, p := range s.pictures {
			if foldOf(p.path) != left {
				some = append(some, p)
			}
		}
	}
	return some
}

// inGo writes weights as Go does, in lines that are not too long.
func inGo(w []float64) string {
	var b strings.Builder
	for i, x := range w {
		if i%12 == 0 {
			b.WriteString("\n\t\t")
		} else {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%.4g,", x)
	}
	return b.String()
}
