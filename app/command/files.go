package command

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/command/exclude"
	"recollect/app/command/export"
	"recollect/app/command/importing"
	"recollect/app/command/sidecars"
	"recollect/app/command/trash"
	"recollect/engine"
	"recollect/engine/photo"
)

func trashVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	cli.TakesFiles(set)
	return func(ctx context.Context, c *call) error { return trash.Put(ctx, &c.Call) }
}

func sidecarsVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	f := sidecars.Flags(set)
	return func(ctx context.Context, c *call) error {
		if err := f.Check(&c.Call); err != nil {
			return err
		}
		run := func(e *engine.Engine, ids []photo.ID) error { return f.Run(ctx, &c.Call, e.Sidecars, ids) }
		if f.OfLibrary() {
			return c.writing(ctx, func(e *engine.Engine) error { return run(e, nil) })
		}
		files, err := c.Files(0, "name at least one file, or --all")
		if err != nil {
			return err
		}
		return c.mark(ctx, files, run)
	}
}

func excludeVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	run := exclude.Flags(set)
	return func(_ context.Context, c *call) error { return run(&c.Call) }
}

func exportVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	read := export.Flags(set)
	return func(ctx context.Context, c *call) error {
		w, err := read()
		if err != nil {
			return err
		}
		return c.chosen(ctx, func(e *engine.Engine, ids []photo.ID) error {
			if w.Sheet.Path != "" {
				return export.Print(ctx, &c.Call, e.Sheets, ids, w.Sheet)
			}
			return export.Run(ctx, &c.Call, e.Export, ids, w.Copies)
		})
	}
}

func importVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	read := importing.Flags(set)
	return func(ctx context.Context, c *call) error {
		o, err := read(&c.Call)
		if err != nil {
			return err
		}
		e, err := c.open(ctx)
		if err != nil {
			return err
		}
		defer e.Close()
		return importing.Run(ctx, &c.Call, e.Import, o)
	}
}

// chosen opens the library for reading and calls do with the photos of the files that arguments name or, where they
// name none, with those that they find as a query.
func (c *call) chosen(ctx context.Context, do func(*engine.Engine, []photo.ID) error) error {
	files, err := c.Files(0, "name at least one file, or a query")
	if err != nil {
		return err
	}
	e, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	missing := func(path string) bool { _, err := os.Lstat(path); return err != nil }
	if c.From || !slices.ContainsFunc(files, missing) {
		ids, err := idsOf(ctx, e, files)
		if err != nil {
			return err
		}
		return do(e, ids)
	}
	q := parsed(strings.Join(c.Args, " "), false)
	if err := c.printMistakes(q); err != nil {
		return err
	}
	answer, err := e.Queries.Answer(ctx, q)
	if err != nil {
		return err
	}
	return do(e, answer.IDs())
}
