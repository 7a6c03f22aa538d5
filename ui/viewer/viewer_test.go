package viewer

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

func shownViewer(t *testing.T) (*Viewer, *[]Request) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	v := New()
	var wanted []Request
	v.OnWant = func(r []Request) { wanted = r }
	w := test.NewTempWindow(t, v)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1000, 700))
	var tiles []photo.Tile
	for id := photo.ID(1); id <= 4; id++ {
		tiles = append(tiles, photo.Tile{ID: id, WidthPx: 4000, HeightPx: 3000})
	}
	v.Open(roll.Of(tiles, false), 1)
	return v, &wanted
}

func ids(r []Request) []photo.ID {
	var all []photo.ID
	for _, x := range r {
		all = append(all, x.ID)
	}
	return all
}

func sharp() image.Image { return image.NewRGBA(image.Rect(0, 0, 800, 600)) }

func current(v *Viewer) photo.ID {
	t, _, _ := v.Current()
	return t.ID
}

func TestOpenWantsThePhotoThenItsNeighbours(t *testing.T) {
	_, wanted := shownViewer(t)
	if got := fmt.Sprint(ids(*wanted)); got != "[2 3 1]" {
		t.Errorf("wanted %s, want [2 3 1]", got)
	}
}

func TestSteps(t *testing.T) {
	tests := []struct {
		name string
		keys []fyne.KeyName
		want photo.ID
	}{
		{"next", []fyne.KeyName{fyne.KeyRight}, 3},
		{"previous", []fyne.KeyName{fyne.KeyLeft}, 1},
		{"before the first stays", []fyne.KeyName{fyne.KeyLeft, fyne.KeyLeft}, 1},
		{"end", []fyne.KeyName{fyne.KeyEnd}, 4},
		{"after the last stays", []fyne.KeyName{fyne.KeyEnd, fyne.KeyRight}, 4},
		{"home", []fyne.KeyName{fyne.KeyEnd, fyne.KeyHome}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, _ := shownViewer(t)
			var detail photo.ID
			v.OnDetail = func(id photo.ID) { detail = id }
			for _, k := range tt.keys {
				v.TypedKey(&fyne.KeyEvent{Name: k})
			}
			if current(v) != tt.want || detail != tt.want {
				t.Errorf("shows %d and asks about %d, want %d", current(v), detail, tt.want)
			}
		})
	}
}

func TestThumbnailFirstThenSharp(t *testing.T) {
	v, wanted := shownViewer(t)
	small := image.NewRGBA(image.Rect(0, 0, 40, 30))
	v.Thumb = func(photo.ID) image.Image { return small }
	v.Step(1)
	before, size := v.picture.Position(), v.picture.Size()
	if v.picture.Image != image.Image(small) || v.Sharp() {
		t.Fatal("the thumbnail is not shown at once")
	}
	sharp := sharp()
	v.Take((*wanted)[0], sharp)
	if v.picture.Image != sharp || !v.Sharp() {
		t.Error("the sharp picture is not shown")
	}
	if v.picture.Position() != before || v.picture.Size() != size {
		t.Error("the picture moved when it became sharp")
	}
}

func TestTakeIgnoresWhatIsFarAway(t *testing.T) {
	v, _ := shownViewer(t)
	v.Step(2)
	v.Take(Request{ID: 1, LongSidePx: 800}, sharp())
	if len(v.pictures) != 0 {
		t.Errorf("%d pictures kept, want none", len(v.pictures))
	}
	v.Take(Request{ID: 3, LongSidePx: 800}, sharp())
	if v.Sharp() {
		t.Error("a neighbour's picture counts as that of the photo shown")
	}
	v.Step(-1)
	if !v.Sharp() {
		t.Error("the neighbour was loaded and is not sharp at once")
	}
}

func TestAPictureThatCannotBeRead(t *testing.T) {
	v, wanted := shownViewer(t)
	v.Take((*wanted)[0], nil)
	if !v.message.Visible() || v.picture.Visible() {
		t.Error("it is not said that the picture cannot be shown")
	}
	v.Step(1)
	if v.message.Visible() {
		t.Error("the message stays for the next photo")
	}
	for away, want := range map[bool]string{true: "cannot be reached", false: "cannot be shown"} {
		if got := unshown(photo.Tile{Away: away}); !strings.Contains(got, want) {
			t.Errorf("away %v: %q", away, got)
		}
	}
}

func TestZoomWantsASharperPicture(t *testing.T) {
	v, wanted := shownViewer(t)
	v.Take((*wanted)[0], sharp())
	v.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(500, 300)})
	if got := (*wanted)[0]; got.ID != 2 || got.LongSidePx < 3500 {
		t.Errorf("wanted %+v, want photo 2 in its own size", got)
	}
	if got := v.picture.Size().Width; got != 4000 {
		t.Errorf("at 1:1 the picture is %v wide, want 4000", got)
	}
	v.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(500, 300)})
	if got := v.picture.Size().Width; got > 1000 {
		t.Errorf("fitted again it is %v wide, want no more than the window", got)
	}
}

// An enlarged picture may take 256 MB: only that of the photo shown is kept.
func TestStepKeepsNoEnlargedPicture(t *testing.T) {
	v, wanted := shownViewer(t)
	v.Take((*wanted)[0], sharp())
	v.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(500, 300)})
	v.Take((*wanted)[0], sharp())
	if v.asked[2] < 3500 {
		t.Fatalf("the picture taken has a long side of %d, want its own size", v.asked[2])
	}
	v.Step(1)
	if v.pictures[2] != nil {
		t.Error("the enlarged picture is kept for the photo before")
	}
	if got := (*wanted)[len(*wanted)-1]; got != (Request{ID: 2, LongSidePx: v.fitSide()}) {
		t.Errorf("wanted last %+v, want photo 2 as large as the window", got)
	}
}

// Z shows the photo in its own size, and fitted again; Fit does so whatever the zoom is.
func TestZTogglesTheZoom(t *testing.T) {
	v, _ := shownViewer(t)
	v.TypedRune('z')
	if got := v.picture.Size().Width; got != 4000 {
		t.Errorf("in its own size it is %v wide, want 4000", got)
	}
	v.TypedRune('Z')
	if !v.view.fit {
		t.Error("it is not fitted again")
	}
	v.TypedRune('+')
	if v.Fit(); !v.view.fit {
		t.Error("it does not fit after Fit")
	}
}

func TestZoomKeepsThePointUnderThePointer(t *testing.T) {
	picture, stage := fyne.NewSize(4000, 3000), fyne.NewSize(800, 600)
	for _, at := range []fyne.Position{{X: 400, Y: 300}, {X: 100, Y: 500}, {X: 799, Y: 1}} {
		v := view{fit: true}
		under := func() (x, y float64) {
			size, from := v.size(picture, stage), v.place(picture, stage)
			return float64((at.X - from.X) / size.Width), float64((at.Y - from.Y) / size.Height)
		}
		x0, y0 := under()
		for range 5 {
			v.zoomAt(v.current(picture, stage)*1.3, at, picture, stage)
		}
		if x1, y1 := under(); math.Abs(x1-x0) > 0.01 || math.Abs(y1-y0) > 0.01 {
			t.Errorf("at %v: the point went from %.3f, %.3f to %.3f, %.3f", at, x0, y0, x1, y1)
		}
	}
}

func TestDragStaysInside(t *testing.T) {
	picture, stage := fyne.NewSize(4000, 3000), fyne.NewSize(800, 600)
	v := view{fit: true}
	v.zoomAt(1, fyne.NewPos(400, 300), picture, stage)
	v.moveBy(9999, 9999, picture, stage)
	if got := v.place(picture, stage); got.X != 0 || got.Y != 0 {
		t.Errorf("dragged to %v, want the corner", got)
	}
	v.moveBy(-99999, -99999, picture, stage)
	if got := v.place(picture, stage); got.X != -3200 || got.Y != -2400 {
		t.Errorf("dragged to %v, want the other corner", got)
	}
}

func TestKeysAct(t *testing.T) {
	v, _ := shownViewer(t)
	var got string
	v.OnClose = func() { got = "close" }
	v.OnMore = func(id photo.ID) { got = fmt.Sprint("more ", id) }
	v.OnReveal = func(id photo.ID) { got = fmt.Sprint("reveal ", id) }
	v.OnDigit = func(id photo.ID, digit rune) { got = fmt.Sprintf("rate %d %c", id, digit) }
	v.OnReject = func(id photo.ID) { got = fmt.Sprintf("reject %d", id) }
	v.OnCompare = func(at int) { got = fmt.Sprint("compare ", at) }
	tests := []struct {
		want string
		do   func()
	}{
		{"close", func() { v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) }},
		{"close", func() { v.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace}) }},
		{"more 2", func() { v.TypedRune('m') }},
		{"reveal 2", func() { v.TypedRune('r') }},
		{"rate 2 0", func() { v.TypedRune('0') }},
		{"rate 2 4", func() { v.TypedRune('4') }},
		{"reject 2", func() { v.TypedRune('x') }},
		{"compare 1", func() { v.TypedRune('c') }},
	}
	for _, tt := range tests {
		got = ""
		tt.do()
		if got != tt.want {
			t.Errorf("did %q, want %q", got, tt.want)
		}
	}
}

func TestInformationNeverCoversThePicture(t *testing.T) {
	v, _ := shownViewer(t)
	v.TypedRune('i')
	if !v.details.Object().Visible() {
		t.Fatal("I does not show the information")
	}
	if right := v.picture.Position().X + v.picture.Size().Width; right > v.details.Object().Position().X {
		t.Errorf("the picture reaches to %v, the information begins at %v", right, v.details.Object().Position().X)
	}
	v.TypedRune('i')
	if v.details.Object().Visible() {
		t.Error("I does not hide the information")
	}
}

func TestInformationInASmallWindow(t *testing.T) {
	v, _ := shownViewer(t)
	v.Resize(fyne.NewSize(480, 320))
	v.TypedRune('i')
	long := photo.Photo{ID: 2, File: photo.File{Path: "/a/" + strings.Repeat("long", 40) + ".jpg"}}
	long.Taken.Time = time.Date(2024, 9, 26, 0, 0, 0, 0, time.UTC)
	v.SetPhoto(long, nil)
	box := v.details.Object()
	if right := v.picture.Position().X + v.picture.Size().Width; right > box.Position().X {
		t.Errorf("the picture reaches to %v, the information begins at %v", right, box.Position().X)
	}
	if right := box.Position().X + box.Size().Width; right > 480 {
		t.Errorf("the information reaches to %v of 480", right)
	}
	if min, has := box.MinSize().Width, box.Size().Width; min > has {
		t.Errorf("the information needs %v and has %v", min, has)
	}
	if got := v.bar.box.MinSize().Width; got > 480 {
		t.Errorf("the line above needs %v of 480", got)
	}
}

func TestTheWheelOverTheInformationDoesNotZoom(t *testing.T) {
	v, _ := shownViewer(t)
	v.TypedRune('i')
	over := v.details.Object().Position().AddXY(20, 20)
	v.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: over}, Scrolled: fyne.NewDelta(0, 100)})
	v.DoubleTapped(&fyne.PointEvent{Position: over})
	if !v.view.fit {
		t.Error("the picture was zoomed")
	}
}

func TestInformationIsCopied(t *testing.T) {
	v, _ := shownViewer(t)
	var copied []string
	v.details.OnCopy = func(text string) { copied = append(copied, text) }
	v.TypedRune('i')
	p := photo.Photo{ID: 2, File: photo.File{Path: "/a/b.jpg"}}
	p.Meta.Place = &photo.Place{Latitude: 48.5, Longitude: 2.25}
	v.SetPhoto(p, nil)
	for _, o := range test.LaidOutObjects(v.details.Object()) {
		if b, ok := o.(*tip.Button); ok {
			test.Tap(b)
		}
	}
	if got := strings.Join(copied, " & "); got != "/a/b.jpg & 48.5, 2.25" {
		t.Errorf("copied %q", got)
	}
}

func TestCloseKeepsNothing(t *testing.T) {
	v, wanted := shownViewer(t)
	first := (*wanted)[0]
	v.Take(first, sharp())
	v.SetPhoto(photo.Photo{ID: 2, File: photo.File{Path: "/a/b.jpg"}}, nil)
	v.Close()
	v.Take(first, sharp())
	if len(v.pictures) != 0 || v.roll != nil || v.picture.Image != nil {
		t.Errorf("kept %d pictures, the photos %v and %v", len(v.pictures), v.roll, v.picture.Image)
	}
	if _, _, ok := v.Current(); ok {
		t.Error("a photo is shown after closing")
	}
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	v.TypedRune('+')
	v.Open(roll.Of([]photo.Tile{{ID: 9, WidthPx: 40, HeightPx: 30}}, false), 0)
	if current(v) != 9 || !v.picture.Visible() {
		t.Errorf("opened again it shows %d, visible %v", current(v), v.picture.Visible())
	}
}

func TestInformationIsOfThePhotoShown(t *testing.T) {
	v, _ := shownViewer(t)
	if got := v.details.Photo(); got != 2 {
		t.Errorf("photo 2 is shown, and photo %d is told about", got)
	}
	v.Step(1)
	if got := v.details.Photo(); got != 3 {
		t.Errorf("photo 3 is shown, and photo %d is told about", got)
	}
}

func TestColourUntilThereIsAPicture(t *testing.T) {
	v, _ := shownViewer(t)
	v.Open(roll.Of([]photo.Tile{
		{ID: 1, WidthPx: 40, HeightPx: 30, Colour: photo.UnknownColour},
		{ID: 2, WidthPx: 40, HeightPx: 30, Colour: photo.RGB{R: 200, G: 10, B: 20}},
	}, false), 0)
	if got, want := v.picture.Image.At(0, 0), theme.Colour(theme.ColorNameRaised); got != want {
		t.Errorf("an unknown colour is %v, want %v", got, want)
	}
	v.Step(1)
	if got, want := v.picture.Image.At(0, 0), (color.NRGBA{200, 10, 20, 255}); got != want {
		t.Errorf("the colour is %v, want %v", got, want)
	}
}

func TestTheBarCounts(t *testing.T) {
	v, _ := shownViewer(t)
	if got := v.bar.place.Text; got != "2 of 4" {
		t.Errorf("it says %q", got)
	}
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if got := v.bar.place.Text; got != "4 of 4" || !v.Last() {
		t.Errorf("at the end it says %q, last: %v", got, v.Last())
	}
}

// A turned picture is asked for anew, fits the stage, and is only looked at.
func TestTurning(t *testing.T) {
	v, wanted := shownViewer(t)
	v.Take((*wanted)[0], sharp())
	wide := v.picture.Size()
	v.TypedRune(']')
	r := (*wanted)[0]
	if r.ID != 2 || r.Turns != 1 || v.Sharp() {
		t.Fatalf("wanted %+v, sharp %v", r, v.Sharp())
	}
	if v.Take(Request{ID: 2, LongSidePx: r.LongSidePx}, sharp()); v.Sharp() {
		t.Error("a picture that is not turned is taken")
	}
	v.Take(r, image.NewRGBA(image.Rect(0, 0, 600, 800)))
	if high := v.picture.Size(); !v.Sharp() || high.Width >= high.Height || wide.Width <= wide.Height {
		t.Errorf("%v became %v", wide, high)
	}
	v.TypedRune('[')
	if v.turns != 0 {
		t.Errorf("turned back by %d", v.turns)
	}
	v.TypedRune('[')
	v.Step(1)
	if v.Step(-1); v.turns != 0 {
		t.Error("it stays turned")
	}
}

func TestThePictureAlone(t *testing.T) {
	v, _ := shownViewer(t)
	small := v.stage
	full := 0
	v.OnFullScreen = func() { full++ }
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF11})
	v.SetAlone(true)
	if full != 1 || v.stage != v.Size() || v.bar.box.Visible() || v.prev.Visible() || v.next.Visible() {
		t.Errorf("%d times asked; the stage is %v of %v", full, v.stage, v.Size())
	}
	v.SetAlone(false)
	if v.stage != small || !v.bar.box.Visible() || !v.next.Visible() {
		t.Error("the bar and the arrows do not come back")
	}
}
