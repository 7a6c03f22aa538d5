package edit

import (
	"context"
	"errors"
	"strconv"
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

// undo undoes the last act, or the one whose number is given, and prints it.
func undo(*pflag.FlagSet) func(*cli.Call) (Change, error) {
	return func(c *cli.Call) (Change, error) {
		var id photo.ActID // the last
		switch n, err := int64(0), error(nil); len(c.Args) {
		case 0:
		case 1:
			if n, err = strconv.ParseInt(c.Args[0], 10, 64); err != nil || n <= 0 {
				return nil, cli.Usage("undo: an act is a number, as recollect history shows it")
			}
			id = photo.ActID(n)
		default:
			return nil, cli.Usage("undo: give nothing, or one act")
		}
		return printed(c, func(ctx context.Context, l Library) (photo.Act, error) {
			a, err := l.Undo(ctx, id)
			var f *photo.Fault
			if id != 0 && errors.As(err, &f) && f.Code == "catalog:nothing-to-undo" {
				return a, cli.Sentence(plain.Format("There is no act %d to undo.", id), "recollect history lists them.")
			}
			return a, err
		}), nil
	}
}

// redo does again what was undone last, and prints it.
func redo(*pflag.FlagSet) func(*cli.Call) (Change, error) {
	return func(c *cli.Call) (Change, error) {
		return printed(c, func(ctx context.Context, l Library) (photo.Act, error) { return l.Redo(ctx) }), c.None()
	}
}

// printed prints the act that do returns.
func printed(c *cli.Call, do func(context.Context, Library) (photo.Act, error)) Change {
	return func(ctx context.Context, l Library, _ IDs) error {
		a, err := do(ctx, l)
		if err != nil {
			return err
		}
		line := newActLine(a)
		return c.Print(line, line.text())
	}
}

// List prints the history of a library, the latest act first.
func List(ctx context.Context, c *cli.Call, h History) error {
	acts, err := h.Acts(ctx, 0)
	for _, a := range acts {
		line := newActLine(a)
		if err := c.Print(line, line.text()+plain.Format(", act %d", line.ID)); err != nil {
			return err
		}
	}
	return err
}
