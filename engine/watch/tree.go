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
	"syscall"

	"recollect/engine/photo"
)

// root is a folder that the owner of the Watcher added.
type root struct {
	real   string      // its path without symbolic links, for comparing with mounts
	info   fs.FileInfo // nil while it is missing or on a network
	mounts mounts      // around it, when it was last followed
}

// tree holds the followed folders, each watched or polled. Unless the source is deep, every folder
// below a root has its own watch, except those below a polled folder.
type tree struct {
	source source
	opts   Options
	polls  *pollers
	mounts mounts
	roots  map[string]*root
	subs   map[string]map[string]bool // followed folder -> followed folders in it, by path
	polled map[string]photo.Reason    // of subs, those that could not be watched
}

func newTree(o Options, polls *pollers) *tree {
	return &tree{
		source: noEvents(nil),
		opts:   o,
		polls:  polls,
		roots:  map[string]*root{},
		subs:   map[string]map[string]bool{},
		polled: map[string]photo.Reason{},
	}
}

// reopen opens a new source and follows all roots with it.
func (t *tree) reopen(ctx context.Context) {
	t.source.close()
	s, err := open()
	if err != nil {
		slog.Warn("no file system events, folders are polled", "error", err)
		s = noEvents(err)
	}
	t.begin(ctx, s)
}

// begin follows all folders of all roots with s.
func (t *tree) begin(ctx context.Context, s source) {
	t.source = s
	clear(t.subs)
	for dir := range t.polled {
		t.polls.remove(dir)
	}
	clear(t.polled)
	t.readMounts()
	for dir := range t.roots {
		t.follow(ctx, dir)
	}
}

// readMounts updates the table of mounts.
func (t *tree) readMounts() {
	all, err := listMounts()
	if err != nil {
		slog.Debug("mounts cannot be read, the last table is used", "error", err)
		return
	}
	t.mounts = all
}

func (t *tree) has(dir string) bool {
	_, on := t.subs[dir]
	return on
}

func (t *tree) skips(dir string) bool {
	_, isRoot := t.roots[dir]
	return !isRoot && t.opts.Skip(dir)
}

// excluded reports whether dir or a folder above it, inside its root, is excluded.
func (t *tree) excluded(dir string) bool {
	for {
		if _, isRoot := t.roots[dir]; isRoot || filepath.Dir(dir) == dir {
			return false
		}
		if t.opts.Skip(dir) || t.opts.Marker != "" && exists(filepath.Join(dir, t.opts.Marker)) {
			return true
		}
		dir = filepath.Dir(dir)
	}
}

// follow makes dir a root, and watches the folder that has this path now.
func (t *tree) follow(ctx context.Context, dir string) {
	t.drop(dir)
	r := &root{real: dir}
	t.roots[dir] = r
	if !t.mounts.network(dir) { // a server that does not answer would block everything
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			r.real = real
		}
	}
	r.mounts = t.mounts.around(r.real)
	if t.mounts.network(r.real) {
		t.add(ctx, dir)
		return
	}
	info, err := os.Stat(dir)
	if err != nil {
		return // each tick checks for it
	}
	r.info = info
	t.add(ctx, dir)
}

// replaced reports whether the root dir is another folder than the one followed last: it
// reappeared, vanished without an event, or something was mounted on it or inside it.
func (t *tree) replaced(dir string) bool {
	before := t.roots[dir]
	if !slices.Equal(before.mounts, t.mounts.around(before.real)) {
		return true
	}
	if t.polled[dir] == Network {
		return false // its poller notices
	}
	now, err := os.Stat(dir)
	if before.info == nil || err != nil {
		return (before.info == nil) != (err != nil)
	}
	return !os.SameFile(before.info, now)
}

func (t *tree) removeRoot(ctx context.Context, dir string) {
	delete(t.roots, dir)
	t.drop(dir)
	// Roots may be nested: folders that are in another root stay followed.
	if _, inside := rootOf(t.roots, dir); inside && !t.source.deep {
		t.add(ctx, dir)
	}
	for other := range t.roots {
		if photo.Within(other, dir) {
			t.add(ctx, other)
		}
	}
}

// onNetwork reports whether dir lies on a network volume.
func (t *tree) onNetwork(dir string) bool {
	if root, inside := rootOf(t.roots, dir); inside {
		dir = t.roots[root].real + dir[len(root):]
	}
	return t.mounts.network(dir)
}

// add follows dir and all folders below it. Each is watched before it is listed, so that entries
// added meanwhile are listed or have an event.
func (t *tree) add(ctx context.Context, dir string) {
	if ctx.Err() != nil {
		return
	}
	if t.onNetwork(dir) {
		t.poll(ctx, dir, Network)
		return
	}
	err := t.source.add(dir)
	switch {
	case err == nil:
		t.enter(dir)
		t.addBelow(ctx, dir)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		// Gone again; its parent reports it.
	default:
		slog.Debug("folder is polled", "dir", dir, "error", err)
		t.poll(ctx, dir, reasonOf(err))
	}
}

// enter records dir as followed.
func (t *tree) enter(dir string) {
	if !t.has(dir) {
		t.subs[dir] = nil
	}
	up := filepath.Dir(dir)
	siblings, on := t.subs[up]
	if !on || up == dir {
		return
	}
	if siblings == nil {
		siblings = map[string]bool{}
		t.subs[up] = siblings
	}
	siblings[dir] = true
}

func (t *tree) addBelow(ctx context.Context, dir string) {
	if t.source.deep {
		return
	}
	_, isRoot := t.roots[dir]
	below, marked := foldersIn(dir, t.opts.Marker)
	if marked && !isRoot {
		return
	}
	for _, path := range below {
		if !t.skips(path) {
			t.add(ctx, path)
		}
	}
}

// foldersIn returns the paths of the folders in dir, and whether marker is in it. It skips links,
// as scan does. It returns none for a folder that cannot be listed, which the scan reports.
func foldersIn(dir, marker string) (dirs []string, marked bool) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		marked = marked || e.Name() == marker
		if e.IsDir() {
			dirs = append(dirs, filepath.Join(dir, e.Name()))
		}
	}
	return dirs, marked
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// poll starts polling dir and all below it.
func (t *tree) poll(ctx context.Context, dir string, why photo.Reason) {
	t.enter(dir)
	t.polled[dir] = why
	_, isRoot := t.roots[dir]
	t.polls.add(ctx, dir, why, isRoot)
}

// drop stops following dir and everything below it. A renamed folder must be dropped before it is
// added under its new name: it keeps its watches, and their events would have the old name.
func (t *tree) drop(dir string) {
	if !t.has(dir) {
		return
	}
	for sub := range t.subs[dir] {
		t.drop(sub)
	}
	if _, on := t.polled[dir]; on {
		t.polls.remove(dir)
		delete(t.polled, dir)
	} else {
		_ = t.source.remove(dir) // fails for a folder that is gone, and its watch with it
	}
	delete(t.subs, dir)
	if siblings, on := t.subs[filepath.Dir(dir)]; on {
		delete(siblings, dir)
	}
}

// retry tries to watch the polled folders, and returns those that are watched now. They are dirty:
// something may have changed since the last poll.
func (t *tree) retry(ctx context.Context) (watched []string) {
	full := map[photo.Reason]bool{Network: true} // a limit that is reached applies to all
	for _, dir := range slices.Sorted(maps.Keys(t.polled)) {
		if why, on := t.polled[dir]; !on || full[why] {
			continue
		}
		err := t.source.add(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			t.drop(dir)
		case err == nil:
			t.polls.remove(dir)
			delete(t.polled, dir)
			t.addBelow(ctx, dir)
			watched = append(watched, dir)
		default:
			why := reasonOf(err)
			full[why] = why != Refused
		}
	}
	return watched
}
