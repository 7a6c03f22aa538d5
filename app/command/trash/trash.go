// Package trash is the command line's verb that moves files to the system's trash.
package trash

import (
	"context"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/trash"
)

// line is a file that was put into the system's trash.
type line struct {
	Path    string `json:"path"`
	Trashed string `json:"trashed"` // where it is now; empty if the system does not say
}

// Put moves the files that are named to the trash, and prints a line for each.
func Put(ctx context.Context, c *cli.Call) error {
	files, err := c.Files(0, "name at least one file")
	if err != nil {
		return err
	}
	for _, path := range files {
		item, err := trash.Put(ctx, path)
		if err != nil {
			return err
		}
		text := plain.Format("%s is in the trash", item.Path)
		if err := c.Print(line{item.Path, item.Trashed}, text); err != nil {
			return err
		}
	}
	return nil
}
