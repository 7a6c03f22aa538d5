package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"path"

	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// rows are examples for a logistic function: features, the truth, and a weight.
type rows struct {
	x [][]float64
	y []float64
	w []float64
}

func (r *rows) add(truth bool, weight float64, features ...float64) {
	y := 0.0
	if truth {
		y = 1
	}
	r.x, r.y, r.w = append(r.x, append(features, 1)), append(r.y, y), append(r.w, weight)
}

const (
	repeats    = 8   // libraries that are made of a set: all of it, and random parts
	withoutIts = 0.5 // weight of a library from which the answers were taken out
	smallest   = 20  // pictures in a library
)

// fit prints the coefficients of a relevance.Calibration.
func fit(out io.Writer, sets []*set) {
	r := rand.New(rand.NewPCG(6, 1))
	var answered, this, pictures rows
	for _, s := range sets {
		for n := range repeats {
			library := r.Perm(len(s.paths))
			if n > 0 {
				low, high := math.Log(min(smallest, float64(len(library)))), math.Log(float64(len(library)))
				library = library[:int(math.Exp(low+(high-low)*r.Float64()))]
			}
			for _, q := range s.queries {
				s.examples(r, q, library, &answered, &this)
			}
		}
		s.picturePairs(&pictures)
	}
	print := func(names []string, r rows) {
		for i, c := range r.logistic() {
			fmt.Fprintf(out, "%-15s = %.3f\n", names[i], c)
		}
		fmt.Fprintln(out)
	}
	print([]string{"BestScore", "BestOfNoise", "Crowded", "AnswerConstant"}, answered)
	print([]string{"BehindBest", "OwnScore", "OwnConstant"}, this)
	if len(pictures.x) > 0 {
		print([]string{"PictureSlope", "PictureConstant"}, pictures)
	}
}

// examples adds what a query teaches about a library, and about the same library
// without its answers and full of them.
func (s *set) examples(r *rand.Rand, q *judged, library []int, answered, this *rows) {
	var yes, no []int
	for _, i := range library {
		switch {
		case q.relevant[i]:
			yes = append(yes, i)
		case !q.maybe[i]:
			no = append(no, i)
		}
	}
	if len(yes) == 0 || len(no) < 5 {
		return
	}
	both := append(append([]int(nil), yes...), no...)
	s.answerExample(q, both, true, 1, answered)
	s.answerExample(q, no, false, withoutIts, answered)
	s.pairExamples(q, both, this)
	if r.Float64() < 0.35 {
		few := max(3, int(float64(len(yes))*(0.1+1.4*r.Float64())))
		s.pairExamples(q, append(append([]int(nil), yes...), no[:min(few, len(no))]...), this)
	}
}

func (s *set) best(q *judged, library []int) float64 {
	best := math.Inf(-1)
	for _, i := range library {
		best = max(best, s.deviations(q.vector, i))
	}
	return best
}

func (s *set) answerExample(q *judged, library []int, truth bool, weight float64, r *rows) {
	noise := math.Sqrt(2 * math.Log(float64(len(library))))
	r.add(truth, weight, s.best(q, library), noise, q.crowd)
}

func (s *set) pairExamples(q *judged, library []int, r *rows) {
	best := s.best(q, library)
	for _, i := range library {
		u := s.deviations(q.vector, i)
		r.add(q.relevant[i], 1, u-best, u)
	}
}

// picturePairs adds all pairs of pictures of a set that has a folder for each kind.
func (s *set) picturePairs(r *rows) {
	if path.Dir(s.paths[0]) == "." {
		return
	}
	sample := make([]photo.Vector, 100)
	for i := range sample {
		sample[i] = s.vectors[i*len(s.vectors)/len(sample)]
	}
	scale := relevance.Default().PictureScale(sample)
	for i, v := range s.vectors {
		for j, w := range s.vectors[:i] {
			r.add(path.Dir(s.paths[i]) == path.Dir(s.paths[j]), 1, scale.Of(float64(photo.Dot(v, w))))
		}
	}
}

// logistic returns the coefficients that make the examples most likely, by Newton's
// method, with a ridge that is too small to matter but for separable data.
func (r *rows) logistic() []float64 {
	n := len(r.x[0])
	beta := make([]float64, n)
	for range 40 {
		gradient, hessian := make([]float64, n), make([][]float64, n)
		for a := range hessian {
			hessian[a] = make([]float64, n)
			hessian[a][a] = 1e-3
			gradient[a] = -1e-3 * beta[a]
		}
		for i, x := range r.x {
			z := 0.0
			for a := range x {
				z += beta[a] * x[a]
			}
			p := 1 / (1 + math.Exp(-z))
			for a := range x {
				gradient[a] += r.w[i] * (r.y[i] - p) * x[a]
				for b := range x {
					hessian[a][b] += r.w[i] * p * (1 - p) * x[a] * x[b]
				}
			}
		}
		for a, d := range solve(hessian, gradient) {
			beta[a] += d
		}
	}
	return beta
}

// solve returns x of a*x = b by Gauss's elimination; a is positive definite, and is used up.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for j := i + 1; j < n; j++ {
			f := a[j][i] / a[i][i]
			for k := i; k < n; k++ {
				a[j][k] -= f * a[i][k]
			}
			b[j] -= f * b[i]
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		x[i] = b[i]
		for k := i + 1; k < n; k++ {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x
}
