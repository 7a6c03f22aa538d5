package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/model/accelerator"
	"recollect/engine/model/clip"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
)

// Encoded is how fast a model's network for pictures runs on a provider.
type Encoded struct {
	Model     string       `json:"model"`
	Provider  string       `json:"provider"` // that ran at the end
	Library   string       `json:"onnxruntime"`
	PerSecond float64      `json:"images_per_second"`
	BatchMS   float64      `json:"batch_ms"` // the median
	Batch     int          `json:"batch"`
	Parallel  int          `json:"parallel"` // runs at the same time
	Seconds   float64      `json:"seconds"`
	PeakRSS   int64        `json:"peak_rss_bytes,omitempty"` // of this process; a worker's is its own
	Notices   []plain.Text `json:"notices,omitempty"`
}

// Text is e for people.
func (e Encoded) Text() plain.Text {
	text := plain.Format("%s on %s: %.1f images a second, %.1f ms a batch of %d, %d at a time, %d MB",
		e.Model, e.Provider, e.PerSecond, e.BatchMS, e.Batch, e.Parallel, e.PeakRSS>>20)
	for _, n := range e.Notices {
		text += "\n" + n
	}
	return text
}

// Encoding says what Encode measures.
type Encoding struct {
	Provider string        // its name; empty: the one that would be used
	Batch    int           // pictures a run; 0: what is best for the provider
	Lasting  time.Duration // of the measurement
}

// Encode measures how fast the model of o embeds pictures that are prepared. o's Library keeps what
// was found of providers; empty: nothing is kept.
func Encode(ctx context.Context, o engine.Options, what Encoding) (Encoded, error) {
	var line Encoded
	a := accelerator.New(accelerator.Options{
		Library: o.Library, Program: o.Worker, RuntimeDirs: o.RuntimeDirs,
		OnNotice: func(f *photo.Fault) { line.Notices = append(line.Notices, plain.Prose(f.Error())) },
	})
	m := clip.Open(clip.Options{Model: o.Model, LibraryDirs: o.RuntimeDirs})
	defer m.Close()
	net, err := m.Pictures()
	if err != nil {
		return line, err
	}
	forgetPeak()
	r, err := open(ctx, a, net, what.Provider)
	if err != nil {
		return line, err
	}
	defer r.Close()
	batch := what.Batch
	if batch == 0 {
		batch = r.Batch()
	}
	start := time.Now()
	speed, err := ort.Measure(r, net.Trial.Picture, net.Trial.Dim, batch, what.Lasting)
	if err != nil {
		return line, err
	}
	line.Model, line.Provider, line.Library = m.Info().Name, r.Provider(), filepath.Base(net.Library)+" "+ort.Version()
	line.PerSecond, line.Batch, line.Seconds = speed.PerSecond, batch, time.Since(start).Seconds()
	line.BatchMS = float64(speed.OneBatch.Microseconds()) / 1000
	line.Parallel = 1
	if r.Provider() == ort.CPU {
		line.Parallel = runtime.GOMAXPROCS(0)
	}
	line.PeakRSS, _ = ProcessMemory()
	return line, nil
}

// open makes the network ready on the provider called name, or on the best.
func open(ctx context.Context, a *accelerator.Accelerators, net ort.Options, name string) (ort.Runner, error) {
	if name != "" {
		return a.RunOn(ctx, net, name)
	}
	if _, err := a.Try(ctx, net, false, nil); err != nil {
		return nil, fmt.Errorf("try the providers: %w", err)
	}
	return a.Run(net)
}
