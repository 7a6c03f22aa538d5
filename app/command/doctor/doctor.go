// Package doctor examines a library, its model and the system, and says what it found.
package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"time"

	"recollect/app/command/cli"
	"recollect/app/fonts"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// Finding is one line of the doctor's report.
type Finding struct {
	Check string     `json:"check"`
	OK    bool       `json:"ok"`
	What  plain.Text `json:"what"`
	Next  plain.Text `json:"next,omitempty"` // what to do when it is not ok
	// Restored says how the repair replaced a damaged library.
	Restored *photo.Restoration `json:"restored,omitempty"`
}

// Text returns f as it is printed.
func (f Finding) Text() plain.Text {
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

// Patient is what is examined.
type Patient struct {
	Version string         // of the program
	Library string         // its folder
	Engine  *engine.Engine // nil if the library could not be opened
	Err     error          // why; nil if it is open
	System  engine.System
}

// Examine checks p. It changes nothing.
func (p Patient) Examine(ctx context.Context) []Finding {
	found := []Finding{
		{Check: "version", OK: true, What: plain.Format("Recollect %s, %s on %s/%s",
			p.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)},
		p.library(ctx),
		modelFinding(p.System),
		runtimeFinding(p.System),
	}
	if p.System.Telemetry != nil {
		found = append(found, telemetryFinding(p.System.Telemetry))
	}
	found = append(found,
		Finding{Check: "formats", OK: true, What: codecs(p.System.Codecs)}, watchingFinding(p.System),
		fontsFinding(fonts.Lacking()))
	if p.Err != nil {
		return found
	}
	return append(found, backupsFinding(p.Engine))
}

// library checks the library, unless it could not be opened.
func (p Patient) library(ctx context.Context) Finding {
	err := p.Err
	if errors.Is(err, fs.ErrNotExist) {
		return Finding{
			Check: "library", OK: true,
			What: plain.Format("%s does not exist yet; it is made when you add a folder", p.Library),
		}
	}
	if err == nil {
		err = p.Engine.Upkeep.Check(ctx)
	}
	if err != nil {
		what, next := cli.Explain(err)
		if errors.Is(err, engine.ErrDamaged) {
			next = "Close the window and run recollect doctor --repair."
		}
		return Finding{Check: "library", What: plain.Format("%s: %s", p.Library, what), Next: next}
	}
	st := p.Engine.Status()
	return Finding{Check: "library", OK: true, What: plain.Format("%s: %d photos, %d encoded, %d problems, %d away",
		p.Library, st.Photos, st.Encoded, st.Problems, st.Away)}
}

func modelFinding(s engine.System) Finding {
	if s.ModelErr != nil {
		return fault("model", s.ModelErr)
	}
	i := s.Model
	return Finding{
		Check: "model", OK: true,
		What: plain.Format("%s %s, %d dimensions. Terms: %s Quality: %s", i.Name, i.Version, i.Dim, i.Terms, i.Quality),
	}
}

func runtimeFinding(s engine.System) Finding {
	if s.RuntimeErr != nil {
		return fault("provider", s.RuntimeErr)
	}
	return Finding{Check: "provider", OK: true, What: plain.Format("%s, ONNX Runtime %s", s.Model.Provider, s.Runtime)}
}

// fault returns the finding of a check that failed with err.
func fault(check string, err error) Finding {
	what, next := cli.Explain(err)
	return Finding{Check: check, What: what, Next: next}
}

func telemetryFinding(t *engine.Telemetry) Finding {
	switch {
	case t.Err != nil:
		return fault("telemetry", t.Err)
	case !t.Found:
		return Finding{Check: "telemetry", OK: true, What: plain.Format("%s holds no telemetry client", t.Library)}
	case !t.Off:
		return Finding{
			Check: "telemetry", What: plain.Format("%s holds a telemetry client", t.Library),
			Next: "Put the library that comes with Recollect in its place.",
		}
	default:
		return Finding{
			Check: "telemetry", OK: true,
			What: plain.Format("%s holds a telemetry client, which is switched off (%s=1)", t.Library, t.Switch),
		}
	}
}

// watchingFinding says how folders are watched, and which folders cannot be.
func watchingFinding(s engine.System) Finding {
	f := Finding{Check: "watching", OK: true}
	limit := cli.Sentences().Reason(s.Watching)
	f.What, f.Next = plain.Prose(limit.What), plain.Prose(limit.Next)
	for _, p := range s.Polled {
		why := cli.Sentences().Reason(p.Why)
		f.What += plain.Format("\n                    %s is looked at now and then: %s", p.Dir, why.What)
		f.Next = cmp.Or(plain.Prose(why.Next), f.Next)
	}
	return f
}

// backupsFinding says how old the newest backup of e is, and whether the last one could be made.
func backupsFinding(e *engine.Engine) Finding {
	f := Finding{Check: "backups", OK: true}
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
		why := plain.Prose(strings.TrimSuffix(cli.Sentences().Reason(b.Failed).What, "."))
		f.What += plain.Format("; the last one could not be made: %s %s", plain.Prose(b.FailedAt), why)
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
