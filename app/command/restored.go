package command

import (
	"context"
	"errors"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// opened reports on stderr how opening e has replaced a damaged catalog, if it had to.
func (c *call) opened(e *engine.Engine, err error) (*engine.Engine, error) {
	if err == nil {
		c.printRestored(e.Upkeep.Restored())
	}
	return e, err
}

func (c *call) printRestored(r *photo.Restoration) {
	if r != nil {
		c.PrintErr("recollect: %s", restoredText(r))
	}
}

func restoredText(r *photo.Restoration) plain.Text {
	m := cli.Sentences().Restored(*r)
	return plain.Prose(m.What + " " + m.Next)
}

// spelled returns r with the codes of r.Lost replaced by their sentences, for JSON. nil stays nil.
func spelled(r *photo.Restoration) *photo.Restoration {
	if r == nil {
		return nil
	}
	out := *r
	out.Lost = nil
	for _, lost := range r.Lost {
		out.Lost = append(out.Lost, photo.Reason(cli.Sentences().Loss(*r, lost)))
	}
	return &out
}

// changing calls do, makes the day's backup and closes e. A failed backup is not an error here:
// doctor reports it.
func changing(ctx context.Context, e *engine.Engine, do func(*engine.Engine) error) error {
	err := do(e)
	if err == nil {
		_ = e.Upkeep.BackUp(ctx)
	}
	return errors.Join(err, e.Close())
}
