package ingest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"recollect/engine/catalog"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// look is one look of the model at a content, shared by all photos that have it.
type look struct {
	done   chan struct{} // closed once there is vector or err
	vector photo.Vector
	traits relevance.Traits
	err    error // of this picture
}

// looks are those at contents on their way into the catalog.
type looks struct {
	mu sync.Mutex
	at map[photo.Hash]*look
}

// join gives the look at a content. mine: nobody else does it, so that the caller must.
func (l *looks) join(h photo.Hash) (lk *look, mine bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if lk := l.at[h]; lk != nil {
		return lk, false
	}
	lk = &look{done: make(chan struct{})}
	l.at[h] = lk
	return lk, true
}

// forget drops a content that the catalog has by now, or will not get.
func (l *looks) forget(h photo.Hash) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.at, h)
}

// embed gives every decoded picture of the batch its vector, looking once at
// each content, and returns how many it looked at.
func (in *Ingester) embed(ctx context.Context, ds []decoded, all *looks) (int, error) {
	var (
		joined = make([]*look, len(ds))
		mine   []*look
		px     []clip.Pixels
	)
	for i, d := range ds {
		if d.pixels == nil {
			continue
		}
		lk, first := all.join(d.hash)
		joined[i] = lk
		if !first {
			continue
		}
		// A copy may have been committed since this one was decoded.
		switch v, err := in.Catalog.Vector(ctx, d.hash); {
		case err == nil:
			lk.vector = v
			close(lk.done)
		case errors.Is(err, catalog.ErrNotFound):
			mine, px = append(mine, lk), append(px, d.pixels)
		default:
			return 0, err
		}
	}
	if err := in.lookAt(ctx, mine, px); err != nil {
		return 0, err
	}
	for i, lk := range joined {
		if lk == nil {
			continue
		}
		select {
		case <-lk.done:
			ds[i].vector, ds[i].traits, ds[i].err, ds[i].pixels = lk.vector, lk.traits, lk.err, nil
		case <-ctx.Done(): // who looks at it was stopped
			return 0, ctx.Err()
		}
	}
	return len(px), nil
}

// lookAt embeds pictures and completes their looks.
func (in *Ingester) lookAt(ctx context.Context, ls []*look, px []clip.Pixels) error {
	if len(px) == 0 {
		return nil
	}
	vs, errs, err := in.images(ctx, px)
	if err != nil {
		return err
	}
	for i, lk := range ls {
		if lk.err = errs[i]; lk.err == nil {
			lk.vector = catalog.Round(vs[i])
			lk.traits = in.Traits(lk.vector)
		}
		close(lk.done)
	}
	return nil
}

// errNoVector means that the model can make nothing of one picture.
var errNoVector error = &photo.Fault{Code: "model:no-vector", Text: "no embedding"}

// images embeds pictures together or, when that fails, one by one, so that a
// single one cannot stop all others for ever: errs says which it was. err is
// trouble of the model as a whole.
func (in *Ingester) images(ctx context.Context, px []clip.Pixels) (vs []photo.Vector, errs []error, err error) {
	errs = make([]error, len(px))
	if vs, err = in.Encoder.Images(ctx, px); err == nil {
		return vs, errs, nil
	}
	vs = make([]photo.Vector, len(px))
	failed := 0
	for i := range px {
		one, oneErr := in.Encoder.Images(ctx, px[i:i+1])
		if oneErr != nil {
			errs[i] = fmt.Errorf("%w: %w", errNoVector, oneErr)
			failed++
			continue
		}
		vs[i] = one[0]
	}
	if ctx.Err() != nil || failed == len(px) && failed > 1 || in.Encoder.Load() != nil {
		return nil, nil, err
	}
	return vs, errs, nil
}
