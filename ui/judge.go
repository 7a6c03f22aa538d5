package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/frame"
	"recollect/ui/judge"
	"recollect/ui/view"
)

// judging asks about the selected photos when they are of a thing that somebody
// should judge.
func (w *Window) judging() {
	if w.judges() {
		w.judge.About(w.answer.Thing(), w.grid.Selection())
		return
	}
	w.judge.About("", nil)
}

// relayout puts the note and what floats above the photos where they belong now.
func (w *Window) relayout() {
	for _, c := range []*fyne.Container{w.root.Objects[0].(*fyne.Container), w.body, w.board.Toast()} {
		c.Layout.Layout(c.Objects, c.Size())
	}
	frame.Ask()
}

// judges reports whether the person can say of photos that they show a thing.
func (w *Window) judges() bool {
	return w.o.Things != nil && w.view() == view.Results && w.answer.Thing() != ""
}

// judgePhotos says whether photos show the thing that was asked for, and goes on
// from a single one to the next.
func (w *Window) judgePhotos(ids []photo.ID, yes bool) {
	if !w.judges() || len(ids) == 0 {
		return
	}
	verdict := photo.Rejected
	if yes {
		verdict = photo.Confirmed
	}
	w.give(w.answer.Thing(), ids, verdict)
	if len(ids) == 1 && ids[0] == w.grid.Selected() {
		w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	w.focusGrid()
}

// give gives a verdict, which can be undone.
func (w *Window) give(thing string, ids []photo.ID, v photo.Verdict) {
	var before judge.Before
	w.mark(func(ctx context.Context) (err error) {
		before, err = judge.Give(ctx, w.o.Things, thing, ids, v)
		return err
	}, func() {
		w.board.Done(judge.Told(thing, len(ids), v), func() {
			w.mark(func(ctx context.Context) error { return before.Restore(ctx, w.o.Things, thing) }, w.board.Undone)
		})
	})
}
