// Package analyse derives from photos what search needs: embeddings, dominant colours,
// hubness, the things that they show. What it derives is the sum of its steps.
//
// A Step derives one thing from a content and has a key, its name and version. The
// catalog's ledger remembers which step has done which content; what is missing there is
// the queue:
//
//	ledger -> queue -> decode once -> steps, in batches -> commit -> catalog
//
// An index learns of results by following the catalog's sequence. A new key makes every content
// missing for that step, and the results under the old key stay in use until the new ones replace
// them. Because the queue is the catalog, a run that is cut off anywhere continues where it was.
//
// # Invariants
//
// A photo is decoded once for all steps that want its pixels, and a content is analysed once:
// copies share its results. A step returns results and never writes; commit alone does, several
// photos a transaction. The steps that a photo lacks are committed together: a new photo cannot
// be found before the slowest step has done it. A photo that cannot be decoded or analysed is
// recorded and stops no other; only trouble of the library itself (its disk, its model) is an
// error.
//
// Finding files, and what happened to them, is left to package ingest.
package analyse

import (
	"context"
	"errors"
	"image"
	"runtime"
	"sync/atomic"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/colour"
	"recollect/engine/decode"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/thumb"
)

// Step derives something from the content of photos. A Step does not change: another version
// is another Step with another key. Run may be called from several goroutines.
type Step interface {
	// Key is the step's name and version in the ledger, such as catalog.ColourKey.
	Key() string
	// Needs returns what Run must be given.
	Needs() Needs
	// Run returns a Result for each Work, in order. Its error is trouble of the step as a
	// whole, such as a missing model, or ctx's: then nothing is recorded, and the Analyser stops.
	Run(context.Context, []Work) ([]Result, error)
}

// Needs is the input of a step. The zero Needs is none.
type Needs struct {
	// ShortPx asks for a picture whose shorter side has at least so many pixels, if the photo has; 0: for none.
	ShortPx int
	// Tile asks for the small picture, as it is shown.
	Tile bool
	// Vector asks for the embedding by the model that the step names; "": for none.
	Vector string
}

// Work is a content for a step to analyse. Steps share its pictures and must not change them.
type Work struct {
	Hash    photo.Hash
	Picture *image.RGBA // upright and opaque, in the colours of the file; nil unless needed
	Tile    *image.RGBA // upright, in sRGB; nil unless needed
	Vector  photo.Vector
}

// Result is what a step derived from a content; each step sets its own fields. Results are recorded
// for the content: copies share them. A new field needs a case in writeResult.
type Result struct {
	Vector  photo.Vector     // a unit vector, by the model that the step names
	Traits  relevance.Traits // of Vector, or of the Vector of the Work
	Colours *colour.Mask
	Look    *look.Hash
	Grade   *look.Grade
	Shows   map[string]float64 // things and their scores
	// Err says why this content has no result and never will have one. It is recorded, and the
	// step is not given the content again until catalog.Tx.RetryProblems. A photo that was never
	// embedded becomes a problem if Embed fails. Trouble that may pass is the error of Run.
	Err error
}

// Loader is a Step that needs something before photos are decoded for it.
type Loader interface {
	// Load gets it. An error ends Run, but ErrLater only skips this step. Load is called often, and
	// must be fast unless there is something to do.
	Load() error
}

// ErrLater means that a step is in use and cannot run yet.
var ErrLater = errors.New("the step is not ready")

// Options are an Analyser's parts and callbacks. The parts are needed; callbacks may be nil.
type Options struct {
	Catalog *catalog.Catalog
	Thumbs  *thumb.Cache
	Budget  *decode.Budget // of the memory for decoding; nil: no bound

	// Steps returns the steps in use, the most urgent first: a step's photos come before those that
	// only later steps lack, and what one step derives, later ones are given. Keys that are no
	// longer among theirs are forgotten. Steps is called often, and should return the same Step
	// while nothing has changed.
	Steps func(context.Context) ([]Step, error)

	// OnChange is called with the result for each photo that can be found now or is a problem,
	// after the commit, by one goroutine.
	OnChange func(photo.Change)
	// OnCommit is called after every commit, before OnChange.
	OnCommit func(context.Context)
	// OnStale is called with a file that was found changed or missing, so that its folder is
	// scanned again.
	OnStale func(path string)
	// Gate is called before every batch, from several goroutines, and may block: that is a pause.
	Gate func(ctx context.Context) error
	// Begin is called before a piece of work that keeps a processor busy, from several goroutines, and may block; end
	// is called after it.
	Begin func(context.Context) (end func(), err error)
}

// Analyser runs steps over the photos of a catalog.
type Analyser struct {
	Options
	workers   int
	wanted    wanted
	recording atomic.Int64 // nanoseconds
}

// New returns an Analyser with one decoding worker a core.
func New(o Options) *Analyser {
	if o.OnChange == nil {
		o.OnChange = func(photo.Change) {}
	}
	if o.OnCommit == nil {
		o.OnCommit = func(context.Context) {}
	}
	if o.OnStale == nil {
		o.OnStale = func(string) {}
	}
	if o.Gate == nil {
		o.Gate = func(ctx context.Context) error { return ctx.Err() }
	}
	if o.Begin == nil {
		o.Begin = atOnce
	}
	return &Analyser{Options: o, workers: runtime.GOMAXPROCS(0)}
}

// atOnce lets work begin without a bound.
func atOnce(ctx context.Context) (end func(), err error) { return func() {}, ctx.Err() }

// Want asks for a photo to be analysed before others, because it is on screen. It may be called
// from any goroutine, for any photo, and does not wait.
func (a *Analyser) Want(id photo.ID) { a.wanted.add(id) }

// Recording returns how long commits, including OnCommit, have taken so far.
func (a *Analyser) Recording() time.Duration { return time.Duration(a.recording.Load()) }

// Run analyses photos until nothing is missing that can be had, and returns how many
// contents were embedded. It must not run twice at a time. It returns ctx's error, a
// step's (ort.ErrNoRuntime, model.ErrNoModel) or the catalog's; what was committed until
// then stays. Once it has returned, nothing of it runs. Photos that could not be read are tried by the next call.
func (a *Analyser) Run(ctx context.Context) (embedded int, err error) {
	return a.run(ctx, &queue{a: a, out: map[photo.ID]bool{}})
}

// RunStep is Run for the step of a key, and for photos whose content is known.
func (a *Analyser) RunStep(ctx context.Context, key string) error {
	_, err := a.run(ctx, &queue{a: a, out: map[photo.ID]bool{}, only: key})
	return err
}

func (a *Analyser) run(ctx context.Context, q *queue) (embedded int, err error) {
	for {
		if err := a.Gate(ctx); err != nil {
			return embedded, err
		}
		if err := q.fill(ctx); err != nil || len(q.next) == 0 {
			return embedded, err
		}
		n, err := a.pipeline(ctx, q)
		embedded += n
		if err != nil {
			return embedded, err
		}
	}
}
