package app

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// signals receives Ctrl+C and SIGTERM, which end the program.
type signals chan os.Signal

// catchSignals returns a context that ends with the first signal, and the channel
// that receives them. cancel ends the context without one.
func catchSignals(ctx context.Context) (_ context.Context, r signals, cancel context.CancelFunc) {
	ctx, cancel = context.WithCancel(ctx)
	r = make(signals, 1)
	signal.Notify(r, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-r:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, r, cancel
}

// ignoreInterrupt prepares for takeOver, which must follow soon: once the toolkit asks
// for Ctrl+C, it is no longer ignored, which takeOver can see. Until then Ctrl+C does
// nothing; SIGTERM still works.
func (r signals) ignoreInterrupt() { signal.Ignore(os.Interrupt) }

// takeOver waits until the toolkit receives the signals too, at most for a second, and
// makes r the only receiver. The toolkit would answer a signal by closing its queue at
// once, and a goroutine that calls fyne.Do just then crashes. A signal that comes within
// takeOver itself is lost, or ends the program at once; neither loses data.
func (r signals) takeOver() {
	for range 1000 {
		if !signal.Ignored(os.Interrupt) {
			break
		}
		time.Sleep(time.Millisecond)
	}
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	signal.Notify(r, os.Interrupt, syscall.SIGTERM)
}
