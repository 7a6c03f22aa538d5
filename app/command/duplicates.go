package command

import (
	"context"

	"github.com/spf13/pflag"

	"recollect/app/command/duplicates"
	"recollect/engine"
)

func duplicatesVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	shots := set.Bool("shots", false, "list near-identical shots too, which are no duplicates")
	return func(ctx context.Context, c *call) error {
		return c.reading(ctx, func(e *engine.Engine) error {
			return duplicates.List(ctx, &c.Call, e.Duplicates, *shots)
		})
	}
}
