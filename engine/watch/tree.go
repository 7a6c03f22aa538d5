package watch

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/fsnotify/fsnotify"

	"recollect/engine/photo"
)

// events is where file system events come from. told is nil where there are none.
type events struct {
	add, remove func(dir string) error
	close       func() error
	told        <-chan fsnotify.Event
	trouble     <-chan error
}

// open is replaced in tests, to fail as a system at its limits does.
var open = openSystem

func openSystem() (events, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return events{}, err
	}
	return events{add: w.Add, remove: w.Remove, close: w.Close, told: w.Events, trouble: w.Errors}, nil
}

// deaf stands in where events cannot be had at all: every folder is polled.
func deaf(err error) events {
	return events{
		add:    func(string) error { return err },
		remove: func(string) error { return nil },
		close:  func() error { return nil },
	}
}

// tree holds the folders that are followed, each watched or polled. fsnotify
// watches single folders, so every folder below a root has a watch of its own.
type tree struct {
	events events
	skip   func(dir string) bool
	roots  map[string]fs.FileInfo     // nil while the root is missing
	subs   map[string]map[string]bool // followed folder -> followed folders in it, by path
	polled map[string]bool            // of subs, those that could not be watched
}

func newTree(skip func(string) bool) *tree {
	return &tree{
		events: deaf(nil),
		skip:   skip,
		roots:  map[string]fs.FileInfo{},
		subs:   map[string]map[string]bool{},
		polled: map[string]bool{},
	}
}

// reopen begins anew with all folders of all roots.
func (t *tree) reopen(ctx context.Context) {
	t.events.close()
	clear(t.subs)
	clear(t.polled)
	var err error
	if t.events, err = open(); err != nil {
		slog.Warn("no file system events, folders are polled", "error", err)
		t.events = deaf(err)
	}
	for root := range t.roots {
		t.renew(ctx, root)
	}
}

func (t *tree) has(dir string) bool {
	_, on := t.subs[dir]
	return on
}

func (t *tree) leavesOut(dir string) bool {
	_, isRoot := t.roots[dir]
	return !isRoot && t.skip(dir)
}

// renew makes root a root, and follows whatever folder has its path now.
func (t *tree) renew(ctx context.Context, root string) {
	t.drop(root)
	info, err := os.Stat(root)
	if err != nil {
		info = nil // looked for again by the clock
	}
	t.roots[root] = info
	if info != nil {
		t.add(ctx, root)
	}
}

// replaced reports whether root is not the folder that was renewed last: it
// came back, went away without an event, or something was mounted over it.
func (t *tree) replaced(root string) bool {
	before := t.roots[root]
	now, err := os.Stat(root)
	if before == nil || err != nil {
		return (before == nil) != (err != nil)
	}
	return !os.SameFile(before, now)
}

func (t *tree) removeRoot(ctx context.Context, root string) {
	delete(t.roots, root)
	t.drop(root)
	// Roots may lie in each other: what is still in one stays followed.
	if _, inside := rootOf(t.roots, root); inside {
		t.add(ctx, root)
	}
	for other := range t.roots {
		if photo.Within(other, root) {
			t.add(ctx, other)
		}
	}
}

// add follows dir and all folders below it, each watched before its content is
// listed, so that what is put in meanwhile is either listed or told.
func (t *tree) add(ctx context.Context, dir string) {
	if ctx.Err() != nil {
		return
	}
	err := t.events.add(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return // gone again; its parent tells
	}
	t.enter(dir, err)
	t.addBelow(ctx, dir)
}

// enter records dir as followed: watched, or polled when watching it ended in err.
func (t *tree) enter(dir string, err error) {
	if !t.has(dir) {
		t.subs[dir] = map[string]bool{}
	}
	if siblings, on := t.subs[filepath.Dir(dir)]; on && filepath.Dir(dir) != dir {
		siblings[dir] = true
	}
	if err == nil {
		delete(t.polled, dir)
		return
	}
	// ENOSPC at the limit of watches, EMFILE at that of open files, EACCES: all
	// mean that looking is the only way to know.
	if !t.polled[dir] {
		slog.Debug("folder is polled", "dir", dir, "error", err)
	}
	t.polled[dir] = true
}

func (t *tree) addBelow(ctx context.Context, dir string) {
	entries, _ := os.ReadDir(dir) // what cannot be listed has no folders to follow; the scan tells the user
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if e.IsDir() && !t.leavesOut(path) { // IsDir is false for links, which scan leaves out as well
			t.add(ctx, path)
		}
	}
}

// drop ends following dir and all below it. A renamed folder must be dropped
// before it is added under its new name: it keeps its watches, and they would
// go on to tell the old name.
func (t *tree) drop(dir string) {
	if !t.has(dir) {
		return
	}
	for sub := range t.subs[dir] {
		t.drop(sub)
	}
	_ = t.events.remove(dir) // fails for a folder that is gone, as is its watch
	delete(t.subs, dir)
	delete(t.polled, dir)
	if siblings, on := t.subs[filepath.Dir(dir)]; on {
		delete(siblings, dir)
	}
}

// retry tries to watch the folders that are polled.
func (t *tree) retry(ctx context.Context) {
	for _, dir := range slices.Sorted(maps.Keys(t.polled)) {
		err := t.events.add(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			t.drop(dir)
		case err == nil && t.has(dir):
			t.enter(dir, nil)
			t.addBelow(ctx, dir) // folders made in it while nobody could tell
		}
	}
}
