package relevance

import (
	"math"
	"slices"

	"recollect/engine/photo"
)

// Scale turns scores into standard deviations from what unrelated photos score.
type Scale struct {
	Base float64 `json:"base"`
	Unit float64 `json:"unit"` // above 0
}

// Of returns the score in standard deviations.
func (s Scale) Of(score float64) float64 { return (score - s.Base) / s.Unit }

// SentenceScale is the scale of corrected cosines of sentences, from the mean of the traits of a
// library's photos. Without traits it is the typical one.
func (c Calibration) SentenceScale(mean Traits) Scale {
	if !mean.Known() {
		return c.Sentences
	}
	return Scale{Base: float64(mean.Mean - float32(c.HubWeight)*mean.Hub), Unit: float64(mean.Dev)}
}

// PictureScale is the scale of cosines of two pictures, from some photos of a library: the median
// of all pairs, and their spread below it, which many photos of one thing change little. With
// few photos the typical scale counts too: as much as 50 photos, or as much as 5 if it was derived
// and not fitted.
func (c Calibration) PictureScale(sample []photo.Vector) Scale {
	var pairs []float64
	for i, v := range sample {
		for _, w := range sample[:i] {
			pairs = append(pairs, float64(photo.Dot(v, w)))
		}
	}
	if len(pairs) == 0 {
		return c.Pictures
	}
	slices.Sort(pairs)
	median := pairs[len(pairs)/2]
	below := median - pairs[len(pairs)*16/100] // one deviation, were they normal
	few := 50
	if c.Identical > 0 {
		few, below = 5, min(below, (1-median)/c.Identical)
	}
	trust := float64(len(sample)) / float64(len(sample)+few)
	return Scale{
		Base: trust*median + (1-trust)*c.Pictures.Base,
		Unit: max(trust*below+(1-trust)*c.Pictures.Unit, 1e-3),
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

// Judgement is how well a photo answers a query.
type Judgement struct {
	// Confidence is the probability that a person would accept the photo, from 0 to 1.
	Confidence float64
	Relevant   bool
}

// Judge judges a photo by its score in standard deviations. For equal Evidence a
// higher score is never judged worse.
func (c Calibration) Judge(e Evidence, score float64) Judgement {
	if e.Pictures {
		p := logistic(c.PictureSlope*score + c.PictureConstant)
		return Judgement{p, p >= c.MinPicture}
	}
	answered := c.Answered(e)
	this := logistic(c.BehindBest*(score-e.Best) + c.OwnScore*score + c.OwnConstant)
	return Judgement{answered * this, answered >= c.MinAnswered && this >= c.MinThis}
}

// Answered is the probability that there is an answer at all (step A).
func (c Calibration) Answered(e Evidence) float64 {
	// The best of n normal numbers is about sqrt(2 ln n) deviations above their mean.
	noise := math.Sqrt(2 * math.Log(float64(max(e.Photos, 2))))
	return logistic(c.BestScore*e.Best + c.BestOfNoise*noise + c.Crowded*e.Crowd + c.AnswerConstant)
}

// Decided reports whether there is an answer at all, by step A: without one no photo is judged
// relevant, whatever its score. A query of pictures only may always have one.
func (c Calibration) Decided(e Evidence) bool { return e.Pictures || c.Answered(e) >= c.MinAnswered }

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
