package failover

import (
	"context"
	"math"
	"strings"
	"time"

	"recollect/engine/model/ort"
	"recollect/engine/model/ort/worker"
)

// errHung means that a run has not come to an end in time.
var errHung = worker.ErrHung

// within returns a context for a request to a worker. Run has none of its callers: it is not cut short.
func within(limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), limit)
}

// outside is a network in a worker.
type outside struct {
	w     *worker.Worker
	limit time.Duration
}

// outside makes a network ready in a worker.
func (r *Runner) outside(net ort.Options) (device, error) {
	w, err := worker.Start(r.o.Program, net.Provider.Dirs()...)
	if err != nil {
		return nil, err
	}
	ctx, cancel := within(r.o.Loading)
	defer cancel()
	if err := w.Open(ctx, net); err != nil {
		w.Close()
		return nil, err
	}
	return &outside{w, r.o.Limit}, nil
}

func (o *outside) run(output []int64, inputs []ort.Tensor) ([]float32, error) {
	ctx, cancel := within(o.limit)
	defer cancel()
	return o.w.Run(ctx, output, inputs...)
}

func (o *outside) close() { o.w.Close() }

// inside is a network in this process.
type inside struct {
	s     *ort.Session
	limit time.Duration
	hung  bool
}

// inside makes a network ready in this process.
func (r *Runner) inside(net ort.Options) (device, error) {
	s, err := ort.NewSession(net)
	if err != nil {
		return nil, err
	}
	return &inside{s: s, limit: r.o.Limit}, nil
}

// run leaves a run that hangs to itself: it cannot be ended.
func (i *inside) run(output []int64, inputs []ort.Tensor) ([]float32, error) {
	type result struct {
		out []float32
		err error
	}
	done := make(chan result, 1)
	go func() {
		out, err := i.s.Run(output, inputs...)
		done <- result{out, err}
	}()
	timer := time.NewTimer(i.limit)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.out, r.err
	case <-timer.C:
		i.hung = true
		return nil, errHung
	}
}

func (i *inside) close() {
	if !i.hung {
		i.s.Close()
	}
}

// sound reports whether the rows of out, each of width numbers, are finite and not all zero.
func sound(out []float32, width int) bool {
	for ; len(out) > 0; out = out[width:] {
		var sum float64
		for _, x := range out[:width] {
			sum += float64(x) * float64(x)
		}
		if !(sum > 0) || math.IsInf(sum, 0) {
			return false
		}
	}
	return true
}

// Cosine is the cosine similarity of two vectors of one length; NaN where one has no direction.
func Cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}

// outOfMemory reports whether err says that the device, or the process, has too little memory. ONNX
// Runtime has no code for it.
func outOfMemory(err error) bool {
	text := strings.ToLower(err.Error())
	for _, mark := range []string{
		"out of memory", "out_of_memory", "outofmemory", "failed to allocate", "8007000e", "bad_alloc",
		"available memory of", // of BFCArena, where gpu_mem_limit is reached
	} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}
