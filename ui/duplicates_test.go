package ui

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/view"
)

// twice are the first two photos of a library, until one has gone.
type twice struct {
	*fake
	gone  bool
	moved []string
	err   error
}

func (d *twice) Groups(ctx context.Context, _ bool) ([]photo.Duplicates, error) {
	if d.gone {
		return nil, nil
	}
	g := photo.Duplicates{Kind: photo.DuplicateExact}
	for id := photo.ID(1); id <= 2; id++ {
		p, err := d.Photo(ctx, id)
		if err != nil {
			return nil, err
		}
		g.Members = append(g.Members, photo.Duplicate{Photo: p, Copies: 2})
	}
	return []photo.Duplicates{g}, nil
}

func (d *twice) Waiting(context.Context) (int, error) { return 0, nil }

func (d *twice) trash(_ context.Context, keep photo.File, others []photo.File) (func(context.Context) error, error) {
	if d.err != nil {
		return nil, d.err
	}
	d.gone = true
	d.moved = []string{keep.Path}
	for _, o := range others {
		d.moved = append(d.moved, o.Path)
	}
	return func(context.Context) error { d.gone, d.moved = false, nil; return nil }, nil
}

// Duplicates are moved to the trash after one question, and brought back by undo.
func TestDuplicatesGoToTheTrash(t *testing.T) {
	d := &twice{fake: newFake("/a.jpg", "/a copy.jpg", "/b.jpg"), err: errors.New("no trash")}
	k := &userData{favourites: map[photo.ID]bool{2: true}}
	w, l, _ := shownWindow(t, d.fake, func(o *Options) {
		k.all(o)
		o.Copies, o.Trash = d, d.trash
	})
	w.nav.enter(view.Duplicates)
	shown := func(n int) func() bool {
		return func() bool { got, _, _ := w.duplicates.Groups(); return got == n }
	}
	l.until(t, "the group", shown(1))
	if w.nav.view() != view.DuplicatesPage {
		t.Errorf("on screen: %v", w.nav.view())
	}
	move := func() {
		t.Helper()
		w.duplicates.OnTrash(mustGroup(w, 0), []photo.Photo{mustGroup(w, 1)})
		top := w.win.Canvas().Overlays().Top()
		if top == nil {
			t.Fatal("nothing is asked")
		}
		for _, o := range test.LaidOutObjects(top) {
			if b, ok := o.(*widget.Button); ok && b.Text == "Move to the trash" {
				test.Tap(b)
				return
			}
		}
		t.Fatal("there is no button that says so")
	}
	move()
	l.until(t, "the failure", func() bool { return w.board.Shown().Banner != "" })
	if n, _, _ := w.duplicates.Groups(); n != 1 {
		t.Error("a group has gone though nothing was moved")
	}
	d.err = nil
	move()
	l.until(t, "the group gone", shown(0))
	if want := []string{"/a.jpg", "/a copy.jpg"}; !slices.Equal(d.moved, want) {
		t.Errorf("kept and moved: %q, want %q", d.moved, want)
	}
	if w.board.Shown().Toast != "The photo is in the trash." {
		t.Errorf("it says %+v", w.board.Shown())
	}
	w.board.Undo()
	l.until(t, "the group again", shown(1))
}

// mustGroup is a photo of the group that is shown.
func mustGroup(w *Window, i int) photo.Photo {
	_, g, _ := w.duplicates.Groups()
	return g.Members[i].Photo
}
