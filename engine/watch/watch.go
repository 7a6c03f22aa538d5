// Package watch turns file system events into folders worth looking at again.
//
// Events are hints, never the truth: they come late, twice, for files that are
// gone, or not at all. So nothing is told of what happened, only where to look.
// Its invariant: whatever changes below a root after that root's first Look,
// while its folders can be watched, is covered by a later Look. A folder that
// cannot be watched is polled, by the clock; when events were lost, all roots
// are to be looked at.
//
// What has changed there (package scan), changes that no event tells of (network
// volumes, sleep, a disk mounted over a folder) and regular looks at everything
// are left to others.
package watch

import (
	"context"
	"maps"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Options say how to watch. The zero value works.
type Options struct {
	// Settle is how long no new event must come before a Look is delivered: a
	// file that is being copied makes many. 0 means 500 ms.
	Settle time.Duration
	// Ceiling is how long a Look is held back at most while events go on.
	// 0 means 2 s, so that a picture shows within 3 s beside a long download.
	Ceiling time.Duration
	// PollEvery is how often folders that cannot be watched are to be looked at,
	// and how often missing roots are sought. 0 means 20 s.
	PollEvery time.Duration
	// Skip reports whether a folder inside a root is left out with all below it.
	// It is called with absolute paths on Run's goroutine. nil: none is.
	Skip func(dir string) bool
}

func (o Options) withDefaults() Options {
	or := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
	}
	or(&o.Settle, 500*time.Millisecond)
	or(&o.Ceiling, 2*time.Second)
	or(&o.PollEvery, 20*time.Second)
	if o.Skip == nil {
		o.Skip = func(string) bool { return false }
	}
	return o
}

// Look names folders to scan again, each with all that lies below it.
type Look struct {
	// Dirs are absolute and sorted; none lies inside another, each is a root or
	// inside one. A folder may be gone: then what was known below it is, too.
	// One Look holds both ends of a move, so scan its folders together.
	Dirs []string
	// All is true when events were lost; Dirs then covers all roots.
	All bool
}

// Watcher watches roots and all folders below them. Its methods may be called
// from any goroutine; none of them waits for the file system.
type Watcher struct {
	opts   Options
	looks  chan Look
	wake   chan struct{} // capacity 1: roots have changed
	polled atomic.Int64

	mu    sync.Mutex
	roots map[string]bool // true: to be looked at once it is watched
}

// New returns a Watcher that does nothing until Run is called.
func New(o Options) *Watcher {
	return &Watcher{
		opts:  o.withDefaults(),
		looks: make(chan Look),
		wake:  make(chan struct{}, 1),
		roots: map[string]bool{},
	}
}

// Add begins to watch root, an absolute path, and all below it. Once that is
// done, root comes in a Look: a scan before could miss what happens between
// scan and watch. A root that does not exist is watched when it appears. A root
// that was added before is only looked at again.
func (w *Watcher) Add(root string) {
	w.change(func() { w.roots[filepath.Clean(root)] = true })
}

// Remove ends what Add began. One Look that was on its way may still name root.
func (w *Watcher) Remove(root string) {
	w.change(func() { delete(w.roots, filepath.Clean(root)) })
}

func (w *Watcher) change(do func()) {
	w.mu.Lock()
	do()
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default: // Run was woken already and has not looked yet
	}
}

// wanted returns the roots, true for those to be looked at, and takes note that they will be.
func (w *Watcher) wanted() map[string]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	roots := maps.Clone(w.roots)
	for root := range w.roots {
		w.roots[root] = false
	}
	return roots
}

// Look returns the channel on which Looks are delivered. It holds none back for
// a slow receiver: what happens meanwhile joins the Look that waits. It is
// closed when Run returns.
func (w *Watcher) Look() <-chan Look { return w.looks }

// Polled is how many folders cannot be watched and are looked at by the clock.
func (w *Watcher) Polled() int { return int(w.polled.Load()) }

// Run watches until ctx is done, and then leaves no goroutine behind. It must
// be called once. No trouble ends it: what cannot be watched is polled.
func (w *Watcher) Run(ctx context.Context) {
	defer close(w.looks)
	r := &run{Watcher: w, tree: newTree(w.opts.Skip), dirty: map[string]bool{}}
	r.tree.reopen(ctx)
	defer func() { r.tree.events.close() }()
	poll := time.NewTicker(w.opts.PollEvery)
	defer poll.Stop()
	settle := time.NewTimer(w.opts.Settle)
	defer settle.Stop()
	for ctx.Err() == nil {
		r.step(ctx, poll.C, settle)
		w.polled.Store(int64(len(r.tree.polled)))
	}
}
