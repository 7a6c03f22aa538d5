package ui

import (
	"context"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/phrases"
	"recollect/ui/view"
)

// spots are two photos at one place.
type spots struct{ n int }

func (s spots) Read(context.Context) (photo.Atlas, error) {
	return photo.Atlas{Photos: s.n, Area: photo.Area{South: 43, West: -4, North: 44, East: -3}}, nil
}

func (s spots) Clusters(_ context.Context, a photo.Area, _ int) ([]photo.Cluster, error) {
	c := photo.Cluster{
		Photos: s.n, Spot: photo.Spot{ID: 1, Latitude: 43.46, Longitude: -3.81}, City: "Santander",
		Area: photo.Area{South: 43.46, West: -3.81, North: 43.46, East: -3.81},
	}
	if s.n == 0 || !a.Has(c.Latitude, c.Longitude) {
		return nil, nil
	}
	return []photo.Cluster{c}, nil
}

func (s spots) Cities(context.Context, photo.Area, int) ([]photo.City, error) { return nil, nil }

// A person goes to the map, opens what is there by the keyboard, and comes back to where they were.
func TestPlacesByKeys(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg"), func(o *Options) { o.Places = spots{2} })
	w.nav.enter(view.Places)
	l.until(t, "the map", func() bool { return len(w.places.Bubbles()) == 1 })
	if w.nav.view() != view.PlacesPage || w.win.Canvas().Focused() == nil {
		t.Fatalf("on %v", w.nav.view())
	}
	press := func(key fyne.KeyName) { w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key}) }
	press(fyne.KeyRight)
	l.until(t, "the map further east", func() bool { return w.places.Bubbles()[0].X < 400 })
	before := w.places.Bubbles()[0]
	press(fyne.KeyReturn)
	l.until(t, "the photos", func() bool { return w.nav.view() == view.Results && w.finder.State().Answered() })
	if got := w.finder.State().Asked.Text; !strings.HasPrefix(got, "area:43.46,-3.81,") {
		t.Errorf("asked %q", got)
	}
	w.nav.leave()
	l.until(t, "the map again", func() bool { return w.nav.view() == view.PlacesPage })
	if after := w.places.Bubbles()[0]; math.Hypot(float64(after.X-before.X), float64(after.Y-before.Y)) > 1 {
		t.Errorf("the map was left at %v, and is at %v", before, after)
	}
	if w.win.Canvas().Focused() == nil {
		t.Error("the map has not got the keys back")
	}
	press(fyne.KeyEscape)
	l.until(t, "all photos", func() bool { return w.nav.view() == view.Library })
}

// Without places the page says so; Esc leaves it, which nothing on it has the keys for.
func TestNoPlaces(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg"), func(o *Options) { o.Places = spots{} })
	w.nav.enter(view.Places)
	l.until(t, "the page", func() bool { return w.nav.view() == view.PlacesPage })
	(&keys{w}).typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	l.until(t, "all photos", func() bool { return w.nav.view() == view.Library })
}

// A place in the information panel leads to the map around it.
func TestAPlaceLeadsToTheMap(t *testing.T) {
	w, l, _ := shownWindow(t, newFake("/a.jpg"), func(o *Options) { o.Places = spots{2} })
	w.nav.toMap(photo.Place{Latitude: 43.45, Longitude: -3.80})
	l.until(t, "the map", func() bool { return w.nav.view() == view.PlacesPage && len(w.places.Bubbles()) == 1 })
	b, size := w.places.Bubbles()[0], w.places.Map().Size()
	if math.Abs(float64(b.X-size.Width/2)) > 200 || math.Abs(float64(b.Y-size.Height/2)) > 200 {
		t.Errorf("the photos are at %v of %v", b, size)
	}
}

// Photos are put on the map from the question for their place, and the person is back where they were; Esc goes back
// without that.
func TestPlaceOnTheMap(t *testing.T) {
	e := &editing{userData: &userData{}}
	w, l, _ := shownWindow(t, newFake("/a.jpg", "/b.jpg"), func(o *Options) {
		o.Edits, o.History, o.Places = e, e, spots{2}
	})
	choose := func() {
		t.Helper()
		w.edits.Ask([]photo.ID{1, 2}, photo.PlaceField, "48.2, 16.37")
		press(t, w.win.Canvas().Overlays().Top(), phrases.Say("edits:on-map"))
		l.until(t, "the map", func() bool {
			return w.nav.view() == view.PlacesPage && w.places.Map().Visible() && w.win.Canvas().Overlays().Top() == nil
		})
	}
	key := func(key fyne.KeyName) { w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key}) }
	for _, at := range []func(){func() {}, func() { w.viewing.open(0) }} {
		at()
		was := w.nav.view()
		choose()
		key(fyne.KeyEscape)
		l.until(t, "where it was asked", func() bool { return w.nav.view() == was })
		choose()
		key(fyne.KeyReturn)
		l.until(t, "where it was asked", func() bool { return w.nav.view() == was })
	}
	l.until(t, "both", func() bool { return len(e.recorded()) == 2 })
	for _, did := range e.recorded() {
		if !strings.HasPrefix(did, "place [1 2] 48.2") {
			t.Errorf("it did %q", did)
		}
	}
	choose()
	w.nav.enter(view.Photos)
	w.nav.enter(view.Places)
	l.until(t, "the map", func() bool {
		return w.nav.view() == view.PlacesPage && w.places.Map().Visible() && w.win.Canvas().Focused() != nil
	})
	key(fyne.KeyReturn)
	if len(e.recorded()) != 2 {
		t.Errorf("after leaving it did %q", e.recorded())
	}
}
