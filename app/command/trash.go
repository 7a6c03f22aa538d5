package command

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"recollect/engine/trash"
)

// trashLine is a file that was put into the system's trash.
type trashLine struct {
	Path    string `json:"path"`
	Trashed string `json:"trashed"` // where it is now; empty where the system does not tell
}

func trashVerb(*pflag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.args) == 0 {
			return usageError{"trash: name at least one file"}
		}
		for _, path := range c.args {
			item, err := trash.Put(ctx, path)
			if err != nil {
				return err
			}
			if err := c.print(trashLine{item.Path, item.Trashed}, fmt.Sprintf("%s is in the trash", item.Path)); err != nil {
				return err
			}
		}
		return nil
	}
}
