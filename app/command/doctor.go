package command

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/command/doctor"
	"recollect/app/plain"
	"recollect/engine"
)

func doctorVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	repair := set.Bool("repair", false, "mend first what is wrong with the library")
	providers := set.Bool("providers", false, "try what the model can run on, and tell what was found")
	again := set.Bool("again", false, "--providers: try again what was tried before")
	get := set.String("get", "", "download the libraries of the accelerator `NAME` into the library")
	yes := set.Bool("yes", false, "--get: agree to the terms, which are shown without it")
	model := set.String("model", "", "--providers: try with the model `NAME` of the library, or in a folder")
	return func(ctx context.Context, c *call) error {
		if err := c.None(); err != nil {
			return err
		}
		if *get != "" {
			return doctor.Get(ctx, &c.Call, *get, *yes)
		}
		if *providers {
			return doctor.Providers(ctx, &c.Call, *model, *again)
		}
		if *repair {
			if err := c.repair(ctx); err != nil {
				return err
			}
		}
		sound := true
		for _, f := range c.examine(ctx) {
			sound = sound && f.OK
			if err := c.Print(f, f.Text()); err != nil {
				return err
			}
		}
		if !sound {
			return cli.Silent{}
		}
		return nil
	}
}

// repair repairs the library and says what it did. Opening a damaged catalog may replace it
// already.
func (c *call) repair(ctx context.Context) error {
	if _, err := os.Stat(c.Library); errors.Is(err, fs.ErrNotExist) {
		return nil // there is nothing to repair
	}
	e, err := c.openToWrite(ctx, nil)
	if err != nil {
		return err
	}
	defer e.Close()
	n, err := e.Upkeep.Repair(ctx)
	if err != nil {
		return err
	}
	f := doctor.Finding{Check: "repair", OK: true, What: "nothing had to be mended"}
	if n > 0 {
		f.What = plain.Format("%d things were mended", n)
	}
	if r := e.Upkeep.Restored(); r != nil {
		f.What, f.Restored = plain.Format("%s Beyond that, %s", restoredText(r), f.What), spelled(r)
	} else if n == 0 {
		err = e.Upkeep.RestoredRead() // the report of an earlier repair has been read
	}
	if n > 0 || f.Restored != nil {
		f.Next = "Run recollect index, or open the window: the rest is found again from the photos."
	}
	return errors.Join(c.Print(f, f.Text()), err)
}

// Report is the doctor's report on e as text, for the window.
func Report(ctx context.Context, env cli.Environment, library string, e *engine.Engine) string {
	c := &call{cli.Call{Environment: env, Library: library}}
	var lines []string
	for _, f := range c.examineOpen(ctx, e, nil) {
		lines = append(lines, string(f.Text()))
	}
	return strings.Join(lines, "\n")
}

func (c *call) examine(ctx context.Context) []doctor.Finding {
	e, err := c.open(ctx)
	if err == nil {
		defer e.Close()
	}
	return c.examineOpen(ctx, e, err)
}

// examineOpen examines e, unless the library could not be opened because of err.
func (c *call) examineOpen(ctx context.Context, e *engine.Engine, err error) []doctor.Finding {
	var s engine.System
	if err == nil {
		s = e.Upkeep.System(ctx)
	} else {
		s = engine.Examine(ctx, c.options(engine.ReadOnly))
	}
	return doctor.Patient{Version: c.Version, Library: c.Library, Engine: e, Err: err, System: s}.Examine(ctx)
}
