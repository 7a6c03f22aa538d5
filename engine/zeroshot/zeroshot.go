// Package zeroshot names what a picture shows among labels that were not known
// when the model was trained, as CLIP does (Radford et al., "Learning Transferable
// Visual Models From Natural Language Supervision", 2021, section 3.1): every label
// becomes a sentence or several, and the picture gets the label whose sentences
// lie nearest.
//
// It turns vectors into probabilities; the caller embeds the pictures.
package zeroshot

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"recollect/engine/photo"
)

// Encoder embeds sentences; texts.Cache is one. It may be called from several
// goroutines at a time.
type Encoder interface {
	// Vectors returns the unit vectors of sentences, in order.
	Vectors(ctx context.Context, sentences []string) ([]photo.Vector, error)
}

// Ensemble returns a unit vector for each name: each template is filled with the
// name, embedded and normalised, and their mean is normalised again. Averaging in
// the space of embeddings, not of probabilities, costs nothing afterwards (section
// 3.1.4). There must be a template. Errors are the encoder's.
func Ensemble(ctx context.Context, enc Encoder, names, templates []string) ([]photo.Vector, error) {
	sentences := make([]string, 0, len(names)*len(templates))
	for _, name := range names {
		for _, t := range templates {
			sentences = append(sentences, strings.ReplaceAll(t, blank, name))
		}
	}
	vs, err := enc.Vectors(ctx, sentences)
	if err != nil {
		return nil, err
	}
	out := make([]photo.Vector, len(names))
	for i := range names {
		out[i] = photo.Mean(vs[i*len(templates) : (i+1)*len(templates)])
	}
	return out, nil
}

// Classifier computes how likely each of some labels is for a picture. It may be used from any
// goroutine.
type Classifier struct {
	labels  []string
	classes []photo.Vector // of labels
	scale   float64
}

// New returns a classifier for labels, of which there must be one. scale is the
// model's photo.Model.LogitScale. The sentences of each label are a set of their own
// for the encoder, so that a label that was in another list is not embedded again;
// several labels are embedded at a time. Errors are the encoder's.
func New(ctx context.Context, enc Encoder, labels, templates []string, scale float64) (*Classifier, error) {
	c := &Classifier{labels: labels, classes: make([]photo.Vector, len(labels)), scale: scale}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range labels {
		g.Go(func() error {
			vs, err := Ensemble(ctx, enc, labels[i:i+1], templates)
			if err == nil {
				c.classes[i] = vs[0]
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return c, nil
}

// Label is one answer of a Classifier.
type Label struct {
	Label string
	P     float64 // its probability if the picture shows exactly one of the labels
}

// Classify returns every label with its probability for a picture's unit vector,
// the most likely first: softmax(scale * cosine) over the labels.
func (c *Classifier) Classify(picture photo.Vector) []Label {
	out := make([]Label, len(c.labels))
	best := math.Inf(-1)
	for i, class := range c.classes {
		out[i] = Label{c.labels[i], c.scale * float64(photo.Dot(picture, class))}
		best = max(best, out[i].P)
	}
	var sum float64
	for i := range out {
		out[i].P = math.Exp(out[i].P - best) // the best is 1: nothing overflows
		sum += out[i].P
	}
	for i := range out {
		out[i].P /= sum
	}
	slices.SortStableFunc(out, func(a, b Label) int { return cmp.Compare(b.P, a.P) })
	return out
}
