package pages

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/call"
	"recollect/ui/duplicates"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// Copies finds what a library has more than once. Its methods are called off the UI goroutine.
type Copies interface {
	Groups(ctx context.Context, withShots bool) ([]photo.Duplicates, error)
	Waiting(context.Context) (int, error)
	// Count is how many groups there are, quickly while nothing has changed since they were looked for.
	Count(context.Context) (int, error)
	// Reject records that photos are no duplicates of each other, for ever.
	Reject(context.Context, []photo.ID) error
}

// Heirs knows what is passed on of photos that go. Its method is called off the UI goroutine.
type Heirs interface {
	Legacy(ctx context.Context, to photo.ID, from []photo.ID) (photo.Legacy, error)
}

// History records what is done, and undoes it. Its methods are called off the UI goroutine.
type History interface {
	Record(ctx context.Context, change func(context.Context) error) (photo.ActID, error)
	Undo(context.Context, photo.ActID) (photo.Act, error)
}

// Trash moves the files of others to the system's trash, all of them or none, if they and the file to keep are as they
// were recorded. What is said of them is passed on first. All is one act of the history. It is called off the UI
// goroutine.
type Trash func(ctx context.Context, keep photo.Photo, others []photo.Photo) (photo.ActID, error)

// Duplicates provides the page of duplicates with its groups and pictures.
type Duplicates struct {
	Group  *work.Group
	Board  *notice.Board
	Window fyne.Window
	Page   *duplicates.Page
	Copies Copies
	Thumbs Thumbs
	Trash  Trash // nil: nothing can be moved to the trash
	Heirs  Heirs // nil: nothing is said of what is passed on
	// History is needed with Trash; nil: nothing can be rejected.
	History History
	// OnBack is called with what was undone; nil: nobody wants to know.
	OnBack  func(photo.Act)
	Timer   *work.Timer // of Group, for this alone
	OnCount func(int)   // there are so many groups

	reading work.Latest[found]
	counted work.Latest[int]
	took    time.Duration // to count
	asking  work.Latest[photo.Legacy]
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
	p.Page.OnCount = p.OnCount
	p.Page.OnWant = func(ids []photo.ID) { p.fan.Want(p.Group, ids) }
	if p.Trash != nil {
		p.Page.OnTrash = p.ask
	}
	if p.History != nil {
		p.Page.OnReject = p.reject
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

// quiet is how long nothing must have changed before groups are counted.
const quiet = 3 * time.Second

// Count counts the groups once it is quiet. While photos change again and again it waits longer, so that it takes a
// small share of the time.
func (p *Duplicates) Count() {
	p.Timer.After(min(max(quiet, 20*p.took), time.Minute), func() {
		var took time.Duration
		p.counted.Run(p.Group, func(ctx context.Context) (int, error) {
			began := time.Now()
			defer func() { took = time.Since(began) }()
			return p.Copies.Count(ctx)
		}, func(n int, err error) {
			p.took = took
			if err == nil { // else there is no number, and the page says why
				p.OnCount(n)
			}
		})
	})
}

// ask asks whether the others are to go to the trash, and says what of them is passed on.
func (p *Duplicates) ask(keep photo.Photo, others []photo.Photo) {
	p.asking.Run(p.Group, func(ctx context.Context) (l photo.Legacy, err error) {
		if p.Heirs == nil {
			return l, nil
		}
		return p.Heirs.Legacy(ctx, keep.ID, idsOf(others))
	}, func(l photo.Legacy, err error) {
		if err != nil {
			p.Board.Fail(err)
			return
		}
		ask.If(p.Window, ask.Question{
			Title: phrases.Say("duplicates:ask", "n", len(others)), Text: duplicates.Consequences(keep, others, l),
			Yes: phrases.Say("duplicates:yes"), No: phrases.Say("answer:cancel"), Paths: true,
		}, func() { p.move(keep, others) })
	})
}

func idsOf(photos []photo.Photo) (ids []photo.ID) {
	for _, o := range photos {
		ids = append(ids, o.ID)
	}
	return ids
}

// move moves photos to the trash.
func (p *Duplicates) move(keep photo.Photo, others []photo.Photo) {
	var act photo.ActID
	p.Board.Do(p.Group, func(ctx context.Context) (err error) {
		act, err = p.Trash(ctx, keep, others)
		return err
	}, func(err error) {
		if err != nil {
			p.Board.Fail(err)
			return
		}
		p.done(keep.ID, phrases.Say("duplicates:done", "n", len(others)), p.undo(act))
	})
}

// reject records that the photos of the group are no duplicates.
func (p *Duplicates) reject(g photo.Duplicates) {
	var ids []photo.ID
	for _, m := range g.Members {
		ids = append(ids, m.ID)
	}
	var act photo.ActID
	p.Board.Do(p.Group, func(ctx context.Context) (err error) {
		act, err = p.History.Record(ctx, func(ctx context.Context) error { return p.Copies.Reject(ctx, ids) })
		return err
	}, func(err error) {
		if err != nil {
			p.Board.Fail(err)
			return
		}
		p.done(ids[0], phrases.Say("duplicates:rejected", "n", len(ids)), p.undo(act))
	})
}

// undo returns what undoes an act; 0: nothing has changed.
func (p *Duplicates) undo(act photo.ActID) func(context.Context) (photo.Act, error) {
	return func(ctx context.Context) (a photo.Act, err error) {
		if act == 0 {
			return a, nil
		}
		return p.History.Undo(ctx, act)
	}
}

// done takes the group of a photo off the page, and says what was done about it. undo takes that back, and shows the
// group again.
func (p *Duplicates) done(id photo.ID, text string, undo func(context.Context) (photo.Act, error)) {
	p.Page.Drop(id)
	p.Board.Done(text, func() {
		var act photo.Act
		p.Board.Do(p.Group, func(ctx context.Context) (err error) {
			act, err = undo(ctx)
			return err
		}, func(err error) {
			p.Board.Fail(err)
			if err == nil {
				p.Board.Undone()
				call.With(p.OnBack, act)
				p.Page.Seek(id)
			}
			p.Read()
		})
	})
}
