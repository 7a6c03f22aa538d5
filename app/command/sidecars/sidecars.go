// Package sidecars is the command line's verb that writes what a person says of photos to sidecars beside them.
package sidecars

import (
	"context"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
	"recollect/engine/sidecar"
	"recollect/engine/sidecars"
)

// Help explains the verb sidecars.
const Help = `Ratings, labels, titles, captions, dates, places and tags that you gave to photos are written
to sidecars of XMP, which other programs read: IMG_1.jpg.xmp beside IMG_1.jpg, or IMG_1.xmp where the
photo has that one already. A RAW file that is shown with its JPEG gets the same. Photos themselves
are not changed, nor is anything else that a sidecar says: what another program keeps there stays as
it is, byte by byte. Favourites and albums are not written.

Where another program has changed or removed the same field since Recollect wrote it, the sidecar
stays, and the line names the field, what the sidecar says and what you said. Say what the sidecar
says, or take back what you said with --as-in-file, to settle that.

All sidecars are written, or none if the computer stops before that begins: what is left after a power
cut is written the next time. --try only tells what would be written.
`

// Library writes sidecars.
type Library interface {
	Write(ctx context.Context, ids []photo.ID, try bool) ([]sidecars.Result, error)
}

// line is a line of sidecars.
type line struct {
	Path      string             `json:"path"`
	Sidecar   string             `json:"sidecar"`
	Written   bool               `json:"written"`
	Conflicts []sidecar.Conflict `json:"conflicts"`
	Problem   string             `json:"problem,omitempty"`
}

// Write writes the sidecars of photos, or of all if ids is nil, and prints a line for each photo that had something
// to be written. The exit status is 1 if one could not be.
func Write(ctx context.Context, c *cli.Call, l Library, ids []photo.ID, try bool) error {
	results, err := l.Write(ctx, ids, try)
	if err != nil {
		return err
	}
	failed := false
	for _, r := range results {
		out := line{Path: r.Path, Sidecar: r.Sidecar, Written: r.Wrote && !try, Conflicts: r.Conflicts}
		if out.Conflicts == nil {
			out.Conflicts = []sidecar.Conflict{} // not null
		}
		text := plain.Format("%s", r.Path)
		switch {
		case r.Err != nil:
			failed = true
			problem := cli.InOne(cli.ExplainAt(r.Err))
			out.Problem = string(problem)
			text += plain.Format(": %s", problem)
		case r.Wrote:
			text += plain.Format(" -> %s", r.Sidecar)
		}
		for _, conflict := range r.Conflicts {
			text += plain.Format("\n  %s: the sidecar says %q, you said %q", string(conflict.Field), conflict.File,
				conflict.Said)
		}
		if err := c.Print(out, text); err != nil {
			return err
		}
	}
	if failed {
		return cli.Silent{}
	}
	return nil
}
