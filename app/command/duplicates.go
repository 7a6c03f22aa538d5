package command

import (
	"context"

	"github.com/spf13/pflag"

	"recollect/app/command/duplicates"
	"recollect/engine"
	"recollect/engine/photo"
)

func duplicatesVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	read := duplicates.Flags(set)
	return func(ctx context.Context, c *call) error {
		job, err := read(&c.Call)
		if err != nil {
			return err
		}
		open := c.reading
		if job.Writes {
			open = c.writing
		}
		return open(ctx, func(e *engine.Engine) error {
			ids := func(files []string) ([]photo.ID, error) { return idsOf(ctx, e, files) }
			return job.Do(ctx, e.Duplicates, ids)
		})
	}
}
