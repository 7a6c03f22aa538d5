package things

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"recollect/engine/dots"
	"recollect/engine/photo"
)

// axes embeds a sentence as a direction of its own for every word that it knows.
type axes []string

func (a axes) Vectors(_ context.Context, sentences []string) ([]photo.Vector, error) {
	var out []photo.Vector
	for _, s := range sentences {
		v := make(photo.Vector, len(a)+1)
		v[len(a)] = 0.1 // of words that it does not know
		for i, word := range a {
			if strings.Contains(s, word) {
				v[i] = 1
			}
		}
		out = append(out, photo.Mean([]photo.Vector{v}))
	}
	return out, nil
}

var words = axes{"dog", "cat", "cow", "car", "bus", "cup", "key", "sea", "sun", "egg", "hat", "jar"}

func vocabularyOf(names []string) []Thing {
	var list []Thing
	for _, name := range names {
		list = append(list, Thing{Name: name, Group: "all", Prompt: name})
	}
	return list
}

func tagger(t *testing.T) *Tagger {
	t.Helper()
	made, err := New(t.Context(), words, vocabularyOf(words), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// seen is a picture of some words, with some noise.
func seen(random *rand.Rand, noise float32, shown ...string) photo.Vector {
	v := make(photo.Vector, len(words)+1)
	for i, word := range words {
		v[i] = noise * (random.Float32() - 0.5)
		if slices.Contains(shown, word) {
			v[i]++
		}
	}
	return photo.Mean([]photo.Vector{v})
}

func TestSuggest(t *testing.T) {
	made, err := New(t.Context(), words, vocabularyOf(append(slices.Clone(words), many(60)...)), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	tests := []struct {
		shown []string
		want  []string
	}{
		{[]string{"dog"}, []string{"dog"}},
		{[]string{"dog", "sea"}, []string{"dog", "sea"}},
		{[]string{}, nil}, // nothing stands out
	}
	for _, tt := range tests {
		got := made.Suggest(seen(random, 0.2, tt.shown...))
		var names []string
		for name, p := range got {
			names = append(names, name)
			if p < Least || p > 1 {
				t.Errorf("%v: %s has the probability %v", tt.shown, name, p)
			}
		}
		slices.Sort(names)
		if len(tt.shown) > 0 && !slices.Equal(names, tt.want) {
			t.Errorf("%v: got %v, want %v", tt.shown, names, tt.want)
		}
	}
}

// Of things that are easily taken for each other only the best is suggested, as long as nobody has said more.
func TestOneOfAKind(t *testing.T) {
	list := vocabularyOf(append(slices.Clone(words), many(60)...))
	list[0].Kind, list[1].Kind = "dog, cat", "dog, cat"
	made, err := New(t.Context(), words, list, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := photo.Mean([]photo.Vector{{1, 0.98, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}})
	got := made.Suggest(v)
	if len(got) != 1 || got["dog"] < Least {
		t.Errorf("got %v", got)
	}
	list[0].Kind, list[1].Kind = "", ""
	if made, err = New(t.Context(), words, list, nil, nil); err != nil {
		t.Fatal(err)
	}
	if got := made.Suggest(v); got["cat"] < Least {
		t.Errorf("of no kind: %v", got)
	}
}

// many are names that say nothing to axes.
func many(n int) []string {
	var names []string
	for i := range n {
		names = append(names, string(rune('A'+i)))
	}
	return names
}

// A short list of a person's own must not make everything stand out.
func TestShortList(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	made, err := New(t.Context(), words, vocabularyOf([]string{"dog"}),
		vocabularyOf(append(slices.Clone(words), many(60)...)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := made.Suggest(seen(random, 0.2, "dog")); got["dog"] < Least {
		t.Errorf("of a dog: %v", got)
	}
	if got := made.Suggest(seen(random, 0.2, "cat")); len(got) != 0 {
		t.Errorf("of a cat: %v", got)
	}
}

func TestKeepBest(t *testing.T) {
	all := map[string]float64{"a": 0.7, "b": 0.9, "c": 0.7, "d": 0.8}
	dropImprobable(all, 3)
	if len(all) != 3 || all["c"] != 0 {
		t.Errorf("got %v", all)
	}
}

func TestHeadTakesTheRulesPlace(t *testing.T) {
	made := tagger(t)
	random := rand.New(rand.NewPCG(3, 4))
	var examples []Example
	for range 5 { // in this library dogs are shown with a hat, and a dog alone is none
		examples = append(examples, Example{seen(random, 0.3, "dog", "hat"), true},
			Example{seen(random, 0.3, "dog"), false})
	}
	if same, changed := made.With("dog", examples[:9]); changed || same != made {
		t.Error("nine examples made a head")
	}
	harmless := slices.DeleteFunc(slices.Concat(examples, examples), func(e Example) bool { return e.Shows })
	if _, changed := made.With("dog", harmless); changed {
		t.Error("rejections alone made a head")
	}
	if _, changed := made.With("nothing", examples); changed {
		t.Error("a thing that is not there was learned")
	}
	learned, changed := made.With("dog", examples)
	if _, ok := learned.Head("dog"); !changed || !ok {
		t.Fatal("ten examples made no head")
	}
	if _, ok := made.Head("dog"); ok {
		t.Error("the tagger before has changed")
	}
	for range 20 {
		if p := learned.Suggest(seen(random, 0.3, "dog", "hat"))["dog"]; p < LeastLearned {
			t.Errorf("with a hat: %v", p)
		}
		if p := learned.Suggest(seen(random, 0.3, "dog"))["dog"]; p != 0 {
			t.Errorf("without: %v", p)
		}
	}
	back, changed := learned.With("dog", examples[:3])
	if _, ok := back.Head("dog"); ok || !changed {
		t.Error("the head stayed when examples were taken back")
	}
}

// With no examples to speak of a head says what the sentences say.
func TestHeadIsHeldAtTheText(t *testing.T) {
	prior := photo.Vector{1, 0, 0}
	h := train(prior, 1, nil)
	for _, v := range []photo.Vector{{1, 0, 0}, {0, 1, 0}, {0.6, 0.8, 0}} {
		if got, want := h.P(v), logistic(priorScale*float64(v[0])+priorBias); got < want-1e-6 || got > want+1e-6 {
			t.Errorf("%v: got %v, want %v", v, got, want)
		}
	}
}

func TestScreens(t *testing.T) {
	all := recipes()
	want := []string{"nudity", "violence", "personal-data", "screenshots", "memes", "receipts"}
	if got := Screens(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, r := range all {
		if r.threshold <= 0 || len(r.shows) < 3 || len(r.harmless) < 3 ||
			slices.ContainsFunc(append(r.shows, r.harmless...), func(p string) bool { return p == "" }) {
			t.Errorf("%+v", r)
		}
	}
	if _, err := New(t.Context(), words, vocabularyOf(words), nil, []string{"cats"}); !errors.Is(err, ErrNoScreen) {
		t.Errorf("an unknown screen: %v", err)
	}
}

func TestScreenFlags(t *testing.T) {
	enc := append(slices.Clone(words), "receipt", "restaurant bill", "book")
	made, err := New(t.Context(), enc, vocabularyOf(append(slices.Clone(words), many(60)...)), nil,
		[]string{"receipts"})
	if err != nil {
		t.Fatal(err)
	}
	if got := made.Screens(); !slices.Equal(got, []string{"receipts"}) {
		t.Errorf("it screens for %q", got)
	}
	axis := func(word string) photo.Vector {
		v := make(photo.Vector, len(enc)+1)
		v[slices.Index(enc, word)] = 1
		return v
	}
	if p := made.Suggest(axis("receipt"))[ScreenPrefix+"receipts"]; p < Least {
		t.Errorf("a receipt is one with %v", p)
	}
	for _, harmless := range []string{"book", "dog"} {
		if p := made.Suggest(axis(harmless))[ScreenPrefix+"receipts"]; p != 0 {
			t.Errorf("a %s is a receipt with %v", harmless, p)
		}
	}
}

func TestFingerprint(t *testing.T) {
	seen := map[string]string{}
	for what, f := range map[string]string{
		"none":           Fingerprint(nil, nil, nil),
		"a thing":        Fingerprint([]Thing{{"a", "b", "c", ""}}, nil, nil),
		"another prompt": Fingerprint([]Thing{{"a", "b", "d", ""}}, nil, nil),
		"one of several": Fingerprint([]Thing{{"a", "b", "c", "a, d"}}, nil, nil),
		"a background":   Fingerprint([]Thing{{"a", "b", "c", ""}}, []Thing{{"a", "b", "c", ""}}, nil),
		"a screen":       Fingerprint([]Thing{{"a", "b", "c", ""}}, nil, []string{"memes"}),
	} {
		if other := seen[f]; other != "" {
			t.Errorf("%s and %s are the same", what, other)
		}
		seen[f] = what
	}
}

// A photo against a vocabulary of the shipped one's size.
func BenchmarkSuggest(b *testing.B) {
	random := rand.New(rand.NewPCG(7, 8))
	vector := func() photo.Vector {
		v := make(photo.Vector, 512)
		for i := range v {
			v[i] = random.Float32() - 0.5
		}
		return photo.Mean([]photo.Vector{v})
	}
	t, vectors := &Tagger{}, []photo.Vector(nil)
	for range 580 {
		t.things = append(t.things, Thing{})
		vectors = append(vectors, vector())
	}
	t.rows = dots.New(vectors)
	v := vector()
	for b.Loop() {
		t.Suggest(v)
	}
}
