package relevance

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"recollect/engine/dots"
	"recollect/engine/photo"
)

//go:embed prompts.txt
var prompts string

// Prompts are the sentences of the bank, in order: what photos of people show
// and how people ask for it, in a few words each.
func Prompts() []string { return strings.Split(strings.TrimSuffix(prompts, "\n"), "\n") }

// Edition identifies the bank and how Traits are computed with it: those of another edition must be
// computed again.
func Edition() string {
	sum := sha256.Sum256([]byte(prompts))
	return fmt.Sprintf("%d-%s", traitsVersion, hex.EncodeToString(sum[:6]))
}

// traitsVersion is raised when Bank.Traits computes something else.
const traitsVersion = 1

// Traits describe how a vector relates to the bank: the distribution of its cosines with all
// prompts. They are computed once per photo. The zero Traits mean that nothing is known yet of a
// photo.
type Traits struct {
	// Mean and Dev are the mean and the standard deviation of the cosines. Dev is
	// above zero in all Traits that are known.
	Mean, Dev float32
	// Hub is the mean of the hubSize largest cosines. It is high for a photo that
	// is near to everything that is asked for.
	Hub float32
}

// Numbers are t as a catalog stores them; nil if nothing is known.
func (t Traits) Numbers() []float32 {
	if !t.Known() {
		return nil
	}
	return []float32{t.Mean, t.Dev, t.Hub}
}

// TraitsOf reads what Numbers returned. Anything else means that nothing is known.
func TraitsOf(numbers []float32) Traits {
	if len(numbers) != 3 {
		return Traits{}
	}
	return Traits{Mean: numbers[0], Dev: numbers[1], Hub: numbers[2]}
}

// Known reports whether t has been computed.
func (t Traits) Known() bool { return t.Dev > 0 }

// Crowd is by how many standard deviations the nearest prompts stand out: about 4 for a plain word,
// which has many neighbours in the bank, and less for a sentence that is unlike all of them. It is
// 0 if nothing is known.
func (t Traits) Crowd() float64 {
	if !t.Known() {
		return 0
	}
	return float64((t.Hub - t.Mean) / t.Dev)
}

// hubSize is how many of the best cosines make Hub: on three sets of photos 10 and
// 20 were alike, 1 and 100 worse (docs/quality.md).
const hubSize = 10

// Bank holds the embeddings of the prompts. Its methods may be called from any goroutine.
type Bank struct{ rows dots.Rows }

// NewBank makes a bank of the embeddings of Prompts, or of fewer in tests.
func NewBank(vectors []photo.Vector) *Bank { return &Bank{dots.New(vectors)} }

// Sample returns up to n of the embeddings, from all over the bank. They must not be changed.
func (b *Bank) Sample(n int) []photo.Vector {
	all := b.rows.Vectors()
	n = min(n, len(all))
	some := make([]photo.Vector, n)
	for i := range some {
		some[i] = all[i*len(all)/n]
	}
	return some
}

// Traits computes the traits of a unit vector, of a photo or of a sentence: 0.2 ms
// (BenchmarkTraits).
func (b *Bank) Traits(v photo.Vector) Traits {
	var sum, squares float64
	best := make([]float32, 0, hubSize) // ascending
	cosines := b.rows.With(v)
	for _, c := range cosines {
		sum += float64(c)
		squares += float64(c) * float64(c)
		best = insertBest(best, c)
	}
	n := float64(len(cosines))
	if n == 0 {
		return Traits{}
	}
	hub := 0.0
	for _, c := range best {
		hub += float64(c)
	}
	mean := sum / n
	dev := math.Sqrt(max(squares/n-mean*mean, 1e-12)) // never 0: that means unknown
	return Traits{Mean: float32(mean), Dev: float32(dev), Hub: float32(hub / float64(len(best)))}
}

// insertBest adds c to best, which is ascending and has at most hubSize elements.
func insertBest(best []float32, c float32) []float32 {
	switch {
	case len(best) < cap(best):
		best = append(best, c)
		for i := len(best) - 1; i > 0 && best[i] < best[i-1]; i-- {
			best[i], best[i-1] = best[i-1], best[i]
		}
	case c > best[0]:
		i := 0
		for ; i+1 < len(best) && best[i+1] < c; i++ {
			best[i] = best[i+1]
		}
		best[i] = c
	}
	return best
}
