package carry

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
)

// shelf is a target left of an edge.
type shelf struct {
	left, right float32
	refuses     bool
	got         []photo.ID
	out         int
}

func (s *shelf) Over(at fyne.Position, ids []photo.ID) (string, bool) {
	if at.X < s.left || at.X >= s.right {
		return "", false
	}
	return fmt.Sprint("takes ", len(ids)), !s.refuses
}

func (s *shelf) Out() { s.out++ }

func (s *shelf) Drop(_ fyne.Position, ids []photo.ID) { s.got = ids }

func TestPhotosFallWhereTheyMay(t *testing.T) {
	test.NewTempApp(t)
	side, wall := &shelf{left: 0, right: 100}, &shelf{left: 100, right: 200, refuses: true}
	l := New(side, wall)
	w := test.NewTempWindow(t, l.Layer())
	w.Resize(fyne.NewSize(500, 300))
	carry := func(to ...float32) {
		l.Begin([]photo.ID{3, 1}, image.NewRGBA(image.Rect(0, 0, 4, 3)))
		for _, x := range to {
			l.Move(fyne.NewPos(x, 50))
		}
	}
	carry(300, 50)
	if l.Said() != "takes 2" || !l.Layer().Visible() || l.number.Text != "2" {
		t.Errorf("it says %q, the number is %q", l.Said(), l.number.Text)
	}
	if l.Drop(fyne.NewPos(50, 50)); fmt.Sprint(side.got) != "[3 1]" || l.Layer().Visible() || l.Carrying() != nil {
		t.Errorf("fell: %v, still carrying %v", side.got, l.Carrying())
	}
	side.got = nil
	out := side.out
	carry(50, 150)
	if l.Said() == "" || side.out == out {
		t.Error("a place that refuses does not say so, or the one before still shows that it would take them")
	}
	l.Drop(fyne.NewPos(150, 50))
	carry(50, 300)
	if l.Said() != "" {
		t.Errorf("over nothing it says %q", l.Said())
	}
	l.Drop(fyne.NewPos(300, 50))
	carry(50)
	l.Cancel()
	l.Move(fyne.NewPos(60, 50)) // the button is still held
	if l.Drop(fyne.NewPos(60, 50)); side.got != nil || wall.got != nil || l.Layer().Visible() {
		t.Errorf("%v and %v fell", side.got, wall.got)
	}
}

// What is carried stays in the window, also at its edges.
func TestTheStackStaysInTheWindow(t *testing.T) {
	test.NewTempApp(t)
	l := New()
	w := test.NewTempWindow(t, l.Layer())
	w.Resize(fyne.NewSize(500, 300))
	l.Begin([]photo.ID{1}, nil)
	l.Move(fyne.NewPos(499, 299))
	if at := l.image.Position(); at.X+width > 500 || at.Y+height > 300 || !l.badge.Hidden {
		t.Errorf("the picture is at %v, a badge for one photo: %v", at, !l.badge.Hidden)
	}
}

// What lies under the pointer may move away from it, as a list does that is scrolled.
func TestAgain(t *testing.T) {
	test.NewTempApp(t)
	first, second := &shelf{left: 0, right: 100}, &shelf{left: 100, right: 200}
	l := New(first, second)
	test.NewTempWindow(t, l.Layer())
	l.Begin([]photo.ID{7}, nil)
	l.Move(fyne.NewPos(50, 50))
	first.left, first.right, second.left, second.right = 100, 200, 0, 100
	if !l.Again() {
		t.Error("nothing is carried")
	}
	if l.Drop(fyne.NewPos(50, 50)); first.got != nil || fmt.Sprint(second.got) != "[7]" {
		t.Errorf("fell on what lay there before: %v, %v", first.got, second.got)
	}
	if l.Again() {
		t.Error("they are still carried")
	}
}
