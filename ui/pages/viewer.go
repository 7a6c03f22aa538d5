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
	group    *work.Group
	viewer   *viewer.Viewer
	photos   Photos
	pictures Pictures
	tags     Tags
	things   Shown

	fan       work.Fan[viewer.Request, image.Image]
	strip     work.Fan[filmstrip.Request, *image.RGBA]
	enlarging sync.Mutex // held while an enlarged picture is decoded
	detailing work.Latest[detail]
	marking   work.Latest[viewer.Marks]
}

// Tags knows the tags of a photo.
type Tags interface {
	Tags(context.Context, photo.ID) ([]string, error)
}

// Shown knows what a photo shows.
type Shown interface {
	ShownBy(context.Context, photo.ID) ([]photo.Shown, error)
}

// NewViewer serves v and its strip, and sets their OnWant and OnDetail. tags and things may be nil.
func NewViewer(group *work.Group, v *viewer.Viewer, photos Photos, pictures Pictures, tags Tags, things Shown) *Viewer {
	p := &Viewer{group: group, viewer: v, photos: photos, pictures: pictures, tags: tags, things: things}
	p.fan = work.Fan[viewer.Request, image.Image]{Workers: 2, Work: p.picture, Show: p.show}
	v.OnWant = func(r []viewer.Request) { p.fan.Want(group, r) }
	p.strip = work.Fan[filmstrip.Request, *image.RGBA]{Workers: 2, Work: p.square, Show: p.showSquare}
	v.Strip().OnWant = func(r []filmstrip.Request) { p.strip.Want(group, r) }
	v.OnDetail = p.detail
	return p
}

// Stop cancels all reading: the viewer is closed.
func (p *Viewer) Stop() {
	p.fan.Want(p.group, nil)
	p.strip.Want(p.group, nil)
	p.detailing.Stop()
	p.marking.Stop()
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

// detail is what the viewer shows of a photo beside its picture.
type detail struct {
	photo      photo.Photo
	companions []photo.Photo
}

// detail passes the details of a photo to the viewer.
func (p *Viewer) detail(id photo.ID) {
	p.readMarks(id)
	p.detailing.Run(p.group, func(ctx context.Context) (detail, error) {
		x, err := p.photos.Photo(ctx, id)
		if err != nil {
			return detail{}, err
		}
		companions, err := p.photos.Companions(ctx, id)
		return detail{x, companions}, err
	}, func(d detail, err error) {
		if err != nil {
			slog.Warn("describe a photo", "photo", id, "err", err)
		}
		if d.photo.ID != 0 {
			p.viewer.SetPhoto(d.photo, d.companions)
		}
	})
}

// ReadDetail reads the details of the shown photo again, if there is one.
func (p *Viewer) ReadDetail() {
	if t, _, ok := p.viewer.Current(); ok {
		p.detail(t.ID)
	}
}

// ReadMarks reads the marks of the shown photo again, if there is one.
func (p *Viewer) ReadMarks() {
	if t, _, ok := p.viewer.Current(); ok {
		p.readMarks(t.ID)
	}
}

func (p *Viewer) readMarks(id photo.ID) {
	p.marking.Run(p.group, func(ctx context.Context) (viewer.Marks, error) { return p.marks(ctx, id) },
		func(m viewer.Marks, err error) {
			if err != nil {
				slog.Warn("read the marks of a photo", "photo", id, "err", err)
				return
			}
			p.viewer.SetMarks(id, m)
		})
}

// marks returns the tags and things of a photo.
func (p *Viewer) marks(ctx context.Context, id photo.ID) (m viewer.Marks, err error) {
	if p.things != nil {
		if m.Things, err = p.things.ShownBy(ctx, id); err != nil {
			return m, err
		}
	}
	if p.tags != nil {
		m.Tags, err = p.tags.Tags(ctx, id)
	}
	return m, err
}
