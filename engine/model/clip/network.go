package clip

import (
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"recollect/engine/model/ort"
)

// network is one of a model's two: a session that is created when needed and
// may be closed while it is unused.
type network struct {
	create func() (ort.Runner, error)

	mu      sync.RWMutex // held for reading during a run, for writing to create and to close
	session ort.Runner
	closed  bool

	epoch time.Time
	used  atomic.Int64 // when a run last began or ended, since epoch: a Duration
}

// acquire returns the session, creating it if there is none. The caller must
// call n.release after its last run.
func (n *network) acquire() (ort.Runner, error) {
	for {
		n.mu.RLock()
		if n.session != nil {
			n.touch()
			return n.session, nil
		}
		n.mu.RUnlock()
		if err := n.open(); err != nil {
			return nil, err
		}
	}
}

func (n *network) load() error {
	_, err := n.acquire()
	if err == nil {
		n.release()
	}
	return err
}

func (n *network) release() {
	n.touch()
	n.mu.RUnlock()
}

// batch is how many pictures a run is best given on an accelerator; 0 on the processor, and while there is
// no session.
func (n *network) batch() int {
	if !n.mu.TryRLock() { // it is being created
		return 0
	}
	defer n.mu.RUnlock()
	if n.session == nil || n.session.Provider() == ort.CPU {
		return 0
	}
	return n.session.Batch()
}

func (n *network) touch() { n.used.Store(int64(time.Since(n.epoch))) }

func (n *network) open() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return fmt.Errorf("the model: %w", fs.ErrClosed)
	}
	if n.session != nil {
		return nil
	}
	s, err := n.create()
	if err == nil {
		n.session = s
		n.touch()
	}
	return err
}

// rest closes the session if no run has begun or ended for the given time. It
// reports whether it did, and when to ask again; left is 0 when there is no session.
func (n *network) rest(after time.Duration) (did bool, left time.Duration) {
	if !n.mu.TryLock() { // it is in use, or being created
		return false, after
	}
	defer n.mu.Unlock()
	if n.session == nil {
		return false, 0
	}
	if left = time.Duration(n.used.Load()) + after - time.Since(n.epoch); left > 0 {
		return false, left
	}
	n.destroy()
	return true, 0
}

// reopen closes the session after the runs in flight.
func (n *network) reopen() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.destroy()
}

// close waits for the runs in flight. Nothing opens the network again.
func (n *network) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	n.destroy()
}

func (n *network) destroy() {
	if n.session != nil {
		n.session.Close()
		n.session = nil
	}
}
