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
stays, and the line names the field, what the sidecar says and what you said. --conflicts lists those
that are known. --mine settles them by writing what you said, --theirs by taking it back, which undo
undoes.

--auto on has sidecars written by themselves while the window is open or index --watch runs: of
all photos, then of those of which you say something else.
--auto off ends that, and --auto state tells how it stands. It is off unless you turn it on.

All sidecars are written, or none if the computer stops before that begins: what is left after a power
cut is written the next time. --try only tells what would be written.
`

// Library writes sidecars.
type Library interface {
	Write(ctx context.Context, ids []photo.ID, try bool) ([]sidecars.Result, error)
	Conflicts(ctx context.Context, from, n int) (page []photo.Differing, total int, err error)
	Settle(context.Context, []photo.Settlement) (n int, undo func(context.Context) error, err error)
}

// Switch turns on and off that sidecars are written by themselves.
type Switch interface {
	SetOn(context.Context, bool) error
	State() photo.SidecarState
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
		text += differences(r.Conflicts)
		if err := c.Print(out, text); err != nil {
			return err
		}
	}
	if failed {
		return cli.Silent{}
	}
	return nil
}

// pageOf is how many photos with conflicts are read at a time.
const pageOf = 100

// Conflicts prints a line for each sidecar with conflicts that are known.
func Conflicts(ctx context.Context, c *cli.Call, l Library) error {
	for from, total := 0, 1; from < total; from += pageOf {
		page, n, err := l.Conflicts(ctx, from, pageOf)
		if err != nil {
			return err
		}
		total = n
		for _, d := range page {
			text := plain.Format("%s -> %s", d.Path, d.Sidecar) + differences(d.Conflicts)
			if err := c.Print(line{Path: d.Path, Sidecar: d.Sidecar, Conflicts: d.Conflicts}, text); err != nil {
				return err
			}
		}
	}
	return nil
}

// Settle settles the conflicts of photos, or of all if ids is nil, for what the person says if mine is set, else for
// what the sidecars say, and prints of how many.
func Settle(ctx context.Context, c *cli.Call, l Library, ids []photo.ID, mine bool) error {
	how := []photo.Settlement{{Mine: mine}}
	if ids != nil {
		how = nil
		for _, id := range ids {
			how = append(how, photo.Settlement{ID: id, Mine: mine})
		}
	}
	n, _, err := l.Settle(ctx, how)
	if err != nil {
		return err
	}
	text := plain.Format("conflicts of %d photos are settled", n)
	if n == 1 {
		text = plain.Format("conflicts of 1 photo are settled")
	}
	return c.Print(struct {
		Settled int `json:"settled"`
	}{n}, text)
}

// Auto turns on or off that sidecars are written by themselves, or neither for "state", and prints how that stands.
func Auto(ctx context.Context, c *cli.Call, l Switch, how string) error {
	if how != "state" {
		if err := l.SetOn(ctx, how == "on"); err != nil {
			return err
		}
	}
	st := l.State()
	text := plain.Format("sidecars are not written by themselves")
	if st.On {
		text = plain.Format("sidecars are written by themselves: %d so far", st.Written)
	}
	text += plain.Format("; photos with conflicts: %d; photos that could not be written: %d", st.Conflicts, st.Failed)
	return c.Print(struct {
		On        bool `json:"on"`
		Written   int  `json:"written"`
		Conflicts int  `json:"conflicts"`
		Failed    int  `json:"failed"`
	}{st.On, st.Written, st.Conflicts, st.Failed}, text)
}

// differences lists conflicts, each on a line.
func differences(all []photo.Conflict) (text plain.Text) {
	for _, c := range all {
		text += plain.Format("\n  %s: the sidecar says %q, you said %q", string(c.Field), c.File, c.Said)
	}
	return text
}
