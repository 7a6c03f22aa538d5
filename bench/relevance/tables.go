package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"
	"strings"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/relevance"
	"recollect/engine/search"
)

// tables prints the tables of one set.
func (s *set) tables(ctx context.Context, out io.Writer, m *encoder) error {
	searcher := &search.Searcher{
		Encoder: m, Corpus: s.corpus, Calibration: relevance.Default(),
		Bank: func(context.Context) (*relevance.Bank, error) { return s.bank, nil },
	}
	fmt.Fprintf(out, "\n## %s: %d pictures, %d sentences, %d picture queries\n", s.name, len(s.paths), len(s.queries),
		len(s.pictures))
	if len(s.queries) == 0 {
		return s.byPicture(ctx, out, searcher)
	}
	if err := s.rankings(ctx, out, searcher); err != nil {
		return err
	}
	if err := s.cutoffs(ctx, out, searcher); err != nil {
		return err
	}
	if err := s.minus(ctx, out, m, searcher); err != nil {
		return err
	}
	return s.away(ctx, out, searcher)
}

// parts reads a sentence as the search box does.
func parts(text string) []search.Part {
	var out []search.Part
	for _, p := range query.Parse(text, query.Options{}).Parts {
		out = append(out, search.Part{Text: p.Text, Weight: p.Weight})
	}
	return out
}

// find returns the scores of all pictures, and the judgements.
func (s *set) find(
	ctx context.Context, searcher *search.Searcher, ps []search.Part,
) ([]float64, []search.Match, error) {
	a, err := searcher.Search(ctx, search.Query{Parts: ps, All: true})
	scores := make([]float64, len(s.paths))
	for _, m := range a.Matches {
		scores[m.ID-1] = float64(m.Score)
	}
	return scores, a.Matches, err
}

func (s *set) dots(v photo.Vector, hub float64) []float64 {
	out := make([]float64, len(s.paths))
	for i, w := range s.vectors {
		out[i] = float64(photo.Dot(v, w)) - hub*float64(s.traits[i].Hub)
	}
	return out
}

// rankings compares what search does with what is less.
func (s *set) rankings(ctx context.Context, out io.Writer, searcher *search.Searcher) error {
	names := []string{
		"bare cosine", "with the template", "with the hub correction", "with both", "with both, minus parts read",
	}
	places := make([]map[string][]quality, len(names))
	for v := range names {
		places[v] = map[string][]quality{}
	}
	for _, q := range s.queries {
		if len(q.relevant) == 0 {
			continue
		}
		read, _, err := s.find(ctx, searcher, parts(q.text))
		if err != nil {
			return err
		}
		for v, scores := range [][]float64{
			s.dots(q.bare, 0), s.dots(q.vector, 0), s.dots(q.bare, relevance.Default().HubWeight),
			s.dots(q.vector, relevance.Default().HubWeight), read,
		} {
			rank := rate(scores, q.relevant, q.maybe)
			places[v]["all"] = append(places[v]["all"], rank)
			places[v][q.kind] = append(places[v][q.kind], rank)
		}
	}
	for _, kind := range kinds(places[0]) {
		fmt.Fprintf(out, "\n%s, %d\n\n| | R@1 | R@5 | R@10 | MRR | mAP |\n| --- | --- | --- | --- | --- | --- |\n",
			kind, len(places[0][kind]))
		for v, name := range names {
			fmt.Fprintf(out, "| %s %s\n", name, meanOf(places[v][kind]))
		}
	}
	return nil
}

// kinds returns the keys of m in order, "all" first.
func kinds[T any](m map[string]T) []string {
	all := slices.Sorted(maps.Keys(m))
	sort.SliceStable(all, func(i, j int) bool { return all[i] == "all" && all[j] != "all" })
	return all
}

// quality is R@1, R@5, R@10, the reciprocal rank of the first relevant picture, and
// the average precision.
type quality [5]float64

func rate(scores []float64, relevant, maybe map[int]bool) quality {
	var order []int
	for i := range scores {
		if !maybe[i] {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return scores[order[a]] > scores[order[b]] })
	var q quality
	found := 0
	for place, i := range order {
		if !relevant[i] {
			continue
		}
		if found++; found == 1 {
			for n, k := range []int{1, 5, 10} {
				if place < k {
					q[n] = 1
				}
			}
			q[3] = 1 / float64(place+1)
		}
		q[4] += float64(found) / float64(place+1) / float64(len(relevant))
	}
	return q
}

// meanOf formats the mean in per cent.
func meanOf(all []quality) string {
	text := "|"
	for n := range (quality{}) {
		sum := 0.0
		for _, q := range all {
			sum += q[n]
		}
		text += fmt.Sprintf(" %.1f |", 100*sum/float64(len(all)))
	}
	return text
}

// decisions are what a cut-off made of the sentences of a kind.
type decisions struct {
	precision, recall, f1 float64
	answerable            int
	silent, absent        int
}

func (d *decisions) add(kept map[int]bool, q *judged) {
	hits, n := 0, 0
	for i := range kept {
		if q.relevant[i] {
			hits++
		}
		if !q.maybe[i] {
			n++
		}
	}
	if len(q.relevant) == 0 {
		d.absent++
		if n == 0 {
			d.silent++
		}
		return
	}
	d.answerable++
	if hits > 0 {
		p, r := float64(hits)/float64(n), float64(hits)/float64(len(q.relevant))
		d.precision, d.recall, d.f1 = d.precision+p, d.recall+r, d.f1+2*p*r/(p+r)
	}
}

func (d *decisions) String() string {
	text := "| - | - | - |"
	if n := float64(d.answerable); n > 0 {
		text = fmt.Sprintf("| %.3f | %.3f | %.3f |", d.precision/n, d.recall/n, d.f1/n)
	}
	if d.absent == 0 {
		return text + " - |"
	}
	return text + fmt.Sprintf(" %.2f |", float64(d.silent)/float64(d.absent))
}

// cutoffs compares the decisions with the rule of model.json, and how often photos
// of a confidence were right.
func (s *set) cutoffs(ctx context.Context, out io.Writer, searcher *search.Searcher) error {
	before, now := map[string]*decisions{}, map[string]*decisions{}
	var bins reliability
	for _, q := range s.queries {
		_, matches, err := s.find(ctx, searcher, parts(q.text))
		if err != nil {
			return err
		}
		kept := map[int]bool{}
		for place, m := range matches {
			i := int(m.ID - 1)
			if m.Relevant {
				kept[i] = true
			}
			if !q.maybe[i] && place < 50 {
				bins.add(m.Confidence, q.relevant[i])
			}
		}
		for _, kind := range []string{"all", q.kind} {
			if now[kind] == nil {
				before[kind], now[kind] = &decisions{}, &decisions{}
			}
			before[kind].add(s.floorAndDrop(q), q)
			now[kind].add(kept, q)
		}
	}
	for _, rule := range []struct {
		name string
		by   map[string]*decisions
	}{{"floor and drop", before}, {"relevance", now}} {
		fmt.Fprintf(out, "\nCut-off: %s\n\n"+
			"| kind | precision | recall | F1 | right silence |\n| --- | --- | --- | --- | --- |\n", rule.name)
		for _, kind := range kinds(rule.by) {
			fmt.Fprintf(out, "| %s %s\n", kind, rule.by[kind])
		}
	}
	bins.print(out)
	return nil
}

// floorAndDrop returns the rule that model.json of recollect-mini proposes.
func (s *set) floorAndDrop(q *judged) map[int]bool {
	const floor, drop = 0.20, 0.14
	scores := s.dots(q.bare, 0)
	kept, top := map[int]bool{}, slices.Max(scores)
	for i, c := range scores {
		if c >= floor && c >= top-drop {
			kept[i] = true
		}
	}
	return kept
}

// byPicture reports how pictures are ranked and judged for queries by a picture.
func (s *set) byPicture(ctx context.Context, out io.Writer, searcher *search.Searcher) error {
	found, now := map[string][]quality{}, map[string]*decisions{}
	for _, q := range s.pictures {
		own := photo.NewSet(photo.ID(q.picture + 1))
		a, err := searcher.Search(ctx, search.Query{
			Parts: []search.Part{{Picture: s.vectors[q.picture]}}, Omit: own, All: true,
		})
		if err != nil {
			return err
		}
		scores, kept := make([]float64, len(s.paths)), map[int]bool{}
		scores[q.picture] = -1
		for _, m := range a.Matches {
			scores[m.ID-1] = float64(m.Score)
			if m.Relevant {
				kept[int(m.ID-1)] = true
			}
		}
		for _, kind := range []string{"all", q.kind} {
			if now[kind] == nil {
				now[kind] = &decisions{}
			}
			found[kind] = append(found[kind], rate(scores, q.relevant, nil))
			now[kind].add(kept, q)
		}
	}
	fmt.Fprint(out, "\n| kind | R@1 | R@5 | R@10 | MRR | mAP | precision | recall | F1 | right silence |\n"+
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, kind := range kinds(now) {
		fmt.Fprintf(out, "| %s %s %s\n", kind, strings.TrimSuffix(meanOf(found[kind]), "|"), now[kind])
	}
	return nil
}

// reliability counts matches by confidence.
type reliability [10]struct {
	n, right   int
	confidence float64
}

func (r *reliability) add(confidence float64, right bool) {
	b := &r[min(int(confidence*10), 9)]
	b.n++
	b.confidence += confidence
	if right {
		b.right++
	}
}

func (r *reliability) print(out io.Writer) {
	fmt.Fprint(out, "\nReliability: the first 50 matches of every sentence\n\n"+
		"| confidence | matches | mean | right |\n| --- | --- | --- | --- |\n")
	for i, b := range r {
		if b.n > 0 {
			fmt.Fprintf(out, "| %.1f-%.1f | %d | %.2f | %.2f |\n", float64(i)/10, float64(i+1)/10, b.n,
				b.confidence/float64(b.n), float64(b.right)/float64(b.n))
		}
	}
}
