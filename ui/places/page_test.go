package places

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/theme"
	"recollect/ui/world"
)

// stage is a page in a window, whose pictures are drawn at once.
type stage struct {
	*Page
	win      fyne.Window
	asked    []Request
	clusters []photo.Cluster
	opened   []photo.Cluster
	wanted   []Cover
}

// spain are clusters of photos.
var spain = []photo.Cluster{
	{Photos: 12, Spot: photo.Spot{ID: 1, Latitude: 43.46, Longitude: -3.81}, City: "Santander"},
	{Photos: 1, Spot: photo.Spot{ID: 2, Latitude: 40.42, Longitude: -3.70}, City: "Madrid"},
	{Photos: 3, Spot: photo.Spot{ID: 3, Latitude: 37.39, Longitude: -5.99}},
}

func newStage(t *testing.T, clusters []photo.Cluster) *stage {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	s := &stage{Page: New(), clusters: clusters}
	s.OnDraw = func(r Request) { s.asked = append(s.asked, r) }
	s.OnOpen = func(c photo.Cluster) { s.opened = append(s.opened, c) }
	s.OnWant = func(all []Cover) { s.wanted = all }
	s.win = test.NewTempWindow(t, container.NewWithoutLayout())
	s.Canvas = s.win.Canvas()
	s.win.SetContent(s.Object())
	s.win.SetPadded(false)
	s.win.Resize(fyne.NewSize(876, 660))
	total := 0
	for _, c := range clusters {
		total += c.Photos
	}
	s.Set(photo.Atlas{Photos: total, Area: photo.Area{South: 37.39, West: -5.99, North: 43.46, East: -3.70}})
	s.draw()
	return s
}

// draw answers the last request.
func (s *stage) draw() {
	r := s.asked[len(s.asked)-1]
	f := Frame{Request: r, Image: image.NewRGBA(image.Rect(0, 0, 1, 1)), Clusters: s.clusters}
	f.Places = []photo.City{{Name: "Madrid", Latitude: 40.4165, Longitude: -3.70256, Population: 3_000_000}}
	s.Show(f)
}

func (s *stage) last() Request { return s.asked[len(s.asked)-1] }

func (s *stage) key(names ...fyne.KeyName) {
	for _, n := range names {
		s.chart.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

// The first time, all photos are on the map.
func TestAllPhotosAreOnTheMap(t *testing.T) {
	s := newStage(t, spain)
	if got := s.Bubbles(); len(got) != 3 || got[0].Photos != 12 || got[1].Photos != 1 || got[2].Photos != 3 {
		t.Errorf("got %+v", got)
	}
	area := s.last().Area()
	for _, c := range spain {
		if !area.Has(c.Latitude, c.Longitude) {
			t.Errorf("%+v is not on %+v", c, area)
		}
	}
	if want := []Cover{{ID: 1}, {ID: 2}, {ID: 3}}; !slices.Equal(s.wanted, want) {
		t.Errorf("got %v", s.wanted)
	}
	if s.empty.Visible() || s.none.Visible() || !s.tools.Visible() || s.title.Text != "16 photos on the map" {
		t.Errorf("the page says %q", s.title.Text)
	}
}

// Without photos the page says so, and shows no map.
func TestNoPhotosHaveAPlace(t *testing.T) {
	test.NewTempApp(t)
	p := New()
	p.Canvas = test.NewTempWindow(t, container.NewWithoutLayout()).Canvas()
	p.Reading()
	if p.empty.Text != "Looking where your photos were taken" {
		t.Errorf("got %q", p.empty.Text)
	}
	p.Set(photo.Atlas{})
	if !p.none.Visible() || p.empty.Visible() || p.chart.Visible() || p.tools.Visible() {
		t.Errorf("got %q", p.empty.Text)
	}
}

// Tab goes through the clusters from top to bottom, and Enter opens the one that is marked.
func TestKeysOpenClusters(t *testing.T) {
	s := newStage(t, spain)
	if s.win.Canvas().Focused() != s.chart {
		t.Error("the map has not got the focus")
	}
	if s.chart.ring.Hidden || s.about.Text != "Madrid: 1 photo" { // the nearest to the middle
		t.Errorf("got %q", s.about.Text)
	}
	s.key(fyne.KeyReturn, fyne.KeyTab)
	if s.about.Text != "Madrid: 1 photo" { // the one that was opened is picked: after it comes the last
		s.key(fyne.KeyReturn)
	}
	s.chart.picked = 0
	s.key(fyne.KeyTab)
	if s.about.Text != "Santander: 12 photos" {
		t.Errorf("got %q", s.about.Text)
	}
	s.key(fyne.KeyReturn)
	var ids []photo.ID
	for _, c := range s.opened {
		ids = append(ids, c.ID)
	}
	if want := []photo.ID{2, 3, 1}; !slices.Equal(ids, want) {
		t.Errorf("opened %v, want %v", ids, want)
	}
	s.key(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab)
	if s.win.Canvas().Focused() == s.chart {
		t.Error("Tab does not leave the map after the last cluster")
	}
}

// A click opens the cluster under it, and nothing beside it.
func TestClicksOpenClusters(t *testing.T) {
	s := newStage(t, spain)
	b := s.Bubbles()[0]
	click := func(x, y float32) { s.chart.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, y)}) }
	click(b.X+Diameter, b.Y)
	if len(s.opened) > 0 || s.win.Canvas().Focused() != s.chart {
		t.Errorf("opened %v", s.opened)
	}
	click(b.X+10, b.Y-10)
	if len(s.opened) != 1 || s.opened[0].ID != 1 {
		t.Errorf("opened %v", s.opened)
	}
	s.chart.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(b.X, b.Y)}})
	if s.about.Text != "Santander: 12 photos" || s.chart.Cursor() != desktop.PointerCursor {
		t.Errorf("got %q", s.about.Text)
	}
	s.chart.picked = 0
	s.chart.MouseOut()
	if s.about.Text == "Santander: 12 photos" || s.chart.Cursor() != desktop.DefaultCursor {
		t.Errorf("got %q", s.about.Text)
	}
}

// What is drawn moves with the pointer at once, before there is another picture.
func TestDragging(t *testing.T) {
	s := newStage(t, spain)
	before := s.Bubbles()[0]
	s.chart.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(30, -20)})
	after := s.Bubbles()[0]
	if math.Abs(float64(after.X-before.X-30)) > 0.1 || math.Abs(float64(after.Y-before.Y+20)) > 0.1 {
		t.Errorf("from %+v to %+v", before, after)
	}
	s.draw()
	drawn := s.Bubbles()[0]
	if math.Abs(float64(drawn.X-after.X)) > 1 || math.Abs(float64(drawn.Y-after.Y)) > 1 {
		t.Errorf("from %+v to %+v", after, drawn)
	}
}

// The wheel keeps what is under the pointer there, and the keys what is in the middle.
func TestZooming(t *testing.T) {
	s := newStage(t, spain)
	at := fyne.NewPos(300, 200)
	under := func() (x, y float64) {
		v := s.last().View
		return v.Point(float64(at.X+margin), float64(at.Y+margin))
	}
	x, y := under()
	zoom := s.chart.zoom
	s.chart.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, 25)})
	s.draw()
	if x2, y2 := under(); math.Abs(x2-x) > 1e-6 || math.Abs(y2-y) > 1e-5 || // of half a pixel
		s.chart.zoom != zoom+0.5 {
		t.Errorf("%v, %v became %v, %v", x, y, x2, y2)
	}
	centre := s.last().View
	s.chart.TypedRune('+')
	s.draw()
	if v := s.last().View; math.Abs(v.X-centre.X) > 1e-9 || math.Abs(v.Scale/centre.Scale-2) > 1e-9 {
		t.Errorf("got %+v from %+v", v, centre)
	}
	for range 40 {
		s.chart.TypedRune('+')
	}
	if s.chart.zoom != deepest {
		t.Errorf("zoomed to %v", s.chart.zoom)
	}
	for range 60 {
		s.chart.TypedRune('-')
	}
	v := s.last().View
	half := float64(s.chart.size.Height) / 2 / v.Scale
	if wide := v.Scale / s.last().Unit; wide < float64(s.chart.size.Width)-1 || v.Y < half-1e-9 || v.Y > 1-half+1e-9 {
		t.Errorf("the map is %v wide, at %v", wide, v.Y)
	}
	s.chart.TypedRune('0')
	if math.Abs(s.chart.zoom-zoom) > 1e-9 {
		t.Errorf("0 zooms to %v, want %v", s.chart.zoom, zoom)
	}
}

// Bubbles of neighbouring cells do not lie on each other, wherever the photos are in them, at any zoom.
func TestBubblesDoNotMeet(t *testing.T) {
	s := newStage(t, spain)
	for _, zoom := range []float64{4, 4.3, 4.99} {
		s.chart.zoom = zoom
		s.chart.ask()
		r := s.last()
		n := math.Pow(2, float64(r.Cells))
		s.clusters = nil
		cx, cy := math.Floor(s.chart.x*n), math.Floor(s.chart.y*n)
		for i, d := range [][2]float64{{0, 0}, {-1, 0}, {0, -1}, {-1, -1}} { // all at the corner where they meet
			lat, lon := photo.OnEarth((cx+0.5+d[0]*0.98)/n, (cy+0.5+d[1]*0.98)/n)
			spot := photo.Spot{ID: photo.ID(i + 1), Latitude: lat, Longitude: lon}
			s.clusters = append(s.clusters, photo.Cluster{Photos: 1, Spot: spot})
		}
		s.draw()
		for i, a := range s.chart.bubbles {
			for _, b := range s.chart.bubbles[i+1:] {
				d := a.centre.Subtract(b.centre)
				if math.Hypot(float64(d.X), float64(d.Y)) < float64(Diameter) {
					t.Errorf("zoom %v: bubbles at %v and %v", zoom, a.centre, b.centre)
				}
			}
		}
	}
}

// A name of a city is not written over a bubble.
func TestNamesHaveRoom(t *testing.T) {
	s := newStage(t, spain)
	if n := len(s.chart.names.Objects); n != 1 { // the name beside the bubble, which lies on the place
		t.Fatalf("%d objects", n)
	}
	b := boxOf(s.chart.names.Objects[0])
	for _, bubble := range s.chart.bubbles {
		if bubble.box().meets(b) {
			t.Errorf("%v lies on %v", b, bubble.box())
		}
	}
}

// A picture is shown when it comes, and dropped when its cluster has gone.
func TestCovers(t *testing.T) {
	s := newStage(t, spain)
	s.Take(Cover{ID: 1}, image.NewRGBA(image.Rect(0, 0, 8, 8)))
	if b := s.chart.bubbles[0]; b.ID != 1 || b.picture.Hidden {
		t.Error("the picture is not shown")
	}
	s.clusters = spain[1:]
	s.draw()
	if len(s.covers) != 0 || slices.Contains(s.wanted, Cover{ID: 1}) {
		t.Errorf("there are still %d pictures", len(s.covers))
	}
}

// The area of a picture of the whole map is the whole earth; one across the date line has its west in the east.
func TestArea(t *testing.T) {
	all := Request{View: world.View{X: 0.5, Y: 0.5, Scale: 500, Width: 1000, Height: 500}}.Area()
	if all.West != -180 || all.East != 180 || all.North < 85 {
		t.Errorf("got %+v", all)
	}
	fiji := Request{View: world.View{X: 0, Y: 0.55, Scale: 10_000, Width: 1000, Height: 500}}.Area()
	if fiji.West < 160 || fiji.East > -160 {
		t.Errorf("got %+v", fiji)
	}
}

// The page opens on the surroundings of a photo.
func TestLook(t *testing.T) {
	s := newStage(t, spain)
	s.Look(40.42, -3.70)
	area := s.last().Area()
	if !area.Has(40.42, -3.70) || area.East-area.West > 1 {
		t.Errorf("got %+v", area)
	}
}

// What is shown as a whole is so in another size too, until the map is moved.
func TestAnotherSize(t *testing.T) {
	s := newStage(t, spain)
	zoom := s.chart.zoom
	s.win.Resize(fyne.NewSize(500, 400))
	s.draw()
	if len(s.Bubbles()) != 3 || s.chart.zoom >= zoom {
		t.Errorf("%d bubbles, zoomed to %v from %v", len(s.Bubbles()), s.chart.zoom, zoom)
	}
	s.key(fyne.KeyRight)
	zoom = s.chart.zoom
	s.win.Resize(fyne.NewSize(876, 660))
	if s.chart.zoom != zoom {
		t.Errorf("the map was zoomed from %v to %v", zoom, s.chart.zoom)
	}
}

// The first picture is already of all photos: a click on one of its bubbles does not meet another picture.
func TestTheFirstPictureStays(t *testing.T) {
	s := newStage(t, spain)
	for _, r := range s.asked {
		if r.View != s.last().View {
			t.Errorf("asked for %+v, and later for %+v", r.View, s.last().View)
		}
	}
	s.Show(Frame{Request: s.asked[0], Image: image.NewRGBA(image.Rect(0, 0, 1, 1)), Clusters: spain})
	first := s.Bubbles()[0]
	s.draw()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.Map())
	test.TapCanvas(s.Canvas, at.AddXY(first.X, first.Y))
	if len(s.opened) != 1 || s.opened[0].Photos != first.Photos {
		t.Errorf("opened %+v, want the %d photos at %v, %v", s.opened, first.Photos, first.X, first.Y)
	}
}

// The map shows all photos while there are more and more of them, until a person moves it.
func TestTheMapFitsAnew(t *testing.T) {
	s := newStage(t, spain)
	grow := func(east float64) bool {
		asked := len(s.asked)
		a := photo.Area{South: 37.39, West: -5.99, North: 43.46, East: east}
		s.Set(photo.Atlas{Photos: s.Photos() + 1, Area: a})
		if len(s.asked) != asked+1 {
			t.Errorf("it asks for %d pictures", len(s.asked)-asked)
		}
		s.draw()
		return s.last().Area().East >= east
	}
	if !grow(20) || !grow(60) {
		t.Errorf("what was added is beyond the map: %+v", s.last().Area())
	}
	s.key(fyne.KeyLeft)
	if grow(100) {
		t.Error("it leaves where the person has moved it to")
	}
	if s.chart.TypedRune('0'); s.last().Area().East < 100 {
		t.Errorf("0 shows %+v", s.last().Area())
	}
	if !grow(120) {
		t.Error("after 0 it does not fit anew")
	}
}

// A bubble can be told from land and water before its picture is there, and round a picture as dark or as light.
func TestBubblesCanBeSeen(t *testing.T) {
	s := newStage(t, spain)
	for _, choice := range []theme.Choice{theme.Light, theme.Dark} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(choice, theme.NormalText))
		s.draw()
		fill := s.chart.bubbles[0].ground.FillColor
		for _, ground := range []fyne.ThemeColorName{theme.ColorNameLand, theme.ColorNameWater} {
			if off := int(grey(fill)) - int(grey(theme.Colour(ground))); off > -24 && off < 24 {
				t.Errorf("%s: a bubble is %v on %s", choice, fill, ground)
			}
		}
	}
}

func grey(c color.Color) uint8 { return color.GrayModel.Convert(c).(color.Gray).Y }
