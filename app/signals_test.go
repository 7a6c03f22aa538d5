//go:build unix

package app

import (
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

func TestSignalsAreTakenFromTheToolkit(t *testing.T) {
	ctx, r, cancel := catchSignals(t.Context())
	defer cancel()
	t.Cleanup(func() { signal.Reset() })
	toolkit := make(chan os.Signal, 1)
	r.ignoreInterrupt()
	go signal.Notify(toolkit, os.Interrupt, syscall.SIGTERM) // as the toolkit does: nobody knows when
	r.takeOver()
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ctx.Done():
	case <-time.After(time.Minute):
		t.Fatal("the signal was not received")
	}
	signal.Stop(toolkit) // which waits for what is on its way
	if len(toolkit) > 0 {
		t.Error("the toolkit received the signal too")
	}
}
