package relevance

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"recollect/engine/photo"
)

func TestPrompts(t *testing.T) {
	all := Prompts()
	if len(all) < 900 || len(all) > 1500 {
		t.Errorf("%d prompts", len(all))
	}
	seen := map[string]bool{}
	for _, p := range all {
		if p == "" || strings.TrimSpace(p) != p || seen[p] || len(strings.Fields(p)) > 12 {
			t.Errorf("the prompt %q is empty, there twice, or long", p)
		}
		seen[p] = true
	}
	if len(Edition()) < 8 {
		t.Errorf("edition %q", Edition())
	}
}

func random(n, dim int, seed uint64) []photo.Vector {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]photo.Vector, n)
	for i := range out {
		out[i] = make(photo.Vector, dim)
		sum := 0.0
		for j := range out[i] {
			x := r.NormFloat64()
			out[i][j] = float32(x)
			sum += x * x
		}
		for j := range out[i] {
			out[i][j] /= float32(math.Sqrt(sum))
		}
	}
	return out
}

func TestTraits(t *testing.T) {
	for _, n := range []int{1, 9, 10, 11, 300} {
		bank := random(n, 16, 1)
		for _, v := range random(20, 16, 2) {
			var cosines []float64
			for _, p := range bank {
				cosines = append(cosines, float64(photo.Dot(v, p)))
			}
			slices.Sort(cosines)
			mean, hub, dev := 0.0, 0.0, 0.0
			for i, c := range cosines {
				mean += c / float64(n)
				if i >= n-hubSize {
					hub += c / float64(min(n, hubSize))
				}
			}
			for _, c := range cosines {
				dev += (c - mean) * (c - mean) / float64(n)
			}
			got := NewBank(bank).Traits(v)
			if math.Abs(float64(got.Mean)-mean) > 1e-5 || math.Abs(float64(got.Hub)-hub) > 1e-5 ||
				math.Abs(float64(got.Dev)-math.Sqrt(dev)) > 1e-4 {
				t.Fatalf("%d prompts: got %v, want mean %v, deviation %v, hub %v", n, got, mean, math.Sqrt(dev), hub)
			}
			if !got.Known() {
				t.Error("computed traits are not known")
			}
		}
	}
	if got := NewBank(nil).Traits(photo.Vector{1}); got.Known() || got.Crowd() != 0 {
		t.Errorf("without prompts: %v", got)
	}
}

func TestSentenceScale(t *testing.T) {
	s := Default().SentenceScale(Traits{Mean: 0.2, Dev: 0.05, Hub: 0.3})
	if got := s.Of(0.2 - Default().HubWeight*0.3); math.Abs(got) > 1e-6 {
		t.Errorf("the score of an unrelated prompt is %v deviations", got)
	}
	if got := s.Of(0.25 - Default().HubWeight*0.3); math.Abs(got-1) > 1e-5 {
		t.Errorf("one deviation more is %v", got)
	}
	if s := Default().SentenceScale(Traits{}); s.Unit <= 0 {
		t.Errorf("without traits: %v", s)
	}
}

func TestPictureScale(t *testing.T) {
	none := Default().PictureScale(nil)
	if one := Default().PictureScale(random(1, 8, 1)); one != none || none.Unit <= 0 {
		t.Errorf("no pairs: %v and %v", one, none)
	}
	many := Default().PictureScale(random(400, 256, 1)) // of mean 0 and deviation 1/16
	if math.Abs(many.Base) > 0.03 || math.Abs(many.Unit-1.0/16) > 0.02 {
		t.Errorf("of 400 random vectors: %v", many)
	}
	same := Default().PictureScale([]photo.Vector{{1, 0}, {1, 0}, {1, 0}})
	if same.Unit <= 0 || same.Of(1) < 3 {
		t.Errorf("three copies in a small library: %v, and a copy is %v deviations", same, same.Of(1))
	}
}

func TestJudgeRisesWithTheScore(t *testing.T) {
	for _, pictures := range []bool{false, true} {
		e := Evidence{Best: 6, Photos: 1000, Crowd: 4, Pictures: pictures}
		last := Judgement{}
		for u := -5.0; u <= 6; u += 0.1 {
			j := Default().Judge(e, u)
			if j.Confidence < last.Confidence || last.Relevant && !j.Relevant || j.Confidence < 0 || j.Confidence > 1 {
				t.Fatalf("pictures %v: %v follows %v at %.1f", pictures, j, last, u)
			}
			last = j
		}
		if !last.Relevant || last.Confidence < 0.5 {
			t.Errorf("pictures %v: the best, far from the noise, is judged %v", pictures, last)
		}
	}
}

// The best of more unrelated photos is nearer: the same score means less.
func TestAnsweredFallsWithTheLibrary(t *testing.T) {
	last := 1.0
	for _, n := range []int{0, 1, 20, 100, 10_000, 1_000_000} {
		got := Default().Answered(Evidence{Best: 3.5, Photos: n, Crowd: 4})
		if got > last || math.IsNaN(got) {
			t.Errorf("%d photos: %v after %v", n, got, last)
		}
		last = got
	}
}

func BenchmarkTraits(b *testing.B) {
	bank, v := NewBank(random(len(Prompts()), 512, 1)), random(1, 512, 2)[0]
	for b.Loop() {
		bank.Traits(v)
	}
}
