// Package watch turns file system events into dirty folders: folders to scan again.
//
// Events are only hints: they come late, twice, for files that are gone, or not at all. So a
// Watcher reports dirty folders, never what happened in them. Its invariant: whatever changes below
// a root after that root was first delivered as dirty is covered by a later Dirty. Where the system
// reports changes, that comes within MaxWait. Folders that cannot be watched, and those on network
// volumes, are polled. When events were lost, after sleep, and at long intervals, all roots are
// dirty: losing an event costs time, never a photo.
//
// Package scan finds what has changed there. Sentences about polled folders are left to other
// packages.
package watch

import (
	"context"
	"maps"
	"path/filepath"
	"sync"
	"time"

	"recollect/engine/scan"
)

// Options configure a Watcher. The zero value works.
type Options struct {
	// Debounce is how long events must pause before dirty folders are delivered: a file that is
	// being copied causes many. 0 means 1 s.
	Debounce time.Duration
	// MaxWait is how long delivery is delayed at most while events keep coming. 0
	// means 10 s.
	MaxWait time.Duration
	// PollEvery is how often polled folders are compared with their last state, missing roots and
	// new mounts are checked for, and refused watches are tried again. 0 means 20 s. Slow polls, as
	// on a slow network, are less frequent: polling takes at most half a percent of the time.
	PollEvery time.Duration
	// RereadEvery is how often polled folders become dirty even if they seem unchanged: a file that
	// is overwritten in place does not change its folder. 0 means 30 min, plus or minus a tenth.
	RereadEvery time.Duration
	// ReconcileEvery is how often all roots become dirty, whatever the events. 0 means 6 h, plus or
	// minus a tenth, so that many users of one server do not scan it at the same moment.
	ReconcileEvery time.Duration
	// Skip reports whether a folder inside a root is excluded with everything below it. It is
	// called with absolute paths, from several goroutines. nil: none is.
	Skip func(dir string) bool
	// Marker is the name of a file that excludes its folder, if that is inside a root. The folder
	// itself is watched, to see when the file is removed; nothing below it is. "": there is no such
	// name.
	Marker string
}

// marks reports whether path is that of a Marker.
func (o Options) marks(path string) bool { return o.Marker != "" && filepath.Base(path) == o.Marker }

func (o Options) withDefaults() Options {
	or := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
	}
	or(&o.Debounce, time.Second)
	or(&o.MaxWait, 10*time.Second)
	or(&o.PollEvery, 20*time.Second)
	or(&o.RereadEvery, 30*time.Minute)
	or(&o.ReconcileEvery, 6*time.Hour)
	if o.Skip == nil {
		o.Skip = func(string) bool { return false }
	}
	return o
}

// Dirty names folders to scan again. All paths are absolute, and each is a root or inside one. A
// folder may be gone, with everything known in it. One Dirty holds both ends of a move, so its
// folders must be scanned together.
type Dirty struct {
	// Scope holds the folders, sorted; none lies in a deep one.
	scan.Scope
	// All is true when Deep covers all roots, because anything may have changed:
	// events were lost, the computer slept, or it is time to reconcile.
	All bool
}

// Watcher watches roots and all folders below them. Its methods may be called
// from any goroutine; none of them waits for the file system.
type Watcher struct {
	opts    Options
	deliver chan Dirty
	wake    chan struct{} // capacity 1: roots have changed
	polls   *pollers

	mu    sync.Mutex
	roots map[string]bool // true: dirty as soon as it is watched
	anew  bool            // watch all again from the start, and make them dirty
}

// New returns a Watcher that does nothing until Run is called.
func New(o Options) *Watcher {
	o = o.withDefaults()
	return &Watcher{
		opts:    o,
		deliver: make(chan Dirty),
		wake:    make(chan struct{}, 1),
		polls:   newPollers(o),
		roots:   map[string]bool{},
	}
}

// Add starts watching root, an absolute path, and everything below it. Once it is watched, root is
// delivered as dirty: an earlier scan could miss changes between scan and watch. A root that does
// not exist is watched when it appears. A root that was added before only becomes dirty.
func (w *Watcher) Add(root string) {
	w.change(func() { w.roots[filepath.Clean(root)] = true })
}

// Remove stops watching root. A Dirty in flight may still name it.
func (w *Watcher) Remove(root string) {
	w.change(func() { delete(w.roots, filepath.Clean(root)) })
}

// RewatchAll watches all roots again from the start and makes them dirty. It must be called when
// Skip has changed.
func (w *Watcher) RewatchAll() {
	w.change(func() { w.anew = true })
}

func (w *Watcher) change(do func()) {
	w.mu.Lock()
	do()
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default: // Run is awake already
	}
}

// wanted returns the roots, true for those that must become dirty, and whether all must be watched
// again. It resets both.
func (w *Watcher) wanted() (roots map[string]bool, anew bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	roots, anew = maps.Clone(w.roots), w.anew
	w.anew = false
	for root := range w.roots {
		w.roots[root] = false
	}
	return roots, anew
}

// Dirty returns the channel on which dirty folders are delivered. A slow receiver loses nothing:
// later changes are added to the pending Dirty. The channel is closed when Run returns.
func (w *Watcher) Dirty() <-chan Dirty { return w.deliver }

// Polled returns how many folders are polled.
func (w *Watcher) Polled() int {
	n := 0
	for _, p := range w.polls.list() {
		n += p.Folders
	}
	return n
}

// PolledFolders returns the folders that are polled, each with all below it, and
// why; sorted by path.
func (w *Watcher) PolledFolders() []Polled { return w.polls.list() }

// Run watches until ctx is done. It waits for its goroutines, and so returns late if a volume does
// not answer. It must be called once. No fault ends it: folders that cannot be watched are polled.
func (w *Watcher) Run(ctx context.Context) {
	defer close(w.deliver)
	defer w.polls.wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := newRun(ctx, w)
	defer func() { r.tree.source.close() }()
	defer r.stopClocks()
	for ctx.Err() == nil {
		r.step(ctx)
	}
}
