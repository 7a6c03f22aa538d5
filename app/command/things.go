package command

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// thingLine is a line of things.
type thingLine struct {
	Name      string `json:"name"`
	Group     string `json:"group"`
	Confirmed int    `json:"confirmed"`
	Suggested int    `json:"suggested"`
}

func (l thingLine) text() plain.Text {
	return plain.Format("%-24s %-20s %5d confirmed %5d suggested", l.Name, l.Group, l.Confirmed, l.Suggested)
}

const thingsUsage = "give nothing, confirm NAME FILE..., or reject NAME FILE..."

func thingsVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	group := set.String("group", "", "list those of one `GROUP` only")
	cli.TakesFiles(set)
	return func(ctx context.Context, c *call) error {
		verdicts := map[string]photo.Verdict{"confirm": photo.Confirmed, "reject": photo.Rejected}
		switch {
		case len(c.Args) == 0 && !c.From:
			return c.listThings(ctx, *group)
		case len(c.Args) >= 2 && verdicts[c.Args[0]] != photo.Suggested:
			files, err := c.Files(2, thingsUsage)
			if err != nil {
				return err
			}
			return c.judge(ctx, c.Args[1], files, verdicts[c.Args[0]])
		}
		return cli.Usage("things: " + thingsUsage)
	}
}

func (c *call) listThings(ctx context.Context, group string) error {
	return c.reading(ctx, func(e *engine.Engine) error {
		for _, fault := range e.Things.Faults() {
			c.PrintErr("recollect: %s", fault)
		}
		all, err := e.Things.Things(ctx)
		for _, t := range all {
			if group != "" && !strings.EqualFold(t.Group, group) {
				continue
			}
			line := thingLine{t.Name, t.Group, t.Confirmed, t.Suggested}
			if err := c.Print(line, line.text()); err != nil {
				return err
			}
		}
		return err
	})
}

// judge records a verdict on photos of the library, and prints the thing as it is afterwards.
func (c *call) judge(ctx context.Context, name string, files []string, v photo.Verdict) error {
	return c.writing(ctx, func(e *engine.Engine) error {
		ids, err := idsOf(ctx, e, files)
		if err != nil {
			return err
		}
		if err := e.Things.Judge(ctx, name, ids, v); err != nil {
			return err
		}
		t, err := e.Things.Thing(ctx, name)
		if err != nil {
			return err
		}
		line := thingLine{t.Name, t.Group, t.Confirmed, t.Suggested}
		return c.Print(line, line.text())
	})
}

// screenLine is a line of screen.
type screenLine struct {
	Name    string `json:"name"`
	On      bool   `json:"on"`
	Flagged int    `json:"flagged"`
}

func screenVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	on := set.StringSlice("on", nil, "screen for these `NAMES`, with commas between them, and for nothing else")
	off := set.Bool("off", false, "screen for nothing")
	return func(ctx context.Context, c *call) error {
		if err := c.None(); err != nil {
			return err
		}
		if *off && len(*on) > 0 {
			return cli.Usage("screen: give --on or --off, not both")
		}
		if !*off && len(*on) == 0 {
			e, err := c.open(ctx)
			if err != nil {
				return err
			}
			defer e.Close()
			return c.listScreens(ctx, e)
		}
		for i, name := range *on {
			(*on)[i] = strings.TrimSpace(name)
		}
		return c.screen(ctx, *on)
	}
}

// screen chooses what photos are screened for. If another process holds the library, that process
// screens the photos.
func (c *call) screen(ctx context.Context, names []string) error {
	err := c.alone(ctx, func(e *engine.Engine) error {
		if err := e.Things.SetScreening(ctx, names); err != nil {
			return err
		}
		if err := e.Things.Suggest(ctx); err != nil {
			return err
		}
		return c.listScreens(ctx, e)
	})
	if !errors.Is(err, engine.ErrInUse) {
		return err
	}
	return c.writing(ctx, func(e *engine.Engine) error {
		if err := e.Things.SetScreening(ctx, names); err != nil {
			return err
		}
		if len(names) > 0 {
			c.PrintErr("recollect: whoever has the library open looks at its photos for this; " +
				"recollect screen tells what is flagged by then.")
		}
		return c.listScreens(ctx, e)
	})
}

func (c *call) listScreens(ctx context.Context, e *engine.Engine) error {
	screens, err := e.Things.Screens(ctx)
	if err != nil {
		return err
	}
	for _, s := range screens {
		line := screenLine{s.Name, s.On, s.Flagged}
		text := plain.Format("%-14s off", line.Name)
		if line.On {
			text = plain.Format("%-14s on   %d flagged", line.Name, line.Flagged)
		}
		if err := c.Print(line, text); err != nil {
			return err
		}
	}
	return nil
}
