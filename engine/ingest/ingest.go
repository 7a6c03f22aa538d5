// Package ingest is the way of a file into the library. It has two halves, and
// what passes between them is the catalog:
//
//	Scan    disk -> scan -> decode (headers only) -> catalog
//	Encode  catalog -> decode -> clip -> catalog -> index
//
// Scan makes photos visible: it records what was added, changed, moved and
// gone, with each picture's size and date, at the speed of reading headers.
// Encode makes them findable: it takes what the catalog says is waiting, what is
// on the screen first and then the newest, until nothing is. Because the queue is the catalog itself, a run that
// is cut off anywhere goes on where it was. FillIn completes what older programs
// recorded.
//
// # Invariants
//
// The catalog commits before the index learns, so that an index may be behind
// and never ahead. A picture is encoded once: copies and moved files share the
// vector of their content. A file that cannot be decoded becomes a recorded
// problem; only trouble of the library itself (its disk, its model) is an error.
package ingest

import (
	"context"
	"image"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/scan"
	"recollect/engine/thumb"
)

// Encoder embeds pictures; *clip.Model is one.
type Encoder interface {
	Load() error                         // must have succeeded before the others are called
	SizePx() int                         // the sides of the square that Prepare makes
	Prepare(img *image.RGBA) clip.Pixels // of an opaque picture
	Images(ctx context.Context, px []clip.Pixels) ([]photo.Vector, error)
}

// Corpus learns what can be found, once it is committed; *search.Corpus is one.
type Corpus interface {
	Add(photo.ID, photo.Vector, relevance.Traits)
	Remove(photo.ID)
}

// Options are an Ingester's parts and callbacks. All parts are needed; the callbacks may be nil.
type Options struct {
	Catalog *catalog.Catalog
	Corpus  Corpus
	Encoder Encoder
	Thumbs  *thumb.Cache
	Walker  scan.Walker
	Budget  *decode.Budget // of the memory for decoding; nil: no bound

	// Traits tells how a vector lies to the bank with which the catalog was opened,
	// zero while that is not known; nil: it never is. It is called from several goroutines.
	Traits func(photo.Vector) relevance.Traits

	// Suggest records what a photo shows in the transaction that gives it its
	// vector; nil: nothing is recorded.
	Suggest func(*catalog.Tx, photo.ID, photo.Vector) error
	// OnChange is told each change after it was committed: those of one call of
	// Scan or Encode one after the other, before it returns.
	OnChange func(photo.Change)
	// OnCommit is called after every commit, as OnChange is.
	OnCommit func()
	// OnStale is told a file that was found changed or missing while encoding, so that its folder is scanned again.
	OnStale func(path string)
	// Gate is called before every batch of encoding, from several goroutines, and
	// may block: that is a pause.
	Gate func(ctx context.Context) error
}

// Summary counts what one call did.
type Summary struct {
	Added, Changed, Moved, Gone int // by Scan; problems among them
	Retold                      int // by Scan: only what is told of them changed
	Missing, Found              int // by Scan: photos that wait for an answer from now on, and those that do so no longer
	Encoded                     int // pictures that the model looked at; copies share one look
}

// Add adds the counts of other to s.
func (s *Summary) Add(other Summary) {
	s.Added += other.Added
	s.Changed += other.Changed
	s.Moved += other.Moved
	s.Gone += other.Gone
	s.Retold += other.Retold
	s.Missing += other.Missing
	s.Found += other.Found
	s.Encoded += other.Encoded
}

// Ingester runs the pipeline. Scan and Encode may run at the same time, each
// once at a time.
type Ingester struct {
	Options
	workers   int
	wanted    wanted
	recording atomic.Int64 // nanoseconds

	// learning is held from a commit until the index has learned it, so that
	// two halves cannot teach the index in another order than they committed.
	learning sync.Mutex
}

// New returns an Ingester with one decoding worker a core.
func New(o Options) *Ingester {
	if o.Suggest == nil {
		o.Suggest = func(*catalog.Tx, photo.ID, photo.Vector) error { return nil }
	}
	if o.OnChange == nil {
		o.OnChange = func(photo.Change) {}
	}
	if o.OnCommit == nil {
		o.OnCommit = func() {}
	}
	if o.OnStale == nil {
		o.OnStale = func(string) {}
	}
	if o.Gate == nil {
		o.Gate = func(ctx context.Context) error { return ctx.Err() }
	}
	if o.Traits == nil {
		o.Traits = func(photo.Vector) relevance.Traits { return relevance.Traits{} }
	}
	return &Ingester{Options: o, workers: runtime.GOMAXPROCS(0)}
}

// Recording is how long Encode's commits, and teaching the index, took so far.
func (in *Ingester) Recording() time.Duration { return time.Duration(in.recording.Load()) }

// commit writes one transaction, then teaches the index what it meant.
func (in *Ingester) commit(ctx context.Context, write func(*catalog.Tx) error, learn func()) error {
	in.learning.Lock()
	defer in.learning.Unlock()
	var regrouped catalog.Regrouped
	err := in.Catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		if err := write(tx); err != nil {
			return err
		}
		regrouped, err = tx.Regroup()
		return err
	})
	if err != nil {
		return err
	}
	learn()
	in.learnGroups(regrouped)
	in.OnCommit()
	return nil
}
