package command

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/command/hits"
	"recollect/app/plain"
	"recollect/engine/photo"
	"recollect/engine/query"
)

func searchVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	limit := set.Int("limit", 50, "the most photos to list; 0 lists all")
	all := set.Bool("all", false, "list what fits weakly too, up to the limit")
	images := set.StringArray("image", nil, "a picture `FILE` to find the like of; may be repeated")
	not := set.StringArray("not", nil, "`TEXT` to keep away from; may be repeated")
	cli.ListsPaths(set)
	stack := set.Bool("stack", false, "list look-alikes as one, as the window does: the best, and how many more")
	asTyped := set.Bool("as-typed", false, `take "without" and the like for words like any other`)
	return func(ctx context.Context, c *call) error {
		q := parsed(strings.Join(c.Args, " "), *asTyped)
		q.Images, q.Not, q.All, q.Limit = *images, *not, *all, *limit
		if q.Blank() {
			return cli.Usage("search: the query is empty; give a text or --image FILE")
		}
		if err := c.printMistakes(q); err != nil {
			return err
		}
		return c.find(ctx, q, *stack)
	}
}

// parsed parses a query. It is the only place where commands do.
func parsed(line string, asTyped bool) query.Query {
	return query.Parse(strings.TrimSpace(line), query.Options{Now: time.Now(), AsTyped: asTyped})
}

// printMistakes reports which parts of a query were not understood. The other parts are used; it is
// an error if there are none.
func (c *call) printMistakes(q query.Query) error {
	if err := query.Check(q.Text); err != nil {
		return err
	}
	if len(q.Mistakes) > 0 && len(q.Parts)+len(q.Filters)+len(q.Images) == 0 {
		return cli.Usage(plain.Format("%s: %s", c.Verb, mistakeText(q.Mistakes[0])))
	}
	for _, m := range q.Mistakes {
		before := strings.Repeat(" ", utf8.RuneCountInString(q.Text[:m.From]))
		under := strings.Repeat("^", max(1, utf8.RuneCountInString(q.Text[m.From:m.To])))
		c.PrintErr("recollect: %s\n  %s\n  %s%s", mistakeText(m), plain.Masked(q.Text), before, under)
	}
	return nil
}

// mistakeText says what is wrong and, if known, what was meant, without a full stop.
func mistakeText(m query.Mistake) plain.Text {
	what := plain.Prose(cli.Sentences().Reason(m.Reason).What)
	if m.Meant == "" {
		return what
	}
	return plain.Format("%s, did you mean %q?", what, m.Meant)
}

func similarVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	limit := set.Int("limit", 50, "the most photos to list; 0 lists all")
	all := set.Bool("all", false, "list what fits weakly too, up to the limit")
	cli.ListsPaths(set)
	return func(ctx context.Context, c *call) error {
		file, err := c.One("picture file")
		if err != nil {
			return err
		}
		return c.find(ctx, query.Query{Images: []string{file}, All: *all, Limit: *limit}, false)
	}
}

func (c *call) find(ctx context.Context, q query.Query, stack bool) error {
	if q.Limit < 0 {
		return cli.Usage("--limit cannot be negative")
	}
	e, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	answer, err := e.Queries.Answer(ctx, q)
	if err != nil {
		return err
	}
	ids := answer.IDs()
	locations, err := e.Photos.PathsOf(ctx, ids)
	if err != nil {
		return err
	}
	at := make(map[photo.ID]photo.Location, len(ids))
	for i, id := range ids {
		at[id] = locations[i]
	}
	var stacks [][]photo.ID
	if stack {
		if stacks, err = e.Duplicates.Stacks(ctx, ids); err != nil {
			return err
		}
	}
	n, err := hits.Print(&c.Call, hits.Stacked(answer.Matches, stacks), at)
	if err != nil {
		return err
	}
	if n == 0 && !c.JSON && !c.Null {
		c.printNothing(answer.Weak)
	}
	if n > 0 && len(answer.Unsure) > 0 {
		c.PrintErr("Could not tell which of these show %s.", plain.Join(answer.Unsure, " or "))
	}
	if c.JSON || c.Null || q.Text == "" {
		return nil
	}
	// The answer stands without it.
	if better, err := e.Queries.Correct(ctx, q); err == nil && better != "" {
		c.PrintErr("Did you mean %q?", better)
	}
	return nil
}

// printNothing says that nothing was found, and how many weak matches there are.
func (c *call) printNothing(weak int) {
	if weak == 0 {
		c.PrintErr("%s", cli.Say("search:no-photo", nil))
		return
	}
	c.PrintErr("%s", cli.Say("search:nothing", nil))
}
