// Package search turns a query into ranked photos: it embeds the sentences of the
// query, combines all parts into one score, asks the index for the best photos,
// and decides which of them are an answer.
//
// Service is what callers use. It answers a query.Query of a library, with its
// filters, albums and order, and finds what the words of a query name. Searcher is
// the part below it that knows only vectors: it ranks the photos of a Corpus for a
// Query, whose pictures have been embedded. Reading picture files is left to the engine.
//
// # The formula
//
// A part's score of a photo is its cosine similarity with the photo; for a sentence
// it is corrected for photos that are near to everything:
//
//	s = cos(sentence, photo) - 0.5 * hub(photo)      s = cos(picture, photo)
//
// Scores of sentences and of pictures lie on different scales. u = (s - base) / unit
// brings both to standard deviations from what unrelated photos score (package
// relevance). Parts with weights w > 0 are combined as the weighted mean of u, which
// is a weighted mean of the scores:
//
//	u = sum(w*u_i) / sum(w)       score = sum(v_i*s_i), v_i = w_i/unit_i scaled to a sum of 1
//
// so that the score of a single part is its own. A part with weight -w takes away
// only where it is really seen, that is beyond 0.75 standard deviations:
//
//	u = u - w/(mean weight of the other parts) * max(0, u_away - 0.75)
//
// and a photo that it would be an answer to leaves the answer. A query of such parts
// alone ranks photos by how little they show of what they show most:
// score = -max(u_away). docs/quality.md compares the rules.
package search

import (
	"context"
	"strings"

	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// ErrEmpty means that a query names nothing to look for.
var ErrEmpty error = &photo.Fault{
	Code: "search:empty",
	Text: "the query is empty",
}

// Encoder embeds sentences.
type Encoder interface {
	// Text returns a unit vector.
	Text(ctx context.Context, sentence string) (photo.Vector, error)
}

// Searcher answers queries. Its fields are set once; its methods may be called
// from any goroutine. It must not be copied once it is in use.
type Searcher struct {
	Encoder Encoder
	Corpus  *Corpus
	// Calibration is that of the encoder's model.
	Calibration relevance.Calibration
	// Bank returns the bank of prompts, of the same encoder. Every query with words calls it. Nil:
	// there is none, and the decisions are worse.
	Bank func(context.Context) (*relevance.Bank, error)

	recent recent
}

// Part is something that photos should look like, or with a weight below zero should not. It has
// either Text or Picture; a part without both is ignored.
type Part struct {
	Text    string
	Picture photo.Vector // the embedding of a picture
	Weight  float64      // 0 stands for 1
}

// Query is a query whose pictures have been embedded.
type Query struct {
	Parts []Part
	Only  *photo.Set // the photos to search; nil: every photo
	Omit  *photo.Set // photos that are not an answer; nil: none
	Limit int        // the most matches wanted; 0 means all
	All   bool       // weak matches are wanted too
}

// Match is a photo and how well it answers the query.
type Match struct {
	ID photo.ID
	// Score never rises from one match to the next of the same model. For a query of one part it is
	// that part's (see the formula).
	Score float32
	// Confidence is the probability that a person would accept the photo, from 0 to 1.
	Confidence float64
	Relevant   bool
}

// Answer is the answer to a query.
type Answer struct {
	Matches []Match // best first; relevant ones only, unless All was asked for
	// Weak is how many photos are not relevant, whether they are left out or not. If Limit cut the
	// answer, it is an upper bound.
	Weak int
	// Unsure are the sentences to avoid that no photo was seen to show: either there is none, or
	// the model cannot see it.
	Unsure []string
	Own    bool // they are all of an album that was made by hand, in its own order
}

// IDs are those of the matches, in their order.
func (a Answer) IDs() []photo.ID {
	ids := make([]photo.ID, len(a.Matches))
	for i, m := range a.Matches {
		ids[i] = m.ID
	}
	return ids
}

// Search answers q. It returns ErrEmpty for a query without parts, ctx's error, or the encoder's.
// It costs one pass over the vectors, and one more for each part to avoid if there are no others.
func (s *Searcher) Search(ctx context.Context, q Query) (Answer, error) {
	toward, away, err := s.embedAll(ctx, q.Parts)
	if err != nil {
		return Answer{}, err
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	var a Answer
	switch {
	case len(toward) > 0:
		a, err = s.like(ctx, q, toward, away)
	case len(away) > 0:
		a, err = s.unlike(ctx, q, away)
	default:
		return a, ErrEmpty
	}
	if err != nil {
		return Answer{}, err
	}
	if q.Limit > 0 && len(a.Matches) > q.Limit {
		a.Matches = a.Matches[:q.Limit]
	}
	return a, ctx.Err()
}

// part is a Part whose text has been embedded.
type part struct {
	vector  photo.Vector // nil: nothing was given
	weight  float64
	picture bool
	crowd   float64 // of a sentence; see relevance.Evidence
	scale   relevance.Scale
}

// embedAll embeds the parts that photos should look like and those that they should not.
func (s *Searcher) embedAll(ctx context.Context, parts []Part) (toward []part, away []awayPart, err error) {
	for _, p := range parts {
		if p.Weight < 0 {
			a, err := s.embedAway(ctx, p)
			if err != nil {
				return nil, nil, err
			}
			if len(a.any) > 0 {
				away = append(away, a)
			}
			continue
		}
		e, err := s.embed(ctx, p)
		if err != nil {
			return nil, nil, err
		}
		if e.vector != nil {
			toward = append(toward, e)
		}
	}
	return toward, away, nil
}

func (s *Searcher) embed(ctx context.Context, p Part) (part, error) {
	e := part{weight: p.Weight}
	if e.weight == 0 {
		e.weight = 1
	}
	text := strings.TrimSpace(p.Text)
	switch {
	case p.Picture != nil:
		some, err := s.Corpus.sample(ctx)
		if err != nil {
			return e, err
		}
		e.vector, e.picture = p.Picture, true
		e.scale = s.Calibration.PictureScale(some)
	case text != "":
		t, err := s.sentence(ctx, text)
		if err != nil {
			return e, err
		}
		e.vector, e.crowd = t.vector, t.crowd
		e.scale = s.Calibration.SentenceScale(s.Corpus.Mean())
	}
	return e, nil
}

// sampleSize is how many photos determine the scale of cosines of pictures: their 5,000 pairs take
// about a millisecond.
const sampleSize = 100
