// Package worker runs networks in child processes of the program. A library that ends its process,
// or does not return, then ends or blocks the child alone.
//
// # Invariant
//
// A worker answers one request at a time, over pipes, and ends with its parent. It is dead after
// the first failure of the process itself; errors of a network leave it alive.
package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"recollect/engine/model/ort"
	"recollect/engine/model/ort/provider"
	"recollect/engine/model/ort/telemetry"
)

// Died is the error of a process that ended by itself: a library has aborted it.
type Died struct {
	Status string // how it ended
	Stderr string // the last that it wrote
}

// Error returns how the process ended and what it wrote last.
func (d *Died) Error() string {
	return strings.TrimSpace("the process ended: " + d.Status + "\n" + d.Stderr)
}

// ErrHung means that an answer did not come in time. The process was ended.
var ErrHung = errors.New("no answer in time")

// ErrClosed means that the worker was closed.
var ErrClosed = errors.New("the worker is closed")

// Worker is a child process. Its methods may be called from any goroutine; calls wait for each other.
type Worker struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    io.ReadCloser
	stderr *tail

	mu   sync.Mutex
	dead error // why no call is possible any more, or nil
	peak int64
}

// Start starts program, its path and arguments, as a worker; it must call Serve when Asked says so.
// Libraries that it loads may need others in dirs, see beside. The caller closes the Worker.
func Start(program []string, dirs ...string) (*Worker, error) {
	if len(program) == 0 {
		return nil, errors.New("no program to start as a worker")
	}
	if err := telemetry.Disable(); err != nil { // the child inherits it
		return nil, err
	}
	w := &Worker{cmd: exec.Command(program[0], append(program[1:len(program):len(program)], Verb)...), stderr: &tail{}}
	w.cmd.Stderr = w.stderr
	w.cmd.Env = beside(os.Environ(), dirs)
	w.cmd.WaitDelay = 2 * time.Second // should something else hold its standard error
	var err error
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if w.out, err = w.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := w.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	return w, nil
}

// beside returns the environment env with dirs as the first places where the loader of the system looks
// for what libraries need. NVIDIA's libraries lie in one folder of the CUDA add-on, but ONNX Runtime's library for
// them does not say so (it has no RUNPATH). Windows looks there by itself, and macOS has no such add-on.
func beside(env, dirs []string) []string {
	const variable = "LD_LIBRARY_PATH"
	if runtime.GOOS != "linux" || len(dirs) == 0 {
		return env
	}
	if before := os.Getenv(variable); before != "" {
		dirs = append(slices.Clone(dirs), before)
	}
	return append(env, variable+"="+strings.Join(dirs, string(filepath.ListSeparator)))
}

// Devices loads the libraries of c and returns how many devices its provider offers, and the
// version of ONNX Runtime.
func (w *Worker) Devices(ctx context.Context, c provider.Choice) (devices int, version string, err error) {
	a, _, err := w.call(ctx, request{Do: "devices", Choice: c})
	return a.Devices, a.Version, err
}

// Open has the worker load a network, in place of the one before. The choice's Runtime, if it is set,
// takes the place of o.Library.
func (w *Worker) Open(ctx context.Context, o ort.Options) error {
	library := o.Library
	if o.Provider.Runtime != "" {
		library = o.Provider.Runtime
	}
	_, _, err := w.call(ctx, request{
		Do: "open", Choice: o.Provider, Cache: o.Provider.Cache, Library: library, Inputs: o.Inputs, Output: o.Output,
		Half: o.HalfOutput, Dir: o.Dir, Threads: o.Threads,
	}, o.Network)
	return err
}

// Run is Session.Run in the worker.
func (w *Worker) Run(ctx context.Context, output []int64, inputs ...ort.Tensor) ([]float32, error) {
	r := request{Do: "run", Shape: output}
	body := make([][]byte, len(inputs))
	for i, t := range inputs {
		var d tensor
		d, body[i] = pack(t)
		r.Tensors = append(r.Tensors, d)
	}
	_, floats, err := w.call(ctx, r, body...)
	if err != nil {
		return nil, err
	}
	want := int64(4)
	for _, n := range output {
		want *= n
	}
	if int64(len(floats)) != want {
		return nil, fmt.Errorf("%w: %d bytes for %v", errFrame, len(floats), output)
	}
	return cooked[float32](floats), nil
}

// Measure is ort.Measure in the worker.
func (w *Worker) Measure(
	ctx context.Context, picture ort.Tensor, dim, batch int, lasting time.Duration,
) (ort.Speed, error) {
	d, body := pack(picture)
	a, _, err := w.call(ctx, request{
		Do: "measure", Shape: []int64{1, int64(dim)}, Tensors: []tensor{d}, Batch: batch,
		Millis: lasting.Milliseconds(),
	}, body)
	return a.Speed, err
}

// Peak is the most memory that the process has had so far, in bytes; 0 where that is not known.
func (w *Worker) Peak() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.peak
}

// Stderr returns the last that the process wrote to its standard error.
func (w *Worker) Stderr() string { return w.stderr.String() }

// Close ends the process, out of a run if need be, and waits for that.
func (w *Worker) Close() {
	_ = w.cmd.Process.Kill() // it may have ended
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead == nil {
		_ = w.cmd.Wait()
		w.dead = ErrClosed
	}
}

// call sends a request and waits for the answer. When ctx ends first, the process is ended.
func (w *Worker) call(ctx context.Context, r request, body ...[]byte) (answer, []byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead != nil {
		return answer{}, nil, w.dead
	}
	stop := context.AfterFunc(ctx, func() { _ = w.cmd.Process.Kill() })
	var a answer
	err := write(w.in, r, body...)
	var got []byte
	if err == nil {
		got, err = read(w.out, &a)
	}
	if !stop() || err != nil {
		w.dead = w.bury(ctx)
		return answer{}, nil, w.dead
	}
	w.peak = max(w.peak, a.Peak)
	if a.Error != "" {
		return a, nil, &remote{a.Error, a.Kind}
	}
	return a, got, nil
}

// bury waits for a process that has ended, or whose answers make no sense, and says why.
func (w *Worker) bury(ctx context.Context) error {
	_ = w.cmd.Process.Kill()
	err := w.cmd.Wait()
	if ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ErrHung, context.Cause(ctx))
	}
	status := "exit status 0"
	if err != nil {
		status = err.Error()
	}
	return &Died{Status: status, Stderr: w.stderr.String()}
}

// remote is an error that a worker has answered with.
type remote struct{ text, kind string }

func (r *remote) Error() string { return r.text }

func (r *remote) Unwrap() error {
	switch r.kind {
	case "runtime":
		return ort.ErrNoRuntime
	case "provider":
		return ort.ErrProvider
	}
	return nil
}

// tail keeps the last of what is written to it, up to the stacks that Go writes when a library aborts its
// process: pages that would push out what the library wrote.
type tail struct {
	mu     sync.Mutex
	text   []byte
	stacks bool // they have begun
}

// mostTail is how much a tail keeps, in bytes.
const mostTail = 8 << 10

// Write never fails.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stacks {
		return len(p), nil
	}
	t.text = append(t.text, p...)
	t.text, _, t.stacks = bytes.Cut(t.text, []byte("\nPC=0x"))
	if len(t.text) > mostTail {
		t.text = append(t.text[:0], t.text[len(t.text)-mostTail:]...)
	}
	return len(p), nil
}

// String returns what is stored.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.ToValidUTF8(string(t.text), "?")
}
