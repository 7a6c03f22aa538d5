package things

import (
	"context"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"

	"recollect/engine/photo"
)

// narrow is an encoder whose vectors lie in a cone: two that have nothing in common have a cosine of
// 1 - spread.
type narrow struct{ spread float64 }

func (n narrow) vector(text string, picture bool) photo.Vector {
	h := fnv.New64()
	h.Write([]byte(text))
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	v := make(photo.Vector, 64)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	v = photo.Mean([]photo.Vector{v})
	for i := range v {
		v[i] *= float32(math.Sqrt(n.spread))
	}
	rest := float32(math.Sqrt(1 - n.spread))
	if picture {
		return append(v, 0, rest)
	}
	return append(v, rest, 0)
}

func (n narrow) Vectors(_ context.Context, sentences []string) ([]photo.Vector, error) {
	out := make([]photo.Vector, len(sentences))
	for i, s := range sentences {
		out[i] = n.vector(s, false)
	}
	return out, nil
}

// What competes with a screen, and how much a head trusts the sentences, does not depend on how near
// a model's vectors lie to one another.
func TestContrast(t *testing.T) {
	list := make([]Thing, 0, 60)
	for i := range 60 {
		name := string(rune('a'+i%26)) + string(rune('a'+i/26))
		list = append(list, Thing{Name: name, Prompt: name})
	}
	var screened []int
	var heads []float64
	for _, spread := range []float64{1, 0.2} {
		n := narrow{spread}
		tagger, err := New(t.Context(), n, list, nil, Screens()[:1])
		if err != nil {
			t.Fatal(err)
		}
		if spread < 1 && tagger.contrast > spread/(1-miniMedian) {
			t.Errorf("a spread of %v has the contrast %v", spread, tagger.contrast)
		}
		screened = append(screened, len(tagger.screens[0].others.Vectors()))
		prior := make(photo.Vector, len(tagger.mean))
		for j := range prior {
			prior[j] = tagger.rows.Vectors()[0][j] - tagger.mean[j]
		}
		shows := append(photo.Vector(nil), tagger.rows.Vectors()[0]...)
		heads = append(heads, train(prior, tagger.contrast, nil).P(shows))
	}
	if screened[0] != screened[1] || screened[0] < len(list)/2 {
		t.Errorf("%v things compete with a screen", screened)
	}
	if math.Abs(heads[0]-heads[1]) > 0.05 {
		t.Errorf("heads without examples give %v", heads)
	}
}
