package sheet

import (
	"context"
	"image"
	"io/fs"
	"os"
	"runtime"

	"golang.org/x/sync/errgroup"

	"recollect/engine/cloud"
	"recollect/engine/decode"
	"recollect/engine/decode/jpeg"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

// quality is that of the pictures.
const quality = 88

// shot is a photo that is printed.
type shot struct {
	photo.Photo
	jpeg            []byte // nil: an empty frame
	widthPx, highPx int
	err             error
}

// all prints photos in their order. A few are decoded at the same time.
func (s *Service) all(ctx context.Context, ids []photo.ID, p *printer, each func(Result) error) error {
	g, ctx := errgroup.WithContext(ctx)
	queue := make(chan chan shot, min(runtime.NumCPU(), 4))
	g.Go(func() error {
		defer close(queue)
		for _, id := range ids {
			known, err := s.catalog.Photo(ctx, id)
			if err != nil {
				return err
			}
			done := make(chan shot, 1)
			select {
			case queue <- done:
			case <-ctx.Done():
				return ctx.Err()
			}
			g.Go(func() error {
				done <- s.picture(ctx, known, p.longPx())
				return nil
			})
		}
		return nil
	})
	g.Go(func() error {
		for done := range queue {
			is := <-done
			if err := ctx.Err(); err != nil {
				return err
			}
			page, err := p.add(is)
			if err == nil {
				err = each(Result{ID: is.ID, Path: is.Path, Page: page, Err: is.err})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}

// picture reads the picture of a photo.
func (s *Service) picture(ctx context.Context, of photo.Photo, longPx int) shot {
	is := shot{Photo: of}
	img, err := s.decoded(ctx, of, longPx)
	if err != nil {
		img = s.kept(ctx, of, longPx)
	}
	if img == nil {
		is.err = err
		return is
	}
	is.jpeg, is.err = jpeg.Encode(decode.Flatten(img), quality)
	is.widthPx, is.highPx = img.Bounds().Dx(), img.Bounds().Dy()
	return is
}

func (s *Service) decoded(ctx context.Context, of photo.Photo, longPx int) (*image.RGBA, error) {
	info, err := os.Stat(of.Path)
	if err != nil {
		return nil, err
	}
	if cloud.Only(info) {
		return nil, &fs.PathError{Op: "open", Path: of.Path, Err: cloud.ErrOnly}
	}
	pic, err := decode.File(ctx, of.File, decode.Options{LongPx: longPx, Budget: s.budget})
	if err != nil {
		return nil, err
	}
	return pic.OnScreen(longPx), nil
}

// kept returns the picture that the library keeps of a photo whose file cannot be read, as on a drive that is
// somewhere else, or nil.
func (s *Service) kept(ctx context.Context, of photo.Photo, longPx int) *image.RGBA {
	if of.Hash == (photo.Hash{}) {
		return nil
	}
	for _, size := range []int{thumb.Large, thumb.Small} {
		if img, err := s.thumbs.Get(ctx, of.Hash, size); err == nil {
			return decode.Fit(img, longPx)
		}
	}
	return nil
}
