// Package things decides which things of a vocabulary a photo shows: a dog, a beach,
// dancing. It turns unit vectors into names; the catalog stores them.
//
// # Rule
//
// A thing's vector is the mean of those of a few sentences that name it. It is
// suggested for a photo if it stands out, for this photo, among several hundred
// others, the background:
//
//	z        = (cosine - mean of the background's) / its standard deviation
//	standout = 2*z - z of the best thing
//
// Comparing within the photo makes the rule independent of the model's scale, and
// removes the similarity that some photos have to every sentence. The rank of a
// thing among the library's photos was measured as well and did not help
// (docs/zeroshot.md). A logistic curve, fitted to suggestions judged by eye, turns
// the standout into a probability; things above Least are suggested, of those with one
// Kind the most probable: nobody is a soldier and a police officer.
//
// Once a person has judged ten photos of a thing, a linear head (see Head) trained
// on them replaces the rule.
package things

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"recollect/engine/dots"
	"recollect/engine/photo"
	"recollect/engine/zeroshot"
)

const (
	// Least is the least probability at which a thing is suggested. Of 84 suggestions for
	// the pictures that it was chosen on, judged by eye, 90 % were right, and 80 % of 82
	// for others. A wrong suggestion annoys more than a missing one.
	Least = 0.6
	// The curve from standout to probability, a logistic regression over 900 judged pairs.
	curveSlope, curveShift = 0.94, -3.85
	// mostOfPhoto limits the things that are suggested for a photo.
	mostOfPhoto = 8
)

// templates are the sentences of a thing's vector. More of them, and others, gave no better
// suggestions.
var templates = []string{"{}", "a photo of a {}."}

// ruleVersion is raised when the rule changes, so that libraries are tagged again.
const ruleVersion = 1

// Tagger suggests things for photos. It does not change, and may be used from any goroutine.
type Tagger struct {
	things []Thing
	rows   dots.Rows // of things
	// background is the set that a thing must stand out from: many things of
	// the world, not only those of a vocabulary.
	background dots.Rows
	mean       photo.Vector   // of background, not normalised
	contrast   float64        // of the background; see contrast
	at         map[string]int // name -> its place in things
	heads      map[int]Head   // by place
	screens    []screen
}

// New embeds a vocabulary, and the sentences of the screens named. background is a
// vocabulary of several hundred things among which those of list must stand out; nil:
// list is one itself. It takes some seconds unless enc caches embeddings. Errors are the
// encoder's, and ErrNoScreen.
func New(ctx context.Context, enc zeroshot.Encoder, list, background []Thing, screens []string) (*Tagger, error) {
	t := &Tagger{things: list, at: make(map[string]int, len(list)), heads: map[int]Head{}}
	for i, thing := range list {
		t.at[thing.Name] = i
	}
	var err error
	if t.rows, err = embed(ctx, enc, list); err != nil {
		return nil, err
	}
	rows := t.rows
	if background != nil {
		if rows, err = embed(ctx, enc, background); err != nil {
			return nil, err
		}
		t.background = rows
	}
	all := rows.Vectors()
	t.mean = make(photo.Vector, len(all[0]))
	for _, v := range all {
		for j, x := range v {
			t.mean[j] += x / float32(len(all))
		}
	}
	t.contrast = contrast(rows)
	t.screens, err = newScreens(ctx, enc, screens, all, t.contrast)
	return t, err
}

// miniMedian is the median cosine of two things of the shipped vocabulary with recollect-mini, which
// the numbers of this package were fitted to.
const miniMedian = 0.1854

// contrast is how far things lie apart for a model, compared with recollect-mini: 1 minus the median
// cosine of two of them. Models that were trained with a high logit scale have vectors in a narrow
// cone; their cosines differ by a third as much. Numbers that are cosines are scaled with it.
func contrast(rows dots.Rows) float64 {
	var all []float64
	for i, v := range rows.Vectors() {
		for _, c := range rows.With(v)[:i] {
			all = append(all, float64(c))
		}
	}
	if len(all) == 0 {
		return 1
	}
	slices.Sort(all)
	return max((1-all[len(all)/2])/(1-miniMedian), 0.01)
}

func embed(ctx context.Context, enc zeroshot.Encoder, list []Thing) (dots.Rows, error) {
	prompts := make([]string, len(list))
	for i, thing := range list {
		prompts[i] = thing.Prompt
	}
	vectors, err := zeroshot.Ensemble(ctx, enc, prompts, templates)
	return dots.New(vectors), err
}

// Suggest returns the things that a photo probably shows, and the screens that flag it, with
// their probabilities: from Least to 1, or from LeastLearned for heads.
func (t *Tagger) Suggest(v photo.Vector) map[string]float64 {
	out := map[string]float64{}
	z, best := t.standings(v)
	for i := range z {
		if _, learned := t.heads[i]; learned {
			continue
		}
		if p := logistic(curveSlope*(2*z[i]-best) + curveShift); p >= Least {
			out[t.things[i].Name] = p
		}
	}
	t.oneOfEachKind(out)
	for i, h := range t.heads { // what a person has taught stands for itself
		if p := h.P(v); p >= LeastLearned {
			out[t.things[i].Name] = p
		}
	}
	dropImprobable(out, mostOfPhoto)
	for _, s := range t.screens {
		if p := s.p(v); p >= Least {
			out[s.name] = p
		}
	}
	return out
}

// oneOfEachKind removes all but the most probable thing of each kind.
func (t *Tagger) oneOfEachKind(all map[string]float64) {
	best := map[string]string{} // by kind
	for name, p := range all {
		kind := t.things[t.at[name]].Kind
		switch other, two := best[kind]; {
		case kind == "":
		case two && (all[other] > p || all[other] == p && other < name):
			delete(all, name)
		default:
			delete(all, other)
			best[kind] = name
		}
	}
}

// standings returns the z of all things for a photo, and the highest of them.
func (t *Tagger) standings(v photo.Vector) (z []float64, best float64) {
	z = cosines(v, t.rows)
	mean, deviation, best := spread(z)
	if len(t.background.Vectors()) > 0 {
		var other float64
		mean, deviation, other = spread(cosines(v, t.background))
		best = max(best, other)
	}
	for i := range z {
		z[i] = (z[i] - mean) / deviation
	}
	return z, (best - mean) / deviation
}

func cosines(v photo.Vector, with dots.Rows) []float64 {
	cs := make([]float64, len(with.Vectors()))
	for i, c := range with.With(v) {
		cs[i] = float64(c)
	}
	return cs
}

// spread returns the mean, the standard deviation, never 0, and the highest of some
// numbers.
func spread(xs []float64) (mean, deviation, best float64) {
	best = math.Inf(-1)
	var sum, squares float64
	for _, x := range xs {
		sum += x
		squares += x * x
		best = max(best, x)
	}
	n := float64(max(len(xs), 1))
	mean = sum / n
	return mean, math.Sqrt(max(squares/n-mean*mean, 1e-12)), best
}

// dropImprobable removes all but the n most probable.
func dropImprobable(all map[string]float64, n int) {
	for len(all) > n {
		worst := ""
		for name, p := range all {
			if worst == "" || p < all[worst] || p == all[worst] && name > worst {
				worst = name
			}
		}
		delete(all, worst)
	}
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// With returns a Tagger that differs in one thing: it has a head learned from
// examples, or none if they are too few. changed is false if it suggests the
// same as before; a name that is not in the vocabulary changes nothing.
func (t *Tagger) With(name string, examples []Example) (with *Tagger, changed bool) {
	i, known := t.at[name]
	_, had := t.heads[i]
	learns := enough(examples)
	if !known || !had && !learns {
		return t, false
	}
	other := *t
	other.heads = maps.Clone(t.heads)
	delete(other.heads, i)
	if learns {
		prior := make(photo.Vector, len(t.mean))
		for j := range prior {
			prior[j] = t.rows.Vectors()[i][j] - t.mean[j]
		}
		other.heads[i] = train(prior, t.contrast, examples)
	}
	return &other, true
}

// Head returns the head of a thing; ok is false if it has none.
func (t *Tagger) Head(name string) (h Head, ok bool) {
	i, ok := t.at[name]
	if !ok {
		return Head{}, false
	}
	h, ok = t.heads[i]
	return h, ok
}

// Screens returns the names of the screens that it flags photos for, without
// ScreenPrefix.
func (t *Tagger) Screens() []string {
	var names []string
	for _, s := range t.screens {
		names = append(names, strings.TrimPrefix(s.name, ScreenPrefix))
	}
	return names
}

// Fingerprint identifies everything but the model that suggestions depend on:
// the rule, the vocabulary and the screens.
func Fingerprint(list, background []Thing, screens []string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %q %q %q %q", ruleVersion, templates, list, background, screens)
	if len(screens) > 0 {
		fmt.Fprint(h, screensText)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
