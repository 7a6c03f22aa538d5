package ingest

import (
	"context"
	"errors"

	"recollect/engine/catalog"
	"recollect/engine/colour"
	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

const (
	// traitsRound is how many vectors get their traits in one transaction.
	traitsRound = 256
	// coloursRound is how many photos get their colours in one transaction.
	coloursRound = 64
)

// Filled counts what FillIn found missing and recorded.
type Filled struct {
	Traits  int // of contents
	Colours int // of photos
}

// FillIn computes what is missing of contents that were recorded without it, by
// an older program or with another bank: traits from the vectors, and dominant
// colours from the small pictures or, where there is none, from the files. It returns
// once nothing is left that can be done, at once where nothing is missing. Photos
// that cannot be read now are tried again by the next call. It waits at the Gate between
// rounds, may run beside Scan and Encode, and what it has done stays when ctx ends. The
// errors are ctx's and the catalog's.
func (in *Ingester) FillIn(ctx context.Context) (Filled, error) {
	var f Filled
	for more := true; more; {
		n, err := in.fillTraits(ctx)
		if err != nil {
			return f, err
		}
		f.Traits += n
		more = n > 0
	}
	for after := photo.ID(0); ; {
		if err := in.Gate(ctx); err != nil {
			return f, err
		}
		some, err := in.Catalog.Uncoloured(ctx, after, coloursRound)
		if err != nil || len(some) == 0 {
			return f, err
		}
		n, err := in.fillColours(ctx, some)
		if err != nil {
			return f, err
		}
		f.Colours += n
		after = some[len(some)-1].ID
	}
}

// fillTraits does one round and returns how many it was.
func (in *Ingester) fillTraits(ctx context.Context) (int, error) {
	if err := in.Gate(ctx); err != nil {
		return 0, err
	}
	some, err := in.Catalog.Untraited(ctx, traitsRound)
	if err != nil || len(some) == 0 {
		return 0, err
	}
	traits := make([][]float32, len(some))
	for i, u := range some {
		if traits[i] = in.Traits(u.Vector).Numbers(); traits[i] == nil {
			return 0, nil // there are none to be had
		}
	}
	return len(some), in.Catalog.Update(ctx, func(tx *catalog.Tx) error {
		for i, u := range some {
			if err := tx.SetTraits(u.Hash, traits[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// fillColours looks at photos and returns how many it could.
func (in *Ingester) fillColours(ctx context.Context, ps []photo.Photo) (int, error) {
	seen := map[photo.Hash]colour.Mask{}
	n := 0
	for _, p := range ps {
		h, colours, err := in.coloursOf(ctx, p)
		switch {
		case ctx.Err() != nil:
			return 0, ctx.Err()
		case err == nil:
			seen[h] = colours
			n++
		}
	}
	return n, in.Catalog.Update(ctx, func(tx *catalog.Tx) error {
		for h, colours := range seen {
			if err := tx.SetColours(h, colours); err != nil {
				return err
			}
		}
		return nil
	})
}

// coloursOf looks at the tile of a photo, or makes it, and says of which content it is.
func (in *Ingester) coloursOf(ctx context.Context, p photo.Photo) (photo.Hash, colour.Mask, error) {
	tile, err := in.Thumbs.Get(ctx, p.Hash, thumb.Small)
	if err == nil {
		return p.Hash, colour.Of(tile), nil
	}
	if !errors.Is(err, thumb.ErrMissing) {
		return p.Hash, 0, err
	}
	pic, err := decode.File(ctx, p.File, decode.Options{LongPx: thumb.Small, Budget: in.Budget})
	if err != nil {
		return p.Hash, 0, err
	}
	made, _ := in.keepThumb(&pic) // what cannot be kept is made again
	return pic.Hash, colour.Of(made), nil
}
