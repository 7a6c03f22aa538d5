package engine

import (
	"context"
	"sync"
	"time"
)

// askPowerEvery is how often the system's power state is read while there is something to encode.
const askPowerEvery = 30 * time.Second

// battery pauses encoding while the computer runs on its battery.
type battery struct {
	ask    func() bool      // reports whether it runs on battery now
	notify func(waits bool) // called when that changes what encoding does

	mu     sync.Mutex
	asked  time.Time
	waits  bool
	anyway bool // the user wants to encode on battery
	gate   gate
}

// wait returns when encoding may continue, or ctx's error.
func (b *battery) wait(ctx context.Context) error {
	for {
		if !b.mustWait(time.Now()) {
			return ctx.Err()
		}
		soon, cancel := context.WithTimeout(ctx, askPowerEvery)
		err := b.gate.wait(soon)
		cancel()
		if err == nil || ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// mustWait reports whether encoding must wait, by a power state no older than askPowerEvery.
func (b *battery) mustWait(now time.Time) (waits bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.asked.IsZero() && now.Sub(b.asked) < askPowerEvery {
		return b.waits
	}
	b.asked = now
	b.decide(b.ask() && !b.anyway)
	return b.waits
}

// decide is called with mu held.
func (b *battery) decide(waits bool) {
	if waits != b.waits {
		b.waits = waits
		b.gate.set(waits)
		b.notify(waits)
	}
}

// EncodeOnBattery lets encoding continue on battery, as long as the Engine is open.
func (e *Engine) EncodeOnBattery() {
	e.battery.mu.Lock()
	defer e.battery.mu.Unlock()
	e.battery.anyway = true
	e.battery.decide(false)
}
