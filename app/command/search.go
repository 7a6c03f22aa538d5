package command

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"recollect/app/plain"
	"recollect/engine/photo"
	"recollect/engine/query"
)

type hitLine struct {
	Rank       int     `json:"rank"`
	Path       string  `json:"path"`
	Score      float64 `json:"score"`
	Relevant   bool    `json:"relevant"`
	Confidence float64 `json:"confidence"`
	// Missing: its file cannot be reached at present; what was kept of the photo was found.
	Missing bool `json:"missing,omitempty"`
}

func (l hitLine) text() plain.Text {
	var weak, missing plain.Text
	if !l.Relevant {
		weak = "  (weak)"
	}
	if l.Missing {
		missing = "  (not there)"
	}
	return plain.Format("%4d  %.3f  %s%s%s", l.Rank, l.Score, l.Path, weak, missing)
}

func searchVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	limit := set.Int("limit", 50, "the most photos to list; 0 lists all")
	all := set.Bool("all", false, "list what fits weakly too, up to the limit")
	images := set.StringArray("image", nil, "a picture `FILE` to find the like of; may be repeated")
	not := set.StringArray("not", nil, "`TEXT` to keep away from; may be repeated")
	listsPaths(set)
	asTyped := set.Bool("as-typed", false, `take "without" and the like for words like any other`)
	return func(ctx context.Context, c *call) error {
		q := photo.Query{
			Text: strings.TrimSpace(strings.Join(c.args, " ")), Images: *images, Not: *not,
			All: *all, AsTyped: *asTyped, Limit: *limit,
		}
		if q.Empty() {
			return usageError{"search: the query is empty; give a text or --image FILE"}
		}
		if err := c.tellMistakes(q); err != nil {
			return err
		}
		return c.find(ctx, q)
	}
}

// tellMistakes tells what of a query was not understood, and where. The rest of
// it counts: a query of which nothing is left is an error.
func (c *call) tellMistakes(q photo.Query) error {
	if err := query.Check(q.Text); err != nil {
		return err
	}
	read := query.Parse(q.Text, query.Options{AsTyped: q.AsTyped})
	if len(read.Mistakes) > 0 && read.Empty() && len(q.Images)+len(q.Like) == 0 {
		return usageError{plain.Format("%s: %s", c.verb, read.Mistakes[0].What)}
	}
	for _, m := range read.Mistakes {
		before := strings.Repeat(" ", utf8.RuneCountInString(q.Text[:m.From]))
		under := strings.Repeat("^", max(1, utf8.RuneCountInString(q.Text[m.From:m.To])))
		c.tell("recollect: %s\n  %s\n  %s%s", m.What, plain.Masked(q.Text), before, under)
	}
	return nil
}

func similarVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	limit := set.Int("limit", 50, "the most photos to list; 0 lists all")
	all := set.Bool("all", false, "list what fits weakly too, up to the limit")
	listsPaths(set)
	return func(ctx context.Context, c *call) error {
		file, err := c.one("picture file")
		if err != nil {
			return err
		}
		return c.find(ctx, photo.Query{Images: []string{file}, All: *all, Limit: *limit})
	}
}

func (c *call) find(ctx context.Context, q photo.Query) error {
	if q.Limit < 0 {
		return usageError{"--limit cannot be negative"}
	}
	e, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	answer, err := e.Search(ctx, q)
	if err != nil {
		return err
	}
	ids := make([]photo.ID, len(answer.Hits))
	for i, h := range answer.Hits {
		ids[i] = h.ID
	}
	paths, err := e.PathsOf(ctx, ids)
	if err != nil {
		return err
	}
	rank := 0
	for _, h := range answer.Hits {
		path, there := paths[h.ID]
		if !there {
			continue // it went while we searched
		}
		rank++
		line := hitLine{rank, path, h.Score, h.Relevant, h.Confidence, h.Away}
		if err := c.list(path, line, line.text()); err != nil {
			return err
		}
	}
	if rank == 0 && !c.json && !c.null {
		c.tellNothing(answer.Weak)
	}
	if rank > 0 && len(answer.Unsure) > 0 {
		c.tell("Could not tell which of these show %s.", plain.Join(answer.Unsure, " or "))
	}
	return nil
}

// tellNothing says that the honest answer is "nothing".
func (c *call) tellNothing(weak int) {
	if weak == 0 {
		c.tell("No photo fits that.")
		return
	}
	c.tell("Nothing here looks like that. --all lists what comes nearest.")
}
