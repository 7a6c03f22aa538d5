package relevance

import (
	"math"
	"slices"

	"recollect/engine/photo"
)

// HubWeight is how much of a photo's Hub is subtracted from its cosine with a
// sentence. On three sets of photos 0.3 to 0.7 were alike, and better than none by 1
// to 2 points of mean average precision (docs/quality.md). Cosines of two pictures
// are not corrected: it changed nothing there.
const HubWeight = 0.5

// Scale turns scores into standard deviations from what unrelated photos score.
type Scale struct{ Base, Unit float64 }

// Of returns the score in standard deviations.
func (s Scale) Of(score float64) float64 { return (score - s.Base) / s.Unit }

// Scales of recollect-mini over caltech101-505, for libraries that do not tell yet.
const (
	sentenceBase, sentenceUnit = -0.092, 0.067
	pictureBase, pictureUnit   = 0.11, 0.10
)

// SentenceScale is the scale of corrected cosines of sentences, from the mean of the
// traits of a library's photos. Without traits it is that of recollect-mini.
func SentenceScale(mean Traits) Scale {
	if !mean.Known() {
		return Scale{sentenceBase, sentenceUnit}
	}
	return Scale{Base: float64(mean.Mean - HubWeight*mean.Hub), Unit: float64(mean.Dev)}
}

// PictureScale is the scale of cosines of two pictures, from some photos of a
// library: the median of all pairs, and their spread below it, which many photos of
// one thing change little. Few photos say little: with 50 of them half the weight
// stays with what is typical of recollect-mini.
func PictureScale(sample []photo.Vector) Scale {
	var pairs []float64
	for i, v := range sample {
		for _, w := range sample[:i] {
			pairs = append(pairs, float64(photo.Dot(v, w)))
		}
	}
	if len(pairs) == 0 {
		return Scale{pictureBase, pictureUnit}
	}
	slices.Sort(pairs)
	median := pairs[len(pairs)/2]
	below := median - pairs[len(pairs)*16/100] // one deviation, were they normal
	trust := float64(len(sample)) / float64(len(sample)+50)
	return Scale{
		Base: trust*median + (1-trust)*pictureBase,
		Unit: max(trust*below+(1-trust)*pictureUnit, 1e-3),
	}
}

// Evidence is what is known of the answer to a query as a whole.
type Evidence struct {
	// Best is the score of the best photo, in standard deviations.
	Best float64
	// Photos is how many were compared.
	Photos int
	// Crowd is Traits.Crowd of the query's vector.
	Crowd float64
	// Pictures: the query is made of pictures only. Then Crowd means nothing.
	Pictures bool
}

// Judgement is how a photo answers a query.
type Judgement struct {
	// Confidence is the probability that a person would accept the photo, from 0 to 1.
	Confidence float64
	Relevant   bool
}

// Judge judges a photo by its score in standard deviations. For equal Evidence a
// higher score is never judged worse.
func (e Evidence) Judge(score float64) Judgement {
	if e.Pictures {
		p := logistic(pictureSlope*score + pictureConstant)
		return Judgement{p, p >= minPicture}
	}
	answered := e.Answered()
	this := logistic(behindBest*(score-e.Best) + ownScore*score + ownConstant)
	return Judgement{answered * this, answered >= minAnswered && this >= minThis}
}

// Answered is the probability that there is an answer at all (step A).
func (e Evidence) Answered() float64 {
	// The best of n normal numbers is about sqrt(2 ln n) deviations above their mean.
	noise := math.Sqrt(2 * math.Log(float64(max(e.Photos, 2))))
	return logistic(bestScore*e.Best + bestOfNoise*noise + crowded*e.Crowd + answerConstant)
}

// Decided reports whether there is an answer at all, by step A: without one no photo
// is judged relevant, whatever its score. Of pictures only, there always may be one.
func (e Evidence) Decided() bool { return e.Pictures || e.Answered() >= minAnswered }

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
