package search

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// words embeds each known word as an axis.
type words map[string]int

var errUnknown = errors.New("unknown word")

func (w words) Text(_ context.Context, s string) (photo.Vector, error) {
	axis, ok := w[s]
	if !ok {
		return nil, errUnknown
	}
	v := make(photo.Vector, 4)
	v[axis] = 1
	return v, nil
}

func library() *Searcher {
	x := index.NewExact(4)
	h := float32(math.Sqrt(0.5))
	x.Add(1, photo.Vector{1, 0, 0, 0}) // beach
	x.Add(2, photo.Vector{h, h, 0, 0}) // beach with people
	x.Add(3, photo.Vector{0, 1, 0, 0}) // people
	x.Add(4, photo.Vector{0, 0, 1, 0}) // night
	return &Searcher{Encoder: words{"beach": 0, "people": 1, "night": 2}, Index: x}
}

func ids(ms []index.Match) []photo.ID {
	var out []photo.ID
	for _, m := range ms {
		out = append(out, m.ID)
	}
	return out
}

func TestSearch(t *testing.T) {
	night := photo.Vector{0, 0, 1, 0}
	tests := []struct {
		name string
		q    Query
		want []photo.ID
	}{
		{"sentence", Query{Text: " beach ", Limit: 2}, []photo.ID{1, 2}},
		{"minus", Query{Text: "beach", Not: []string{"people", " "}, Limit: 1}, []photo.ID{1}},
		{"minus puts people last", Query{Text: "beach", Not: []string{"people"}}, []photo.ID{1, 2, 4, 3}},
		{"picture", Query{Images: []photo.Vector{night}, Limit: 1}, []photo.ID{4}},
		{"picture and sentence", Query{Text: "people", Images: []photo.Vector{night}, Limit: 2}, []photo.ID{3, 2}},
		{"left out", Query{Text: "beach", Omit: map[photo.ID]bool{1: true}, Limit: 1}, []photo.ID{2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := library().Search(t.Context(), tt.q)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(ids(got), tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestScoreOfOnePartIsItsCosine(t *testing.T) {
	got, err := library().Search(t.Context(), Query{Text: "beach", Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{1, math.Sqrt(0.5)} {
		if math.Abs(float64(got[i].Score)-want) > 1e-6 {
			t.Errorf("score %d: got %v, want %v", i, got[i].Score, want)
		}
	}
}

func TestSearchErrors(t *testing.T) {
	for _, q := range []Query{{}, {Text: " \t"}, {Not: []string{"people"}}} {
		if _, err := library().Search(t.Context(), q); !errors.Is(err, ErrEmpty) {
			t.Errorf("%+v: got %v, want ErrEmpty", q, err)
		}
	}
	if _, err := library().Search(t.Context(), Query{Text: "zebra"}); !errors.Is(err, errUnknown) {
		t.Errorf("the encoder's error is lost: %v", err)
	}
}

func TestPartsThatCancelOut(t *testing.T) {
	got, err := library().Search(t.Context(), Query{Images: []photo.Vector{{1, 0, 0, 0}, {-1, 0, 0, 0}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range got {
		if m.Score != 0 {
			t.Errorf("photo %d scores %v", m.ID, m.Score)
		}
	}
}
