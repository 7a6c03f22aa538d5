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

	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/model/clip"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/telemetry"
	"recollect/engine/photo"
	"recollect/engine/watch"
)

// finding is one line of the doctor's report.
type finding struct {
	Check string     `json:"check"`
	OK    bool       `json:"ok"`
	What  plain.Text `json:"what"`
	Next  plain.Text `json:"next,omitempty"` // what to do when it is not ok
	// Restored tells how a damaged library was replaced by the repair.
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
		if err := c.none(); err != nil {
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
			if err := c.print(f, f.text()); err != nil {
				return err
			}
		}
		if !sound {
			return silentError{}
		}
		return nil
	}
}

// repair mends the library and says what it did. A damaged catalog may be replaced by
// opening it already.
func (c *call) repair(ctx context.Context) error {
	if _, err := os.Stat(c.library); errors.Is(err, fs.ErrNotExist) {
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
	return errors.Join(c.print(f, f.text()), err)
}

// Report is the doctor's report as text, for the window.
func Report(ctx context.Context, env Environment, library string) string {
	c := &call{Environment: env, library: library}
	var lines []string
	for _, f := range c.examine(ctx) {
		lines = append(lines, string(f.text()))
	}
	return strings.Join(lines, "\n")
}

func (c *call) examine(ctx context.Context) []finding {
	e, err := c.open(ctx)
	if err == nil {
		defer e.Close()
	}
	found := []finding{
		{Check: "version", OK: true, What: plain.Format("Recollect %s, %s on %s/%s", c.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)},
		c.examineLibrary(ctx, e, err),
		c.examineModel(),
		c.examineRuntime(ctx),
	}
	if path, err := ort.FindLibrary(c.RuntimeDirs...); err == nil {
		found = append(found, examineTelemetry(path))
	}
	found = append(found, finding{Check: "formats", OK: true, What: plain.Prose(decode.Formats())}, examineWatching(ctx, e))
	if f, ok := examineBackups(e); ok {
		found = append(found, f)
	}
	return found
}

// examineLibrary checks e, unless the library could not be opened because of err.
func (c *call) examineLibrary(ctx context.Context, e *engine.Engine, err error) finding {
	if errors.Is(err, fs.ErrNotExist) {
		return finding{Check: "library", OK: true, What: plain.Format("%s does not exist yet; it is made when you add a folder", c.library)}
	}
	if err == nil {
		err = e.Upkeep.Check(ctx)
	}
	if err != nil {
		what, next := Explain(err)
		if errors.Is(err, catalog.ErrDamaged) {
			next = "Close the window and run recollect doctor --repair."
		}
		return finding{Check: "library", What: plain.Format("%s: %s", c.library, what), Next: next}
	}
	st := e.Status()
	return finding{Check: "library", OK: true, What: plain.Format("%s: %d photos, %d encoded, %d problems, %d away", c.library, st.Photos, st.Encoded, st.Problems, st.Away)}
}

func (c *call) examineModel() finding {
	m := clip.Open(clip.Options{Model: c.Model, LibraryDirs: c.RuntimeDirs})
	defer m.Close()
	i := m.Info()
	if i.Name == "" {
		what, next := Explain(clip.ErrNoModel)
		return finding{Check: "model", What: what, Next: next}
	}
	return finding{Check: "model", OK: true, What: plain.Format("%s %s, %d dimensions. Terms: %s Quality: %s", i.Name, i.Version, i.Dim, i.Terms, i.Quality)}
}

// examineRuntime embeds one word: only that proves that the library works.
func (c *call) examineRuntime(ctx context.Context) finding {
	m := clip.Open(clip.Options{Model: c.Model, LibraryDirs: c.RuntimeDirs})
	defer m.Close()
	_, err := m.Text(ctx, "photo")
	if err == nil {
		err = m.Load()
	}
	if err != nil {
		what, next := Explain(err)
		return finding{Check: "provider", What: what, Next: next}
	}
	return finding{Check: "provider", OK: true, What: plain.Format("%s, ONNX Runtime %s", m.Info().Provider, ort.Version())}
}

// examineTelemetry looks for a telemetry client in ONNX Runtime's library, at
// path. There may be one in a library that somebody put in place of ours.
func examineTelemetry(path string) finding {
	marks, err := telemetry.FindIn(path)
	switch {
	case err != nil:
		what, next := Explain(err)
		return finding{Check: "telemetry", What: what, Next: next}
	case len(marks) == 0:
		return finding{Check: "telemetry", OK: true, What: plain.Format("%s holds no telemetry client", path)}
	case os.Getenv(telemetry.Switch) != "1": // of this process, where the library is loaded
		return finding{
			Check: "telemetry", What: plain.Format("%s holds a telemetry client", path),
			Next: "Put the library that comes with Recollect in its place.",
		}
	default:
		return finding{Check: "telemetry", OK: true, What: plain.Format("%s holds a telemetry client, which is switched off (%s=1)", path, telemetry.Switch)}
	}
}

// examineWatching tells how folders are watched, and which of those of e, which
// may be nil, cannot be.
func examineWatching(ctx context.Context, e *engine.Engine) finding {
	f := finding{Check: "watching", OK: true}
	limit := sentences().Reason(watch.Limit())
	f.What, f.Next = plain.Prose(limit.What), plain.Prose(limit.Next)
	if e == nil {
		return f
	}
	folders, err := e.Folders.List(ctx)
	if err != nil {
		return f // the library's own line tells
	}
	var dirs []string
	for _, folder := range folders {
		dirs = append(dirs, folder.Path)
	}
	for _, p := range watch.Probe(dirs) {
		why := sentences().Reason(p.Why)
		f.What += plain.Format("\n                    %s is looked at now and then: %s", p.Dir, why.What)
		f.Next = cmp.Or(plain.Prose(why.Next), f.Next)
	}
	return f
}
