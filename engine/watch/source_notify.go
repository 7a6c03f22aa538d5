package watch

import (
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// openNotify opens fsnotify's events: one folder a watch. It is the source of systems without one
// of their own here; tests compare the other sources with it.
func openNotify() (source, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return source{}, err
	}
	events, stop := make(chan event), make(chan struct{})
	var pumps sync.WaitGroup
	gaps := make(chan struct{}, 1)
	pumps.Go(func() { drain(w.Errors, gaps) })
	pumps.Go(func() { pump(stop, w.Events, gaps, events) })
	return source{
		add:    w.Add,
		remove: w.Remove,
		close: func() {
			close(stop)
			_ = w.Close() // closes its channels
			pumps.Wait()
		},
		events: events,
	}, nil
}

// drain receives errors until the channel is closed, and sends to gaps if events were lost. It
// never blocks: while fsnotify sends an error, it holds the lock that its Add needs.
func drain(trouble <-chan error, gaps chan<- struct{}) {
	for err := range trouble {
		if errors.Is(err, syscall.EINVAL) {
			continue // a folder was renamed and then deleted, and its watch is gone already
		}
		slog.Warn("file system events were lost", "error", err)
		select {
		case gaps <- struct{}{}:
		default: // one pending gap is enough
		}
	}
}

// pump forwards events until stop is closed.
func pump(stop <-chan struct{}, from <-chan fsnotify.Event, gaps <-chan struct{}, events chan<- event) {
	for {
		var e event
		select {
		case <-stop:
			return
		case <-gaps:
			e = event{op: lost}
		case n := <-from:
			// Changes of permissions do not change content; backups and indexers make many.
			if n.Name == "" || n.Op&^fsnotify.Chmod == 0 {
				continue
			}
			e = event{op: opOf(n.Op), path: filepath.Clean(n.Name)}
		}
		if !send(stop, events, e) {
			return
		}
	}
}

func opOf(o fsnotify.Op) op {
	switch {
	case o.Has(fsnotify.Create):
		return created
	case o.Has(fsnotify.Remove), o.Has(fsnotify.Rename):
		return removed
	default:
		return written
	}
}
