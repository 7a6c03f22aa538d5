package main

import (
	"context"
	"fmt"
	"io"

	"recollect/engine/search"
)

// denial is "toward without away" and what answers it.
type denial struct {
	toward, away    *judged
	relevant, maybe map[int]bool
}

// denials makes them of all pairs of judged sentences where some of the pictures of
// one, at least a fifth, are also of the other, and some are not.
func (s *set) denials() []denial {
	var out []denial
	for _, a := range s.queries {
		for _, b := range s.queries {
			d := denial{a, b, map[int]bool{}, map[int]bool{}}
			both := 0
			for i := range s.paths {
				switch {
				case a.relevant[i] && b.relevant[i]:
					both++
				case a.maybe[i] || b.maybe[i]:
					d.maybe[i] = true
				case a.relevant[i]:
					d.relevant[i] = true
				}
			}
			if a != b && both >= 2 && 5*both >= len(a.relevant) && len(d.relevant) >= 2 {
				out = append(out, d)
			}
		}
	}
	return out
}

// minus compares rules for parts to keep away from.
func (s *set) minus(ctx context.Context, out io.Writer, m *encoder, searcher *search.Searcher) error {
	names := []string{"the sentence as it is", "the minus part left out", "0.3 of its score subtracted", "the rule of search"}
	found := make([][]quality, len(names))
	for _, d := range s.denials() {
		whole, err := search.Embed(ctx, m, d.toward.text+" without "+d.away.text)
		if err != nil {
			return err
		}
		rule, _, err := s.find(ctx, searcher, []search.Part{{Text: d.toward.text}, {Text: d.away.text, Weight: -1}})
		if err != nil {
			return err
		}
		toward, away := s.scaled(d.toward), s.scaled(d.away)
		linear := make([]float64, len(toward))
		for i := range linear {
			linear[i] = toward[i] - 0.3*away[i]
		}
		asItIs := make([]float64, len(toward))
		for i := range asItIs {
			asItIs[i] = s.deviations(whole, i)
		}
		for v, scores := range [][]float64{asItIs, toward, linear, rule} {
			found[v] = append(found[v], rate(scores, d.relevant, d.maybe))
		}
	}
	if len(found[0]) == 0 {
		return nil
	}
	fmt.Fprintf(out, "\nMinus rules: %d pairs \"A without B\"\n\n| | R@1 | R@5 | R@10 | MRR | mAP |\n| --- | --- | --- | --- | --- | --- |\n", len(found[0]))
	for v, name := range names {
		fmt.Fprintf(out, "| %s %s\n", name, meanOf(found[v]))
	}
	return nil
}

func (s *set) scaled(q *judged) []float64 {
	out := make([]float64, len(s.paths))
	for i := range out {
		out[i] = s.deviations(q.vector, i)
	}
	return out
}
