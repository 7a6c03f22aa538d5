package places

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"recollect/engine/photo"
)

// choosing is a stage on which a place is chosen.
type choosing struct {
	*stage
	given []photo.Place
}

func (s *choosing) choose(now *photo.Place) {
	s.given = nil
	s.Choose(2, now, func(at photo.Place) { s.given = append(s.given, at) })
	s.draw()
}

func (s *choosing) wants(t *testing.T, what string, lat, lon, by float64) {
	t.Helper()
	if len(s.given) != 1 || math.Abs(s.given[0].Latitude-lat) > by || math.Abs(s.given[0].Longitude-lon) > by {
		t.Errorf("%s: %+v, want %v, %v", what, s.given, lat, lon)
	}
	if len(s.opened) > 0 || s.title.Text != "16 photos on the map" {
		t.Errorf("%s: the page says %q, opened %v", what, s.title.Text, s.opened)
	}
}

// A place is chosen by a click beside the photos, by one on them, which is where they are, and by keys: the middle, or
// the photos that Tab has picked.
func TestChoose(t *testing.T) {
	s := &choosing{stage: newStage(t, spain)}
	click := func(x, y float32) { s.chart.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, y)}) }
	s.choose(nil)
	if s.title.Text != "Where were the 2 photos taken?" || s.chart.Cursor() != desktop.CrosshairCursor ||
		!s.hint.Visible() || s.cancel.Hidden {
		t.Errorf("the page says %q", s.title.Text)
	}
	b := s.Bubbles()[0]
	click(b.X+3, b.Y-3)
	s.wants(t, "on photos", 43.46, -3.81, 1e-9)
	if !s.cancel.Hidden || s.hint.Visible() || !s.chart.cross.ring.Hidden {
		t.Error("there is still something to choose")
	}

	s.choose(nil)
	v := s.last().View
	lat, lon := photo.OnEarth(v.Point(float64(margin+100)*s.last().Unit, float64(margin+500)*s.last().Unit))
	click(100, 500)
	s.wants(t, "beside photos", lat, lon, 0.01) // less than a pixel

	s.choose(&photo.Place{Latitude: 48.2, Longitude: 16.37})
	if s.chart.cross.ring.Hidden || s.win.Canvas().Focused() != s.chart {
		t.Error("nothing marks what Enter chooses")
	}
	s.key(fyne.KeyReturn)
	s.wants(t, "where they are now", 48.2, 16.37, 1e-4)

	s.All()
	s.choose(nil)
	s.key(fyne.KeyTab)
	if !s.chart.cross.ring.Hidden || s.about.Text != "Santander: 12 photos" {
		t.Errorf("after Tab: %q", s.about.Text)
	}
	s.key(fyne.KeySpace)
	s.wants(t, "what Tab has picked", 43.46, -3.81, 1e-9)
}

// Who leaves has chosen nothing, and a click opens photos again.
func TestChooseNothing(t *testing.T) {
	s := &choosing{stage: newStage(t, spain)}
	left := 0
	s.OnLeave = func() { left++ }
	s.choose(nil)
	s.key(fyne.KeyEscape)
	s.cancel.OnTapped()
	s.Browse() // by whoever shows the page again
	b := s.Bubbles()[0]
	s.chart.Tapped(&fyne.PointEvent{Position: fyne.NewPos(b.X, b.Y)})
	if len(s.given) > 0 || left != 2 || len(s.opened) != 1 {
		t.Errorf("chosen %v, left %d times, opened %v", s.given, left, s.opened)
	}
}

// The first photo of a library that gets a place gets it on a map of the earth, before and after the places were read.
func TestChooseOnTheEarth(t *testing.T) {
	s := &choosing{stage: newStage(t, spain)}
	s.clusters, s.Page.known, s.Page.atlas = nil, false, photo.Atlas{}
	s.choose(nil)
	for range 2 {
		area := s.last().Area()
		if !s.chart.Visible() || s.empty.Visible() || !area.Has(48.2, 16.37) || !area.Has(-34, 151) {
			t.Errorf("the map shows %+v", area)
		}
		s.Set(photo.Atlas{})
		s.draw()
	}
	s.Browse()
	if s.chart.Visible() || !s.none.Visible() {
		t.Error("there is a map without photos")
	}
}

// What is read again and again, while photos are looked for, does not move a map that the person has moved.
func TestChooseStaysWhereThePersonLooks(t *testing.T) {
	for name, photos := range map[string]int{"no photo has a place": 0, "some have": 16} {
		s := &choosing{stage: newStage(t, spain)}
		s.clusters, s.Page.known, s.Page.atlas = nil, false, photo.Atlas{}
		s.choose(nil)
		for range 3 {
			s.chart.TypedRune('+')
		}
		want := s.last().Area()
		for i := range 3 {
			a := photo.Atlas{Photos: photos}
			if photos > 0 {
				a.Photos, a.Area = photos+i, photo.Area{South: 37 - float64(i), West: -5.99, North: 43.46, East: -3.70}
			}
			s.Set(a)
			s.draw()
			if area := s.last().Area(); area != want {
				t.Errorf("%s: the map shows %+v, not %+v", name, area, want)
			}
		}
	}
}

// What was read meanwhile does not move the map away from where the photos are now.
func TestChooseStays(t *testing.T) {
	s := &choosing{stage: newStage(t, spain)}
	s.Page.known, s.Page.atlas = false, photo.Atlas{}
	s.choose(&photo.Place{Latitude: 48.2, Longitude: 16.37})
	s.Set(photo.Atlas{Photos: 16, Area: photo.Area{South: 37.39, West: -5.99, North: 43.46, East: -3.70}})
	s.draw()
	if area := s.last().Area(); !area.Has(48.2, 16.37) || area.Has(43.46, -3.81) {
		t.Errorf("the map shows %+v", area)
	}
}
