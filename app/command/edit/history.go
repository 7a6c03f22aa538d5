package edit

import (
	"context"
	"time"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
)

// actLine is a line of history, undo and redo.
type actLine struct {
	ID   int64  `json:"id"`
	Time string `json:"time"`
	// Kind is "favourite", "tag", "verdict", "album", "hand", "rename", "member", "apart", "inherit", "trash", or a
	// field.
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Value  string `json:"value"`
	No     bool   `json:"no"` // taken away
	Photos int    `json:"photos"`
	Undone bool   `json:"undone"`
}

func newActLine(a photo.Act) actLine {
	return actLine{
		int64(a.ID), a.Time.Format(time.RFC3339), a.Kind, a.Name, a.Value, a.No, a.Photos, a.Undone,
	}
}

func (l actLine) text() plain.Text {
	text := plain.Format("%s  %s", l.Time, l.Kind)
	if l.No {
		text = plain.Format("%s  no %s", l.Time, l.Kind)
	}
	for _, more := range []string{l.Name, l.Value} {
		if more != "" {
			text += plain.Format(" %q", more)
		}
	}
	switch {
	case l.Photos == 1:
		text += ", 1 photo"
	case l.Photos > 1:
		text += plain.Format(", %d photos", l.Photos)
	}
	if l.Undone {
		text += " (undone)"
	}
	return text
}

// again is a verb that undoes or redoes an act, and prints it.
func again(do func(Library, context.Context) (photo.Act, error)) func(*pflag.FlagSet) func(*cli.Call) (Change, error) {
	return func(*pflag.FlagSet) func(*cli.Call) (Change, error) {
		return func(c *cli.Call) (Change, error) {
			return func(ctx context.Context, l Library, _ IDs) error {
				a, err := do(l, ctx)
				if err != nil {
					return err
				}
				line := newActLine(a)
				return c.Print(line, line.text())
			}, c.None()
		}
	}
}

// List prints the history of a library, the latest act first.
func List(ctx context.Context, c *cli.Call, h History) error {
	acts, err := h.Acts(ctx, 0)
	for _, a := range acts {
		line := newActLine(a)
		if err := c.Print(line, line.text()); err != nil {
			return err
		}
	}
	return err
}
