package command

import (
	"context"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/trash"
)

// trashLine is a file that was put into the system's trash.
type trashLine struct {
	Path    string `json:"path"`
	Trashed string `json:"trashed"` // where it is now; empty if the system does not say
}

func trashVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	cli.TakesFiles(set)
	return func(ctx context.Context, c *call) error {
		files, err := c.Files(0, "name at least one file")
		if err != nil {
			return err
		}
		for _, path := range files {
			item, err := trash.Put(ctx, path)
			if err != nil {
				return err
			}
			if err := c.Print(trashLine{item.Path, item.Trashed},
				plain.Format("%s is in the trash", item.Path)); err != nil {
				return err
			}
		}
		return nil
	}
}
