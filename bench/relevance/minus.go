package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sort"

	"recollect/engine/search"
)

// denial is "toward without away" and what answers it.
type denial struct {
	toward, away    *judged
	relevant, maybe map[int]bool
}

// denials returns all pairs of toward and away that share some pictures, at least a fifth of those
// of one, but not all.
func (s *set) denials(towards, aways []*judged) []denial {
	var out []denial
	for _, a := range towards {
		for _, b := range aways {
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

// firstScreen is how many photos of an answer a person sees at once.
const firstScreen = 20

// excluded counts what the first photos of "A - B" show.
type excluded struct{ away, right, shown, shownAway int }

// first counts the first photos by scores.
func (k *excluded) first(scores []float64, d denial) {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return scores[order[a]] > scores[order[b]] })
	for _, i := range order[:min(firstScreen, len(order))] {
		if d.away.relevant[i] {
			k.away++
		}
		if d.relevant[i] {
			k.right++
		}
	}
}

// answer counts what is shown as an answer.
func (k *excluded) answer(matches []search.Match, d denial) {
	for _, m := range matches {
		if m.Relevant {
			k.shown++
			if d.away.relevant[int(m.ID)-1] {
				k.shownAway++
			}
		}
	}
}

// away prints how well general things are excluded.
func (s *set) away(ctx context.Context, out io.Writer, searcher *search.Searcher) error {
	pairs := s.denials(append(slices.Clone(s.queries), s.shows...), s.shows)
	if len(pairs) == 0 {
		return nil
	}
	var plain, rule excluded
	for _, d := range pairs {
		for k, parts := range map[*excluded][]search.Part{
			&plain: {{Text: d.toward.text}},
			&rule:  {{Text: d.toward.text}, {Text: d.away.text, Weight: -1}},
		} {
			scores, matches, err := s.find(ctx, searcher, parts)
			if err != nil {
				return err
			}
			k.first(scores, d)
			k.answer(matches, d)
		}
	}
	fmt.Fprintf(out, "\nKeeping away: %d pairs \"A - B\", the first %d photos of each, "+
		"and what is shown as an answer\n\n", len(pairs), firstScreen)
	fmt.Fprint(out, "| | B | A without B | shown | of these B |\n| --- | --- | --- | --- | --- |\n")
	fmt.Fprintf(out, "| A | %d | %d | %d | %d |\n", plain.away, plain.right, plain.shown, plain.shownAway)
	fmt.Fprintf(out, "| A - B | %d | %d | %d | %d |\n", rule.away, rule.right, rule.shown, rule.shownAway)
	return nil
}

// minus compares rules for parts to avoid.
func (s *set) minus(ctx context.Context, out io.Writer, m *encoder, searcher *search.Searcher) error {
	names := []string{
		"the sentence as it is", "the minus part left out", "0.3 of its score subtracted", "the rule of search",
	}
	found := make([][]quality, len(names))
	for _, d := range s.denials(s.queries, s.queries) {
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
	fmt.Fprintf(out, "\nMinus rules: %d pairs \"A without B\"\n\n"+
		"| | R@1 | R@5 | R@10 | MRR | mAP |\n| --- | --- | --- | --- | --- | --- |\n", len(found[0]))
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
