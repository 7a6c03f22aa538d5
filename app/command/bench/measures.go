package bench

import (
	"math"
	"slices"
)

// Measures are the figures of a set of queries that have an answer. Each is a
// mean over queries (Manning, Raghavan and Schuetze 2008, chapter 8).
type Measures struct {
	Queries    int     `json:"queries"`
	R1         float64 `json:"r1"`
	R5         float64 `json:"r5"`
	R10        float64 `json:"r10"`
	MRR        float64 `json:"mrr"`
	MedianRank float64 `json:"median_rank"`
	NDCG10     float64 `json:"ndcg10"`
	// Of what is shown, that is of what the cut-off leaves.
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Shown     float64 `json:"shown"`  // photos
	Silent    float64 `json:"silent"` // share of queries for which nothing is shown
}

// outcome is a query's ranking, compared with what is relevant.
type outcome struct {
	relevant      int // photos that are
	ranked        int // photos in the ranking
	first         int // rank of the first relevant photo, from 1; 0: not found
	gain          float64
	shown, fitted int // photos that the cut-off leaves, and how many of them are relevant
}

// add adds the next photo of the ranking.
func (o *outcome) add(relevant, shown bool) {
	o.ranked++
	if shown {
		o.shown++
	}
	if !relevant {
		return
	}
	if o.first == 0 {
		o.first = o.ranked
	}
	if o.ranked <= 10 {
		o.gain += discount(o.ranked)
	}
	if shown {
		o.fitted++
	}
}

// discount is what a relevant photo at a rank counts (Jarvelin and Kekalainen 2002).
func discount(rank int) float64 { return 1 / math.Log2(float64(rank)+1) }

// within is 1 where a relevant photo is among the first k.
func (o outcome) within(k int) float64 {
	if o.first > 0 && o.first <= k {
		return 1
	}
	return 0
}

func (o outcome) reciprocal() float64 {
	if o.first == 0 {
		return 0
	}
	return 1 / float64(o.first)
}

// ndcg is the discounted gain of the first ten, divided by the best possible one (NDCG@10).
func (o outcome) ndcg() float64 {
	best := 0.0
	for rank := 1; rank <= min(o.relevant, 10); rank++ {
		best += discount(rank)
	}
	return o.gain / best
}

// precision is 0 where nothing is shown: the relevant photos were not found.
func (o outcome) precision() float64 { return float64(o.fitted) / float64(max(o.shown, 1)) }

func (o outcome) recall() float64 { return float64(o.fitted) / float64(o.relevant) }

// f1 is the harmonic mean of precision and recall.
func (o outcome) f1() float64 { return 2 * float64(o.fitted) / float64(o.shown+o.relevant) }

// silence is 1 where nothing is shown.
func (o outcome) silence() float64 {
	if o.shown == 0 {
		return 1
	}
	return 0
}

// rank is the rank of the first relevant photo, or one more than the last rank if there is none.
func (o outcome) rank() int {
	if o.first == 0 {
		return o.ranked + 1
	}
	return o.first
}

func mean(of []outcome, figure func(outcome) float64) float64 {
	sum := 0.0
	for _, o := range of {
		sum += figure(o)
	}
	return sum / float64(max(len(of), 1))
}

// measure computes the figures of queries that have an answer.
func measure(of []outcome) Measures {
	within := func(k int) float64 { return mean(of, func(o outcome) float64 { return o.within(k) }) }
	return Measures{
		Queries: len(of), R1: within(1), R5: within(5), R10: within(10),
		MRR: mean(of, outcome.reciprocal), MedianRank: medianRank(of), NDCG10: mean(of, outcome.ndcg),
		Precision: mean(of, outcome.precision), Recall: mean(of, outcome.recall), F1: mean(of, outcome.f1),
		Shown:  mean(of, func(o outcome) float64 { return float64(o.shown) }),
		Silent: mean(of, outcome.silence),
	}
}

func medianRank(of []outcome) float64 {
	if len(of) == 0 {
		return 0
	}
	ranks := make([]int, len(of))
	for i, o := range of {
		ranks[i] = o.rank()
	}
	slices.Sort(ranks)
	half := len(ranks) / 2
	if len(ranks)%2 == 1 {
		return float64(ranks[half])
	}
	return float64(ranks[half-1]+ranks[half]) / 2
}
