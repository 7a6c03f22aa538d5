package command

import (
	"cmp"
	"context"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
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
	all := set.Bool("all", false, "of all photos that something is said of")
	try := set.Bool("try", false, "only tell what would be written")
	cli.TakesFiles(set)
	return func(ctx context.Context, c *call) error {
		write := func(e *engine.Engine, ids []photo.ID) error {
			return sidecars.Write(ctx, &c.Call, e.Sidecars, ids, *try)
		}
		if *all && len(c.Args) == 0 {
			return c.writing(ctx, func(e *engine.Engine) error { return write(e, nil) })
		}
		files, err := c.Files(0, "name at least one file, or --all")
		if err != nil || *all {
			return cmp.Or(err, c.None())
		}
		return c.mark(ctx, files, write)
	}
}
