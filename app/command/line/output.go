package command

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"recollect/app/plain"
	"recollect/assets"
	"recollect/engine"
	"recollect/engine/photo"
)

// print writes value as a JSON line, or text and a line break.
func (c *call) print(value any, text plain.Text) error {
	if c.json {
		return c.printJSON(value)
	}
	return c.write(string(text) + "\n")
}

func (c *call) printJSON(value any) error {
	line, err := plain.JSON(value)
	if err != nil {
		return err
	}
	return c.write(string(line) + "\n")
}

// list prints what was found at path: as print does, or with -0 the path alone, as
// it is, and a NUL.
func (c *call) list(path string, value any, text plain.Text) error {
	if c.null {
		return c.write(path + "\x00")
	}
	return c.print(value, text)
}

func (c *call) write(line string) error {
	_, err := c.Stdout.Write([]byte(line))
	return err
}

// tell writes a line to stderr, with the strings among args quoted.
func (c *call) tell(format plain.Text, args ...any) {
	_, _ = c.Stderr.Write([]byte(plain.Format(format, args...) + "\n")) // there is nowhere else to tell it
}

// open opens the library for reading, beside a window that may be writing to it.
func (c *call) open(ctx context.Context) (*engine.Engine, error) {
	return engine.Open(ctx, engine.Options{
		Library: c.library, Model: c.Model, RuntimeDirs: c.RuntimeDirs, Things: assets.Things, Mode: engine.ReadOnly,
	})
}

// reading opens the library for reading and tells something of it. Of one that does
// not exist there is nothing to tell.
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

// writing opens the library, also beside a process that holds it, and changes what
// a person keeps of photos.
func (c *call) writing(ctx context.Context, do func(*engine.Engine) error) error {
	e, err := c.opened(engine.Open(ctx, engine.Options{
		Library: c.library, Model: c.Model, RuntimeDirs: c.RuntimeDirs, Things: assets.Things,
		Purpose: "recollect", Mode: engine.Shared,
	}))
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
	return c.opened(engine.Open(ctx, engine.Options{
		Library: c.library, Model: c.Model, RuntimeDirs: c.RuntimeDirs, Things: assets.Things,
		Purpose: "recollect " + c.verb, OnChange: onChange, Begin: c.verb == "doctor",
	}))
}

// one returns the only argument, or a usage error.
func (c *call) one(what plain.Text) (string, error) {
	if len(c.args) != 1 || strings.TrimSpace(c.args[0]) == "" {
		return "", usageError{"give one " + what}
	}
	return c.args[0], nil
}

// none returns a usage error when there are arguments.
func (c *call) none() error {
	if len(c.args) > 0 {
		return usageError{plain.Format("%q is one argument too many", c.args[0])}
	}
	return nil
}
