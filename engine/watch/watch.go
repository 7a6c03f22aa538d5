// Package watch turns file system events into folders worth looking at again.
//
// Events are hints, never the truth: they come late, twice, for files that are
// gone, or not at all. So nothing is told of what happened, only where to look.
// Its invariant: whatever changes below a root after that root's first Look is
// covered by a later Look. Where the system tells of changes, that comes within
// the Ceiling. Folders that cannot be watched, and those on network volumes, are
// polled. When events were lost, after sleep, and now and then anyway, all roots
// are to be looked at: losing an event costs time, never a photo.
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
	// Settle is how long no new event must come before a Look is delivered: a
	// file that is being copied makes many. 0 means 1 s.
	Debounce time.Duration
	// Ceiling is how long a Look is held back at most while events go on. 0
	// means 10 s.
	MaxWait time.Duration
	// PollEvery is how often polled folders are compared with what they were,
	// missing roots and new mounts sought, and watches tried again where they
	// were refused. 0 means 20 s. A poll that takes long, as on a slow network,
	// comes less often: polling takes no more than half a percent of the time.
	PollEvery time.Duration
	// RereadEvery is how often polled folders are to be looked at whether they
	// seem to have changed or not: a file that is written again in its place does
	// not change its folder. 0 means 30 min, give or take a tenth.
	RereadEvery time.Duration
	// ReconcileEvery is how often everything is to be looked at, whatever the
	// events say. 0 means 6 h, give or take a tenth, so that the programs of many
	// users of one server do not all come at once.
	ReconcileEvery time.Duration
	// Skip reports whether a folder inside a root is left out with all below it.
	// It is called with absolute paths, from several goroutines. nil: none is.
	Skip func(dir string) bool
	// Marker is the name of a file by which a folder inside a root asks to be left
	// out: such a folder is watched by itself, so that the end of that is seen, and
	// nothing below it is. "": there is no such file.
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

// Look names folders to scan again. All paths are absolute, each is a root or
// inside one. A folder may be gone: then what was known in it is, too. One Look
// holds both ends of a move, so scan its folders together.
type Dirty struct {
	// Scope are the folders, sorted; none lies in a deep one.
	scan.Scope
	// All is true when Deep covers all roots because anything may have changed:
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
	roots map[string]bool // true: to be looked at once it is watched
	anew  bool            // all are to be followed anew and looked at
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

// Anew has all roots followed anew and looked at, as when Skip gives other answers
// than before.
func (w *Watcher) Anew() {
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

// wanted returns the roots, true for those to be looked at, and whether all are to be
// followed anew, and takes note that they will be.
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

// Look returns the channel on which Looks are delivered. It holds none back for
// a slow receiver: what happens meanwhile joins the Look that waits. It is
// closed when Run returns.
func (w *Watcher) Dirty() <-chan Dirty { return w.deliver }

// Polled is how many folders are looked at by the clock.
func (w *Watcher) Polled() int {
	n := 0
	for _, p := range w.polls.list() {
		n += p.Folders
	}
	return n
}

// PolledFolders tells which folders are looked at by the clock, each with all
// below it, and why; sorted by path.
func (w *Watcher) PolledFolders() []Polled { return w.polls.list() }

// Run watches until ctx is done, and then leaves no goroutine behind; a volume
// that does not answer holds up its end. It must be called once. No trouble ends
// it: what cannot be watched is polled.
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
