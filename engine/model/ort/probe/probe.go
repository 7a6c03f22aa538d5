// Package probe finds out which execution providers work on this computer, in child processes, and
// remembers it.
//
// # Invariant
//
// No library but the one that the program ships is loaded into this process. A provider is called
// fit only if it computed what the processor computes, and faster.
package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"recollect/engine/model/ort"
	"recollect/engine/model/ort/failover"
	"recollect/engine/model/ort/provider"
	"recollect/engine/model/ort/worker"
)

// State is what was found of a provider.
type State string

// The states of a provider.
const (
	Fit     State = "fit"     // right, and faster than the processor
	Slow    State = "slow"    // right, but not faster
	Wrong   State = "wrong"   // it computes something else than the processor
	Failed  State = "failed"  // an error
	Aborted State = "aborted" // its process ended
	Hung    State = "hung"    // no answer in time
	Missing State = "missing" // the library does not have it, or finds no device
)

// Verdict is what was found of one device of a provider, with one network.
type Verdict struct {
	Choice  provider.Choice `json:"choice"`
	State   State           `json:"state"`
	Version string          `json:"version,omitempty"` // of ONNX Runtime
	Cosine  float64         `json:"cosine,omitempty"`  // with the processor's vector
	Speed   ort.Speed       `json:"speed"`
	Peak    int64           `json:"peak,omitempty"` // memory of the process, in bytes; 0: not known
	// Why is an error, and what the libraries wrote; empty where all went well.
	Why string `json:"why,omitempty"`
	// Expected are the processor's vectors for the picture of the Trial, and for its further ones.
	Expected []float32 `json:"expected,omitempty"`
	// Abort says that a process has ended or hung with the provider, now or earlier.
	Abort bool      `json:"abort,omitempty"`
	At    time.Time `json:"at"`
}

// Prober tries providers. Its methods may be called from any goroutine.
type Prober struct {
	// Program starts a worker, see worker.Start.
	Program []string
	// Memory is the file that remembers verdicts; empty: nothing is remembered.
	Memory string
	// Cache is a folder for what providers compile; empty: nothing is cached.
	Cache string
	// Lasting is how long one batch size is measured; 0: a second.
	Lasting time.Duration
	// Limit replaces the time limits of all steps; 0: tinyLimit, and those by limit.
	Limit time.Duration
}

const tinyLimit = 30 * time.Second

// limit is how long a network may take to be ready: MIGraphX compiles for up to 40 minutes,
// TensorRT for some.
func (p *Prober) limit(name provider.Name) time.Duration {
	switch {
	case p.Limit > 0:
		return p.Limit
	case name == provider.MIGraphX:
		return 45 * time.Minute
	case name == provider.TensorRT:
		return 15 * time.Minute
	}
	return 2 * time.Minute
}

// Candidates returns the providers that may be on this computer with the libraries found: each that
// ONNX Runtime's own library could hold, and each plug-in, in the order of their ranks.
func Candidates(shipped string, found []provider.Found, system string) []provider.Choice {
	var all []provider.Choice
	runtimes := []string{shipped}
	for _, f := range found {
		own := shipped
		if f.Runtime != "" && f.Runtime != shipped {
			own = f.Runtime
			runtimes = append(runtimes, own)
		}
		for name, path := range f.Plugins {
			all = append(all, provider.Choice{Name: name, Runtime: own, Plugin: path})
		}
	}
	for _, k := range provider.Ranked() {
		for _, r := range runtimes {
			if k.For(system) && k.Name != provider.CPU {
				all = append(all, provider.Choice{Name: k.Name, Runtime: r})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b provider.Choice) int { return provider.Rank(a.Name) - provider.Rank(b.Name) })
	return all
}

// Processor measures a network, which has a Trial, on the processor, and returns the vector that
// others are compared with. The network's Library is the one that the program ships; its Provider is ignored.
func (p *Prober) Processor(ctx context.Context, net ort.Options) (Verdict, error) {
	v := Verdict{Choice: provider.Choice{Name: provider.CPU, Runtime: net.Library}, At: time.Now().UTC()}
	w, err := worker.Start(p.Program, v.Choice.Dirs()...)
	if err != nil {
		return v, err
	}
	defer w.Close()
	if _, v.Version, err = p.devices(ctx, w, v.Choice); err != nil {
		return v, err
	}
	v.Expected, v.Speed, err = p.real(ctx, w, net, v.Choice)
	v.Peak, v.State, v.Cosine = w.Peak(), Fit, 1
	if err == nil && !finite(v.Expected) {
		err = errors.New("the network makes numbers that are not finite")
	}
	return v, err
}

// Try tries the devices of a provider, each in processes of its own. cpu is Processor's verdict.
// It returns ctx's error, when that ends, and no other.
func (p *Prober) Try(ctx context.Context, net ort.Options, c provider.Choice, cpu Verdict) ([]Verdict, error) {
	var l looker
	n, first := l.look(ctx, p, c)
	l.close()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if n == 0 {
		return []Verdict{first}, nil
	}
	var all []Verdict
	for i := range n {
		c := c
		c.Device, c.Cache = i, p.Cache
		v := p.try(ctx, net, c, cpu)
		if c.Name == provider.CoreML && v.State != Fit && v.State != Slow {
			c.Simple = true
			v = p.try(ctx, net, c, cpu)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v.Version = first.Version
		all = append(all, v)
	}
	return all, nil
}

// looker looks for providers in a worker. One that has told that a library lacks a provider is asked for the next, as
// nothing of a provider is loaded in it: a start of the program is saved for each.
type looker struct {
	worker *worker.Worker // nil: the next look starts one
	dirs   []string       // that it was started with
}

// look counts the devices of a provider; 0: the verdict says why.
func (l *looker) look(ctx context.Context, p *Prober, c provider.Choice) (int, Verdict) {
	v := Verdict{Choice: c, At: time.Now().UTC()}
	if c.Plugin != "" || !slices.Equal(l.dirs, c.Dirs()) {
		l.close()
	}
	if l.worker == nil {
		w, err := worker.Start(p.Program, c.Dirs()...)
		if err != nil {
			return 0, v.because(err)
		}
		l.worker, l.dirs = w, c.Dirs()
	}
	n, version, err := p.devices(ctx, l.worker, c)
	v.Version = version
	if err != nil {
		n, v = 0, v.because(err)
		if v.State == Failed {
			v.State = Missing
		}
	}
	if v.State != Missing || c.Plugin != "" || !nothingLoaded(v.Why) {
		l.close()
	}
	return n, v
}

// nothingLoaded reports whether ONNX Runtime says that it was built without a provider, or that its library cannot be
// loaded: after other errors, such as that there is no device, libraries of the provider may stay loaded.
func nothingLoaded(why string) bool {
	return strings.HasSuffix(why, " in this build.") || strings.Contains(why, "Failed to load shared library")
}

// close ends the worker, if there is one.
func (l *looker) close() {
	if l.worker != nil {
		l.worker.Close()
		l.worker = nil
	}
}

func (p *Prober) devices(ctx context.Context, w *worker.Worker, c provider.Choice) (int, string, error) {
	ctx, cancel := p.within(ctx, tinyLimit)
	defer cancel()
	return w.Devices(ctx, c)
}

// within limits ctx to d, unless p has a limit of its own.
func (p *Prober) within(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if p.Limit > 0 {
		d = p.Limit
	}
	return context.WithTimeout(ctx, d)
}

// try tries the tiny graph and then the network on one device.
func (p *Prober) try(ctx context.Context, net ort.Options, c provider.Choice, cpu Verdict) Verdict {
	v := Verdict{Choice: c, At: time.Now().UTC(), Expected: cpu.Expected}
	w, err := worker.Start(p.Program, c.Dirs()...)
	if err != nil {
		return v.because(err)
	}
	defer w.Close()
	if err := p.small(ctx, w, c); err != nil {
		v.Peak = w.Peak()
		return v.because(fmt.Errorf("a tiny network: %w", err)).withStderr(w)
	}
	got, speed, err := p.real(ctx, w, net, c)
	v.Peak, v.Speed = w.Peak(), speed
	if got != nil {
		v.Cosine = least(got, cpu.Expected, net.Trial.Dim)
	}
	switch {
	case err != nil:
		return v.because(err).withStderr(w)
	case !finite(got), !(v.Cosine >= net.Trial.Least):
		v.State = Wrong
		if math.IsNaN(v.Cosine) {
			v.Cosine = 0
		}
	case speed.PerSecond > cpu.Speed.PerSecond:
		v.State = Fit
	default:
		v.State = Slow
	}
	v.Choice.Batch = speed.Batch
	return v
}

// small runs the tiny graph.
func (p *Prober) small(ctx context.Context, w *worker.Worker, c provider.Choice) error {
	ctx, cancel := p.within(ctx, tinyLimit)
	defer cancel()
	c.Cache = ""
	net := ort.Options{Library: c.Runtime, Provider: c, Network: tiny(), Inputs: []string{"x"}, Output: "y"}
	if err := w.Open(ctx, net); err != nil {
		return err
	}
	got, err := w.Run(ctx, []int64{1, 4}, tinyInput())
	if err != nil {
		return err
	}
	for i, want := range tinyOutput() {
		if d := math.Abs(float64(got[i] - want)); !(d < 0.01) {
			return fmt.Errorf("%w: %v", errTiny, got)
		}
	}
	return nil
}

var errTiny = errors.New("the numbers are not right")

// real runs the network on the Trial's picture, and finds the batch that is fastest.
func (p *Prober) real(
	ctx context.Context, w *worker.Worker, net ort.Options, c provider.Choice,
) (vector []float32, best ort.Speed, err error) {
	ctx, cancel := context.WithTimeout(ctx, p.limit(c.Name))
	defer cancel()
	own := net.Provider.Batch // on the processor
	net.Provider = c
	if net, err = net.Whole(); err != nil {
		return nil, best, err
	}
	if err := w.Open(ctx, net); err != nil {
		return nil, best, err
	}
	if c.OnCPU() {
		net.Provider.Batch = own
	}
	net.Network = nil
	vector, took, err := once(ctx, w, net)
	if err != nil || !finite(vector) {
		return vector, best, err
	}
	if took > hopeless {
		_, took, err = once(ctx, w, net) // the first run may have compiled what the others use
	}
	if took > hopeless || err != nil { // a driver that computes on the processor
		return vector, ort.Speed{Batch: 1, PerSecond: 1 / took.Seconds(), OneBatch: took}, err
	}
	if best, err = p.tune(ctx, w, net, c); err != nil {
		return vector, best, err
	}
	if best.Batch > 1 && !c.OnCPU() {
		if vector, err = p.worst(ctx, w, net, best.Batch, vector); err != nil {
			return vector, best, err
		}
	}
	further, err := more(ctx, w, net)
	return append(vector, further...), best, err
}

// more returns the vectors of the Trial's further pictures, one behind the other.
func more(ctx context.Context, w *worker.Worker, net ort.Options) (vectors []float32, err error) {
	if net.Trial.More == nil {
		return nil, nil
	}
	pictures, err := net.Trial.More(ctx)
	if err != nil {
		return nil, err
	}
	for i := range int(pictures.Shape[0]) {
		v, err := w.Run(ctx, []int64{1, int64(net.Trial.Dim)}, pictures.Rows(i, i+1))
		if err != nil {
			return nil, err
		}
		vectors = append(vectors, v...)
	}
	return vectors, nil
}

// least is the least cosine similarity between vectors of one picture, each of dim numbers; NaN where
// one has no direction. Pictures that were not computed do not count.
func least(got, want []float32, dim int) float64 {
	lowest := 1.0
	for i := 0; i+dim <= min(len(got), len(want)); i += dim {
		c := failover.Cosine(got[i:i+dim], want[i:i+dim])
		if !(c >= lowest) {
			lowest = c
		}
		if math.IsNaN(c) {
			break
		}
	}
	return lowest
}

// once runs the network on the Trial's picture, and returns how long that took.
func once(ctx context.Context, w *worker.Worker, net ort.Options) ([]float32, time.Duration, error) {
	start := time.Now()
	vector, err := w.Run(ctx, []int64{1, int64(net.Trial.Dim)}, net.Trial.Picture)
	return vector, time.Since(start), err
}

// worst runs a batch of canaries and returns the vector that is least like vector: a provider may
// be right with one picture and wrong with several.
func (p *Prober) worst(
	ctx context.Context, w *worker.Worker, net ort.Options, batch int, vector []float32,
) ([]float32, error) {
	all, err := w.Run(ctx, []int64{int64(batch), int64(net.Trial.Dim)}, net.Trial.Picture.Repeat(batch))
	if err != nil {
		return nil, err
	}
	return slices.MinFunc(slices.Collect(slices.Chunk(all, net.Trial.Dim)), func(a, b []float32) int {
		return cmp.Compare(failover.Cosine(a, vector), failover.Cosine(b, vector)) // NaN is least
	}), nil
}

const (
	mostBatch = 64
	// gain is what a batch of twice as many must bring to be worth its memory.
	gain = 1.05
	// longest is how long a batch may take: longer ones make a person wait who stops indexing.
	longest = 2 * time.Second
	// hopeless is how long a picture takes that nobody need measure more exactly.
	hopeless = 8 * time.Second
)

// tune doubles the batch while that is faster. Networks of static shapes have batches of one; on the processor
// the batch is one or what the network asks for. A batch that fails with an error, such as a lack of memory, is
// too large.
func (p *Prober) tune(
	ctx context.Context, w *worker.Worker, net ort.Options, c provider.Choice,
) (best ort.Speed, err error) {
	lasting := p.Lasting
	if lasting <= 0 {
		lasting = time.Second
	}
	best, err = w.Measure(ctx, net.Trial.Picture, net.Trial.Dim, 1, lasting)
	switch {
	case err != nil || c.Static() || c.OnCPU() && net.Provider.Batch <= 1:
		return best, err
	case c.OnCPU():
		own, err := w.Measure(ctx, net.Trial.Picture, net.Trial.Dim, net.Provider.Batch, lasting)
		if err == nil && own.PerSecond > best.PerSecond {
			best = own
		}
		return best, err
	}
	for batch := 2; batch <= mostBatch; batch *= 2 {
		if 2*best.OneBatch > longest {
			break
		}
		now, err := w.Measure(ctx, net.Trial.Picture, net.Trial.Dim, batch, lasting)
		if dead := (*worker.Died)(nil); errors.As(err, &dead) || errors.Is(err, worker.ErrHung) {
			return best, err
		}
		if err != nil || now.PerSecond < gain*best.PerSecond {
			break
		}
		best = now
	}
	return best, nil
}

// because sets what err says of a provider.
func (v Verdict) because(err error) Verdict {
	var died *worker.Died
	v.Why = err.Error()
	switch {
	case errors.As(err, &died):
		v.State, v.Abort = Aborted, true
	case errors.Is(err, worker.ErrHung):
		v.State, v.Abort = Hung, true
	case errors.Is(err, errTiny):
		v.State = Wrong
	default:
		v.State = Failed
	}
	return v
}

// withStderr adds what the process wrote, where that is not in the error already.
func (v Verdict) withStderr(w *worker.Worker) Verdict {
	if text := w.Stderr(); v.State != Aborted && text != "" {
		v.Why += "\n" + text
	}
	return v
}

func finite(v []float32) bool {
	for _, x := range v {
		if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
			return false
		}
	}
	return len(v) > 0
}
