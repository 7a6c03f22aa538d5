package filmstrip

import (
	"fmt"
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/theme"
)

// shownStrip is a strip that is 300 wide, which is room for five squares, and what it wants.
func shownStrip(t *testing.T) (*Strip, *[]Request) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	s := New()
	var wanted []Request
	s.OnWant = func(r []Request) { wanted = r }
	w := test.NewTempWindow(t, s)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, Height))
	return s, &wanted
}

func tilesOf(n int) *roll.Roll {
	var tiles []photo.Tile
	for id := range n {
		tiles = append(tiles, photo.Tile{ID: photo.ID(id + 1), WidthPx: 4, HeightPx: 3})
	}
	return roll.Of(tiles, false)
}

func ids(all []Request) (of []photo.ID) {
	for _, r := range all {
		of = append(of, r.ID)
	}
	return of
}

// The picture in the middle is wanted first, then those beside it; those that have come are not wanted again.
func TestTheNearestAreWantedFirst(t *testing.T) {
	s, wanted := shownStrip(t)
	s.SetRoll(tilesOf(20), 9)
	if got := fmt.Sprint(ids(*wanted)); got != "[10 11 9 12 8]" {
		t.Errorf("wanted %s", got)
	}
	for _, r := range *wanted {
		s.Take(r, image.NewRGBA(image.Rect(0, 0, r.SidePx, r.SidePx)))
	}
	s.SetRoll(s.roll, 10)
	if got := fmt.Sprint(ids(*wanted)); got != "[13]" {
		t.Errorf("a photo further on: wanted %s, want [13]", got)
	}
	if s.cells[10].picture.Position() != s.ring.Position().AddXY(3, 3) {
		t.Error("the ring is not round the photo shown")
	}
	s.Hide()
	s.SetRoll(s.roll, 2)
	if len(*wanted) > 0 || len(s.Pages()) > 0 {
		t.Error("a hidden strip wants pictures")
	}
}

// A click on a square asks for its photo, also for one that is not loaded, and the wheel goes on by one.
func TestPicksAndSteps(t *testing.T) {
	s, _ := shownStrip(t)
	day := time.Date(2024, 6, 10, 0, 0, 0, 0, time.UTC)
	r := roll.New(roll.Days([]photo.Day{
		{Start: day, Photos: 2, Widths: 2}, {Start: day.AddDate(0, -1, 0), Photos: 2, Widths: 2},
	}, 1), true)
	r = r.With(0, r.Pages[0].With([]photo.Tile{{ID: 1, Taken: day}, {ID: 2, Taken: day}}))
	s.SetRoll(r, 1)
	if got := s.Pages(); len(got) != 2 || got[0] != r.Pages[0] || got[1] != r.Pages[1] {
		t.Errorf("%d pages are needed, want both, the loaded one first", len(got))
	}
	picked, by := -1, 0
	s.OnPick, s.OnStep = func(at int) { picked = at }, func(n int) { by += n }
	s.Tapped(&fyne.PointEvent{Position: s.place(2).AddXY(9, 9)})
	if picked != 2 {
		t.Errorf("photo %d was picked, want 2", picked)
	}
	for range 4 {
		s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -notch/2)})
	}
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, notch)})
	if by != 1 {
		t.Errorf("the wheel went %d photos on, want 1", by)
	}
}

// A picture that comes for another version of a photo is not shown, and a covered photo asks for a blurred one.
func TestPicturesOfOthersAreNotShown(t *testing.T) {
	s, wanted := shownStrip(t)
	s.Covered = func(tile photo.Tile) bool { return tile.ID == 1 }
	s.SetRoll(tilesOf(1), 0)
	r := (*wanted)[0]
	if !r.Covered {
		t.Error("the picture of a covered photo is wanted")
	}
	r.Covered = false
	s.Take(r, image.NewRGBA(image.Rect(0, 0, 2, 2)))
	if s.cells[0].picture.Image != nil {
		t.Error("it is shown")
	}
	s.Clear()
	if len(s.cells) > 0 || s.ring.Visible() {
		t.Error("a cleared strip shows photos")
	}
}
