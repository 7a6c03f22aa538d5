package app

import (
	"context"
	"log/slog"
	"os/signal"
	"testing"

	"github.com/adrg/xdg"

	"recollect/app/command"
)

func TestNothingIsLeftForTheToolkitsEnd(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"} {
		t.Setenv(name, t.TempDir())
	}
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	_, r, cancel := hear(t.Context())
	defer cancel()
	t.Cleanup(func() { signal.Reset() })
	a := newApp(slog.New(slog.DiscardHandler), r)
	l, ok := a.Lifecycle().(interface{ OnStopped() func() })
	if !ok || l.OnStopped() != nil {
		t.Errorf("the toolkit would queue a function when it ends: %v", ok)
	}
}

// Who asks the program to end while the library is opened is told of no trouble.
func TestAnEndBeforeTheWindow(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, command.Environment{}, t.TempDir(), nil, slog.New(slog.DiscardHandler), nil); err != nil {
		t.Errorf("got %v", err)
	}
}
