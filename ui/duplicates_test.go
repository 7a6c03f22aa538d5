package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/push"
	"recollect/ui/view"
)

// twice are the first two photos of a library, until one has gone.
type twice struct {
	*fake
	gone   bool
	moved  []string
	err    error
	undone []photo.ActID
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

func (d *twice) Reject(_ context.Context, ids []photo.ID) error {
	d.gone, d.moved = true, []string{fmt.Sprint("apart ", ids)}
	return nil
}

func (d *twice) Legacy(context.Context, photo.ID, []photo.ID) (photo.Legacy, error) {
	return photo.Legacy{Favourite: true, Tags: []string{"Zoo"}, Lost: []photo.Field{photo.TitleField}}, nil
}

func (d *twice) Record(ctx context.Context, change func(context.Context) error) (photo.ActID, error) {
	return 7, change(ctx)
}

func (d *twice) Undo(_ context.Context, id photo.ActID) (photo.Act, error) {
	d.gone = false
	d.undone = append(d.undone, id)
	return photo.Act{}, nil
}

func (d *twice) Redo(context.Context) (photo.Act, error) {
	return photo.Act{}, errors.New("not asked for")
}

func (d *twice) Count(context.Context) (int, error) {
	if d.gone {
		return 0, nil
	}
	return 1, nil
}

func (d *twice) Waiting(context.Context) (int, error) { return 0, nil }

func (d *twice) trash(_ context.Context, keep photo.Photo, others []photo.Photo) (photo.ActID, error) {
	if d.err != nil {
		return 0, d.err
	}
	d.gone = true
	d.moved = []string{keep.Path}
	for _, o := range others {
		d.moved = append(d.moved, o.Path)
	}
	return 8, nil
}

// Duplicates are moved to the trash after one question, and brought back by undo.
func TestDuplicatesGoToTheTrash(t *testing.T) {
	d := &twice{fake: newFake("/a.jpg", "/a copy.jpg", "/b.jpg"), err: errors.New("no trash")}
	w, l, _ := shownWindow(t, d.fake, func(o *Options) { o.Copies, o.Trash, o.Heirs, o.History = d, d.trash, d, d })
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
		(&keys{w}).typedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
		l.until(t, "the question", func() bool { return w.win.Canvas().Overlays().Top() != nil })
		for _, o := range test.LaidOutObjects(w.win.Canvas().Overlays().Top()) {
			if b, ok := o.(*push.Button); ok && b.Text == "Move to the trash" {
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
	if want := []photo.ActID{8}; !slices.Equal(d.undone, want) {
		t.Errorf("undone: %d, want %d", d.undone, want)
	}
}

// X says that a group is none, which can be undone; the arrows and Esc are the page's and the window's.
func TestDuplicatesByKeys(t *testing.T) {
	d := &twice{fake: newFake("/a.jpg", "/a copy.jpg", "/b.jpg")}
	w, l, _ := shownWindow(t, d.fake, func(o *Options) { o.Copies, o.Trash, o.Heirs, o.History = d, d.trash, d, d })
	w.nav.enter(view.Duplicates)
	shown := func(n int) func() bool {
		return func() bool { got, _, _ := w.duplicates.Groups(); return got == n }
	}
	l.until(t, "the group", shown(1))
	(&keys{w}).typedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	(&keys{w}).typedRune('x')
	l.until(t, "the group gone", shown(0))
	if want := []string{"apart [1 2]"}; !slices.Equal(d.moved, want) {
		t.Errorf("told apart: %q, want %q", d.moved, want)
	}
	if got := w.board.Shown().Toast; got != "These 2 photos are not called duplicates any more." {
		t.Errorf("it says %q", got)
	}
	w.board.Undo()
	l.until(t, "the group again", shown(1))
	(&keys{w}).typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.nav.view() == view.DuplicatesPage {
		t.Error("Esc does not leave the page")
	}
}

// The side bar has the number of groups of duplicates that the page has.
func TestDuplicatesAreCounted(t *testing.T) {
	d := &twice{fake: newFake("/a.jpg", "/b.jpg")}
	w, l, _ := shownWindow(t, d.fake, func(o *Options) { o.Copies, o.History, o.Trash = d, d, d.trash })
	counted := func(n string) {
		t.Helper()
		l.until(t, "the number "+n, func() bool {
			return slices.ContainsFunc(visible(w.shell.Side), func(o fyne.CanvasObject) bool {
				_, row := o.(fyne.Focusable)
				return row && shows(o, "Duplicates") && shows(o, n)
			})
		})
	}
	counted("1")
	d.gone = true
	d.setStatus(func(s *photo.Status) { s.Generation++ })
	counted("")
	d.gone = false
	w.nav.enter(view.Duplicates)
	counted("1")
}
