package viewer

import (
	"fmt"
	"image"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/theme"
)

// shownPair is a pair of photos 2 and 3 of four, of which the third is twice as large, and what it wants.
func shownPair(t *testing.T) (*Pair, *[]Request) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	p := NewPair()
	var wanted []Request
	p.OnWant = func(r []Request) { wanted = r }
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1000, 700))
	tiles := []photo.Tile{
		{ID: 1, WidthPx: 2000, HeightPx: 1500},
		{ID: 2, WidthPx: 2000, HeightPx: 1500},
		{ID: 3, WidthPx: 4000, HeightPx: 3000},
		{ID: 4, WidthPx: 1500, HeightPx: 2000},
	}
	p.Open(roll.Of(tiles, false), 1, 2)
	return p, &wanted
}

// What is zoomed and moved on one side is on the other too: both show the same part of their photos.
func TestBothSidesShowTheSamePart(t *testing.T) {
	p, wanted := shownPair(t)
	if got := fmt.Sprint(ids(*wanted)); got != "[2 3]" {
		t.Errorf("wanted %s", got)
	}
	part := func(s *side) (x, y, w float64) {
		at, size := s.picture.Position(), s.picture.Size()
		return float64(-at.X / size.Width), float64(-at.Y / size.Height), float64(p.stage.Width / size.Width)
	}
	same := func(what string) {
		t.Helper()
		x1, y1, w1 := part(p.sides[0])
		x2, y2, w2 := part(p.sides[1])
		if math.Abs(x1-x2)+math.Abs(y1-y2)+math.Abs(w1-w2) > 0.01 {
			t.Errorf("%s: one shows %.3f %.3f %.3f, the other %.3f %.3f %.3f", what, x1, y1, w1, x2, y2, w2)
		}
	}
	same("fitted")
	p.Scrolled(&fyne.ScrollEvent{
		PointEvent: fyne.PointEvent{Position: fyne.NewPos(620, 400)}, Scrolled: fyne.NewDelta(0, 300),
	})
	if p.view.fit {
		t.Fatal("the wheel does not zoom")
	}
	same("zoomed at a point on the right")
	p.Dragged(&fyne.DragEvent{
		PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 300)}, Dragged: fyne.NewDelta(-80, 40),
	})
	same("dragged on the left")
	p.TypedRune('z')
	if !p.view.fit {
		t.Error("Z does not fit enlarged pictures")
	}
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	p.TypedRune('Z')
	if got := p.sides[1].picture.Size().Width; math.Abs(float64(got-4000)) > 1 {
		t.Errorf("the marked photo is %v wide in its own size, want 4000", got)
	}
	same("in its own size")
}

// The marked side takes the keys, and Up and Down put other photos there, but not the one beside it.
func TestTheMarkedSideTakesTheKeys(t *testing.T) {
	p, _ := shownPair(t)
	var got string
	p.OnDigit = func(id photo.ID, digit rune) { got += fmt.Sprintf("%d:%c ", id, digit) }
	p.OnReject = func(id photo.ID) { got += fmt.Sprint("reject ", id, " ") }
	p.OnMark = func(id photo.ID) { got += fmt.Sprint("mark ", id, " ") }
	p.OnClose = func() { got += "close" }
	p.TypedRune('3')
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	p.TypedRune('0')
	p.Tapped(&fyne.PointEvent{Position: fyne.NewPos(900, 300)})
	p.TypedRune('x')
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // the last is on the other side: there is none
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	p.TypedRune('f')
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if want := "2:3 4:0 reject 3 mark 2 close"; got != want {
		t.Errorf("did %q, want %q", got, want)
	}
	if p.sides[0].ring.Visible() || !p.sides[1].ring.Visible() {
		t.Error("the marked side is not the one with the ring")
	}
}

// A sharp picture takes the place of the thumbnail, and what is said is of the photo on that side.
func TestAPairTakesItsPictures(t *testing.T) {
	p, wanted := shownPair(t)
	before := p.sides[1].picture.Size()
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	p.Take((*wanted)[1], img)
	if p.sides[1].picture.Image != image.Image(img) || p.sides[1].picture.Size() != before {
		t.Error("the picture is not shown in place")
	}
	x := photo.Photo{ID: 3, File: photo.File{Path: "/a/b.jpg"}}
	x.Meta.Rating = 2
	p.SetPhoto(x)
	if p.sides[1].name.Text != "b.jpg" || p.sides[1].stars.Text != "★★☆☆☆" || p.sides[0].name.Text != "" {
		t.Errorf("it says %q, %q", p.sides[1].name.Text, p.sides[1].stars.Text)
	}
	p.Close()
	p.Take(Request{ID: 3, LongSidePx: 9000}, img)
	if p.Visible() || p.sides[1].picture.Image != nil || len(*wanted) > 0 {
		t.Error("a closed pair keeps pictures")
	}
}

// The hint goes where there is no room for it, and comes back with the room.
func TestTheHintOfAPairComesBack(t *testing.T) {
	p, _ := shownPair(t)
	for _, width := range []float32{1600, 400, 1600} {
		p.Resize(fyne.NewSize(width, 700))
		if p.hint.Visible() != (width == 1600) {
			t.Errorf("at %g it is shown: %v", width, p.hint.Visible())
		}
	}
}
