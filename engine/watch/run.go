package watch

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// run is the state of Watcher.Run; it belongs to its goroutine.
type run struct {
	*Watcher
	tree  *tree
	dirty map[string]bool // folders for the next Look
	all   bool            // that Look is for everything
	next  *Look           // made of dirty and all; nil when they have changed since
	first time.Time       // when the oldest of dirty was marked
	last  time.Time       // when there last was an event
	left  string          // folder that was renamed last, until its path is taken again
}

// step waits for one thing to happen and deals with it.
func (r *run) step(ctx context.Context, poll <-chan time.Time, settle *time.Timer) {
	var out chan Look // nil, and so never ready, until a Look is due
	var look Look
	if len(r.dirty) > 0 {
		wait := untilDue(time.Now(), r.first, r.last, r.opts)
		if wait <= 0 {
			out, look = r.looks, r.look()
		} else {
			settle.Reset(wait)
		}
	}
	select {
	case <-ctx.Done():
	case <-settle.C:
	case out <- look:
		clear(r.dirty)
		r.all, r.next = false, nil
	case <-r.wake:
		r.follow(ctx)
	case e := <-r.tree.events.told:
		r.handle(ctx, e)
	case err := <-r.tree.events.trouble:
		r.lost(ctx, err)
	case <-poll:
		r.poll(ctx)
	}
}

// untilDue is how long to wait for more events before a Look is delivered.
func untilDue(now, first, last time.Time, o Options) time.Duration {
	return min(last.Add(o.Settle).Sub(now), first.Add(o.Ceiling).Sub(now))
}

// look makes the next Look, once for as long as nothing new is marked.
func (r *run) look() Look {
	if r.next == nil {
		r.next = &Look{Dirs: coalesce(r.tree.roots, r.dirty), All: r.all}
	}
	return *r.next
}

// mark has dir looked at, if it lies in a root.
func (r *run) mark(dir string) {
	if _, inside := rootOf(r.tree.roots, dir); !inside {
		return
	}
	r.last = time.Now()
	if len(r.dirty) == 0 {
		r.first = r.last
	}
	if !r.dirty[dir] {
		r.dirty[dir] = true
		r.next = nil
	}
}

// follow makes the roots those that the owner wants.
func (r *run) follow(ctx context.Context) {
	wanted := r.wanted()
	for root := range r.tree.roots {
		if _, on := wanted[root]; !on {
			r.tree.removeRoot(ctx, root)
			r.forgetDirty()
		}
	}
	for root, look := range wanted {
		if _, on := r.tree.roots[root]; !on {
			r.tree.renew(ctx, root)
		}
		if look {
			r.mark(root)
		}
	}
}

// forgetDirty takes out what lies in no root any more: it must not be waited for.
func (r *run) forgetDirty() {
	for dir := range r.dirty {
		if _, inside := rootOf(r.tree.roots, dir); !inside {
			delete(r.dirty, dir)
		}
	}
	r.next = nil
}

func (r *run) handle(ctx context.Context, e fsnotify.Event) {
	// Chmod alone leaves the content as it is; backups and indexers make many.
	if e.Name == "" || e.Op&^fsnotify.Chmod == 0 {
		return
	}
	path := filepath.Clean(e.Name)
	_, isRoot := r.tree.roots[path]
	left := e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)
	switch {
	case isRoot && left:
		r.tree.renew(ctx, path)
		r.mark(path)
	case e.Has(fsnotify.Create):
		r.created(ctx, path)
	case r.tree.has(path) && left:
		r.tree.drop(path)
		r.mark(path)
		r.left = path
	case path == r.left:
		// The folder's own word, after its parent's, that it was renamed.
	case r.tree.has(path):
		// Windows says of a folder that it was written; its own events say more.
	default:
		r.mark(filepath.Dir(path))
	}
}

func (r *run) created(ctx context.Context, path string) {
	if path == r.left {
		r.left = ""
	}
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		r.mark(filepath.Dir(path))
		return
	}
	if r.tree.leavesOut(path) {
		return
	}
	// Watched before it is marked: files put in before have no event, and those
	// put in from now on have one.
	r.tree.add(ctx, path)
	r.mark(path)
}

// lost deals with events that did not come.
func (r *run) lost(ctx context.Context, err error) {
	slog.Warn("file system events were lost, looking everywhere", "error", err)
	if errors.Is(err, fsnotify.ErrEventOverflow) {
		// Folders may have come, gone and been renamed unseen: begin anew.
		r.tree.reopen(ctx)
	}
	r.all, r.next = true, nil
	for root := range r.tree.roots {
		r.mark(root)
	}
}

// poll does what no event can ask for.
func (r *run) poll(ctx context.Context) {
	if r.tree.events.told == nil {
		r.tree.reopen(ctx) // perhaps another program gave back what was missing
	}
	for root := range r.tree.roots {
		if r.tree.replaced(root) {
			r.tree.renew(ctx, root)
			r.mark(root)
		}
	}
	for dir := range r.tree.polled {
		r.mark(dir)
	}
	r.tree.retry(ctx)
}
