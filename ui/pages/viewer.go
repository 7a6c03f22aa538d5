package pages

import (
	"context"
	"image"
	"log/slog"
	"runtime/debug"
	"sync"

	"recollect/engine/photo"
	"recollect/ui/filmstrip"
	"recollect/ui/picture"
	"recollect/ui/viewer"
	"recollect/ui/work"
)

// enlargedPx is the long side from which pictures for the viewer are decoded one after
// the other, each once the memory of the last is free: most decode the photo at full
// size, and decoding cannot be interrupted.
const enlargedPx = 2400

// Pictures provides photos, upright, no larger than longSidePx, and thumbnails of them.
type Pictures interface {
	Thumbs
	Picture(ctx context.Context, id photo.ID, longSidePx int) (image.Image, error)
}

// Viewer provides a viewer with the pictures that it requests, and the details
// of its photo.
type Viewer struct {
	Details Details // of the photo shown

	group    *work.Group
	viewer   *viewer.Viewer
	pictures Pictures

	fan       work.Fan[viewer.Request, image.Image]
	strip     work.Fan[filmstrip.Request, *image.RGBA]
	enlarging sync.Mutex // held while an enlarged picture is decoded
}

// NewViewer serves v and its strip, and sets their OnWant and OnDetail. tags and things may be nil.
func NewViewer(group *work.Group, v *viewer.Viewer, photos Photos, pictures Pictures, tags Tags, things Shown) *Viewer {
	p := &Viewer{group: group, viewer: v, pictures: pictures}
	p.Details = Details{Group: group, To: v, Photos: photos, Tags: tags, Things: things}
	p.fan = work.Fan[viewer.Request, image.Image]{Workers: 2, Work: p.picture, Show: p.show}
	v.OnWant = func(r []viewer.Request) { p.fan.Want(group, r) }
	p.strip = work.Fan[filmstrip.Request, *image.RGBA]{Workers: 2, Work: p.square, Show: p.showSquare}
	v.Strip().OnWant = func(r []filmstrip.Request) { p.strip.Want(group, r) }
	v.OnDetail = p.Details.Show
	return p
}

// Stop cancels all reading: the viewer is closed.
func (p *Viewer) Stop() {
	p.fan.Want(p.group, nil)
	p.strip.Want(p.group, nil)
	p.Details.Stop()
}

// picture returns a photo for the viewer.
func (p *Viewer) picture(ctx context.Context, r viewer.Request) (image.Image, error) {
	if r.LongSidePx >= enlargedPx {
		p.enlarging.Lock()
		defer p.enlarging.Unlock()
		debug.FreeOSMemory() // some 20 ms
	}
	img, err := p.pictures.Picture(ctx, r.ID, r.LongSidePx)
	if err != nil {
		return nil, err
	}
	return picture.Turn(picture.RGBA(img), r.Turns), nil
}

func (p *Viewer) show(r viewer.Request, img image.Image, _ error) { p.viewer.Take(r, img) }

// square returns a photo for the strip.
func (p *Viewer) square(ctx context.Context, r filmstrip.Request) (*image.RGBA, error) {
	img, err := p.pictures.Thumb(ctx, r.ID, smallThumb)
	if err != nil {
		return nil, err
	}
	if r.Covered {
		return picture.Blur(img, r.SidePx, r.SidePx), nil
	}
	return picture.Fill(img, r.SidePx, r.SidePx), nil
}

func (p *Viewer) showSquare(r filmstrip.Request, img *image.RGBA, err error) {
	if err != nil {
		slog.Warn("show a neighbour", "photo", r.ID, "err", err)
	}
	p.viewer.Strip().Take(r, img)
}
