// Package ingest records what happens to files. It compares folders with the catalog and
// commits what was added, changed, moved and gone, with each picture's size and date:
//
//	disk -> scan -> decode (headers only) -> catalog
//
// After that the photos are visible, at the speed of reading headers. The catalog queues what must
// be derived from their pixels, and package analyse derives it.
//
// # Invariants
//
// A photo is never recorded as gone because it cannot be read. A file that is no picture is
// recorded as a problem; only trouble of the library itself (its disk) is an error.
package ingest

import (
	"context"
	"runtime"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/scan"
)

// Options are an Ingester's parts and callbacks. The parts are needed; callbacks may be nil.
type Options struct {
	Catalog *catalog.Catalog
	Walker  scan.Walker

	// OnChange is called with each change after its commit. Scan makes its calls one after the
	// other, before it returns.
	OnChange func(photo.Change)
	// OnCommit is called after every commit, before OnChange.
	OnCommit func(context.Context)
	// Begin is called before the headers of a file are read, from several goroutines, and may block; end is called
	// after it.
	Begin func(context.Context) (end func(), err error)
}

// Summary counts what one call did.
type Summary struct {
	Added, Changed, Moved, Gone int // by Scan; problems among them
	MetadataChanged             int // by Scan: only their metadata changed
	// Missing counts photos newly marked missing, pending the user's confirmation; Found counts
	// those that reappeared. Both are by Scan.
	Missing, Found int
}

// Add adds the counts of other to s.
func (s *Summary) Add(other Summary) {
	s.Added += other.Added
	s.Changed += other.Changed
	s.Moved += other.Moved
	s.Gone += other.Gone
	s.MetadataChanged += other.MetadataChanged
	s.Missing += other.Missing
	s.Found += other.Found
}

// Ingester records what scans find. Scan may run once at a time.
type Ingester struct {
	Options
	workers int
}

// New returns an Ingester that reads the headers of as many files at a time as there are cores.
func New(o Options) *Ingester {
	if o.OnChange == nil {
		o.OnChange = func(photo.Change) {}
	}
	if o.OnCommit == nil {
		o.OnCommit = func(context.Context) {}
	}
	if o.Begin == nil {
		o.Begin = func(ctx context.Context) (func(), error) { return func() {}, ctx.Err() }
	}
	return &Ingester{Options: o, workers: runtime.GOMAXPROCS(0)}
}

// commit writes one transaction and calls OnCommit.
func (in *Ingester) commit(ctx context.Context, write func(*catalog.Tx) error) error {
	if err := in.Catalog.Update(ctx, write); err != nil {
		return err
	}
	in.OnCommit(ctx)
	return nil
}
