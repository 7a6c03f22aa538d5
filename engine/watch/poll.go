package watch

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"recollect/engine/photo"
)

// idleShare is the least ratio of the pause after a poll to the time that the poll took.
const idleShare = 199

// timeStep is the age from which a folder's modification time is reliable: a change within the
// clock's resolution does not alter it. FAT has steps of 2 s.
const timeStep = 2 * time.Second

// dirtyDir is a dirty folder, with everything below it if deep.
type dirtyDir struct {
	dir  string
	deep bool
}

// pollers poll the folders that cannot be watched. Those on this machine share one goroutine. Each
// on a network has its own, so that a server that hangs does not delay the others.
type pollers struct {
	opts  Options
	found chan []dirtyDir
	idle  time.Duration // idleShare, but in tests

	mu      sync.Mutex
	near    *poller
	byDir   map[string]*polledTree
	running sync.WaitGroup
}

// poller polls on one goroutine.
type poller struct {
	wake  chan struct{} // capacity 1: there is a new tree
	trees map[*polledTree]bool
}

// polledTree is a polled folder with everything below it.
type polledTree struct {
	dir     string
	root    bool // a Marker in it is ignored
	why     photo.Reason
	end     context.CancelFunc // of a poller of its own
	folders atomic.Int64

	// These belong to the poller's goroutine.
	seen   map[string]int64 // folder -> its modification time, unsure or missing
	reread time.Time
}

// Modification times that no folder has.
const (
	unsure  = -1
	missing = -2
)

func newPollers(o Options) *pollers {
	return &pollers{
		opts:  o,
		found: make(chan []dirtyDir),
		idle:  idleShare,
		near:  &poller{wake: make(chan struct{}, 1), trees: map[*polledTree]bool{}},
		byDir: map[string]*polledTree{},
	}
}

// start runs the poller of this machine's folders until ctx ends.
func (p *pollers) start(ctx context.Context) { p.running.Go(func() { p.run(ctx, p.near) }) }

// wait waits until all pollers have ended. Their contexts must have ended.
func (p *pollers) wait() { p.running.Wait() }

// add starts polling dir, unless that has begun.
func (p *pollers) add(ctx context.Context, dir string, why photo.Reason, root bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byDir[dir] != nil {
		return
	}
	one := &polledTree{dir: dir, root: root, why: why, end: func() {}}
	one.folders.Store(1)
	p.byDir[dir] = one
	if why != Network {
		p.near.trees[one] = true
		select {
		case p.near.wake <- struct{}{}:
		default: // it is awake already
		}
		return
	}
	ctx, one.end = context.WithCancel(ctx)
	far := &poller{trees: map[*polledTree]bool{one: true}}
	p.running.Go(func() { p.run(ctx, far) })
}

// remove stops polling dir. Dirty folders in flight may still name it.
func (p *pollers) remove(dir string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if one := p.byDir[dir]; one != nil {
		one.end()
		delete(p.byDir, dir)
		delete(p.near.trees, one)
	}
}

func (p *pollers) list() []Polled {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []Polled
	for dir, one := range p.byDir {
		all = append(all, Polled{Dir: dir, Folders: int(one.folders.Load()), Why: one.why})
	}
	slices.SortFunc(all, func(a, b Polled) int { return strings.Compare(a.Dir, b.Dir) })
	return all
}

// run polls until ctx ends.
func (p *pollers) run(ctx context.Context, who *poller) {
	for ctx.Err() == nil {
		pause := time.NewTimer(max(p.opts.PollEvery, p.idle*p.round(ctx, who)))
		select {
		case <-ctx.Done():
		case <-who.wake:
		case <-pause.C:
		}
		pause.Stop()
	}
}

// round polls each tree once and returns how long the next round will take, without the first
// reading of new trees.
func (p *pollers) round(ctx context.Context, who *poller) (took time.Duration) {
	p.mu.Lock()
	all := slices.Collect(maps.Keys(who.trees))
	p.mu.Unlock()
	var found []dirtyDir
	for _, one := range all {
		began, isNew := time.Now(), one.seen == nil
		found = append(found, p.poll(ctx, one)...)
		if !isNew {
			took += time.Since(began)
		}
	}
	if len(found) > 0 {
		select {
		case p.found <- found:
		case <-ctx.Done():
		}
	}
	return took
}

// look returns what has changed in one since the last poll.
func (p *pollers) poll(ctx context.Context, one *polledTree) []dirtyDir {
	defer func() { one.folders.Store(int64(max(1, len(one.seen)))) }()
	if one.seen == nil {
		// A change while this is read may be missed by a scan, and by the next poll.
		one.seen = map[string]int64{}
		one.reread = time.Now().Add(about(p.opts.RereadEvery))
		p.enter(ctx, one, one.dir)
		return []dirtyDir{{one.dir, true}}
	}
	var found []dirtyDir
	for dir := range maps.Clone(one.seen) {
		if ctx.Err() != nil {
			return nil
		}
		if _, still := one.seen[dir]; still { // its parent may have got a Marker
			found = append(found, p.compare(ctx, one, dir)...)
		}
	}
	if time.Now().After(one.reread) {
		one.reread = time.Now().Add(about(p.opts.RereadEvery))
		return []dirtyDir{{one.dir, true}}
	}
	return found
}

// enter records the state of dir and everything below it.
func (p *pollers) enter(ctx context.Context, one *polledTree, dir string) {
	if ctx.Err() != nil {
		return
	}
	one.seen[dir] = one.changed(dir) // before listing: files that are added meanwhile change it again
	below, _ := p.below(one, dir)
	for _, sub := range below {
		p.enter(ctx, one, sub)
	}
}

// below returns the folders in dir that are polled with it, and whether a Marker in
// dir excludes them.
func (p *pollers) below(one *polledTree, dir string) (dirs []string, excluded bool) {
	dirs, marked := foldersIn(dir, p.opts.Marker)
	if marked && !(one.root && dir == one.dir) {
		return nil, true
	}
	return slices.DeleteFunc(dirs, p.opts.Skip), false
}

// compare returns what has changed in dir itself, and records its state.
func (p *pollers) compare(ctx context.Context, one *polledTree, dir string) []dirtyDir {
	before, now := one.seen[dir], one.changed(dir)
	switch {
	case now == before && now != unsure:
		return nil
	case now == missing && dir != one.dir:
		delete(one.seen, dir)
		return []dirtyDir{{dir, true}}
	case now == missing || before == missing:
		p.enter(ctx, one, dir)
		return []dirtyDir{{dir, true}}
	}
	one.seen[dir] = now
	below, excluded := p.below(one, dir)
	if excluded {
		maps.DeleteFunc(one.seen, func(sub string, _ int64) bool { return sub != dir && photo.Within(sub, dir) })
		return []dirtyDir{{dir, true}}
	}
	found := []dirtyDir{{dir, false}}
	for _, sub := range below {
		if _, known := one.seen[sub]; !known {
			p.enter(ctx, one, sub)
			found = append(found, dirtyDir{sub, true})
		}
	}
	return found
}

// changed returns the modification time of dir, or its last value if that cannot be read, for
// example because a server does not answer.
func (one *polledTree) changed(dir string) int64 {
	stat := os.Lstat
	if dir == one.dir {
		stat = os.Stat // a root may be a link
	}
	info, err := stat(dir)
	switch {
	case os.IsNotExist(err) || err == nil && !info.IsDir():
		return missing
	case err != nil:
		return one.seen[dir]
	case time.Since(info.ModTime()).Abs() < timeStep:
		return unsure
	default:
		return info.ModTime().UnixNano()
	}
}
