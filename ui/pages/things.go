package pages

import (
	"context"
	"image"
	"log/slog"
	"maps"

	"recollect/engine/photo"
	"recollect/ui/notice"
	"recollect/ui/picture"
	"recollect/ui/things"
	"recollect/ui/work"
)

// Things provides the page of things with its things and covers.
type Things struct {
	group   *work.Group
	board   *notice.Board
	page    *things.Page
	things  func(context.Context) ([]photo.Thing, error)
	thumbs  Thumbs
	flagged map[photo.ID]bool // the photos that are hidden until the person asks for them
	reading work.Latest[[]photo.Thing]
	fan     work.Fan[photo.ID, *image.RGBA]
}

// NewThings serves page, and sets its OnWant. things returns the things that
// photos show, by group; it is called off the UI goroutine.
func NewThings(
	group *work.Group, board *notice.Board, page *things.Page,
	things func(context.Context) ([]photo.Thing, error), thumbs Thumbs,
) *Things {
	p := &Things{group: group, board: board, page: page, things: things, thumbs: thumbs}
	p.fan = work.Fan[photo.ID, *image.RGBA]{Workers: 2, Show: p.show}
	page.OnWant = func(ids []photo.ID) { p.fan.Want(group, ids) }
	return p
}

// Read reads the things.
func (p *Things) Read() {
	p.reading.Run(p.group, p.things, func(all []photo.Thing, err error) {
		if err != nil {
			p.board.Fail(err)
			return
		}
		flagged := map[photo.ID]bool{}
		for _, t := range all {
			if t.Flagged {
				flagged[t.Cover] = true
			}
		}
		if !maps.Equal(flagged, p.flagged) { // a cover that is now flagged may be visible
			p.flagged = flagged
			p.fan.Want(p.group, nil)
			p.page.Forget()
		}
		p.fan.Work = func(ctx context.Context, id photo.ID) (*image.RGBA, error) {
			return p.cover(ctx, id, flagged[id])
		}
		p.page.Set(all)
	})
}

// cover returns the cover of a thing, blurred if its photo is flagged.
func (p *Things) cover(ctx context.Context, id photo.ID, blurred bool) (*image.RGBA, error) {
	img, err := p.thumbs.Thumb(ctx, id, smallThumb)
	if err != nil {
		return nil, err
	}
	const scale = 2 // enough for every screen
	width, height := int(things.CoverWidth*scale), int(things.CoverHeight*scale)
	if blurred {
		return picture.Blur(img, width, height), nil
	}
	return picture.Fill(img, width, height), nil
}

func (p *Things) show(id photo.ID, img *image.RGBA, err error) {
	if err != nil {
		slog.Warn("show a cover", "photo", id, "err", err)
		return
	}
	p.page.Take(id, img)
}
