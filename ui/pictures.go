package ui

import (
	"context"
	"image"
	"log/slog"
	"runtime/debug"

	"recollect/ui/grid"
	"recollect/ui/picture"
	"recollect/ui/viewer"
)

// The two sizes of thumbnails, and up to which size of a tile the smaller is sharp enough.
const (
	smallThumb = 320
	largeThumb = 1280
	smallReach = 340
)

// thumb is the picture of a tile, of exactly its size: so it is drawn without
// being scaled on the UI goroutine.
func (w *Window) thumb(ctx context.Context, r grid.Request) (*image.RGBA, error) {
	size := smallThumb
	if max(r.WidthPx, r.HeightPx) > smallReach {
		size = largeThumb
	}
	img, err := w.o.Pictures.Thumb(ctx, r.ID, size)
	if err != nil {
		return nil, err
	}
	if r.Covered {
		return picture.Blur(img, r.WidthPx, r.HeightPx), nil
	}
	return picture.Fill(img, r.WidthPx, r.HeightPx), nil
}

// showThumb shows the picture of a tile, or its colour where it has none; it is
// asked for again when the library changes.
func (w *Window) showThumb(r grid.Request, img *image.RGBA, err error) {
	if err != nil {
		slog.Warn("show a thumbnail", "photo", r.ID, "err", err)
	}
	w.grid.Take(r, img)
}

// enlargedPx is the long side from which pictures for the viewer are decoded one after
// the other, each once the memory of the last is free: most take the whole photo at its
// full size, and what is not wanted any more is decoded to its end.
const enlargedPx = 2400

// picture is a photo for the viewer.
func (w *Window) picture(ctx context.Context, r viewer.Request) (image.Image, error) {
	if r.LongSidePx >= enlargedPx {
		w.enlarging.Lock()
		defer w.enlarging.Unlock()
		debug.FreeOSMemory() // some 20 ms
	}
	img, err := w.o.Pictures.Picture(ctx, r.ID, r.LongSidePx)
	if err != nil {
		return nil, err
	}
	return picture.RGBA(img), nil
}

func (w *Window) showPicture(r viewer.Request, img image.Image, err error) {
	w.viewer.Take(r, img)
}
