package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

type hitLine struct {
	Rank  int     `json:"rank"`
	Path  string  `json:"path"`
	Score float64 `json:"score"`
}

func searchVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	limit := set.Int("limit", 50, "the most photos to list; 0 lists all")
	set.Bool("all", false, "list weak matches too; all are listed up to the limit, as there is no cut-off yet")
	images := set.StringArray("image", nil, "a picture `FILE` to find the like of; may be repeated")
	not := set.StringArray("not", nil, "`TEXT` to keep away from; may be repeated")
	return func(ctx context.Context, c *call) error {
		q := photo.Query{Text: strings.TrimSpace(strings.Join(c.args, " ")), Images: *images, Not: *not, Limit: *limit}
		if q.Empty() {
			return usageError{"search: the query is empty; give a text or --image FILE"}
		}
		return c.find(ctx, q)
	}
}

func similarVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	limit := set.Int("limit", 50, "the most photos to list; 0 lists all")
	return func(ctx context.Context, c *call) error {
		file, err := c.one("picture file")
		if err != nil {
			return err
		}
		return c.find(ctx, photo.Query{Images: []string{file}, Limit: *limit})
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
	rank := 0
	for _, h := range answer.Hits {
		p, err := e.Photo(ctx, h.ID)
		if errors.Is(err, catalog.ErrNotFound) {
			continue // it went while we searched
		}
		if err != nil {
			return err
		}
		rank++
		line := hitLine{rank, p.Path, h.Score}
		if err := c.print(line, fmt.Sprintf("%4d  %.3f  %s", line.Rank, line.Score, line.Path)); err != nil {
			return err
		}
	}
	return nil
}
