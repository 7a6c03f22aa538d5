package models

import (
	"math"
	"slices"
	"testing"
	"time"

	"recollect/engine/model/list"
	"recollect/engine/photo"
	"recollect/engine/search"
)

// listedModels are all models of the list, as they are before anything is here.
func listedModels() (all []photo.ModelEntry) {
	for _, m := range list.Models() {
		all = append(all, m.Entry())
	}
	return all
}

func TestTheBestThatFitsIsAdvised(t *testing.T) {
	for _, tt := range []struct {
		name    string
		adviser adviser
		want    func(photo.ModelEntry) bool
	}{
		{"a slow computer", adviser{100_000, 1e9, 0}, func(e photo.ModelEntry) bool { return e.ID == "mini" }},
		{"little memory", adviser{100_000, 1e11, 100 << 20}, func(e photo.ModelEntry) bool { return e.ID == "mini" }},
		{"two cores", adviser{100_000, 50e9, 8 << 30}, func(e photo.ModelEntry) bool {
			return e.ID != "mini" && cost(e)*100_000/50e9 <= night.Seconds()
		}},
		{"any computer", adviser{100_000, 1e13, 0}, func(e photo.ModelEntry) bool {
			return !slices.ContainsFunc(listedModels(), func(other photo.ModelEntry) bool {
				return other.State == photo.ModelAvailable && quality(other) > quality(e)
			})
		}},
	} {
		a := tt.adviser.best(listedModels())
		known, _ := list.Find(a.ID)
		if !tt.want(known.Entry()) || a.Reason == "" || a.For <= 0 || !a.Estimated {
			t.Errorf("%s: %+v", tt.name, a)
		}
	}
	measured := listedModels()
	for i := range measured {
		if measured[i].ID == "openai-clip-vit-b32" {
			measured[i].PerSecond = 10
		}
	}
	a := adviser{photos: 1000}
	a.learn(measured)
	for _, e := range measured {
		got := a.of(e)
		if e.PerSecond > 0 && (got.Estimated || got.For != 2*time.Minute) { // 100 s
			t.Errorf("measured: %+v", got)
		}
		if e.ID == "openai-clip-vit-l14" && (got.PerSecond < 0.3 || got.PerSecond > 1) { // it computes 18 times as much
			t.Errorf("derived: %+v", got)
		}
	}
}

// What is advised stays, whichever models were measured on a computer, a tiny one included. The speeds are
// those of docs/accelerators.md.
func TestSpeedsAreDerivedTheSameFromAnyModel(t *testing.T) {
	const tiny = "my-tiny"
	target, _ := list.Find("openai-clip-vit-b16")
	hours := func(measured map[string]float64) float64 {
		all := append(listedModels(), photo.ModelEntry{
			ID: tiny, State: photo.ModelInstalled, Bytes: 300_000, ImagePx: 32,
		})
		for i := range all {
			all[i].PerSecond = measured[all[i].ID]
		}
		a := adviser{photos: 100_000, perSecond: 15e9}
		a.learn(all)
		return a.of(target.Entry()).For.Hours()
	}
	alone := hours(map[string]float64{"mini": 25.5})
	for _, tt := range []struct {
		measured map[string]float64
		within   float64 // of what mini alone tells
	}{
		{nil, 0.25},
		{map[string]float64{tiny: 4000}, 0.25},
		{map[string]float64{"mini": 25.5, tiny: 4000}, 0},
		{map[string]float64{"mini": 25.5, tiny: 20}, 0},
		{map[string]float64{"openai-clip-vit-b32": 3.3}, 0.25},
		{map[string]float64{"openai-clip-vit-b32": 3.3, "mini": 25.5, tiny: 1}, 0.25},
		{map[string]float64{"openai-clip-vit-l14": 0.25}, 0.5},
	} {
		if got := hours(tt.measured); math.Abs(got-alone) > tt.within*alone {
			t.Errorf("%v: %.1f hours, and %.1f by mini", tt.measured, got, alone)
		}
	}
}

// The costs are those that papers give, in thousand millions of multiplications, within a quarter.
func TestCost(t *testing.T) {
	for id, want := range map[string]float64{
		"openai-clip-vit-b32": 4.4, "openai-clip-vit-b16": 17.6, "openai-clip-vit-l14": 81, "siglip2-b16-256": 24,
	} {
		known, ok := list.Find(id)
		if got := cost(known.Entry()) / 1e9; !ok || math.Abs(got-want) > want/4 {
			t.Errorf("%s: %.1f, want about %.1f", id, got, want)
		}
	}
}

func TestFiguresOfARanking(t *testing.T) {
	found := []search.Match{
		{ID: 9, Relevant: true}, {ID: 1, Relevant: true}, {ID: 2, Relevant: true}, {ID: 3}, {ID: 4},
	}
	var s photo.ModelScore
	add(&s, found, map[photo.ID]bool{1: true, 3: true}, 9) // 9 was searched with
	share(&s, 1)
	if math.Abs(s.AveragePrecision-(1+2./3)/2) > 1e-9 {
		t.Errorf("average precision %v", s.AveragePrecision)
	}
	want := photo.ModelScore{
		Recall1: 0.5, Recall5: 1, Recall10: 1, AveragePrecision: s.AveragePrecision,
		Precision: 0.5, Recall: 0.5, F1: 0.5,
	}
	if s != want {
		t.Errorf("got %+v, want %+v", s, want)
	}
}

func TestExamples(t *testing.T) {
	for _, e := range examples() {
		for _, id := range e.Models {
			if _, ok := list.Find(id); !ok {
				t.Errorf("no model %q is listed", id)
			}
		}
		if e.Source == "" || len(e.Tokens) == 0 && e.Logits == nil {
			t.Errorf("%+v", e)
		}
		if l := e.Logits; l != nil && (len(l.Texts) != len(l.Values) || l.Tolerance <= 0) {
			t.Errorf("%+v", l)
		}
	}
}

func TestWords(t *testing.T) {
	for name, want := range map[string]bool{
		"duck": true, "Young animal": true, "Omas Geburtstag": true,
		"type:raw": false, "date:2020": false, "screen:nudity": false, "": false,
	} {
		if words(name) != want {
			t.Errorf("words(%q) is not %v", name, want)
		}
	}
}
