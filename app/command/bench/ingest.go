package command

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/pflag"

	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/analyse"
	"recollect/engine/photo"
)

// costSample is how many photos the cost of one is measured on.
const costSample = 200

// ingestLine is what bench ingest prints. Times of stages are means of one photo.
type ingestLine struct {
	Photos          int            `json:"photos"`
	Problems        int            `json:"problems"`
	Seconds         float64        `json:"seconds"`
	PhotosPerSecond float64        `json:"photos_per_second"`
	Cores           int            `json:"cores"`
	Stages          stageTimes     `json:"stages"`
	OnePhotoSeconds float64        `json:"one_photo_seconds"`
	Efficiency      float64        `json:"efficiency"`
	PeakRSS         int64          `json:"peak_rss_bytes,omitempty"`
	Passes          []memoryOfPass `json:"passes,omitempty"`
}

type stageTimes struct {
	Read    float64 `json:"read_ms"`
	Decode  float64 `json:"decode_ms"`
	Thumb   float64 `json:"thumb_ms"`
	Prepare float64 `json:"prepare_ms"`
	Encode  float64 `json:"encode_ms"`
	Write   float64 `json:"write_ms"`
}

// memoryOfPass is the process's memory during one pass over all photos, and after it.
type memoryOfPass struct {
	Peak    int64 `json:"peak_rss_bytes"`
	Settled int64 `json:"settled_rss_bytes"`
}

func (l ingestLine) text() plain.Text {
	s := l.Stages
	text := plain.Format("%d photos in %.1f s: %.1f a second on %d cores, efficiency %.2f\none photo: read %.1f ms, decode %.1f, thumbnail %.1f, prepare %.1f, encode %.1f; write %.1f",
		l.Photos, l.Seconds, l.PhotosPerSecond, l.Cores, l.Efficiency, s.Read, s.Decode, s.Thumb, s.Prepare, s.Encode, s.Write)
	for i, p := range l.Passes {
		text += plain.Format("\npass %d: %d MB at most, %d MB after it", i+1, p.Peak>>20, p.Settled>>20)
	}
	return text
}

func benchVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	passes := set.Int("passes", 1, "index `N` times over, each time into a new library, and tell the memory of each")
	photos := set.Int("photos", 100_000, "library: how many photos it has")
	keep := set.String("keep", "", "library: leave it at `DIR`, which must not exist yet")
	return func(ctx context.Context, c *call) error {
		if len(c.args) == 1 && c.args[0] == "library" {
			return c.benchLibrary(ctx, *photos, *keep)
		}
		if len(c.args) != 2 || c.args[0] != "ingest" {
			return usageError{"bench: give ingest and one folder, or library"}
		}
		if *passes < 1 {
			return usageError{"bench: --passes must be at least 1"}
		}
		line, err := c.benchIngest(ctx, c.args[1], *passes)
		if err != nil {
			return err
		}
		return c.print(line, line.text())
	}
}

// benchIngest indexes dir into libraries of its own, which it removes.
func (c *call) benchIngest(ctx context.Context, dir string, passes int) (ingestLine, error) {
	var line ingestLine
	for n := range passes {
		forgetPeak()
		if err := c.benchPass(ctx, dir, n == 0, &line); err != nil {
			return line, err
		}
		peak, _ := memory()
		debug.FreeOSMemory()
		_, settled := memory()
		line.PeakRSS = max(line.PeakRSS, peak)
		if passes > 1 {
			line.Passes = append(line.Passes, memoryOfPass{peak, settled})
		}
	}
	return line, nil
}

// benchPass indexes dir once. The first pass is the one that is timed.
func (c *call) benchPass(ctx context.Context, dir string, timed bool, line *ingestLine) (err error) {
	library, remove, err := temporary()
	if err != nil {
		return err
	}
	defer remove()
	e, err := engine.Open(ctx, engine.Options{
		Library: library, Model: c.Model, RuntimeDirs: c.RuntimeDirs, Purpose: "recollect bench",
	})
	if err != nil {
		return err
	}
	defer e.Close()
	if err := e.Folders.Add(ctx, dir); err != nil {
		return err
	}
	start := time.Now()
	if _, err := e.Sync(ctx); err != nil {
		return err
	}
	took := time.Since(start)
	if !timed {
		return nil
	}
	cost, err := costOfOne(ctx, e)
	if err != nil {
		return err
	}
	line.fill(e, took, cost)
	return nil
}

// temporary is a place for a library, which remove removes.
func temporary() (library string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "recollect-bench-*")
	if err != nil {
		return "", nil, err
	}
	return filepath.Join(dir, "library"), func() { os.RemoveAll(dir) }, nil
}

// costOfOne measures a sample of the library's photos on one core: the garbage
// collector works on that core then too, as it does where all are busy.
func costOfOne(ctx context.Context, e *engine.Engine) (analyse.Cost, error) {
	tiles, err := e.Photos.Tiles(ctx)
	if err != nil {
		return analyse.Cost{}, err
	}
	var ids []photo.ID
	for i := 0; i < len(tiles); i += max(1, len(tiles)/costSample) {
		ids = append(ids, tiles[i].ID)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	return e.Cost(ctx, ids)
}

func (l *ingestLine) fill(e *engine.Engine, took time.Duration, cost analyse.Cost) {
	status := e.Status()
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	l.Photos, l.Problems, l.Cores = status.Encoded, status.Problems, runtime.GOMAXPROCS(0)
	l.Seconds = took.Seconds()
	l.PhotosPerSecond = float64(status.Encoded) / l.Seconds
	l.OnePhotoSeconds = cost.Total().Seconds()
	l.Efficiency = l.PhotosPerSecond / float64(l.Cores) * l.OnePhotoSeconds
	l.Stages = stageTimes{
		Read: ms(cost.Read), Decode: ms(cost.Decode), Thumb: ms(cost.Thumb), Prepare: ms(cost.Prepare), Encode: ms(cost.Encode),
		Write: ms(e.Recording()) / float64(max(1, status.Encoded)),
	}
}
