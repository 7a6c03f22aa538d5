package search

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// words embeds each known word as an axis, and counts how often it was asked.
type words struct {
	axes  map[string]int
	calls int
}

var errUnknown = errors.New("unknown word")

func (w *words) Text(_ context.Context, s string) (photo.Vector, error) {
	w.calls++
	s = strings.TrimSuffix(strings.TrimPrefix(s, "a photo of a "), ".")
	axis, ok := w.axes[s]
	if !ok {
		return nil, errUnknown
	}
	return unit(axis), nil
}

const dim = 8

func unit(axis int) photo.Vector {
	v := make(photo.Vector, dim)
	v[axis] = 1
	return v
}

// mix is a unit vector with these shares of axes 0, 1, 2, and the rest elsewhere.
func mix(shares ...float64) photo.Vector {
	v := make(photo.Vector, dim)
	rest := 1.0
	for i, s := range shares {
		v[i] = float32(s)
		rest -= s * s
	}
	v[dim-1] = float32(math.Sqrt(rest))
	return v
}

// library has photos with traits of a usual model: unrelated ones score 0 with a
// deviation of 0.07.
func library() *Searcher {
	x := NewCorpus(dim)
	for id, v := range map[photo.ID]photo.Vector{
		1: mix(0.5),           // beach
		2: mix(0.45, 0.4),     // beach with people
		3: mix(0, 0.5),        // people
		4: mix(0, 0, 0.5),     // night
		5: mix(0.05, 0, 0.02), // nothing of these
	} {
		x.Add(id, v, relevance.Traits{Mean: 0.05, Dev: 0.07, Hub: 0.1})
	}
	return &Searcher{
		Encoder: &words{axes: map[string]int{
			"beach": 0, "people": 1, "man": 6, "woman": 6, "child": 1,
			"person": 6, "night": 2, "zebra": 3, "a longer sentence of words": 0,
		}},
		Corpus: x, Calibration: relevance.Default(),
	}
}

func ids(ms []Match) []photo.ID {
	var out []photo.ID
	for _, m := range ms {
		out = append(out, m.ID)
	}
	return out
}

func text(s string) Part { return Part{Text: s} }
func away(s string) Part { return Part{Text: s, Weight: -1} }

func search(t *testing.T, s *Searcher, q Query) Answer {
	t.Helper()
	a, err := s.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Matches {
		m := a.Matches[i]
		if m.Confidence < 0 || m.Confidence > 1 {
			t.Errorf("photo %d: confidence %v", m.ID, m.Confidence)
		}
		if i > 0 && m.Score > a.Matches[i-1].Score {
			t.Errorf("scores rise: %v", a.Matches)
		}
	}
	return a
}

func TestOrder(t *testing.T) {
	tests := []struct {
		name string
		q    Query
		want []photo.ID
	}{
		{"sentence", Query{Parts: []Part{text(" beach ")}}, []photo.ID{1, 2, 5, 3, 4}},
		{"minus", Query{Parts: []Part{text("beach"), away("people"), away(" ")}}, []photo.ID{1, 2, 5, 4, 3}},
		{"minus of what is not there", Query{Parts: []Part{text("beach"), away("zebra")}}, []photo.ID{1, 2, 5, 3, 4}},
		{"a heavy minus", Query{Parts: []Part{text("beach"), {Text: "people", Weight: -5}}}, []photo.ID{1, 5, 4, 2, 3}},
		{"minus alone", Query{Parts: []Part{away("people")}, Limit: 3}, []photo.ID{1, 4, 5}},
		{"two alone", Query{Parts: []Part{away("people"), away("beach")}}, []photo.ID{4, 5, 2, 1, 3}},
		{"picture", Query{Parts: []Part{{Picture: mix(0, 0, 0.5)}}, Limit: 2}, []photo.ID{4, 5}},
		{
			"picture and sentence",
			Query{Parts: []Part{{Picture: mix(0, 0, 0.5)}, text("people")}, Limit: 1},
			[]photo.ID{3},
		},
		{"weights", Query{Parts: []Part{text("beach"), {Text: "night", Weight: 3}}, Limit: 2}, []photo.ID{4, 1}},
		{"left out", Query{Parts: []Part{text("beach")}, Omit: photo.NewSet(1), Limit: 1}, []photo.ID{2}},
		{"among", Query{Parts: []Part{text("beach")}, Only: photo.NewSet(3, 5, 99)}, []photo.ID{5, 3}},
		{"among none", Query{Parts: []Part{text("beach")}, Only: photo.NewSet()}, nil},
		{"minus among none", Query{Parts: []Part{away("beach")}, Only: photo.NewSet()}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.q.All = true
			if got := ids(search(t, library(), tt.q).Matches); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestOnlyWhatIsRelevant(t *testing.T) {
	tests := []struct {
		name string
		q    Query
		want []photo.ID
		weak int
	}{
		{"there", Query{Parts: []Part{text("beach")}}, []photo.ID{1, 2}, 3},
		{"not there", Query{Parts: []Part{text("zebra")}}, nil, 5},
		{"the first", Query{Parts: []Part{text("beach")}, Limit: 1}, []photo.ID{1}, 3},
		{"minus", Query{Parts: []Part{text("beach"), away("people")}}, []photo.ID{1}, 4},
		{"a light minus", Query{Parts: []Part{text("beach"), {Text: "child", Weight: -0.1}}}, []photo.ID{1, 2}, 3},
		{"minus of what is not there", Query{Parts: []Part{text("beach"), away("zebra")}}, []photo.ID{1, 2}, 3},
		{"minus alone", Query{Parts: []Part{away("people")}}, []photo.ID{1, 4, 5}, 2},
		{"picture", Query{Parts: []Part{{Picture: mix(0, 0, 0.5)}}, Omit: photo.NewSet(3)}, []photo.ID{4, 5, 1, 2}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := search(t, library(), tt.q)
			if got := ids(a.Matches); !slices.Equal(got, tt.want) || a.Weak != tt.weak {
				t.Errorf("got %v and %d weak ones, want %v and %d", got, a.Weak, tt.want, tt.weak)
			}
			for _, m := range a.Matches {
				if !m.Relevant {
					t.Errorf("photo %d is not relevant", m.ID)
				}
			}
		})
	}
}

// A part that no photo is seen to show is named: there is none, or the model cannot tell.
func TestUnsure(t *testing.T) {
	for name, tt := range map[string]struct {
		parts []Part
		want  []string
	}{
		"seen":       {[]Part{text("beach"), away("people")}, nil},
		"not seen":   {[]Part{text("beach"), away("zebra")}, []string{"zebra"}},
		"alone":      {[]Part{away("zebra"), away("people")}, []string{"zebra"}},
		"a picture":  {[]Part{text("beach"), {Picture: unit(5), Weight: -1}}, nil},
		"no minus":   {[]Part{text("beach")}, nil},
		"a sentence": {[]Part{text("zebra")}, nil},
	} {
		if got := search(t, library(), Query{Parts: tt.parts}).Unsure; !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// A general word is measured by the best of the words that stand for it.
func TestGeneralWords(t *testing.T) {
	for text, n := range map[string]int{
		"People": 4, "any animals": 7, "the water": 4, "human": 4, "people in red": 1,
		"zebra": 1, "": 1,
	} {
		if got := special(text); len(got) != n || n == 1 && got[0] != text {
			t.Errorf("%q: got %q, want %d words", text, got, n)
		}
	}
}

func TestScoreOfOnePartIsItsOwn(t *testing.T) {
	for _, q := range []Query{
		{Parts: []Part{text("beach")}, All: true},
		{Parts: []Part{{Text: "beach", Weight: 7}}, All: true},
	} {
		got := search(t, library(), q).Matches
		for i, want := range []float64{0.5, 0.45} {
			if math.Abs(float64(got[i].Score)-(want-relevance.Default().HubWeight*0.1)) > 1e-3 {
				t.Errorf("score %d: got %v, want %v less half the hub", i, got[i].Score, want)
			}
		}
	}
	got := search(t, library(), Query{Parts: []Part{{Picture: mix(0.5)}}, All: true}).Matches
	if math.Abs(float64(got[0].Score)-1) > 1e-6 {
		t.Errorf("a picture scores %v with itself", got[0].Score)
	}
}

// A thousand relevant photos must be found though fewer are looked at first, and so
// must what only comes to the front when others are kept away.
func TestManyRelevant(t *testing.T) {
	s := library()
	for i := range 3 * firstExamined {
		v := mix(0.5, 0.3) // beach and people
		if i%2 == 0 {
			v = mix(0.45) // beach
		}
		s.Corpus.Add(photo.ID(100+i), v, relevance.Traits{Mean: 0.05, Dev: 0.07, Hub: 0.1})
	}
	if a := search(t, s, Query{Parts: []Part{text("beach")}}); len(a.Matches) != 3*firstExamined+2 || a.Weak != 3 {
		t.Errorf("%d matches and %d weak ones, want %d and 3", len(a.Matches), a.Weak, 3*firstExamined+2)
	}
	a := search(t, s, Query{Parts: []Part{text("beach"), {Text: "people", Weight: -3}}, Limit: 3})
	if got := ids(a.Matches); !slices.Equal(got, []photo.ID{1, 100, 102}) {
		t.Errorf("got %v, want the beaches without people", got)
	}
	if a := search(t, s, Query{Parts: []Part{text("beach")}, All: true, Limit: 5000}); len(a.Matches) != 5000 {
		t.Errorf("%d matches, want 5000", len(a.Matches))
	}
}

func TestErrors(t *testing.T) {
	for _, q := range []Query{{}, {Parts: []Part{text(" \t"), away("")}}} {
		if _, err := library().Search(t.Context(), q); !errors.Is(err, ErrEmpty) {
			t.Errorf("%+v: got %v, want ErrEmpty", q, err)
		}
	}
	if _, err := library().Search(t.Context(), Query{Parts: []Part{text("quagga")}}); !errors.Is(err, errUnknown) {
		t.Errorf("the encoder's error is lost: %v", err)
	}
	s := library()
	s.Bank = func(context.Context) (*relevance.Bank, error) { return nil, errUnknown }
	if _, err := s.Search(t.Context(), Query{Parts: []Part{text("beach")}}); !errors.Is(err, errUnknown) {
		t.Errorf("the bank's error is lost: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := library().Search(ctx, Query{Parts: []Part{{Picture: mix(1)}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

func TestSentencesAreRemembered(t *testing.T) {
	s := library()
	bank := relevance.NewBank([]photo.Vector{unit(0), unit(1), unit(2)})
	s.Bank = func(context.Context) (*relevance.Bank, error) { return bank, nil }
	encoder := s.Encoder.(*words)
	for _, q := range [][]Part{{text("beach")}, {text("beach"), away("people")}, {text("beach"), text("people")}} {
		search(t, s, Query{Parts: q})
	}
	if encoder.calls != 12 { // six words, each with and without the template
		t.Errorf("%d calls of the encoder, want 12", encoder.calls)
	}
	for i := range recentSize {
		s.recent.add(sentence{text: strings.Repeat("x", i+1)})
	}
	if _, ok := s.recent.find("beach"); ok || len(s.recent.all) != recentSize {
		t.Errorf("%d sentences are remembered", len(s.recent.all))
	}
	if got, ok := s.recent.find("x"); !ok || got.text != "x" || s.recent.all[0].text != "x" {
		t.Error("the last used one must come first")
	}
}

func TestPhrasings(t *testing.T) {
	for text, want := range map[string][]string{
		"dog":                      {"dog", "a photo of a dog."},
		"A red bowl":               {"A red bowl", "a photo of a red bowl."},
		"the":                      {"the", "a photo of a the."},
		"a dog on a beach":         {"a dog on a beach"},
		"the old yellow submarine": {"the old yellow submarine", "a photo of a old yellow submarine."},
	} {
		if got := phrasings(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestPartsThatCancelOut(t *testing.T) {
	if got := photo.Mean([]photo.Vector{unit(1), plus(nil, -1, unit(1))}); !slices.Equal(got, make(photo.Vector, dim)) {
		t.Errorf("got %v", got)
	}
}
