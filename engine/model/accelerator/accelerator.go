// Package accelerator decides where models run: on the fastest of the execution providers that were
// found to be right on this computer, else on the processor.
//
// # Invariant
//
// A network runs on the processor until its providers were tried, and an accelerator is never
// loaded into this process but for those that are parts of the system.
package accelerator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"recollect/engine/model/ort"
	"recollect/engine/model/ort/failover"
	"recollect/engine/model/ort/probe"
	"recollect/engine/model/ort/provider"
	"recollect/engine/photo"
)

// Options say what a library may use.
type Options struct {
	// Library is the folder of the person's library. Verdicts, compiled models and add-ons are in it.
	Library string
	// Program starts a worker, see worker.Start. None: everything runs on the processor.
	Program []string
	// RuntimeDirs are the folders of the program, see ort.FindLibrary.
	RuntimeDirs []string
	// OnNotice reports what happens to an accelerator in use; see failover.Options.
	OnNotice func(*photo.Fault)
}

// Accelerators are those of this computer. Its methods may be called from any goroutine.
type Accelerators struct{ o Options }

// New returns the accelerators that o allows. It looks at nothing yet.
func New(o Options) *Accelerators { return &Accelerators{o} }

// prober returns the prober of the library.
func (a *Accelerators) prober() *probe.Prober {
	p := &probe.Prober{Program: a.o.Program}
	if a.o.Library != "" {
		p.Memory = filepath.Join(a.o.Library, "providers.json")
		p.Cache = filepath.Join(a.o.Library, provider.AddOns, "compiled")
	}
	return p
}

// Candidates returns what may be an accelerator with the libraries that are found now.
func (a *Accelerators) Candidates() ([]provider.Choice, error) {
	shipped, err := ort.FindLibrary(a.o.RuntimeDirs...)
	if err != nil {
		return nil, err
	}
	found := provider.Find(provider.Places{
		Env: os.Getenv(provider.Variable), Library: a.o.Library, Program: a.o.RuntimeDirs,
		System: provider.SystemDirs(),
	}, ort.LibraryName())
	return probe.Candidates(shipped, found, runtime.GOOS), nil
}

// Try tries the network on all candidates and remembers what was found; see probe.Prober.All. It
// takes seconds for each that works, and for some providers minutes.
func (a *Accelerators) Try(
	ctx context.Context, net ort.Options, fresh bool, onVerdict func(probe.Verdict),
) ([]probe.Verdict, error) {
	candidates, err := a.Candidates()
	if err != nil {
		return nil, err
	}
	return a.prober().All(ctx, net, candidates, fresh, onVerdict)
}

// Model is a model whose network for pictures may run on an accelerator, as clip.Model is.
type Model interface {
	Pictures() (ort.Options, error)
	Reopen()
}

// Prepare sees to it that the providers of this computer have been tried with m, which runs on the
// processor meanwhile. If an accelerator is found to be faster, m is opened again, and Run takes
// it there. Where no candidate has a device, nothing is measured.
func (a *Accelerators) Prepare(ctx context.Context, m Model) error {
	if len(a.o.Program) == 0 {
		return nil
	}
	net, err := m.Pictures()
	if err != nil {
		return nil // others report it
	}
	better, err := a.better(ctx, net)
	if better {
		m.Reopen()
	}
	return err
}

// Loads runs the network of m for pictures once on the processor, in a process of its own: a network
// from elsewhere may end the process that loads it. Without a worker, or a runtime, nothing is tried.
func (a *Accelerators) Loads(ctx context.Context, m Model) error {
	if len(a.o.Program) == 0 {
		return nil
	}
	net, err := m.Pictures()
	if errors.Is(err, ort.ErrNoRuntime) {
		return nil
	}
	if err == nil {
		_, err = a.prober().Processor(ctx, net)
	}
	return err
}

// better tries the candidates, unless that was done, and reports whether one is now known to be
// better than the processor.
func (a *Accelerators) better(ctx context.Context, net ort.Options) (bool, error) {
	candidates, err := a.Candidates()
	if err != nil {
		return false, err
	}
	p := a.prober()
	if _, complete := p.Known(net, candidates); complete {
		return false, nil
	}
	present, err := p.Present(ctx, net, candidates)
	if err != nil || len(present) == 0 {
		return false, err
	}
	all, err := p.All(ctx, net, candidates, false, nil)
	if err != nil {
		return false, err
	}
	best, ok := probe.Best(all)
	return ok && !best.Choice.OnCPU(), nil
}

// Run makes a network ready to run where it was found to be fastest; see clip.Options.Run.
func (a *Accelerators) Run(net ort.Options) (ort.Runner, error) {
	if len(a.o.Program) > 0 && len(net.Trial.Picture.Shape) > 0 {
		if candidates, err := a.Candidates(); err == nil {
			known, _ := a.prober().Known(net, candidates)
			if best, ok := probe.Best(known); ok && !best.Choice.OnCPU() {
				return a.accelerated(net, best)
			}
		}
	}
	return session(net)
}

// session runs a network on the processor.
func session(net ort.Options) (ort.Runner, error) {
	net, err := net.Whole()
	if err != nil {
		return nil, err
	}
	s, err := ort.NewSession(net)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// RunOn makes a network ready to run on the provider called name, whatever was found of it, unless
// it cannot run there at all. It tries the provider first where that was not done.
func (a *Accelerators) RunOn(ctx context.Context, net ort.Options, name string) (ort.Runner, error) {
	kind, ok := provider.Of(name)
	if !ok {
		return nil, fmt.Errorf("%w: %q is unknown", ort.ErrProvider, name)
	}
	if kind.Name == provider.CPU {
		return session(net)
	}
	all, err := a.Try(ctx, net, false, nil)
	if err != nil {
		return nil, err
	}
	why := "there is none"
	var best probe.Verdict
	for _, v := range all {
		if v.Choice.Name != kind.Name {
			continue
		}
		if v.Why != "" {
			why = v.Why
		}
		if v.Speed.PerSecond > best.Speed.PerSecond {
			best = v
		}
	}
	if best.Speed.PerSecond == 0 {
		return nil, fmt.Errorf("%w: %s: %s", ort.ErrProvider, kind.Name, why)
	}
	return a.accelerated(net, best)
}

// accelerated runs a network on the provider of a verdict.
func (a *Accelerators) accelerated(net ort.Options, v probe.Verdict) (ort.Runner, error) {
	net.Provider = v.Choice
	r, err := failover.Open(net, failover.Options{
		Program: a.o.Program, Isolated: isolated(net.Library, v), Limit: limit(v), Expected: v.Expected,
		OnNotice: a.o.OnNotice, OnAbort: func() { _ = a.prober().Distrust(v.Choice) },
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// isolated reports whether a network runs in a worker: on all that has drivers of its own, which can
// end a process, and where that was seen. The pipe takes half a millisecond a picture.
func isolated(shipped string, v probe.Verdict) bool {
	ofSystem := v.Choice.Name == provider.CoreML || v.Choice.Name == provider.XNNPACK
	return v.Abort || !ofSystem || v.Choice.Plugin != "" || v.Choice.Runtime != shipped
}

// limit is how long a run may take: long beside what was measured, and no less than half a minute,
// which a computer may sleep or page in between.
func limit(v probe.Verdict) time.Duration { return 30*time.Second + 20*v.Speed.OneBatch }
