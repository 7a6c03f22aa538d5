package subword

import (
	"math"
	"unicode/utf8"
)

// Unigram finds the most probable pieces of a text (Kudo 2018) by the Viterbi algorithm.
type Unigram struct {
	Pieces  *Prefixes // values are ids
	Scores  []float64 // log probabilities, by id
	Unk     int32
	Unknown float64     // the score of a character that is no piece
	Narrow  bool        // sums are rounded to float32, as SentencePiece does
	Bytes   *[256]int32 // tokens of the bytes of unknown characters, or nil
}

// UnknownPenalty is how much less probable an unknown character is than the least
// probable piece (kUnkPenalty of SentencePiece).
const UnknownPenalty = 10

// reached is the best way to a place in the text.
type reached struct {
	score float64
	start int32 // of its last piece
	id    int32
}

// Encode appends the ids of text. Unknown characters that follow one another are one.
func (u *Unigram) Encode(ids []int64, text string) []int64 {
	if text == "" {
		return ids
	}
	best := u.forward(text)
	var cuts []int32 // ends of the pieces, the last first
	for end := int32(len(text)); end > 0; end = best[end].start {
		cuts = append(cuts, end)
	}
	unknown := false
	for i := len(cuts) - 1; i >= 0; i-- {
		b := best[cuts[i]]
		switch {
		case b.id != u.Unk:
			ids = append(ids, int64(b.id))
		case u.Bytes != nil:
			for _, c := range []byte(text[b.start:cuts[i]]) {
				ids = append(ids, int64(u.Bytes[c]))
			}
		case !unknown:
			ids = append(ids, int64(u.Unk))
		}
		unknown = b.id == u.Unk
	}
	return ids
}

// forward returns the best way to each byte of text where a character ends.
func (u *Unigram) forward(text string) []reached {
	best := make([]reached, len(text)+1)
	for i := range best {
		best[i].start = -1
	}
	reach := func(start, end int, id int32, score float64) {
		score = u.round(score)
		if b := &best[end]; b.start < 0 || score > b.score {
			*b = reached{score, int32(start), id}
		}
	}
	for at := 0; at < len(text); {
		_, size := utf8.DecodeRuneInString(text[at:])
		here, single := best[at].score, false
		u.Pieces.each(text[at:], func(n int, id int32) {
			reach(at, at+n, id, here+u.Scores[id])
			single = single || n == size
		})
		if !single {
			reach(at, at+size, u.Unk, here+u.Unknown)
		}
		at += size
	}
	return best
}

func (u *Unigram) round(score float64) float64 {
	if u.Narrow {
		return float64(float32(score))
	}
	return score
}

// Least returns the lowest of the scores that count.
func Least(scores []float64, counts func(id int) bool) float64 {
	low := math.Inf(1)
	for id, s := range scores {
		if counts(id) {
			low = min(low, s)
		}
	}
	if math.IsInf(low, 1) {
		return 0
	}
	return low
}
