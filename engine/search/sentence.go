package search

import (
	"context"
	"strings"
	"sync"

	"recollect/engine/photo"
)

// sentence is a text with everything that depends on it alone.
type sentence struct {
	text   string
	vector photo.Vector
	crowd  float64
}

// sentence embeds text, or remembers it.
func (s *Searcher) sentence(ctx context.Context, text string) (sentence, error) {
	if t, ok := s.recent.find(text); ok {
		return t, nil
	}
	v, err := Embed(ctx, s.Encoder, text)
	if err != nil {
		return sentence{}, err
	}
	t := sentence{text: text, vector: v}
	if s.Bank != nil {
		bank, err := s.Bank(ctx)
		if err != nil {
			return t, err
		}
		t.crowd = bank.Traits(t.vector).Crowd()
	}
	s.recent.add(t)
	return t, nil
}

// Embed returns the unit vector for a text in queries: the mean of its embeddings in one or two
// phrasings. Errors are the encoder's.
func Embed(ctx context.Context, e Encoder, text string) (photo.Vector, error) {
	var all []photo.Vector
	for _, p := range phrasings(text) {
		v, err := e.Text(ctx, p)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return photo.Mean(all), nil
}

// templateWords is up to how many words a text gets the template: on one word it
// raised mean average precision by 2 to 3.5 points, on four and more it lowered it
// (docs/quality.md).
const templateWords = 3

// phrasings are the sentences whose mean represents text: itself, and for a short one also as the
// caption of a photo, as in the CLIP paper.
func phrasings(text string) []string {
	words := strings.Fields(text)
	if len(words) > 1 {
		switch strings.ToLower(words[0]) {
		case "a", "an", "the":
			words = words[1:]
		}
	}
	if len(words) > templateWords {
		return []string{text}
	}
	return []string{text, "a photo of a " + strings.Join(words, " ") + "."}
}

// plus adds weight*v to sum, which may be nil.
func plus(sum photo.Vector, weight float64, v photo.Vector) photo.Vector {
	if sum == nil {
		sum = make(photo.Vector, len(v))
	}
	for i, x := range v {
		sum[i] += float32(weight) * x
	}
	return sum
}

// recent is a cache of the sentences of the last queries, so that refining one does not embed its
// words again.
type recent struct {
	mu  sync.Mutex
	all []sentence // the last used first
}

// recentSize is how many sentences are remembered, at 2 KB each.
const recentSize = 64

func (r *recent) find(text string) (sentence, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, t := range r.all {
		if t.text == text {
			copy(r.all[1:i+1], r.all[:i])
			r.all[0] = t
			return t, true
		}
	}
	return sentence{}, false
}

func (r *recent) add(t sentence) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.all) < recentSize {
		r.all = append(r.all, sentence{})
	}
	copy(r.all[1:], r.all)
	r.all[0] = t
}
