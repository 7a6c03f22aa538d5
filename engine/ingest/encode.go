package ingest

import (
	"context"
	"errors"
	"image"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"recollect/engine/catalog"
	"recollect/engine/colour"
	"recollect/engine/decode"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/thumb"
)

const (
	// round is how many waiting photos are taken from the catalog at a time.
	round = 64
	// batch is how many pictures an encoder is given together at most.
	batch = 8
	// lanes is how many batches are encoded at a time: while the last pictures of
	// the one are in work, the other keeps the cores busy.
	lanes = 2
	// mostCommitted is how many photos are committed together at most. A commit
	// takes what is there, and so they come several times a second.
	mostCommitted = 32
)

// Encode reads, decodes and embeds waiting photos until none is left that can
// be, and returns how many pictures the model looked at. It returns ctx's
// error, the encoder's (ort.ErrNoRuntime, clip.ErrNoModel) or the catalog's;
// what was committed until then stays. Once it has returned, nothing of it runs.
func (in *Ingester) Encode(ctx context.Context) (int, error) {
	total := 0
	q := &queue{in: in, away: map[photo.ID]bool{}}
	for {
		if err := in.Gate(ctx); err != nil {
			return total, err
		}
		if err := q.fill(ctx); err != nil || len(q.next) == 0 {
			return total, err
		}
		if err := in.Encoder.Load(); err != nil {
			return total, err
		}
		n, err := in.encodeAll(ctx, q)
		total += n
		if err != nil {
			return total, err
		}
	}
}

// decoded is a photo on its way from a decoder to the catalog.
type decoded struct {
	photo   photo.Photo
	hash    photo.Hash
	colour  photo.RGB
	colours colour.Mask
	damaged bool
	pixels  clip.Pixels // nil when the catalog has the content's vector
	vector  photo.Vector
	traits  relevance.Traits // of a vector that the catalog does not have
	err     error            // the file cannot be shown
}

// encodeAll sends photos through the pipeline until q has no more:
//
//	q -> decoders, one a core -> encoders, lanes of them -> catalog and index
//
// What passes between waits in short queues, so that a stage that is slower holds
// up those before it, and no core waits while there is work for it.
func (in *Ingester) encodeAll(ctx context.Context, q *queue) (int, error) {
	g, ctx := errgroup.WithContext(ctx)
	var (
		todo     = make(chan photo.Photo)
		pictures = make(chan decoded, lanes*batch)
		out      = make(chan decoded, mostCommitted)
		all      = &looks{at: map[photo.Hash]*look{}}
		looked   atomic.Int64
	)
	g.Go(func() error {
		defer close(todo)
		return in.feed(ctx, q, todo)
	})
	stage(g, in.workers, pictures, func() error { return in.decodeAll(ctx, todo, pictures) })
	stage(g, lanes, out, func() error { return in.embedAll(ctx, pictures, out, all, &looked) })
	g.Go(func() error { return in.recordAll(ctx, out, q, all) })
	err := g.Wait()
	return int(looked.Load()), err
}

// stage runs several workers and closes what they send to after the last.
func stage[T any](g *errgroup.Group, workers int, out chan<- T, work func() error) {
	var running sync.WaitGroup
	for range workers {
		running.Add(1)
		g.Go(func() error {
			defer running.Done()
			return work()
		})
	}
	g.Go(func() error {
		running.Wait()
		close(out)
		return nil
	})
}

// send gives up when ctx ends.
func send[T any](ctx context.Context, c chan<- T, v T) error {
	select {
	case c <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (in *Ingester) feed(ctx context.Context, q *queue, todo chan<- photo.Photo) error {
	for {
		p, ok, err := q.pop(ctx)
		if err != nil || !ok {
			return err
		}
		if err := send(ctx, todo, p); err != nil {
			return err
		}
	}
}

func (in *Ingester) decodeAll(ctx context.Context, todo <-chan photo.Photo, pictures chan<- decoded) error {
	for p := range todo {
		d, err := in.decode(ctx, p)
		if err != nil {
			return err
		}
		if err := send(ctx, pictures, d); err != nil {
			return err
		}
	}
	return nil
}

func (in *Ingester) embedAll(ctx context.Context, pictures <-chan decoded, out chan<- decoded, all *looks, looked *atomic.Int64) error {
	for {
		ds := gather(pictures, batch)
		if len(ds) == 0 {
			return nil
		}
		if err := in.Gate(ctx); err != nil {
			return err
		}
		n, err := in.embed(ctx, ds, all)
		if err != nil {
			return err
		}
		looked.Add(int64(n))
		for _, d := range ds {
			if err := send(ctx, out, d); err != nil {
				return err
			}
		}
	}
}

// decode reads one photo, keeps its small picture and prepares it for the
// encoder unless its content is known. The error is the catalog's or ctx's.
func (in *Ingester) decode(ctx context.Context, p photo.Photo) (decoded, error) {
	pic, err := decode.File(ctx, p.File, in.wants())
	switch {
	case ctx.Err() != nil:
		return decoded{}, ctx.Err()
	case err != nil:
		return decoded{photo: p, err: err}, nil
	}
	d := decoded{photo: p, hash: pic.Hash, colour: decode.Average(pic.Image), damaged: pic.Details.Damaged}
	d.vector, err = in.Catalog.Vector(ctx, pic.Hash)
	switch {
	case errors.Is(err, catalog.ErrNotFound):
		d.pixels = in.Encoder.Prepare(decode.Flatten(pic.Image))
	case err != nil:
		return d, err
	}
	// A small picture that cannot be kept is made again when it is shown.
	tile, _ := in.keepThumb(&pic)
	d.colours = colour.Of(tile)
	return d, nil
}

// wants is what one decoding must give: enough for the encoder and for a tile.
func (in *Ingester) wants() decode.Options {
	return decode.Options{ShortPx: in.Encoder.SizePx(), LongPx: thumb.Small, Budget: in.Budget}
}

// keepThumb makes and keeps the tile of pic, and returns it in any case. It may
// change the colours of pic.
func (in *Ingester) keepThumb(pic *decode.Picture) (*image.RGBA, error) {
	tile := pic.OnScreen(thumb.Small)
	return tile, in.Thumbs.Put(pic.Hash, thumb.Small, tile)
}
