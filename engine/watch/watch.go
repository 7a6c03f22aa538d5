// Package watch turns file system events into folders worth looking at again.
//
// Events are hints, never the truth: they come late, twice, for files that are
// gone, or not at all. So a Watcher reports dirty folders only, never what happened
// in them. Its invariant: whatever changes below a root after that root was first
// delivered as dirty is covered by a later Dirty. Where the system reports changes,
// that comes within MaxWait. Folders that cannot be watched, and those on network
// volumes, are polled. When events were lost, after sleep, and at long intervals,
// all roots are dirty: losing an event costs time, never a photo.
//
// What has changed there is left to package scan, and what a user reads about
// polled folders to others.
package watch

import (
	"context"
	"maps"
	"path/filepath"
	"sync"
	"time"

	"recollect/engine/scan"
)

// Options say how to watch. The zero value works.
type Options struct {
	// Debounce is how long no new event must come before dirty folders are
	// delivered: a file that is being copied makes many. 0 means 1 s.
	Debounce time.Duration
	// MaxWait is how long delivery is delayed at most while events keep coming. 0
	// means 10 s.
	MaxWait time.Duration
	// PollEvery is how often polled folders are compared with their last state,
	// missing roots and new mounts are looked for, and refused watches are tried
	// again. 0 means 20 s. A poll that takes long, as on a slow network, comes less
	// often: polling takes no more than half a percent of the time.
	PollEvery time.Duration
	// RereadEvery is how often polled folders are dirty whether they seem changed
	// or not: a file that is overwritten in place does not change its folder. 0
	// means 30 min, give or take a tenth.
	RereadEvery time.Duration
	// ReconcileEvery is how often all roots are dirty, whatever the events say. 0
	// means 6 h, give or take a tenth, so that the programs of many users of one
	// server do not scan it at the same moment.
	ReconcileEvery time.Duration
	// Skip reports whether a folder inside a root is excluded with all below it.
	// It is called with absolute paths, from several goroutines. nil: none is.
	Skip func(dir string) bool
	// Marker is the name of a file that excludes the folder it is in, if that is
	// inside a root. The folder itself is watched, so that removing the file is
	// seen; nothing below it is. "": there is no such file.
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

// Dirty names folders to scan again. All paths are absolute, and each is a root or
// inside one. A folder may be gone: then everything known in it is, too. One Dirty
// holds both ends of a move, so scan its folders together.
type Dirty struct {
	// Scope has the folders, sorted; none lies in a deep one.
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
	anew  bool            // all are to be watched again from the start, and dirty
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

// Add starts watching root, an absolute path, and all below it. Once it is watched,
// root is delivered as dirty: a scan before that could miss what happens between
// scan and watch. A root that does not exist is watched when it appears. A root
// that was added before only becomes dirty.
func (w *Watcher) Add(root string) {
	w.change(func() { w.roots[filepath.Clean(root)] = true })
}

// Remove stops watching root. One Dirty that is on its way may still name it.
func (w *Watcher) Remove(root string) {
	w.change(func() { delete(w.roots, filepath.Clean(root)) })
}

// RewatchAll watches all roots again from the start and makes them dirty, for when Skip
// gives other answers than before.
func (w *Watcher) RewatchAll() {
	w.change(func() { w.anew = true })
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

// wanted returns the roots, true for those that are to become dirty, and whether all
// are to be watched again. It resets both.
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

// Dirty returns the channel on which dirty folders are delivered. A slow receiver
// loses nothing: what happens meanwhile joins the Dirty that waits. The channel is
// closed when Run returns.
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

// Run watches until ctx is done. It leaves no goroutine behind, and returns late
// where a volume does not answer. It must be called once. No fault ends it: what
// cannot be watched is polled.
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
