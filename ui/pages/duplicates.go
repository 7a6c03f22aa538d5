package pages

import (
	"context"
	"image"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/duplicates"
	"recollect/ui/marks"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// Copies finds what a library has more than once. Its methods are called off the UI goroutine.
type Copies interface {
	Groups(ctx context.Context, withShots bool) ([]photo.Duplicates, error)
	Waiting(context.Context) (int, error)
}

// Trash moves files to the system's trash, all of them or none, if they and the file to keep are as they were
// recorded. restore brings them back. It is called off the UI goroutine.
type Trash func(ctx context.Context, keep photo.File, others []photo.File) (
	restore func(context.Context) error, err error,
)

// Duplicates provides the page of duplicates with its groups and pictures.
type Duplicates struct {
	Group  *work.Group
	Board  *notice.Board
	Window fyne.Window
	Page   *duplicates.Page
	Copies Copies
	Thumbs Thumbs
	Trash  Trash         // nil: nothing can be moved to the trash
	Marks  marks.Library // nil: there are none

	reading work.Latest[found]
	fan     work.Fan[photo.ID, image.Image]
}

// found is what was found, and how many photos were not looked at.
type found struct {
	groups  []photo.Duplicates
	waiting int
}

// Serve connects the page.
func (p *Duplicates) Serve() {
	p.fan = work.Fan[photo.ID, image.Image]{
		Workers: 2,
		Work: func(ctx context.Context, id photo.ID) (image.Image, error) {
			return p.Thumbs.Thumb(ctx, id, smallThumb)
		},
		Show: func(id photo.ID, img image.Image, err error) {
			if err == nil {
				p.Page.Take(id, img)
			}
		},
	}
	p.Page.OnWant = func(ids []photo.ID) { p.fan.Want(p.Group, ids) }
	if p.Trash != nil {
		p.Page.OnTrash = p.ask
	}
}

// Read looks for duplicates.
func (p *Duplicates) Read() {
	p.Page.Reading()
	p.reading.Run(p.Group, func(ctx context.Context) (f found, err error) {
		if f.groups, err = p.Copies.Groups(ctx, false); err == nil {
			f.waiting, err = p.Copies.Waiting(ctx)
		}
		return f, err
	}, func(f found, err error) {
		if err != nil {
			p.Board.Fail(err)
			return
		}
		p.Page.Set(f.groups, f.waiting)
	})
}

// ask asks whether the others are to go to the trash.
func (p *Duplicates) ask(keep photo.Photo, others []photo.Photo) {
	ask.If(p.Window, ask.Question{
		Title: phrases.Say("duplicates:ask", "n", len(others)),
		Text:  phrases.Say("duplicates:ask-hint", "path", keep.Path),
		Yes:   phrases.Say("duplicates:yes"), No: phrases.Say("answer:cancel"),
	}, func() { p.move(keep, others) })
}

// move moves photos to the trash. The one that is kept gets their tags, and becomes a favourite if one is.
func (p *Duplicates) move(keep photo.Photo, others []photo.Photo) {
	var files []photo.File
	for _, o := range others {
		files = append(files, o.File)
	}
	var restore func(context.Context) error
	work.Do(p.Group, func(ctx context.Context) (err error) {
		if err = p.inherit(ctx, keep.ID, others); err == nil {
			restore, err = p.Trash(ctx, keep.File, files)
		}
		return err
	}, func(err error) {
		if err != nil {
			p.Board.Fail(err)
			return
		}
		p.Page.Drop(keep.ID)
		p.Board.Done(phrases.Say("duplicates:done", "n", len(others)), func() {
			work.Do(p.Group, restore, func(err error) {
				p.Board.Fail(err)
				if err == nil {
					p.Board.Undone()
				}
				p.Read()
			})
		})
	})
}

// inherit gives a photo what a person has said of others.
func (p *Duplicates) inherit(ctx context.Context, keep photo.ID, others []photo.Photo) error {
	if p.Marks == nil {
		return nil
	}
	favourites, err := p.Marks.Favourites(ctx)
	if err != nil {
		return err
	}
	for _, o := range others {
		if favourites[o.ID] && !favourites[keep] {
			if err := p.Marks.SetFavourite(ctx, []photo.ID{keep}, true); err != nil {
				return err
			}
		}
		tags, err := p.Marks.Tags(ctx, o.ID)
		if err != nil {
			return err
		}
		for _, tag := range tags {
			if err := p.Marks.Tag(ctx, []photo.ID{keep}, tag, true); err != nil {
				return err
			}
		}
	}
	return nil
}
