package watch

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/photo"
	"recollect/engine/scan"
)

// run is the state of Watcher.Run; it belongs to its goroutine.
type run struct {
	*Watcher
	tree  *tree
	dirty map[string]bool // folders to deliver next; true: with everything below them
	all   bool            // dirty holds all roots
	stale bool            // folders may have appeared unseen: watch all again before delivery
	next  *Dirty          // made of dirty and all; nil if they have changed since
	first time.Time       // when the oldest of dirty was marked
	last  time.Time       // when the last event came

	ticked    time.Time
	tick      *time.Ticker
	debounce  *time.Timer
	reconcile *time.Timer
}

func newRun(ctx context.Context, w *Watcher) *run {
	r := &run{
		Watcher:   w,
		tree:      newTree(w.opts, w.polls),
		dirty:     map[string]bool{},
		ticked:    time.Now(),
		tick:      time.NewTicker(w.opts.PollEvery),
		debounce:  time.NewTimer(w.opts.Debounce),
		reconcile: time.NewTimer(about(w.opts.ReconcileEvery)),
	}
	w.polls.start(ctx)
	r.tree.reopen(ctx)
	return r
}

func (r *run) stopClocks() {
	r.tick.Stop()
	r.debounce.Stop()
	r.reconcile.Stop()
}

// step waits for one event, tick or request, and handles it.
func (r *run) step(ctx context.Context) {
	var out chan Dirty // nil, and so never ready, until delivery is due
	var batch Dirty
	if len(r.dirty) > 0 {
		if wait := untilDue(time.Now(), r.first, r.last, r.opts); wait > 0 {
			r.debounce.Reset(wait)
		} else {
			out, batch = r.deliver, r.batch(ctx)
		}
	}
	select {
	case <-ctx.Done():
	case <-r.debounce.C:
	case out <- batch:
		clear(r.dirty)
		r.all, r.next = false, nil
	case <-r.wake:
		r.follow(ctx)
	case e := <-r.tree.source.events:
		r.handle(ctx, e)
	case found := <-r.polls.found:
		for _, p := range found {
			r.mark(p.dir, p.deep)
		}
	case <-r.tick.C:
		r.check(ctx)
	case <-r.reconcile.C:
		r.reconcile.Reset(about(r.opts.ReconcileEvery))
		r.everything("regular")
	}
}

// untilDue returns how long to wait for more events before delivery.
func untilDue(now, first, last time.Time, o Options) time.Duration {
	return min(last.Add(o.Debounce).Sub(now), first.Add(o.MaxWait).Sub(now))
}

// batch returns the next Dirty. It returns the same one until something new is marked.
func (r *run) batch(ctx context.Context) Dirty {
	if r.stale {
		r.stale = false
		r.tree.reopen(ctx)
	}
	if r.next == nil {
		deep, shallow := coalesce(r.tree.roots, r.dirty)
		r.next = &Dirty{Scope: scan.Scope{Deep: deep, Shallow: shallow}, All: r.all}
	}
	return *r.next
}

// mark makes dir dirty, with everything below it if deep, if it lies in a root.
func (r *run) mark(dir string, deep bool) {
	if _, inside := rootOf(r.tree.roots, dir); !inside {
		return
	}
	r.last = time.Now()
	if len(r.dirty) == 0 {
		r.first = r.last
	}
	if before, on := r.dirty[dir]; !on || deep && !before {
		r.dirty[dir] = deep
		r.next = nil
	}
}

// follow updates the roots of the tree to those of the Watcher.
func (r *run) follow(ctx context.Context) {
	wanted, anew := r.wanted()
	for root := range r.tree.roots {
		if _, on := wanted[root]; !on {
			r.tree.removeRoot(ctx, root)
			r.forgetDirty()
		}
	}
	for root, again := range wanted {
		if _, on := r.tree.roots[root]; !on {
			r.tree.follow(ctx, root)
		}
		if again {
			r.mark(root, true)
		}
	}
	if anew {
		r.everything("a scan of everything was requested")
	}
}

// forgetDirty removes what lies in no root any more, so that nothing waits for it.
func (r *run) forgetDirty() {
	for dir := range r.dirty {
		if _, inside := rootOf(r.tree.roots, dir); !inside {
			delete(r.dirty, dir)
		}
	}
	r.next = nil
}

func (r *run) handle(ctx context.Context, e event) {
	_, isRoot := r.tree.roots[e.path]
	switch {
	case e.op == lost:
		r.lost(e.path)
	case isRoot && (e.op == removed || e.op == ended || e.op == folder):
		r.tree.follow(ctx, e.path)
		r.mark(e.path, true)
	case e.op == ended:
		// The folder above reports it, as does the one that it was moved to.
	case r.opts.marks(e.path):
		r.marked(ctx, filepath.Dir(e.path))
	case r.tree.source.deep:
		r.handleDeep(e)
	case e.op == created:
		r.created(ctx, e.path)
	case e.op == removed && r.tree.has(e.path), e.op == folder && !r.tree.skips(e.path):
		// It may have come and gone unseen, and a scan have met it meanwhile.
		r.tree.drop(e.path)
		r.mark(e.path, true)
	default:
		r.mark(filepath.Dir(e.path), false)
	}
}

// marked handles a Marker that was created or removed in dir.
func (r *run) marked(ctx context.Context, dir string) {
	_, isRoot := r.tree.roots[dir]
	switch {
	case isRoot: // the user chose it in spite of the Marker
		return
	case !r.tree.source.deep:
		r.tree.drop(dir)
		r.tree.add(ctx, dir)
	case r.tree.excluded(filepath.Dir(dir)):
		return
	}
	r.mark(dir, true)
}

// handleDeep handles an event that may come from an excluded folder.
func (r *run) handleDeep(e event) {
	p := dirtyDir{filepath.Dir(e.path), false}
	if e.op == folder {
		p = dirtyDir{e.path, true}
	}
	if !r.tree.excluded(p.dir) {
		r.mark(p.dir, p.deep)
	}
}

func (r *run) created(ctx context.Context, path string) {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		r.mark(filepath.Dir(path), false)
		return
	}
	if r.tree.skips(path) {
		return
	}
	// Watch before marking: the scan finds files that were added before, and later ones have
	// events.
	r.tree.add(ctx, path)
	r.mark(path, true)
}

// lost handles the loss of events of dir and below or, if dir is empty, of all roots.
func (r *run) lost(dir string) {
	if dir == "" {
		r.everything("events were lost")
		return
	}
	r.mark(dir, true)
	for root := range r.tree.roots {
		if photo.Within(root, dir) {
			r.mark(root, true)
		}
	}
}

// everything makes all roots dirty and watches them again from the start.
func (r *run) everything(why string) {
	slog.Info("scan all folders", "why", why)
	r.all, r.stale, r.next = true, true, nil
	for root := range r.tree.roots {
		r.mark(root, true)
	}
}

// check does the regular work of a tick.
func (r *run) check(ctx context.Context) {
	now := time.Now()
	if slept(r.ticked, now, r.opts.PollEvery) {
		r.everything("the computer slept")
	}
	r.ticked = now
	if r.tree.source.events == nil {
		r.retrySource(ctx)
	}
	r.tree.readMounts()
	for root := range r.tree.roots {
		if r.tree.replaced(root) {
			r.tree.follow(ctx, root)
			r.mark(root, true)
		}
	}
	for _, dir := range r.tree.retry(ctx) {
		r.mark(dir, true)
	}
}

// retrySource tries to open a source of events again: another program may have released resources.
func (r *run) retrySource(ctx context.Context) {
	s, err := open()
	if err != nil {
		return
	}
	r.tree.begin(ctx, s)
	for root := range r.tree.roots {
		r.mark(root, true)
	}
}
