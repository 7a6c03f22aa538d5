//go:build e2e

package e2e

import (
	"image"
	"testing"

	"recollect/e2e/stage"
)

// selectSeveral draws a frame round photos, takes one of them out, adds another, and takes all marks away.
func selectSeveral(t *testing.T, d *day) {
	ctx := within(t, patience)
	library, err := d.Program.Shown(ctx, "some photos", func(s stage.Shown) bool { return len(s.Tiles) >= 6 })
	must(t, err)
	middle := func(i int) image.Point {
		place, err := d.Place(library.Tiles[i])
		must(t, err)
		return place.Min.Add(place.Size().Div(2))
	}
	photosOf := func(tiles ...int) (n int) { // a closed stack is selected whole
		for _, i := range tiles {
			n += max(library.Tiles[i].Stack, 1)
		}
		return n
	}
	marked := func(what string, n int) stage.Shown {
		t.Helper()
		s, err := d.Program.Shown(ctx, what, func(s stage.Shown) bool { return s.Marked == n })
		must(t, err)
		return s
	}
	// Without Shift a drag on a photo carries it.
	must(t, d.Desk.Hold("shift", func() error { return d.Desk.Drag(middle(0), middle(2)) }))
	framed := marked("a row in a frame", photosOf(0, 1, 2))
	if len(framed.Buttons) < 4 {
		t.Errorf("the bar has the buttons %+v", framed.Buttons)
	}
	with := func(i int) {
		at := middle(i)
		must(t, d.Desk.Hold("ctrl", func() error { return d.Desk.Click(at.X, at.Y, 1) }))
	}
	with(1)
	marked("one less", photosOf(0, 2))
	with(4)
	marked("one more", photosOf(0, 2, 4))
	d.shoot(t, "selection")
	must(t, d.Desk.Press("ctrl+a"))
	marked("all", photos)
	must(t, d.Desk.Press("Escape"))
	if s := marked("none", 0); s.View != "library" {
		t.Errorf("Esc led to %s", s.View)
	}
	must(t, d.Desk.Press("ctrl+f"))
}

// fullScreen gives the photo in the viewer the whole screen, and takes it back.
func fullScreen(t *testing.T, d *day) {
	was, err := d.Window.Bounds()
	must(t, err)
	viewer := func(s stage.Shown) bool { return s.View == "viewer" }
	shown, err := d.Program.Shown(within(t, patience), "the viewer", viewer)
	must(t, err)
	resized := func(what string, wanted func(size image.Point) bool) {
		t.Helper()
		must(t, d.Resized(within(t, patience), what, wanted))
		_, err := d.SeeLarge(within(t, patience), shown.First)
		must(t, err)
	}
	must(t, d.Desk.Press("F11"))
	resized("the whole screen", func(size image.Point) bool { return size.X > was.Dx() && size.Y > was.Dy() })
	d.shoot(t, "full-screen")
	must(t, d.Desk.Press("Escape"))
	// Until then the window may have no keyboard.
	resized("its size of before", func(size image.Point) bool { return size == was.Size() })
	_, err = d.Program.Shown(within(t, patience), "the viewer still", viewer)
	must(t, err)
}
