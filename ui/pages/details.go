package pages

import (
	"context"
	"log/slog"

	"recollect/engine/photo"
	"recollect/ui/details"
	"recollect/ui/work"
)

// Tags knows the tags of a photo.
type Tags interface {
	Tags(context.Context, photo.ID) ([]string, error)
}

// Shown knows what a photo shows.
type Shown interface {
	ShownBy(context.Context, photo.ID) ([]photo.Shown, error)
}

// Teller shows what is known of a photo.
type Teller interface {
	SetPhoto(x photo.Photo, companions []photo.Photo)
	SetMarks(photo.ID, details.Marks)
}

// Details reads what is known of one photo at a time.
type Details struct {
	Group  *work.Group
	To     Teller
	Photos Photos
	// Tags and Things may be nil.
	Tags   Tags
	Things Shown

	id      photo.ID // whose details are shown; 0: none
	reading work.Latest[described]
	marking work.Latest[details.Marks]
}

// described is a photo with the files that are shown with it.
type described struct {
	photo      photo.Photo
	companions []photo.Photo
}

// Show reads the details of a photo; 0 is Stop.
func (d *Details) Show(id photo.ID) {
	if id == 0 {
		d.Stop()
		return
	}
	d.id = id
	d.Again()
}

// Follow shows the details of a photo in a panel, To, which awaits it if it has another one; 0: of none. What the panel
// has from before Stop is read again: the photo may have changed while nobody looked at it.
func (d *Details) Follow(p *details.Panel, id photo.ID) {
	if id != p.Photo() || id == 0 {
		p.Await(id)
	}
	if id != d.id {
		d.Show(id)
	}
}

// Stop cancels all reading: no photo is shown.
func (d *Details) Stop() {
	d.id = 0
	d.reading.Stop()
	d.marking.Stop()
}

// Again reads all of the shown photo again, if there is one.
func (d *Details) Again() {
	id := d.id
	if id == 0 {
		return
	}
	d.Marks()
	d.reading.Run(d.Group, func(ctx context.Context) (described, error) {
		x, err := d.Photos.Photo(ctx, id)
		if err != nil {
			return described{}, err
		}
		companions, err := d.Photos.Companions(ctx, id)
		return described{x, companions}, err
	}, func(x described, err error) {
		if err != nil {
			slog.Warn("describe a photo", "photo", id, "err", err)
		}
		if x.photo.ID != 0 {
			d.To.SetPhoto(x.photo, x.companions)
		}
	})
}

// Marks reads the tags and things of the shown photo again, if there is one.
func (d *Details) Marks() {
	id := d.id
	if id == 0 {
		return
	}
	d.marking.Run(d.Group, func(ctx context.Context) (details.Marks, error) { return d.marks(ctx, id) },
		func(m details.Marks, err error) {
			if err != nil {
				slog.Warn("read the marks of a photo", "photo", id, "err", err)
				return
			}
			d.To.SetMarks(id, m)
		})
}

// marks returns the tags and things of a photo.
func (d *Details) marks(ctx context.Context, id photo.ID) (m details.Marks, err error) {
	if d.Things != nil {
		if m.Things, err = d.Things.ShownBy(ctx, id); err != nil {
			return m, err
		}
	}
	if d.Tags != nil {
		m.Tags, err = d.Tags.Tags(ctx, id)
	}
	return m, err
}
