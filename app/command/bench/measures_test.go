package bench

import (
	"math"
	"reflect"
	"testing"
	"unicode"
)

func TestMeasure(t *testing.T) {
	// ranking writes a ranking: R and W are relevant and wrong photos that are
	// shown, r and w those that the cut-off leaves out.
	ranking := func(relevant int, of string) outcome {
		o := outcome{relevant: relevant}
		for _, m := range of {
			o.add(unicode.ToLower(m) == 'r', unicode.IsUpper(m))
		}
		return o
	}
	got := measure([]outcome{
		ranking(2, "RWrw"),
		ranking(1, "wwwr"),
		ranking(1, "WWWWWwwwwwwr"),
		ranking(1, "ww"), // the library does not have it
	})
	second := 1 / math.Log2(3)
	want := Measures{
		Queries: 4, R1: 0.25, R5: 0.5, R10: 0.5, MRR: (1 + 1.0/4 + 1.0/12) / 4, MedianRank: 3.5,
		NDCG10:    ((1+1/math.Log2(4))/(1+second) + 1/math.Log2(5)) / 4,
		Precision: 0.5 / 4, Recall: 0.5 / 4, F1: 0.5 / 4, Shown: 7.0 / 4, Silent: 0.5,
	}
	if !reflect.DeepEqual(rounded(got), rounded(want)) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestMeasureNothing(t *testing.T) {
	if got := measure(nil); got != (Measures{}) {
		t.Errorf("got %+v", got)
	}
}

// rounded takes away what the order of additions changes.
func rounded(m Measures) []float64 {
	all := []float64{m.R1, m.R5, m.R10, m.MRR, m.MedianRank, m.NDCG10, m.Precision, m.Recall, m.F1, m.Shown, m.Silent}
	for i := range all {
		all[i] = math.Round(all[i]*1e9) / 1e9
	}
	return append(all, float64(m.Queries))
}
