package work

import (
	"context"
	"time"
)

// Errand adapts a Latest of one group to the interfaces of packages that do not know the toolkit:
// its work stores its answer itself. Its methods belong to the UI goroutine.
type Errand struct {
	g      *Group
	latest Latest[struct{}]
}

// NewErrand returns an errand of g.
func NewErrand(g *Group) *Errand { return &Errand{g: g} }

// Run cancels the work in flight and starts work. show is called on the UI goroutine,
// and never once a newer Run or a Stop has begun.
func (e *Errand) Run(work func(context.Context) error, show func(error)) {
	e.latest.Run(e.g, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(_ struct{}, err error) { show(err) })
}

// Stop cancels the work in flight: its answer is not shown any more.
func (e *Errand) Stop() { e.latest.Stop() }

// Timer calls a function after a while. Its methods belong to the UI goroutine.
type Timer struct{ wait Errand }

// NewTimer returns a timer of g that is not set.
func NewTimer(g *Group) *Timer { return &Timer{Errand{g: g}} }

// After calls do on the UI goroutine after d, unless another After or a Stop comes
// first or the context of the group ends.
func (t *Timer) After(d time.Duration, do func()) {
	t.wait.Run(func(ctx context.Context) error { return Pause(ctx, d) }, func(err error) {
		if err == nil {
			do()
		}
	})
}

// Stop cancels the call.
func (t *Timer) Stop() { t.wait.Stop() }
