package command

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// summaryLine is the last line of index.
type summaryLine struct {
	Photos          int     `json:"photos"`
	Added           int     `json:"added"`
	Changed         int     `json:"changed"`
	Moved           int     `json:"moved"`
	Gone            int     `json:"gone"`
	MetadataChanged int     `json:"retold"` // only their metadata changed; not encoded again
	Problems        int     `json:"problems"`
	Encoded         int     `json:"encoded"`
	Seconds         float64 `json:"seconds"`
	incomplete
	// Restored says how a damaged library was replaced; absent: it was not damaged.
	Restored *photo.Restoration `json:"restored,omitempty"`
}

func (s summaryLine) text() plain.Text {
	again := plain.Text("")
	if s.MetadataChanged > 0 {
		again = plain.Format(", %d described again", s.MetadataChanged)
	}
	return plain.Format("%d photos: %d added, %d changed, %d moved, %d gone%s; %d encoded in %.1f s; %d problems",
		s.Photos, s.Added, s.Changed, s.Moved, s.Gone, again, s.Encoded, s.Seconds, s.Problems)
}

// changeLine is what --watch prints for each change.
type changeLine struct {
	Change string `json:"change"`
	Path   string `json:"path"`
	From   string `json:"from,omitempty"`
	// For an offline folder: why, and how many of its photos are missing if some are there.
	Reason  photo.AwayReason `json:"reason,omitempty"`
	Missing int              `json:"missing,omitempty"`
}

func (l changeLine) text() plain.Text {
	switch {
	case l.From != "":
		return plain.Format("%s %s (from %s)", l.Change, l.Path, l.From)
	case l.Reason != "":
		return plain.Format("%s %s (%s)", l.Change, l.Path, whyAway(l.Reason, l.Missing))
	}
	return plain.Format("%s %s", l.Change, l.Path)
}

func indexVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	watch := set.Bool("watch", false, "stay, and keep the library up to date")
	threads := set.Int("threads", 0, "use so many processor `CORES`; 0: all of them")
	cli.TakesFiles(set)
	return func(ctx context.Context, c *call) error { return c.index(ctx, *watch, *threads) }
}

func (c *call) index(ctx context.Context, watch bool, threads int) error {
	if threads < 0 {
		return cli.Usage("index: --threads is a number of processor cores, or 0 for all of them")
	}
	folders := slices.Concat(c.Args, c.Listed)
	if slices.ContainsFunc(folders, func(arg string) bool { return strings.TrimSpace(arg) == "" }) {
		return cli.Usage("index: a folder's name is empty")
	}
	var stdout sync.Mutex // changes come from several goroutines
	var watching bool
	e, err := c.openToWrite(ctx, func(change photo.Change) {
		stdout.Lock()
		defer stdout.Unlock()
		if change.Kind == photo.ChangeFileUnreadable {
			c.PrintErr("recollect: %s cannot be read; what is known of it is kept.", change.Path)
			return
		}
		if watching {
			line := changeLine{string(change.Kind), change.Path, change.From, change.Reason, change.Missing}
			_ = c.Print(line, line.text()) // a closed pipe ends the program elsewhere
		}
	})
	if err != nil {
		return err
	}
	defer e.Close()
	e.Pace.Set(photo.Pace{Processors: threads})
	for _, folder := range folders {
		if err := e.Folders.Add(ctx, folder); err != nil {
			return err
		}
	}
	if err := c.nothingToDo(ctx, e); err != nil {
		return err
	}
	line, err := c.sync(ctx, e)
	if err != nil {
		return err
	}
	line.Restored = spelled(e.Upkeep.Restored())
	_ = e.Upkeep.BackUp(ctx) // doctor reports why it failed
	stdout.Lock()
	c.warn(line.incomplete)
	err = c.Print(line, line.text())
	watching = true
	stdout.Unlock()
	if err != nil || !watch {
		return err
	}
	return e.Run(ctx)
}

// nothingToDo is a usage error when the library has no folder to index.
func (c *call) nothingToDo(ctx context.Context, e *engine.Engine) error {
	folders, err := e.Folders.List(ctx)
	if err == nil && len(folders) == 0 {
		return cli.Usage("index: name at least one folder; the library has none yet")
	}
	return err
}

// sync brings the library up to date once, drawing its progress.
func (c *call) sync(ctx context.Context, e *engine.Engine) (summaryLine, error) {
	start := time.Now()
	var s engine.Summary
	g, gctx := errgroup.WithContext(ctx)
	work, done := context.WithCancel(gctx)
	g.Go(func() error {
		defer done()
		var err error
		s, err = e.Sync(gctx)
		return err
	})
	if c.Progress {
		g.Go(func() error { c.drawProgress(work, e); return nil })
	}
	if err := g.Wait(); err != nil {
		return summaryLine{}, err
	}
	missed, err := whatIsMissing(ctx, e)
	st := e.Status()
	return summaryLine{
		Photos: st.Photos, Added: s.Added, Changed: s.Changed, Moved: s.Moved, Gone: s.Gone,
		MetadataChanged: s.MetadataChanged, Problems: st.Problems, Encoded: s.Encoded,
		Seconds:    time.Since(start).Seconds(),
		incomplete: missed,
	}, err
}
