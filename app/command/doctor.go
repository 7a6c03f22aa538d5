package command

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// finding is one line of the doctor's report.
type finding struct {
	Check string     `json:"check"`
	OK    bool       `json:"ok"`
	What  plain.Text `json:"what"`
	Next  plain.Text `json:"next,omitempty"` // what to do when it is not ok
	// Restored says how the repair replaced a damaged library.
	Restored *photo.Restoration `json:"restored,omitempty"`
}

func (f finding) text() plain.Text {
	mark := "ok     "
	if !f.OK {
		mark = "MISSING"
	}
	text := plain.Format("%s  %-10s %s", mark, f.Check, f.What)
	if f.Next != "" {
		text += "\n                    " + f.Next
	}
	return text
}

func doctorVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	repair := set.Bool("repair", false, "mend first what is wrong with the library")
	return func(ctx context.Context, c *call) error {
		if err := c.None(); err != nil {
			return err
		}
		if *repair {
			if err := c.repair(ctx); err != nil {
				return err
			}
		}
		sound := true
		for _, f := range c.examine(ctx) {
			sound = sound && f.OK
			if err := c.Print(f, f.text()); err != nil {
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
		return nil // there is nothing to mend
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
	f := finding{Check: "repair", OK: true, What: "nothing had to be mended"}
	if n > 0 {
		f.What = plain.Format("%d things were mended", n)
	}
	if r := e.Upkeep.Restored(); r != nil {
		f.What, f.Restored = plain.Format("%s Beyond that, %s", restoredText(r), f.What), r
	} else if n == 0 {
		err = e.Upkeep.RestoredRead() // what was told before is over
	}
	if n > 0 || f.Restored != nil {
		f.Next = "Run recollect index, or open the window: the rest is found again from the photos."
	}
	return errors.Join(c.Print(f, f.text()), err)
}

// Report is the doctor's report on e as text, for the window.
func Report(ctx context.Context, env cli.Environment, library string, e *engine.Engine) string {
	c := &call{cli.Call{Environment: env, Library: library}}
	var lines []string
	for _, f := range c.examineOpen(ctx, e, nil) {
		lines = append(lines, string(f.text()))
	}
	return strings.Join(lines, "\n")
}

func (c *call) examine(ctx context.Context) []finding {
	e, err := c.open(ctx)
	if err == nil {
		defer e.Close()
	}
	return c.examineOpen(ctx, e, err)
}

// examineOpen examines e, unless the library could not be opened because of err.
func (c *call) examineOpen(ctx context.Context, e *engine.Engine, err error) []finding {
	var s engine.System
	if err == nil {
		s = e.Upkeep.System(ctx)
	} else {
		s = engine.Examine(ctx, c.options(engine.ReadOnly))
	}
	found := []finding{
		{Check: "version", OK: true, What: plain.Format("Recollect %s, %s on %s/%s",
			c.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)},
		c.examineLibrary(ctx, e, err),
		modelFinding(s),
		runtimeFinding(s),
	}
	if s.Telemetry != nil {
		found = append(found, telemetryFinding(s.Telemetry))
	}
	found = append(found,
		finding{Check: "formats", OK: true, What: plain.Prose(s.Formats)}, watchingFinding(s))
	if err != nil {
		return found
	}
	return append(found, backupsFinding(e))
}

// examineLibrary checks e, unless the library could not be opened because of err.
func (c *call) examineLibrary(ctx context.Context, e *engine.Engine, err error) finding {
	if errors.Is(err, fs.ErrNotExist) {
		return finding{
			Check: "library", OK: true,
			What: plain.Format("%s does not exist yet; it is made when you add a folder", c.Library),
		}
	}
	if err == nil {
		err = e.Upkeep.Check(ctx)
	}
	if err != nil {
		what, next := cli.Explain(err)
		if errors.Is(err, engine.ErrDamaged) {
			next = "Close the window and run recollect doctor --repair."
		}
		return finding{Check: "library", What: plain.Format("%s: %s", c.Library, what), Next: next}
	}
	st := e.Status()
	return finding{Check: "library", OK: true, What: plain.Format("%s: %d photos, %d encoded, %d problems, %d away",
		c.Library, st.Photos, st.Encoded, st.Problems, st.Away)}
}

func modelFinding(s engine.System) finding {
	if s.ModelErr != nil {
		return fault("model", s.ModelErr)
	}
	i := s.Model
	return finding{
		Check: "model", OK: true,
		What: plain.Format("%s %s, %d dimensions. Terms: %s Quality: %s", i.Name, i.Version, i.Dim, i.Terms, i.Quality),
	}
}

func runtimeFinding(s engine.System) finding {
	if s.RuntimeErr != nil {
		return fault("provider", s.RuntimeErr)
	}
	return finding{Check: "provider", OK: true, What: plain.Format("%s, ONNX Runtime %s", s.Model.Provider, s.Runtime)}
}

// fault is the finding that something does not work because of err.
func fault(check string, err error) finding {
	what, next := cli.Explain(err)
	return finding{Check: check, What: what, Next: next}
}

func telemetryFinding(t *engine.Telemetry) finding {
	switch {
	case t.Err != nil:
		return fault("telemetry", t.Err)
	case !t.Found:
		return finding{Check: "telemetry", OK: true, What: plain.Format("%s holds no telemetry client", t.Library)}
	case !t.Off:
		return finding{
			Check: "telemetry", What: plain.Format("%s holds a telemetry client", t.Library),
			Next: "Put the library that comes with Recollect in its place.",
		}
	default:
		return finding{
			Check: "telemetry", OK: true,
			What: plain.Format("%s holds a telemetry client, which is switched off (%s=1)", t.Library, t.Switch),
		}
	}
}

// watchingFinding says how folders are watched, and which of the library cannot be.
func watchingFinding(s engine.System) finding {
	f := finding{Check: "watching", OK: true}
	limit := cli.Sentences().Reason(s.Watching)
	f.What, f.Next = plain.Prose(limit.What), plain.Prose(limit.Next)
	for _, p := range s.Polled {
		why := cli.Sentences().Reason(p.Why)
		f.What += plain.Format("\n                    %s is looked at now and then: %s", p.Dir, why.What)
		f.Next = cmp.Or(plain.Prose(why.Next), f.Next)
	}
	return f
}
