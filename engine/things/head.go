package things

import "recollect/engine/photo"

// Example is a photo that a person has judged.
type Example struct {
	Vector photo.Vector
	Shows  bool // it shows the thing
}

// Head is a linear classifier for one thing: P = logistic(Weights . v + Bias).
type Head struct {
	Weights photo.Vector
	Bias    float64
}

// P returns the probability that a photo shows the thing.
func (h Head) P(v photo.Vector) float64 { return h.At(float64(photo.Dot(h.Weights, v))) }

// At returns P of a photo whose dot product with Weights is known.
func (h Head) At(dot float64) float64 { return logistic(dot + h.Bias) }

const (
	// LeastLearned is the least probability at which a head's thing is
	// suggested.
	LeastLearned = 0.5
	// fewest is how many judged photos a head needs, of both kinds together.
	fewest = 10
	// A head without examples is priorScale / contrast * cosine with (the thing's vector
	// less the mean of all things') + priorBias, a logistic regression over the same
	// judged pairs as the curve of the rule.
	priorScale, priorBias = 20.5, -6.4
	// How strongly weights and bias are regularised towards the prior: of 0.01 to 1 and
	// 0.1 to 1 these were among the best on Caltech 101, with random and with the hardest
	// examples.
	holdWeights, holdBias = 0.02, 1
	// steps is the fixed number of steps of gradient descent: training takes
	// milliseconds.
	steps = 600
)

// enough reports whether a head can be trained: it takes ten examples of both kinds.
func enough(examples []Example) bool {
	shown := 0
	for _, e := range examples {
		if e.Shows {
			shown++
		}
	}
	return len(examples) >= fewest && shown > 0 && shown < len(examples)
}

// train fits a logistic regression by gradient descent, started at and
// regularised (L2) towards the prior from the sentences: it minimises
//
//	sum of log losses + holdWeights/2 * |w - w0|^2 + holdBias/2 * (b - b0)^2
//
// prior is the thing's vector less the mean of all, for vectors of a contrast.
func train(prior photo.Vector, contrast float64, examples []Example) Head {
	scale := priorScale / contrast
	w, shift, bias := make(photo.Vector, len(prior)), make([]float64, len(prior)), 0.0
	for j, x := range prior {
		w[j] = float32(scale) * x
	}
	// Inputs have length 1, so the loss's curvature is at most a quarter an example,
	// in weights and in bias each.
	step := 1 / (0.5*float64(len(examples)) + holdBias)
	gradient := make([]float64, len(w))
	for range steps {
		for j := range gradient {
			gradient[j] = holdWeights * shift[j]
		}
		inBias := holdBias * bias
		for _, e := range examples {
			miss := logistic(float64(photo.Dot(w, e.Vector)) + priorBias + bias)
			if e.Shows {
				miss--
			}
			inBias += miss
			for j, x := range e.Vector {
				gradient[j] += miss * float64(x)
			}
		}
		bias -= step * inBias
		for j := range w {
			shift[j] -= step * gradient[j]
			w[j] = float32(scale*float64(prior[j]) + shift[j])
		}
	}
	return Head{w, priorBias + bias}
}
