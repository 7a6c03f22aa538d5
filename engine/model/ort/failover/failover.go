// Package failover runs a network on an accelerator, and on the processor once the accelerator fails.
//
// # Invariant
//
// Run answers for every picture, with checked numbers: what an accelerator did not answer, or
// answered with numbers that are not finite, is computed again, as a last resort on the processor.
// Run returns nothing that the accelerator has computed before that has then computed a picture with a known
// vector correctly. It is given up for good after several failures in a row. OnNotice reports all of it.
package failover

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"recollect/engine/model/ort"
	"recollect/engine/model/ort/provider"
	"recollect/engine/model/ort/worker"
	"recollect/engine/photo"
)

// Options say how a network runs on an accelerator. Where it runs is ort.Options.Provider.
type Options struct {
	// Program starts a worker, see worker.Start; none: there are no workers.
	Program []string
	// Isolated has the accelerator run in a worker from the start. It does after a failure anyway.
	Isolated bool
	// Limit is how long a run may take, Loading how long a network may take to be ready; 0: a
	// minute, and five.
	Limit, Loading time.Duration
	// Expected begins with what the processor makes of the picture of the network's Trial. The accelerator is
	// asked for the same when it starts and at the end of each Run. None: it is not.
	Expected []float32
	// OnNotice is called, on any goroutine, with what a person should know: the accelerator failed and
	// was started again (provider:restarted), gets fewer pictures at a time for want of memory
	// (provider:smaller), or is given up (provider:lost). May be nil.
	OnNotice func(*photo.Fault)
	// OnAbort is called when the accelerator has ended its process, or hung. May be nil.
	OnAbort func()
}

const (
	mostFailures = 3   // in a row, before an accelerator is given up
	mostWrong    = 3   // batches with numbers that are not finite
	steady       = 100 // runs after which failures before are forgotten
)

// device is a network on an accelerator.
type device interface {
	run(output []int64, inputs []ort.Tensor) ([]float32, error)
	close()
}

// Runner runs a network. See ort.Runner.
type Runner struct {
	net ort.Options
	o   Options

	mu       sync.Mutex // held by a run on the accelerator
	device   device     // nil: the processor does everything
	isolated bool
	failures int // in a row
	wrong    int
	runs     int // since the last failure

	state sync.RWMutex // guards what follows
	name  string
	batch int

	once sync.Once
	cpu  ort.Runner
	err  error // of cpu
}

// Open makes a network ready to run on its Provider, or on the processor where that fails, which
// OnNotice reports. Errors are those of ort.NewSession on the processor. The caller closes the Runner.
func Open(net ort.Options, o Options) (*Runner, error) {
	if o.Limit <= 0 {
		o.Limit = time.Minute
	}
	if o.Loading <= 0 {
		o.Loading = 5 * time.Minute
	}
	r := &Runner{net: net, o: o, isolated: o.Isolated, name: string(net.Provider.Name)}
	r.batch = max(net.Provider.Batch, 1)
	if net.Provider.OnCPU() {
		r.lose(nil)
	} else if err := r.start(); err != nil {
		r.failed(err)
	}
	if r.device == nil {
		if _, err := r.processor(); err != nil {
			return nil, err
		}
	}
	if r.net.Again != nil {
		r.net.Network = nil
	}
	return r, nil
}

// Provider names what runs the network at present.
func (r *Runner) Provider() string {
	r.state.RLock()
	defer r.state.RUnlock()
	return r.name
}

// Batch is how many pictures a run is best given at present.
func (r *Runner) Batch() int {
	r.state.RLock()
	defer r.state.RUnlock()
	return r.batch
}

// Close frees the network, on the accelerator and on the processor.
func (r *Runner) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.device != nil {
		r.device.close()
		r.device = nil
	}
	r.once.Do(func() { r.err = errors.New("the network is closed") })
	if r.cpu != nil {
		r.cpu.Close()
	}
}

// Run computes any number of pictures: it cuts them into batches.
func (r *Runner) Run(output []int64, inputs ...ort.Tensor) ([]float32, error) {
	rows := int(output[0])
	out, done := r.accelerated(output, inputs)
	if done == rows {
		return out, nil
	}
	rest, err := r.onProcessor(output, inputs, done, rows)
	return append(out, rest...), err
}

// accelerated computes pictures on the accelerator, as many as it can: done says how many. Of one that is given up
// meanwhile, or that is wrong about the trial's picture at the end, nothing counts.
func (r *Runner) accelerated(output []int64, inputs []ort.Tensor) (out []float32, done int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	rows := int(output[0])
	for done < rows && r.device != nil {
		to := min(done+r.Batch(), rows)
		got, err := r.part(output, inputs, done, to)
		if errors.Is(err, errWrong) && r.wrong < mostWrong { // of these pictures alone, perhaps
			r.wrong++
			if got, err = r.onProcessor(output, inputs, done, to); err != nil {
				return out, done
			}
		}
		if err != nil {
			r.failed(err)
			continue
		}
		out, done = append(out, got...), to
		if r.runs++; r.runs >= steady {
			r.failures = 0
		}
	}
	if r.device == nil {
		return nil, 0
	}
	if err := r.check(r.device); err != nil {
		r.failed(err)
		return nil, 0
	}
	return out, done
}

// errWrong means that an accelerator has answered with numbers that cannot be right.
var errWrong = errors.New("the numbers are not right")

// part runs the pictures from one up to another on the accelerator. A network of static shapes gets
// full batches.
func (r *Runner) part(output []int64, inputs []ort.Tensor, from, to int) ([]float32, error) {
	rows := to - from
	parts := make([]ort.Tensor, len(inputs))
	for i, t := range inputs {
		parts[i] = t.Rows(from, to)
	}
	width := 1
	for _, n := range output[1:] {
		width *= int(n)
	}
	shape := append([]int64{int64(rows)}, output[1:]...)
	if full := r.Batch(); r.net.Provider.Static() && rows < full {
		shape[0] = int64(full)
		for i, t := range parts {
			parts[i] = t.Fill(full)
		}
	}
	out, err := r.device.run(shape, parts)
	if err != nil {
		return nil, err
	}
	out = out[:rows*width]
	if !sound(out, width) {
		return nil, errWrong
	}
	return out, nil
}

// failed has the accelerator start again after err, with smaller batches, or gives it up.
func (r *Runner) failed(err error) {
	for ; err != nil; err = r.start() {
		r.drop()
		if died := (*worker.Died)(nil); r.o.OnAbort != nil && (errors.As(err, &died) || errors.Is(err, errHung)) {
			r.o.OnAbort()
		}
		r.failures++
		r.runs = 0
		if r.hopeless(err) {
			r.lose(err)
			return
		}
		r.isolated = r.isolated || len(r.o.Program) > 0
		if !r.net.Provider.Static() {
			r.state.Lock()
			r.batch = max(r.batch/2, 1)
			r.state.Unlock()
		}
		if outOfMemory(err) {
			r.notify(smaller(r.net.Provider, err))
		} else {
			r.notify(restarted(r.net.Provider, err))
		}
	}
}

// hopeless reports whether to start the accelerator again after err is of no use.
func (r *Runner) hopeless(err error) bool {
	switch {
	case errors.Is(err, errWrong), errors.Is(err, ort.ErrProvider), errors.Is(err, ort.ErrNoRuntime):
		return true
	case errors.Is(err, errHung) && !r.isolated && len(r.o.Program) == 0:
		return true // what hangs in this process cannot be ended, and would hang again
	case outOfMemory(err):
		return r.Batch() == 1
	}
	return r.failures >= mostFailures
}

// drop closes the accelerator's network. One that hangs in this process is left alone.
func (r *Runner) drop() {
	if r.device != nil {
		r.device.close()
		r.device = nil
	}
}

// lose gives the accelerator up; err says why, nil: there was none.
func (r *Runner) lose(err error) {
	r.drop()
	r.state.Lock()
	r.name, r.batch = ort.CPU, 1
	r.state.Unlock()
	if err != nil {
		r.notify(lost(r.net.Provider, err))
	}
}

// start makes the network ready on the accelerator and looks at the trial's picture.
func (r *Runner) start() error {
	net, err := r.net.Whole()
	if err != nil {
		return err
	}
	net.Provider.Batch = r.Batch()
	open := r.inside
	if r.isolated {
		open = r.outside
	}
	d, err := open(net)
	if err != nil {
		return err
	}
	if err := r.check(d); err != nil {
		d.close()
		return err
	}
	r.device = d
	return nil
}

// check compares what d makes of the trial's picture with what is expected.
func (r *Runner) check(d device) error {
	dim := r.net.Trial.Dim
	if len(r.o.Expected) < dim || dim == 0 {
		return nil
	}
	n := 1
	if r.net.Provider.Static() {
		n = r.Batch()
	}
	got, err := d.run([]int64{int64(n), int64(dim)}, []ort.Tensor{r.net.Trial.Picture.Repeat(n)})
	if err != nil {
		return err
	}
	if c := Cosine(got[:dim], r.o.Expected[:dim]); !(c >= r.net.Trial.Least) {
		return fmt.Errorf("%w: cosine %.4f with the processor's", errWrong, c)
	}
	return nil
}

// onProcessor computes the pictures from one up to another on the processor, one a core at a time.
func (r *Runner) onProcessor(output []int64, inputs []ort.Tensor, from, to int) ([]float32, error) {
	cpu, err := r.processor()
	if err != nil {
		return nil, err
	}
	shape := append([]int64{1}, output[1:]...)
	answers := make([][]float32, to-from)
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := from; i < to; i++ {
		g.Go(func() (err error) {
			parts := make([]ort.Tensor, len(inputs))
			for j, t := range inputs {
				parts[j] = t.Rows(i, i+1)
			}
			answers[i-from], err = cpu.Run(shape, parts...)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var out []float32
	for _, a := range answers {
		out = append(out, a...)
	}
	return out, nil
}

// processor returns the network on the processor, which is made by its first user.
func (r *Runner) processor() (ort.Runner, error) {
	r.once.Do(func() {
		net := r.net
		net.Provider = provider.Choice{}
		net, err := net.Whole()
		if err == nil {
			var s *ort.Session
			if s, err = ort.NewSession(net); err == nil {
				r.cpu = s
			}
		}
		r.err = err
	})
	return r.cpu, r.err
}
