package app

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// requests are the system's requests that the program ends: Ctrl+C and SIGTERM.
type requests chan os.Signal

// hear returns a context that ends with the first request, and where the
// requests come in. cancel ends the context without one.
func hear(ctx context.Context) (_ context.Context, r requests, cancel context.CancelFunc) {
	ctx, cancel = context.WithCancel(ctx)
	r = make(requests, 1)
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

// share prepares for take, which must follow soon: it is by a Ctrl+C that is
// ignored that take sees when somebody else asks for it. Until then nobody hears a
// Ctrl+C; SIGTERM is heard.
func (r requests) share() { signal.Ignore(os.Interrupt) }

// take waits until the toolkit hears the requests too, at most for a second, and
// makes r the only one that does. The toolkit answers a request at once by
// closing its queue, and whoever has something to show just then crashes. Of a
// request that comes within take itself nobody hears, or the system ends the
// program; neither loses anything.
func (r requests) take() {
	for range 1000 {
		if !signal.Ignored(os.Interrupt) {
			break
		}
		time.Sleep(time.Millisecond)
	}
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	signal.Notify(r, os.Interrupt, syscall.SIGTERM)
}
