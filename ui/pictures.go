package ui

import (
	"context"
	"image"
	"log/slog"
	"runtime/debug"

	"golang.org/x/image/draw"

	"recollect/ui/grid"
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
		return blur(img, r.WidthPx, r.HeightPx), nil
	}
	return cover(img, r.WidthPx, r.HeightPx), nil
}

// blurPx is how few pixels a covered picture is reduced to, on its longer side.
const blurPx = 7

// blur is the middle of img at the size, with nothing left but its colours.
func blur(img image.Image, widthPx, heightPx int) *image.RGBA {
	long := max(widthPx, heightPx, 1)
	few := cover(img, max(widthPx*blurPx/long, 1), max(heightPx*blurPx/long, 1))
	out := image.NewRGBA(image.Rect(0, 0, widthPx, heightPx))
	draw.CatmullRom.Scale(out, out.Bounds(), few, few.Bounds(), draw.Src, nil)
	return out
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
	return rgba(img), nil
}

func (w *Window) showPicture(r viewer.Request, img image.Image, err error) {
	w.viewer.Take(r, img)
}

// cover is the middle of img, scaled so that it fills the size.
func cover(img image.Image, widthPx, heightPx int) *image.RGBA {
	b := img.Bounds()
	cut := b
	if b.Dx()*heightPx > b.Dy()*widthPx {
		width := max(b.Dy()*widthPx/heightPx, 1)
		cut.Min.X += (b.Dx() - width) / 2
		cut.Max.X = cut.Min.X + width
	} else {
		height := max(b.Dx()*heightPx/widthPx, 1)
		cut.Min.Y += (b.Dy() - height) / 2
		cut.Max.Y = cut.Min.Y + height
	}
	out := image.NewRGBA(image.Rect(0, 0, widthPx, heightPx))
	draw.CatmullRom.Scale(out, out.Bounds(), img, cut, draw.Src, nil)
	return out
}

// rgba is img in the one form that the graphics card takes as it is.
func rgba(img image.Image) *image.RGBA {
	b := img.Bounds()
	if r, ok := img.(*image.RGBA); ok && r.Stride == 4*b.Dx() {
		return r
	}
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Bounds(), img, b.Min, draw.Src)
	return out
}
