package zeroshot

import (
	"context"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"recollect/engine/photo"
)

// words embeds a sentence as a vector of how often some words are in it.
type words struct {
	words []string
	err   error
}

func (w words) Vectors(_ context.Context, sentences []string) ([]photo.Vector, error) {
	var out []photo.Vector
	for _, s := range sentences {
		v := make(photo.Vector, len(w.words))
		for i, word := range w.words {
			v[i] = float32(strings.Count(s, word))
		}
		out = append(out, photo.Mean([]photo.Vector{v}))
	}
	return out, w.err
}

func TestEnsemble(t *testing.T) {
	enc := words{words: []string{"dog", "cat", "photo", "toy"}}
	got, err := Ensemble(t.Context(), enc, []string{"dog", "cat"}, []string{"{}", "photo of {}", "toy {}"})
	if err != nil {
		t.Fatal(err)
	}
	// dog: (1,0,0,0), (1,0,1,0)/√2 and (1,0,0,1)/√2, added and normalised.
	a, b := 1+math.Sqrt2, 1/math.Sqrt2
	length := math.Sqrt(a*a + 2*b*b)
	for i, want := range [][]float64{{a, 0, b, b}, {0, a, b, b}} {
		for j, x := range want {
			if math.Abs(float64(got[i][j])-x/length) > 1e-6 {
				t.Errorf("class %d: got %v, want %v over %v", i, got[i], want, length)
			}
		}
	}
}

func TestClassify(t *testing.T) {
	encoder := words{words: []string{"dog", "cat", "car"}}
	c, err := New(t.Context(), encoder, []string{"car", "dog", "cat"}, []string{"{}"}, 2)
	if err != nil {
		t.Fatal(err)
	}
	got := c.Classify(photo.Vector{0.8, 0.6, 0})
	sum := math.Exp(1.6) + math.Exp(1.2) + 1
	want := []Label{{"dog", math.Exp(1.6) / sum}, {"cat", math.Exp(1.2) / sum}, {"car", 1 / sum}}
	for i := range want {
		if got[i].Label != want[i].Label || math.Abs(got[i].P-want[i].P) > 1e-6 {
			t.Errorf("place %d: got %v, want %v", i, got[i], want[i])
		}
	}
}

// A model may be much surer than float64 can exponentiate.
func TestClassifyDoesNotOverflow(t *testing.T) {
	c := &Classifier{labels: []string{"a", "b"}, classes: []photo.Vector{{1, 0}, {0, 1}}, scale: 1e6}
	got := c.Classify(photo.Vector{0, 1})
	if want := []Label{{"b", 1}, {"a", 0}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestErrorsOfTheEncoder(t *testing.T) {
	broken := errors.New("no model")
	if _, err := New(t.Context(), words{err: broken}, []string{"a", "b"}, []string{"{}"}, 1); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestParseTemplates(t *testing.T) {
	tests := []struct {
		text string
		want []string
		err  string
	}{
		{"# of mine\n\n a {}. \r\nthe {} and a {}", []string{"a {}.", "the {} and a {}"}, ""},
		{"a {}\na dog\n", nil, `line 2, "a dog", has no {}`},
		{"# nothing\n", nil, "no template"},
		{"", nil, "no template"},
	}
	for _, tt := range tests {
		got, err := ParseTemplates(tt.text)
		if !reflect.DeepEqual(got, tt.want) || (err == nil) != (tt.err == "") ||
			err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%q: got %q, %v", tt.text, got, err)
		}
	}
}

func TestNamed(t *testing.T) {
	for name, want := range map[string]int{"none": 1, "photo": 1, "imagenet80": 80} {
		got, ok := Named(name)
		if !ok || len(got) != want {
			t.Errorf("%s: %d templates, want %d", name, len(got), want)
		}
		unique := map[string]bool{}
		for _, template := range got {
			unique[template] = true
			if strings.Count(template, blank) != 1 {
				t.Errorf("%s: %q", name, template)
			}
		}
		if len(unique) != want {
			t.Errorf("%s: some are there twice", name)
		}
	}
	if _, ok := Named("other"); ok {
		t.Error("there is another set")
	}
}
