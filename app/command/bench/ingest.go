// Package bench measures Recollect: how fast it indexes, and how well it answers queries
// whose answers people have judged. It also makes libraries to measure with.
package bench

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// costSample is how many photos the cost of one is measured on.
const costSample = 200

// Ingested is how fast a folder was indexed. Times of stages are means of one photo.
type Ingested struct {
	Photos          int      `json:"photos"`
	Problems        int      `json:"problems"`
	Seconds         float64  `json:"seconds"`
	PhotosPerSecond float64  `json:"photos_per_second"`
	Cores           int      `json:"cores"`
	Stages          Stages   `json:"stages"`
	OnePhotoSeconds float64  `json:"one_photo_seconds"`
	Efficiency      float64  `json:"efficiency"`
	PeakRSS         int64    `json:"peak_rss_bytes,omitempty"`
	Passes          []Memory `json:"passes,omitempty"`
}

// Stages are means of one photo in milliseconds.
type Stages struct {
	Read    float64 `json:"read_ms"`
	Decode  float64 `json:"decode_ms"`
	Thumb   float64 `json:"thumb_ms"`
	Prepare float64 `json:"prepare_ms"`
	Encode  float64 `json:"encode_ms"`
	Write   float64 `json:"write_ms"`
}

// Memory is the process's memory during one pass over all photos, and after it.
type Memory struct {
	Peak    int64 `json:"peak_rss_bytes"`
	Settled int64 `json:"settled_rss_bytes"`
}

// Text is l for people.
func (l Ingested) Text() plain.Text {
	s := l.Stages
	text := plain.Format("%d photos in %.1f s: %.1f a second on %d cores, efficiency %.2f\n"+
		"one photo: read %.1f ms, decode %.1f, thumbnail %.1f, prepare %.1f, encode %.1f; write %.1f",
		l.Photos, l.Seconds, l.PhotosPerSecond, l.Cores, l.Efficiency,
		s.Read, s.Decode, s.Thumb, s.Prepare, s.Encode, s.Write)
	for i, p := range l.Passes {
		text += plain.Format("\npass %d: %d MB at most, %d MB after it", i+1, p.Peak>>20, p.Settled>>20)
	}
	return text
}

// Ingest indexes dir passes times, each time into a library of its own, which it removes. o says
// what to work with; its Library is ignored.
func Ingest(ctx context.Context, o engine.Options, dir string, passes int) (Ingested, error) {
	var line Ingested
	for n := range passes {
		forgetPeak()
		if err := pass(ctx, o, dir, n == 0, &line); err != nil {
			return line, err
		}
		peak, _ := ProcessMemory()
		debug.FreeOSMemory()
		_, settled := ProcessMemory()
		line.PeakRSS = max(line.PeakRSS, peak)
		if passes > 1 {
			line.Passes = append(line.Passes, Memory{peak, settled})
		}
	}
	return line, nil
}

// pass indexes dir once. The first pass is the one that is timed.
func pass(ctx context.Context, o engine.Options, dir string, timed bool, line *Ingested) (err error) {
	var remove func()
	o.Library, remove, err = temporary()
	if err != nil {
		return err
	}
	defer remove()
	e, err := engine.Open(ctx, o)
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
func costOfOne(ctx context.Context, e *engine.Engine) (engine.Cost, error) {
	tiles, err := e.Photos.Tiles(ctx)
	if err != nil {
		return engine.Cost{}, err
	}
	var ids []photo.ID
	for i := 0; i < len(tiles); i += max(1, len(tiles)/costSample) {
		ids = append(ids, tiles[i].ID)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	return e.Cost(ctx, ids)
}

func (l *Ingested) fill(e *engine.Engine, took time.Duration, cost engine.Cost) {
	status := e.Status()
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	l.Photos, l.Problems, l.Cores = status.Encoded, status.Problems, runtime.GOMAXPROCS(0)
	l.Seconds = took.Seconds()
	l.PhotosPerSecond = float64(status.Encoded) / l.Seconds
	l.OnePhotoSeconds = cost.Total().Seconds()
	l.Efficiency = l.PhotosPerSecond / float64(l.Cores) * l.OnePhotoSeconds
	l.Stages = Stages{
		Read: ms(cost.Read), Decode: ms(cost.Decode), Thumb: ms(cost.Thumb),
		Prepare: ms(cost.Prepare), Encode: ms(cost.Encode),
		Write: ms(e.Recording()) / float64(max(1, status.Encoded)),
	}
}
