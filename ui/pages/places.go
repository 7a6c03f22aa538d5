package pages

import (
	"context"
	"image"
	"log/slog"
	"time"

	"recollect/engine/photo"
	"recollect/ui/notice"
	"recollect/ui/picture"
	"recollect/ui/places"
	"recollect/ui/work"
	"recollect/ui/world"
)

// Spots knows where photos were taken. Its methods are called off the UI goroutine.
type Spots interface {
	// Read reads the places of the library again, if anything has changed.
	Read(context.Context) (photo.Atlas, error)
	// Clusters are the photos in the cells of a level that an area touches.
	Clusters(ctx context.Context, area photo.Area, level int) ([]photo.Cluster, error)
	// Cities are the largest cities in them, the largest of all first.
	Cities(ctx context.Context, area photo.Area, level int) ([]photo.City, error)
}

// Places provides the page of places with its map and pictures.
type Places struct {
	Group  *work.Group
	Board  *notice.Board
	Page   *places.Page
	Spots  Spots
	Thumbs Thumbs
	Timer  *work.Timer // of Group, for this alone

	reading work.Latest[read]
	busy    bool // places are being read
	again   bool // and must be read once more
	drawing work.Latest[places.Frame]
	drawn   bool            // a picture is being drawn
	next    *places.Request // to be drawn after it
	fan     work.Fan[places.Cover, *image.RGBA]
}

// read is what was read, and how long that took.
type read struct {
	photo.Atlas
	took time.Duration
}

// rest is how many times longer than reading the places takes they are left alone then.
const rest = 10

// Serve connects the page.
func (p *Places) Serve() {
	p.fan = work.Fan[places.Cover, *image.RGBA]{Workers: 2, Work: p.cover, Show: p.show}
	p.Page.OnWant = func(all []places.Cover) { p.fan.Want(p.Group, all) }
	p.Page.OnDraw = p.draw
}

// Enter reads the places for a person who comes to look at them.
func (p *Places) Enter() {
	p.Page.Browse()
	p.Read()
}

// Read reads the places, at once or a while after they were last read.
func (p *Places) Read() {
	if p.busy {
		p.again = true
		return
	}
	if !p.Group.Open() {
		return
	}
	p.busy, p.again = true, false
	p.Page.Reading()
	p.reading.Run(p.Group, func(ctx context.Context) (read, error) {
		began := time.Now()
		a, err := p.Spots.Read(ctx)
		return read{a, time.Since(began)}, err
	}, func(r read, err error) {
		if err != nil {
			p.Board.Fail(err)
		} else {
			p.Page.Set(r.Atlas)
		}
		p.Timer.After(rest*r.took, func() {
			p.busy = false
			if p.again {
				p.Read()
			}
		})
	})
}

// draw draws a picture of the map, or the last that was wanted while another is drawn.
func (p *Places) draw(r places.Request) {
	if p.drawn || !p.Group.Open() {
		p.next = &r
		return
	}
	p.drawn, p.next = true, nil
	p.drawing.Run(p.Group, func(ctx context.Context) (places.Frame, error) { return p.frame(ctx, r) },
		func(f places.Frame, err error) {
			if p.drawn = false; err != nil {
				p.Board.Fail(err)
			} else {
				p.Page.Show(f)
			}
			if next := p.next; next != nil {
				p.draw(*next)
			}
		})
}

// frame draws a picture, with what lies on it.
func (p *Places) frame(ctx context.Context, r places.Request) (f places.Frame, err error) {
	f.Request = r
	w, err := world.Open()
	if err != nil {
		return f, err
	}
	if f.Clusters, err = p.Spots.Clusters(ctx, r.Area(), r.Cells); err != nil {
		return f, err
	}
	if f.Places, err = p.Spots.Cities(ctx, r.Area(), r.Cities); err != nil {
		return f, err
	}
	f.Image = w.Draw(r.View, r.Colours, r.Unit)
	return f, nil
}

// cover returns the picture of a cluster, blurred if its photo is flagged.
func (p *Places) cover(ctx context.Context, c places.Cover) (*image.RGBA, error) {
	img, err := p.Thumbs.Thumb(ctx, c.ID, smallThumb)
	if err != nil {
		return nil, err
	}
	const size = int(places.Diameter) * 2 // enough for every screen
	if c.Flagged {
		return picture.Blur(img, size, size), nil
	}
	return picture.Fill(img, size, size), nil
}

func (p *Places) show(c places.Cover, img *image.RGBA, err error) {
	if err != nil {
		slog.Warn("show a photo on the map", "photo", c.ID, "err", err)
		return
	}
	p.Page.Take(c, img)
}
