package command

import (
	"context"
	"errors"
	"io/fs"

	"recollect/assets"
	"recollect/engine"
	"recollect/engine/photo"
)

// options returns the options for opening the library of the call.
func (c *call) options(mode engine.Mode) engine.Options {
	return engine.Options{
		Library: c.Library, Mode: mode, Model: c.Model, RuntimeDirs: c.RuntimeDirs, Worker: c.Worker,
		Things: assets.Things, Purpose: "recollect " + c.Verb, ModelMirror: c.Mirror,
	}
}

// open opens the library for reading, beside a window that may be writing to it.
func (c *call) open(ctx context.Context) (*engine.Engine, error) {
	return engine.Open(ctx, c.options(engine.ReadOnly))
}

// reading opens the library for reading and calls do with it. If the library does not exist, it
// does nothing.
func (c *call) reading(ctx context.Context, do func(*engine.Engine) error) error {
	e, err := c.open(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer e.Close()
	return do(e)
}

// writing opens the library, even if another process holds it, and changes user data.
func (c *call) writing(ctx context.Context, do func(*engine.Engine) error) error {
	e, err := c.opened(engine.Open(ctx, c.options(engine.Shared)))
	if err != nil {
		return err
	}
	return changing(ctx, e, do)
}

// alone opens the library for this process alone, and changes it.
func (c *call) alone(ctx context.Context, do func(*engine.Engine) error) error {
	e, err := c.openToWrite(ctx, nil)
	if err != nil {
		return err
	}
	return changing(ctx, e, do)
}

// openToWrite opens the library for this process alone; onChange may be nil.
func (c *call) openToWrite(ctx context.Context, onChange func(photo.Change)) (*engine.Engine, error) {
	o := c.options(engine.Exclusive)
	o.OnChange, o.AllowReset = onChange, c.Verb == "doctor"
	return c.opened(engine.Open(ctx, o))
}
