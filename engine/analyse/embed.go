package analyse

import (
	"context"
	"fmt"
	"image"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// Encoder embeds pictures; *clip.Model is one.
type Encoder interface {
	Load() error                         // must have succeeded before the others are called
	SizePx() int                         // the sides of the square that Prepare makes
	Prepare(img *image.RGBA) clip.Pixels // of an opaque picture
	Images(ctx context.Context, px []clip.Pixels) ([]photo.Vector, error)
}

// Embed is the step that embeds contents with a model.
type Embed struct {
	Model   string // its fingerprint
	Encoder Encoder
	// Traits returns the traits of a vector by the bank of prompts, zero while the bank is not
	// known; nil: there is no bank. It is called from several goroutines.
	Traits func(photo.Vector) relevance.Traits
	// Begin is called before a picture is prepared, see Options.Begin; nil: there is no bound. The Encoder has its own.
	Begin func(context.Context) (end func(), err error)
}

// Key implements Step.
func (e *Embed) Key() string { return catalog.EmbedKey(e.Model) }

// Needs implements Step.
func (e *Embed) Needs() Needs { return Needs{ShortPx: max(e.Encoder.SizePx(), 1)} }

// Batch implements Batcher.
func (e *Embed) Batch() int {
	if b, ok := e.Encoder.(Batcher); ok {
		return b.Batch()
	}
	return 0
}

// Load implements Loader.
func (e *Embed) Load() error { return e.Encoder.Load() }

// Run implements Step.
func (e *Embed) Run(ctx context.Context, work []Work) ([]Result, error) {
	px, err := e.prepare(ctx, work)
	if err != nil {
		return nil, err
	}
	vs, errs, err := e.images(ctx, px)
	if err != nil {
		return nil, err
	}
	if r, ok := e.Encoder.(reuser); ok && !slices.ContainsFunc(errs, func(err error) bool { return err != nil }) {
		r.Reuse(px)
	}
	results := make([]Result, len(work))
	for i := range work {
		if results[i].Err = errs[i]; errs[i] != nil {
			continue
		}
		results[i].Vector = catalog.Round(vs[i])
		if e.Traits != nil {
			results[i].Traits = e.Traits(results[i].Vector)
		}
	}
	return results, nil
}

// prepare makes the inputs of the encoder.
func (e *Embed) prepare(ctx context.Context, work []Work) ([]clip.Pixels, error) {
	begin := e.Begin
	if begin == nil {
		begin = atOnce
	}
	px := make([]clip.Pixels, len(work))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, w := range work {
		g.Go(func() error {
			end, err := begin(ctx)
			if err != nil {
				return err
			}
			defer end()
			px[i] = e.Encoder.Prepare(w.Picture)
			return nil
		})
	}
	return px, g.Wait()
}

// reuser is an Encoder that makes inputs in the memory of others.
type reuser interface {
	// Reuse takes inputs from Prepare that are no longer needed.
	Reuse(px []clip.Pixels)
}

// errNoVector means that the model cannot embed a picture.
var errNoVector error = &photo.Fault{Code: "model:no-vector", Text: "no embedding"}

// images embeds pictures together or, if that fails, one by one, so that a single picture cannot
// block the others; errs are their errors. err is trouble of the model as a whole.
func (e *Embed) images(ctx context.Context, px []clip.Pixels) (vs []photo.Vector, errs []error, err error) {
	errs = make([]error, len(px))
	if vs, err = e.Encoder.Images(ctx, px); err == nil {
		return vs, errs, nil
	}
	vs = make([]photo.Vector, len(px))
	failed := 0
	for i := range px {
		one, oneErr := e.Encoder.Images(ctx, px[i:i+1])
		if oneErr != nil {
			errs[i] = fmt.Errorf("%w: %w", errNoVector, oneErr)
			failed++
			continue
		}
		vs[i] = one[0]
	}
	if ctx.Err() != nil || failed == len(px) && failed > 1 || e.Encoder.Load() != nil {
		return nil, nil, err
	}
	return vs, errs, nil
}

// EncodeOne embeds one picture, which must be opaque, as Run does, but waits for no processor: a person asks.
func EncodeOne(ctx context.Context, m *clip.Model, img *image.RGBA) (photo.Vector, error) {
	if err := m.Load(); err != nil {
		return nil, err
	}
	v, err := m.Image(ctx, m.Prepare(decode.Flatten(img)))
	if err != nil {
		return nil, err
	}
	return catalog.Round(v), nil
}
