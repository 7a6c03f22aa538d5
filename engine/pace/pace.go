// Package pace decides when work in the background that can wait may go on: not while the computer runs on its
// battery, only at some hours, or only a part of the time, so that the computer stays quiet and is free for others; and
// how many processors it may use meanwhile.
package pace

import (
	"context"
	"sync"
	"time"

	"recollect/engine/photo"
)

const (
	// askEvery is how often the system's power state and the clock are read while there is something to do.
	askEvery = 30 * time.Second
	// Gentle work goes on for a part of each period. A quarter is what one of four cores can do.
	period, working = 800 * time.Millisecond, 200 * time.Millisecond
)

// Pace lets work pass or wait. Its methods may be called from any goroutine.
type Pace struct {
	battery func() bool      // reports whether the computer runs on its battery now
	notify  func(photo.Wait) // called when that changes for which work waits

	mu      sync.Mutex
	set     photo.Pace
	anyway  bool // a person wants the work to go on
	asked   time.Time
	waits   photo.Wait
	changed chan struct{}   // closed when set or anyway change
	pieces  map[*piece]bool // in progress
	ended   chan struct{}   // closed when one has ended, or set has changed
}

// New returns a Pace with what is set. battery reports whether the computer runs on its battery; notify is
// called when that changes for which work waits, and must not call the Pace.
func New(set photo.Pace, battery func() bool, notify func(photo.Wait)) *Pace {
	return &Pace{
		battery: battery, notify: notify, set: set, changed: make(chan struct{}), ended: make(chan struct{}),
		pieces: map[*piece]bool{},
	}
}

// Set changes when work may go on, at once.
func (p *Pace) Set(set photo.Pace) { p.change(func() { p.set, p.anyway = set, false }) }

// Anyway lets work go on that waits, until the next Set.
func (p *Pace) Anyway() { p.change(func() { p.anyway = true }) }

func (p *Pace) change(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do()
	p.decide(time.Now())
	close(p.changed)
	p.changed = make(chan struct{})
	p.wake()
}

// Wait returns when work may continue, or ctx's error.
func (p *Pace) Wait(ctx context.Context) error {
	for {
		wait, changed := p.next(time.Now())
		if wait == 0 {
			return ctx.Err()
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-changed:
		case <-ctx.Done():
		}
		timer.Stop()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// next returns how long to wait before work, by a power state no older than askEvery: 0 if it may go on. changed
// is closed when that may be otherwise earlier.
func (p *Pace) next(now time.Time) (wait time.Duration, changed chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.asked.IsZero() || now.Sub(p.asked) >= askEvery {
		p.decide(now)
	}
	if p.waits != "" {
		return askEvery, p.changed
	}
	if part := time.Duration(now.UnixNano()) % period; p.set.Gentle && part >= working {
		return period - part, p.changed
	}
	return 0, nil
}

// decide is called with mu held.
func (p *Pace) decide(now time.Time) {
	p.asked = now
	waits := photo.Wait("")
	switch {
	case p.anyway:
	case p.set.Rests(now.Hour()):
		waits = photo.WaitNight
	case p.set.SaveBattery && p.battery():
		waits = photo.WaitBattery
	}
	if waits != p.waits {
		p.waits = waits
		p.notify(waits)
	}
}
