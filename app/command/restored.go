package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// opened reports on stderr how opening e has replaced a damaged catalog, if it had to.
func (c *call) opened(e *engine.Engine, err error) (*engine.Engine, error) {
	if err == nil {
		c.tellRestored(e.Upkeep.Restored())
	}
	return e, err
}

func (c *call) tellRestored(r *photo.Restoration) {
	if r != nil {
		c.Tell("recollect: %s", restoredText(r))
	}
}

func restoredText(r *photo.Restoration) plain.Text {
	m := cli.Sentences().Restored(*r)
	return plain.Prose(m.What + " " + m.Next)
}

// changing lets do change e, makes the day's backup and closes e. A backup that fails does not undo
// the change: doctor reports it.
func changing(ctx context.Context, e *engine.Engine, do func(*engine.Engine) error) error {
	err := do(e)
	if err == nil {
		_ = e.Upkeep.BackUp(ctx)
	}
	return errors.Join(err, e.Close())
}

// backupsFinding says how old the newest backup of e is, and whether the last one could be made.
func backupsFinding(e *engine.Engine) finding {
	f := finding{Check: "backups", OK: true}
	b, err := e.Upkeep.Backups()
	switch {
	case err != nil:
		return fault(f.Check, err)
	case b.Count == 0:
		f.What = "there is none yet; the first is made when the library changes"
	default:
		f.What = plain.Format("%d, the newest of %s, %s",
			b.Count, b.Newest.Format("2 January 2006"), age(b.Newest, time.Now()))
	}
	if b.Failed != "" {
		f.OK = false
		f.What += plain.Format("; the last one could not be made: %s", plain.Prose(b.Failed))
		f.Next = "See that the disk has room and the folder backups of the library can be written to; " +
			"then run recollect index."
	}
	return f
}

// age is how many days ago a day was.
func age(day, now time.Time) string {
	switch n := int(now.Sub(day).Hours() / 24); {
	case n < 0:
		return "in the future: the clock was wrong"
	case n == 0:
		return "today"
	case n == 1:
		return "yesterday"
	default:
		return fmt.Sprintf("%d days ago", n)
	}
}
