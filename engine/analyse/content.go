package analyse

import (
	"context"
	"errors"
	"image"
	"slices"

	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

// content is the content of one or more equal files, between decoding and the commit.
type content struct {
	hash    photo.Hash
	colour  photo.RGB // average; only with unread photos
	damaged bool
	steps   []Step // to be run
	all     []Step // in use when it was read

	picture *image.RGBA
	tile    *image.RGBA
	vectors map[string]photo.Vector // by model
	results map[Step]Result
	weight  int64 // see weigh

	err   error  // why there are no pixels
	tasks []task // guarded by inProgress once join has added it
}

// work returns the input of a step; ok is false if the step does not need this content, or must
// wait for another step.
func (c *content) work(s Step) (w Work, ok bool) {
	if !slices.Contains(c.steps, s) || c.err != nil && (!c.known() || needsPixels(s)) || c.measured(s) {
		return w, false
	}
	if e, embeds := s.(*Embed); embeds && c.vectors[e.Model] != nil {
		return w, false
	}
	needs := s.Needs()
	w = Work{Hash: c.hash, Picture: c.picture, Tile: c.tile, Vector: c.vectors[needs.Vector]}
	return w, needs.Vector == "" || w.Vector != nil
}

// measured reports whether Embed has computed the traits that are all that s derives.
func (c *content) measured(s Step) bool {
	t, ok := s.(*Traits)
	if !ok {
		return false
	}
	for ran, r := range c.results {
		if e, embeds := ran.(*Embed); embeds && e.Model == t.Model && r.Traits.Known() {
			return true
		}
	}
	return false
}

// known reports whether the hash is known: not if the file was never read and cannot be.
func (c *content) known() bool { return c.hash != photo.Hash{} }

// needsPixels reports whether a step needs pixels.
func needsPixels(s Step) bool { return s.Needs().ShortPx > 0 || s.Needs().Tile }

// read makes the content of a task: it decodes the photo if a step needs pixels, or the photo was
// never read. The error is trouble of the system, or ctx's; the photo's own errors are in the
// content.
func (a *Analyser) read(ctx context.Context, t task) (*content, error) {
	c := &content{
		hash: t.photo.Hash, steps: t.steps, all: t.all, tasks: []task{t},
		vectors: map[string]photo.Vector{}, results: map[Step]Result{},
	}
	shortPx, tile := pixels(t.steps)
	if !t.unread() && shortPx == 0 {
		if !tile {
			return c, nil
		}
		if c.tile, c.err = a.Thumbs.Get(ctx, c.hash, thumb.Small); !errors.Is(c.err, thumb.ErrMissing) {
			return c, ctx.Err()
		}
	}
	c.err = a.decode(ctx, t, c, shortPx)
	if errors.Is(c.err, errOther) { // of the same size and time, so that a scan does not notice
		t.photo.Hash, t.steps = photo.Hash{}, t.all
		return a.read(ctx, t)
	}
	return c, ctx.Err()
}

// pixels returns the joint needs of steps.
func pixels(steps []Step) (shortPx int, tile bool) {
	for _, s := range steps {
		n := s.Needs()
		shortPx, tile = max(shortPx, n.ShortPx), tile || n.Tile
	}
	return shortPx, tile
}

// errOther means that a file has another content than when it was read before.
var errOther = errors.New("the file has changed")

// decode reads a photo and makes its pictures. It caches the tile, which may be shown soon.
func (a *Analyser) decode(ctx context.Context, t task, c *content, shortPx int) error {
	pic, err := decode.File(ctx, t.photo.File, a.pictureOptions(shortPx))
	if err != nil {
		return err
	}
	if !t.unread() && pic.Hash != c.hash {
		return errOther
	}
	c.hash, c.damaged = pic.Hash, pic.Details.Damaged
	c.colour = decode.Average(pic.Image)
	if shortPx > 0 {
		c.picture = pic.Image
		if !pic.Opaque {
			c.picture = decode.Flatten(pic.Image)
		}
		if fits(pic.Image, thumb.Small) { // OnScreen may change its colours
			c.picture = clone(c.picture)
		}
	}
	// A tile that cannot be cached is made again when it is shown.
	c.tile, _ = a.cacheTile(&pic)
	return nil
}

func fits(img *image.RGBA, sidePx int) bool { return max(img.Rect.Dx(), img.Rect.Dy()) <= sidePx }

func clone(img *image.RGBA) *image.RGBA {
	c := *img
	c.Pix = slices.Clone(img.Pix)
	return &c
}

// pictureOptions returns the options of one decoding that is enough for all steps and a tile.
func (a *Analyser) pictureOptions(shortPx int) decode.Options {
	return decode.Options{ShortPx: shortPx, LongPx: thumb.Small, Budget: a.Budget}
}

// cacheTile makes and caches the tile of pic, and returns it even if caching fails. It may change
// the colours of pic.
func (a *Analyser) cacheTile(pic *decode.Picture) (*image.RGBA, error) {
	tile := pic.OnScreen(thumb.Small)
	return tile, a.Thumbs.Put(pic.Hash, thumb.Small, tile)
}
