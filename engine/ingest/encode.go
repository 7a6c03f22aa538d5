package ingest

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"

	"golang.org/x/sync/errgroup"

	"recollect/engine/catalog"
	"recollect/engine/clip"
	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

const (
	// round is how many waiting photos are taken from the catalog at a time.
	round = 64
	// batch is how many pictures are encoded and committed together. At 10 to
	// 100 ms a picture, a commit comes at least every second.
	batch = 8
)

// Encode reads, decodes and embeds waiting photos until none is left that can
// be, and returns how many pictures the model looked at. It returns ctx's
// error, the encoder's (clip.ErrNoRuntime, clip.ErrNoModel) or the catalog's;
// what was committed until then stays.
func (in *Ingester) Encode(ctx context.Context) (int, error) {
	total := 0
	stale := map[photo.ID]bool{} // changed under our hands; a scan will tell
	for {
		if err := in.Gate(ctx); err != nil {
			return total, err
		}
		waiting, err := in.Catalog.Waiting(ctx, round+len(stale))
		if err != nil {
			return total, err
		}
		todo := waiting[:0]
		for _, p := range waiting {
			if !stale[p.ID] {
				todo = append(todo, p)
			}
		}
		if len(todo) == 0 {
			return total, nil
		}
		if err := in.Encoder.Load(); err != nil {
			return total, err
		}
		n, err := in.encodeRound(ctx, todo, stale)
		total += n
		if err != nil {
			return total, err
		}
	}
}

// decoded is a photo on its way from a decoder to the encoder.
type decoded struct {
	photo  photo.Photo
	hash   photo.Hash
	colour photo.RGB
	pixels clip.Pixels // nil when the catalog has the content's vector
	vector photo.Vector
	err    error // the file cannot be shown
}

// encodeRound sends photos through the decoders, one worker a core, to a
// single encoder that commits a batch at a time.
func (in *Ingester) encodeRound(ctx context.Context, photos []photo.Photo, stale map[photo.ID]bool) (int, error) {
	g, ctx := errgroup.WithContext(ctx)
	todo := make(chan photo.Photo, len(photos))
	for _, p := range photos {
		todo <- p
	}
	close(todo)
	out := make(chan decoded, batch) // bounded: decoders wait for the encoder
	var decoders errgroup.Group
	for range in.workers {
		decoders.Go(func() error { return in.decodeAll(ctx, todo, out) })
	}
	g.Go(func() error {
		defer close(out)
		return decoders.Wait()
	})
	total := 0
	g.Go(func() error {
		for {
			ds := gather(out)
			if len(ds) == 0 {
				return nil
			}
			n, err := in.finish(ctx, ds, stale)
			total += n
			if err != nil {
				return err
			}
		}
	})
	err := g.Wait()
	return total, err
}

// decodeAll decodes photos until todo is empty or ctx ends.
func (in *Ingester) decodeAll(ctx context.Context, todo <-chan photo.Photo, out chan<- decoded) error {
	for p := range todo {
		d, err := in.decode(ctx, p)
		if err != nil {
			return err
		}
		select {
		case out <- d:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// gather takes one batch, or what is left before out was closed.
func gather(out <-chan decoded) []decoded {
	var ds []decoded
	for d := range out {
		if ds = append(ds, d); len(ds) == batch {
			break
		}
	}
	return ds
}

// decode reads one photo, keeps its small picture and prepares it for the
// encoder unless its content is known. The error is the catalog's or ctx's.
func (in *Ingester) decode(ctx context.Context, p photo.Photo) (decoded, error) {
	if err := ctx.Err(); err != nil {
		return decoded{}, err
	}
	pic, err := decode.File(ctx, p.File, decode.Options{})
	if err != nil {
		return decoded{photo: p, err: err}, nil
	}
	d := decoded{photo: p, hash: pic.Hash, colour: decode.Average(pic.Image)}
	d.vector, err = in.Catalog.Vector(ctx, pic.Hash)
	switch {
	case errors.Is(err, catalog.ErrNotFound):
		d.pixels = in.Encoder.Prepare(pic.Image)
	case err != nil:
		return d, err
	}
	// A small picture that cannot be kept is made again when it is shown.
	_ = in.keepThumb(pic.Hash, pic.Image)
	return d, nil
}

func (in *Ingester) keepThumb(h photo.Hash, img *image.RGBA) error {
	return in.Thumbs.Put(h, thumb.Small, decode.Fit(img, thumb.Small))
}

// finish embeds a batch, commits it, and teaches the index.
func (in *Ingester) finish(ctx context.Context, ds []decoded, stale map[photo.ID]bool) (int, error) {
	if err := in.Gate(ctx); err != nil {
		return 0, err
	}
	n, err := in.embed(ctx, ds)
	if err != nil {
		return 0, err
	}
	kept := make([]bool, len(ds))
	err = in.commit(ctx, func(tx *catalog.Tx) error {
		for i, d := range ds {
			if kept[i], err = write(tx, d); err != nil {
				return err
			}
		}
		return nil
	}, func() {
		for i, d := range ds {
			if kept[i] && d.err == nil {
				in.Index.Add(d.photo.ID, d.vector)
			}
		}
	})
	if err != nil {
		return 0, err
	}
	for i, d := range ds {
		in.report(d, kept[i], stale)
	}
	return n, nil
}

// report tells the owner what became of a photo.
func (in *Ingester) report(d decoded, kept bool, stale map[photo.ID]bool) {
	switch {
	case !kept:
		stale[d.photo.ID] = true
		in.OnStale(d.photo.Path)
	case d.err != nil:
		in.OnChange(Change{Kind: "problem", Path: d.photo.Path})
	default:
		in.OnChange(Change{Kind: "encoded", Path: d.photo.Path})
	}
}

// write records d and reports whether the catalog took it: not when the file
// is another by now.
func write(tx *catalog.Tx, d decoded) (bool, error) {
	switch {
	case errors.Is(d.err, fs.ErrNotExist):
		return false, nil
	case d.err != nil:
		return setProblem(tx, d.photo, d.err)
	default:
		return tx.SetContent(d.photo.ID, d.photo.File, catalog.Content{Hash: d.hash, Colour: d.colour, Vector: d.vector})
	}
}

// embed gives every decoded picture of the batch its vector, looking once at
// each content, and returns how many it looked at.
func (in *Ingester) embed(ctx context.Context, ds []decoded) (int, error) {
	var px []clip.Pixels
	at := map[photo.Hash]int{}
	for i, d := range ds {
		if d.pixels == nil {
			continue
		}
		// A copy may have been committed since this one was decoded.
		v, err := in.Catalog.Vector(ctx, d.hash)
		if err == nil {
			ds[i].vector = v
			continue
		}
		if !errors.Is(err, catalog.ErrNotFound) {
			return 0, err
		}
		if _, dup := at[d.hash]; !dup {
			at[d.hash] = len(px)
			px = append(px, d.pixels)
		}
	}
	if len(px) == 0 {
		return 0, nil
	}
	vs, errs, err := in.images(ctx, px)
	if err != nil {
		return 0, err
	}
	for i, d := range ds {
		if d.pixels == nil || d.vector != nil {
			continue
		}
		if n := at[d.hash]; errs[n] != nil {
			ds[i].err = errs[n]
		} else {
			ds[i].vector = catalog.Round(vs[n])
		}
	}
	return len(px), nil
}

// errNoVector means that the model can make nothing of one picture.
var errNoVector error = &photo.Fault{Text: "no embedding", What: "The search model can make nothing of this picture."}

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
