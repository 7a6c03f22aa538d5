package pages

import (
	"context"
	"image"
	"log/slog"

	"recollect/engine/photo"
	"recollect/ui/viewer"
	"recollect/ui/work"
)

// Pair provides two photos side by side with their pictures and details.
type Pair struct {
	group  *work.Group
	pair   *viewer.Pair
	photos Photos
	fan    work.Fan[viewer.Request, image.Image]

	reading work.Latest[[]photo.Photo]
	ids     []photo.ID // whose details are shown
}

// NewPair serves p, and sets its OnWant and OnDetail. Pictures are decoded as those of the viewer are, whose
// turn it waits for.
func NewPair(group *work.Group, p *viewer.Pair, photos Photos, pictures *Viewer) *Pair {
	s := &Pair{group: group, pair: p, photos: photos}
	s.fan = work.Fan[viewer.Request, image.Image]{Workers: 2, Work: pictures.picture, Show: s.show}
	p.OnWant = func(r []viewer.Request) { s.fan.Want(group, r) }
	p.OnDetail = s.detail
	return s
}

func (s *Pair) show(r viewer.Request, img image.Image, _ error) { s.pair.Take(r, img) }

// Again reads the details of both photos again, if there are any.
func (s *Pair) Again() {
	if s.pair.Visible() {
		s.detail(s.ids)
	}
}

func (s *Pair) detail(ids []photo.ID) {
	s.ids = ids
	s.reading.Run(s.group, func(ctx context.Context) (all []photo.Photo, err error) {
		for _, id := range ids {
			x, err := s.photos.Photo(ctx, id)
			if err != nil {
				return all, err
			}
			all = append(all, x)
		}
		return all, nil
	}, func(all []photo.Photo, err error) {
		if err != nil {
			slog.Warn("describe two photos", "err", err)
		}
		for _, x := range all {
			s.pair.SetPhoto(x)
		}
	})
}
