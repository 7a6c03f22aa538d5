package command

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"recollect/engine"
	"recollect/engine/photo"
)

// judgement is one line of an evaluation file.
type judgement struct {
	Query    string   `json:"query"`
	Image    string   `json:"image"`
	Relevant []string `json:"relevant"`
	Kind     string   `json:"kind"`
}

// measures are the figures of a set of queries.
type measures struct {
	Queries    int     `json:"queries"`
	R1         float64 `json:"r1"`
	R5         float64 `json:"r5"`
	R10        float64 `json:"r10"`
	MRR        float64 `json:"mrr"`
	MedianRank float64 `json:"median_rank"`
}

type evalLine struct {
	measures
	Unanswerable int                 `json:"unanswerable"`
	ByKind       map[string]measures `json:"by_kind,omitempty"`
}

func evalVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	root := set.String("root", "", "the `DIR` that the file's paths are relative to")
	return func(ctx context.Context, c *call) error {
		file, err := c.one("judgement file")
		if err != nil {
			return err
		}
		if *root == "" {
			return usageError{"eval: --root DIR is needed"}
		}
		line, err := c.eval(ctx, *root, file)
		if err != nil {
			return err
		}
		return c.printJSON(line)
	}
}

func (c *call) eval(ctx context.Context, root, file string) (evalLine, error) {
	var line evalLine
	root, err := filepath.Abs(root)
	if err != nil {
		return line, err
	}
	if _, err := os.Stat(root); err != nil {
		return line, err
	}
	judgements, err := readJudgements(file)
	if err != nil {
		return line, err
	}
	e, err := c.open(ctx)
	if err != nil {
		return line, err
	}
	defer e.Close()
	paths, err := e.Paths(ctx)
	if err != nil {
		return line, err
	}
	var all []place
	kinds := map[string][]place{}
	for _, j := range judgements {
		if len(j.Relevant) == 0 {
			line.Unanswerable++
			continue
		}
		p, err := firstRelevant(ctx, e, paths, root, j)
		if err != nil {
			return line, err
		}
		all = append(all, p)
		if j.Kind != "" {
			kinds[j.Kind] = append(kinds[j.Kind], p)
		}
	}
	line.measures = measure(all)
	line.ByKind = make(map[string]measures, len(kinds))
	for kind, places := range kinds {
		line.ByKind[kind] = measure(places)
	}
	return line, nil
}

// readJudgements reads a file of judgements, one JSON object a line.
func readJudgements(path string) ([]judgement, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []judgement
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var j judgement
		if err := json.Unmarshal(lines.Bytes(), &j); err != nil {
			return nil, sentence(fmt.Sprintf("%s line %d is not a judgement: %v.", path, n, err), "Each line is a JSON object with \"query\" or \"image\", and \"relevant\".")
		}
		if (j.Query == "") == (j.Image == "") {
			return nil, sentence(fmt.Sprintf("%s line %d names neither or both of \"query\" and \"image\".", path, n), "")
		}
		out = append(out, j)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, sentence(path+" holds no judgement.", "")
	}
	return out, nil
}

// place is where the first relevant photo stands in an answer.
type place struct {
	rank  int // from 1; one behind the last when not found
	found bool
}

// firstRelevant looks for the first relevant photo, a picture query itself not counted.
func firstRelevant(ctx context.Context, e *engine.Engine, paths map[photo.ID]string, root string, j judgement) (place, error) {
	q := photo.Query{Text: j.Query}
	self := ""
	if j.Image != "" {
		self = filepath.Join(root, filepath.FromSlash(j.Image))
		q.Images = []string{self}
	}
	matches, err := e.Rank(ctx, q)
	if err != nil {
		return place{}, err
	}
	if len(matches) == 0 {
		return place{}, sentence("The library has no photo that can be found yet.", "Run recollect index first.")
	}
	relevant := map[string]bool{}
	for _, r := range j.Relevant {
		relevant[filepath.Join(root, filepath.FromSlash(r))] = true
	}
	rank := 1
	for _, m := range matches {
		switch path := paths[m.ID]; {
		case path == self:
			continue
		case relevant[path]:
			return place{rank, true}, nil
		}
		rank++
	}
	return place{rank, false}, nil
}

// measure computes the figures of the places of first relevant photos.
func measure(places []place) measures {
	m := measures{Queries: len(places)}
	if len(places) == 0 {
		return m
	}
	var sorted []int
	for _, p := range places {
		sorted = append(sorted, p.rank)
		if p.found {
			m.R1 += atMost(p.rank, 1)
			m.R5 += atMost(p.rank, 5)
			m.R10 += atMost(p.rank, 10)
			m.MRR += 1 / float64(p.rank)
		}
	}
	for _, sum := range []*float64{&m.R1, &m.R5, &m.R10, &m.MRR} {
		*sum /= float64(len(places))
	}
	slices.Sort(sorted)
	half := len(sorted) / 2
	m.MedianRank = float64(sorted[half])
	if len(sorted)%2 == 0 {
		m.MedianRank = float64(sorted[half-1]+sorted[half]) / 2
	}
	return m
}

func atMost(rank, k int) float64 {
	if rank <= k {
		return 1
	}
	return 0
}
