package engine

import (
	"context"
	"slices"
	"sync"
	"time"

	"recollect/engine/photo"
	"recollect/engine/watch"
)

// rateWindow is the period over which the encoding rate is measured.
const rateWindow = 10 * time.Second

// refreshEvery is the shortest time between two counts of the library.
const refreshEvery = 200 * time.Millisecond

// state is what the window reads. It is level-triggered: changed is only a signal, and its receiver
// reads the whole Status.
type state struct {
	changed chan struct{} // capacity 1, for the window
	dirty   chan struct{} // capacity 1: the library must be counted again

	counting sync.Mutex // held while the library is counted and the count stored, so that counts are stored in order

	mu       sync.Mutex
	status   photo.Status
	expected map[string]bool // folders that were added and not scanned yet
	troubles [troubleSources]error
	done     []time.Time // when pictures were encoded, within rateWindow
}

// Sources of trouble, the one to report first.
const (
	ofModel = iota
	ofScan
	ofAnalysis
	ofProvider // of an accelerator: everything works without it
	troubleSources
)

// trouble records a fault of one source, or with nil its end.
func (s *state) trouble(source int, err error) {
	s.set(func(st *photo.Status) {
		s.troubles[source] = err
		st.Trouble = nil
		for _, err := range s.troubles {
			if st.Trouble == nil {
				st.Trouble = err
			}
		}
	})
}

// stuck reports whether there is trouble that stops something from working.
func (s *state) stuck() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.troubles[:ofProvider], func(err error) bool { return err != nil })
}

// expect records that a folder will be scanned, so that Status does not seem done before.
func (s *state) expect(root string) {
	s.set(func(*photo.Status) {
		if s.expected == nil {
			s.expected = map[string]bool{}
		}
		s.expected[root] = true
	})
}

// scanned removes scanned folders, and those inside them, from the expected ones.
func (s *state) scanned(dirs []string) {
	s.set(func(*photo.Status) {
		for root := range s.expected {
			for _, dir := range dirs {
				if photo.Within(root, dir) {
					delete(s.expected, root)
				}
			}
		}
	})
}

// nudge puts a token into a channel of capacity 1 that may hold one already.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (s *state) markDirty() { nudge(s.dirty) }

// set changes the status and signals the window.
func (s *state) set(change func(*photo.Status)) {
	s.mu.Lock()
	change(&s.status)
	s.mu.Unlock()
	nudge(s.changed)
}

// note updates the generation of the list, or the encoding rate, for a change.
func (s *state) note(c photo.Change) {
	switch c.Kind {
	case photo.ChangeEncoded:
		s.encodedOne()
	case photo.ChangeFileUnreadable, photo.ChangeFolderUnreadable, photo.ChangeFolderReadable:
	default:
		s.set(func(st *photo.Status) { st.Generation++ })
	}
}

func (s *state) encodedOne() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done = append(s.done, time.Now())
	if len(s.done) > 4096 { // enough for a rate
		s.done = append([]time.Time(nil), s.done[2048:]...)
	}
}

// read returns the status with the rate as of now.
func (s *state) read(now time.Time) photo.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.status
	st.Counting = len(s.expected) > 0
	st.Scanning = st.Scanning || st.Counting
	for len(s.done) > 0 && now.Sub(s.done[0]) > rateWindow {
		s.done = s.done[1:]
	}
	if n := len(s.done); n > 1 && st.ToGo() > 0 && !st.Paused {
		if span := now.Sub(s.done[0]); span > 0 {
			st.Rate = float64(n) / span.Seconds()
			st.Remaining = time.Duration(float64(st.ToGo()) / st.Rate * float64(time.Second)).Round(time.Second)
		}
	}
	return st
}

// Status is the state of the library now.
func (e *Engine) Status() photo.Status {
	st := e.state.read(time.Now())
	if st.Polled = e.watcher.Polled(); st.Polled > 0 {
		st.PolledWhy = polledWhy(e.watcher.PolledFolders())
	}
	return st
}

// polledWhy returns each reason once, with the first folder that has it.
func polledWhy(all []watch.Polled) []photo.PolledFolder {
	var why []photo.PolledFolder
	for _, p := range all {
		if !slices.ContainsFunc(why, func(f photo.PolledFolder) bool { return f.Reason == p.Why }) {
			why = append(why, photo.PolledFolder{Dir: p.Dir, Reason: p.Why})
		}
	}
	return why
}

// Changed receives a signal when Status has changed. Its capacity is 1: a pending signal stands for
// all later changes.
func (e *Engine) Changed() <-chan struct{} { return e.state.changed }

// refresh counts the library.
func (e *Engine) refresh(ctx context.Context) error {
	e.state.counting.Lock()
	defer e.state.counting.Unlock()
	n, err := e.catalog.Counts(ctx)
	if err != nil {
		e.state.markDirty() // to be counted later
		return err
	}
	unreadable, err := e.catalog.Unreadable(ctx, false)
	if err != nil {
		e.state.markDirty()
		return err
	}
	n.Problems += len(unreadable)
	e.state.set(func(s *photo.Status) {
		s.Photos, s.Encoded, s.Problems = n.Photos, n.Encoded, n.Problems
		s.Away, s.Folders, s.Gone = n.Away, n.Folders, n.Gone
		s.Failed, s.Unreachable = n.Failed, n.Photos-n.Encoded-n.Failed-n.Waiting
		s.Building = e.models.Progress(n.Building)
		s.Unread = 0
		if a := e.models.Answerer(); a.Reading() {
			s.Unread = max(0, n.Encoded-a.Corpus.Len())
		}
	})
	return nil
}

// updateStatus counts the library again after commits, at most every refreshEvery.
func (e *Engine) updateStatus(ctx context.Context) error {
	pace := time.NewTicker(refreshEvery)
	defer pace.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-e.state.dirty:
		}
		if err := e.refresh(ctx); err != nil && ctx.Err() == nil {
			e.opts.Log.Error("count the library", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-pace.C:
		}
	}
}

// SetPaused stops encoding after the present batch, or lets it continue. Photos are still found and
// shown.
func (e *Engine) SetPaused(paused bool) {
	e.pause.set(paused)
	e.state.set(func(s *photo.Status) { s.Paused = paused })
}

// gate blocks while it is closed. The zero gate is open.
type gate struct {
	mu   sync.Mutex
	open chan struct{} // closed when the gate opens; nil while it is open
}

func (g *gate) set(shut bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case shut && g.open == nil:
		g.open = make(chan struct{})
	case !shut && g.open != nil:
		close(g.open)
		g.open = nil
	}
}

// wait returns when the gate is open, or ctx's error.
func (g *gate) wait(ctx context.Context) error {
	g.mu.Lock()
	open := g.open
	g.mu.Unlock()
	if open == nil {
		return ctx.Err()
	}
	select {
	case <-open:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
