package grid

import (
	"image"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/plan"
	"recollect/ui/roll"
	"recollect/ui/roll/rolltest"
	"recollect/ui/scrubber"
	"recollect/ui/sign"
	"recollect/ui/theme"
	"recollect/ui/thumbs"
)

// shownGrid is a grid of n photos in a window, and what it wants.
func shownGrid(t *testing.T, n int) (*Grid, *[]Request) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	g := New()
	var wanted []Request
	g.OnWant = func(r []Request) { wanted = r }
	w := test.NewTempWindow(t, g)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(900, 700))
	g.SetRoll(roll.Of(rolltest.Tiles(n), true))
	return g, &wanted
}

func press(g *Grid, keys ...fyne.KeyName) {
	for _, k := range keys {
		g.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func painted(r Request) *image.RGBA {
	return image.NewRGBA(image.Rect(0, 0, r.WidthPx, r.HeightPx))
}

func TestKeysMove(t *testing.T) {
	g, _ := shownGrid(t, 200)
	below := photo.ID(g.plan.Beside(0, 1, g.plan.Centre(0)) + 1)
	tests := []struct {
		name string
		keys []fyne.KeyName
		want photo.ID
	}{
		{"first key selects the first on screen", []fyne.KeyName{fyne.KeyRight}, 1},
		{"right", []fyne.KeyName{fyne.KeyHome, fyne.KeyRight}, 2},
		{"left at the start stays", []fyne.KeyName{fyne.KeyHome, fyne.KeyLeft}, 1},
		{"right and left", []fyne.KeyName{fyne.KeyHome, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft}, 2},
		{"down", []fyne.KeyName{fyne.KeyHome, fyne.KeyDown}, below},
		{"down and up", []fyne.KeyName{fyne.KeyHome, fyne.KeyDown, fyne.KeyUp}, 1},
		{"end", []fyne.KeyName{fyne.KeyEnd}, 200},
		{"end and right stays", []fyne.KeyName{fyne.KeyEnd, fyne.KeyRight}, 200},
		{"page down and up", []fyne.KeyName{fyne.KeyHome, fyne.KeyPageDown, fyne.KeyPageUp}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g.Top()
			press(g, tt.keys...)
			if g.Selected() != tt.want {
				t.Errorf("selected %d, want %d", g.Selected(), tt.want)
			}
			r := g.plan.Tile(g.indexOf(tt.want))
			if r.Y < g.offset || r.Y+r.H > g.offset+g.heightPx() {
				t.Errorf("the selected tile is at %d, not between %d and %d", r.Y, g.offset, g.offset+g.heightPx())
			}
		})
	}
}

func TestKeysAct(t *testing.T) {
	g, _ := shownGrid(t, 20)
	var got string
	g.OnOpen = func(at int) { got = "open" }
	g.OnMore = func([]photo.ID) { got = "more" }
	g.OnReveal = func(photo.ID) { got = "reveal" }
	g.OnCopy = func([]photo.ID) { got = "copy" }
	g.OnLeave = func() { got = "leave" }
	g.OnSearch = func() { got = "search" }
	press(g, fyne.KeyHome)
	tests := []struct {
		want string
		do   func()
	}{
		{"open", func() { press(g, fyne.KeyReturn) }},
		{"open", func() { press(g, fyne.KeySpace) }},
		{"leave", func() { press(g, fyne.KeyEscape) }},
		{"more", func() { g.TypedRune('m') }},
		{"reveal", func() { g.TypedRune('r') }},
		{"search", func() { g.TypedRune('/') }},
		{"copy", func() { g.With(g.OnCopy) }},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			got = ""
			tt.do()
			if got != tt.want {
				t.Errorf("did %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOnlyWhatIsNearTheScreenIsDrawnAndWanted(t *testing.T) {
	g, wanted := shownGrid(t, 100_000)
	for range 300 {
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -400)})
	}
	if g.offset == 0 {
		t.Fatal("the wheel did not scroll")
	}
	if cells := len(g.cells) + len(g.spare); cells > 100 {
		t.Errorf("%d cells after scrolling, want no more than a few screens of them", cells)
	}
	if n := len(*wanted); n == 0 || n > 150 {
		t.Errorf("%d pictures wanted, want about three screens of them", n)
	}
	first, _ := g.plan.Between(g.offset, g.offset+g.heightPx())
	if got, want := (*wanted)[0].ID, g.tile(first).ID; got != want {
		t.Errorf("most urgent is %d, want the first on screen, %d", got, want)
	}
}

func TestTakeIgnoresWhatIsStale(t *testing.T) {
	g, wanted := shownGrid(t, 500)
	old := (*wanted)[0]
	g.SetRowSize(g.RowSize() * 1.5)
	g.Take(old, painted(old))
	if c := g.cells[old.ID]; c.Have == old {
		t.Error("a picture of a former size was painted as if it were the right one")
	}
	now := g.request(0)
	g.Take(now, painted(now))
	if c := g.cells[now.ID]; c.Have != now || !c.Image.Visible() {
		t.Error("the wanted picture was not painted")
	}
	press(g, fyne.KeyEnd)
	g.Take(g.request(1), painted(g.request(1)))
	if g.cells[2] != nil {
		t.Error("a tile that was scrolled away has a cell")
	}
	for _, c := range g.spare {
		if c.Image.Visible() || c.Cover.Visible() {
			t.Fatal("a spare cell is visible")
		}
	}
}

func TestShownSaysWhenAllIsPainted(t *testing.T) {
	g, wanted := shownGrid(t, 40)
	if _, all := g.Shown(); all {
		t.Error("painted before any picture came")
	}
	for _, r := range *wanted {
		g.Take(r, painted(r))
	}
	tiles, all := g.Shown()
	if !all || len(tiles) == 0 {
		t.Fatalf("%d tiles, painted %v, want some and true", len(tiles), all)
	}
	if got := tiles[0]; got.ID != 1 || got.X != side || got.Y != sign.HeadHeight {
		t.Errorf("first tile is %+v, want photo 1 at %d, %d", got, side, sign.HeadHeight)
	}
}

func TestAFileWithoutPictureIsAskedForOnce(t *testing.T) {
	g, wanted := shownGrid(t, 3)
	for _, r := range *wanted {
		g.Take(r, nil)
	}
	g.draw()
	if len(*wanted) != 0 {
		t.Errorf("%d pictures wanted again, want none", len(*wanted))
	}
	g.release(0, 0) // scrolled away, and back
	g.draw()
	if _, painted := g.Shown(); !painted || len(*wanted) != 0 {
		t.Errorf("%d pictures wanted when they are seen again, painted %v", len(*wanted), painted)
	}
}

func TestAChangedPhotoIsAskedForAgain(t *testing.T) {
	g, wanted := shownGrid(t, 3)
	for _, r := range *wanted {
		g.Take(r, painted(r))
	}
	tiles := rolltest.Tiles(3)
	tiles[1].Version++
	g.SetRoll(roll.Of(tiles, true))
	if len(*wanted) != 1 || (*wanted)[0].ID != 2 {
		t.Errorf("wanted %+v, want photo 2", *wanted)
	}
	if !g.cells[2].Image.Visible() {
		t.Error("the former picture was taken away before the new one came")
	}
}

func TestNothingJumpsWhenPhotosAreAdded(t *testing.T) {
	g, _ := shownGrid(t, 300)
	g.scrollTo(2000)
	first, _ := g.plan.Between(g.offset, g.offset+g.heightPx())
	id, before := g.tile(first).ID, g.plan.Tile(first).Y-g.offset

	more := rolltest.Tiles(40)
	for i := range more {
		more[i].ID += 1000
		more[i].Taken = more[i].Taken.AddDate(1, 0, 0)
	}
	g.SetRoll(roll.Of(append(more, rolltest.Tiles(300)...), true))
	i := g.indexOf(id)
	if after := g.plan.Tile(i).Y - g.offset; after != before {
		t.Errorf("the tile looked at moved from %d to %d", before, after)
	}
}

func TestTheTopStaysTheTop(t *testing.T) {
	g, _ := shownGrid(t, 300)
	more := append([]photo.Tile{{ID: 999, WidthPx: 4, HeightPx: 3, Taken: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}},
		rolltest.Tiles(300)...)
	g.SetRoll(roll.Of(more, true))
	if g.offset != 0 {
		t.Errorf("offset %d, want 0: who looks at the newest wants to see the newest", g.offset)
	}
}

func TestReturnComesBackToThePlace(t *testing.T) {
	g, _ := shownGrid(t, 300)
	g.scrollTo(3000)
	press(g, fyne.KeyRight)
	place, offset, selected := g.Place(), g.offset, g.Selected()
	g.SetRoll(roll.Of(rolltest.Tiles(20), false))
	g.Top()
	g.SetRoll(roll.Of(rolltest.Tiles(300), true))
	g.Return(place)
	if g.offset != offset || g.Selected() != selected {
		t.Errorf("came back to %d, photo %d; want %d, photo %d", g.offset, g.Selected(), offset, selected)
	}
}

func TestClicks(t *testing.T) {
	g, _ := shownGrid(t, 20)
	now := time.Unix(0, 0)
	g.now = func() time.Time { return now }
	opened := -1
	g.OnOpen = func(at int) { opened = at }
	tap := func(i int) {
		r := g.plan.Tile(i)
		g.Tapped(&fyne.PointEvent{Position: fyne.NewPos(float32(r.X+5), float32(r.Y-g.offset+5))})
	}
	tap(1)
	if g.Selected() != 2 || opened != -1 {
		t.Fatalf("one click: selected %d, opened %d", g.Selected(), opened)
	}
	now = now.Add(2 * doubleTime)
	tap(1)
	if opened != -1 {
		t.Fatal("two slow clicks opened a photo")
	}
	now = now.Add(doubleTime / 2)
	tap(1)
	if opened != 1 {
		t.Errorf("a double click opened %d, want 1", opened)
	}
	g.Tapped(&fyne.PointEvent{Position: fyne.NewPos(2, 2)})
	if g.Selected() != 0 {
		t.Errorf("a click beside the photos left %d selected", g.Selected())
	}
}

func TestHoverShowsTheName(t *testing.T) {
	g, _ := shownGrid(t, 20)
	var asked photo.ID
	g.OnName = func(id photo.ID) { asked = id }
	r := g.plan.Tile(2)
	inside := fyne.NewPos(float32(r.X+5), float32(r.Y+5))
	g.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: inside}})
	if asked != 3 {
		t.Fatalf("the name of %d was asked for, want 3", asked)
	}
	g.SetName(1, "other.jpg")
	if g.caption.Text() != "" {
		t.Error("the name of another photo is shown")
	}
	g.SetName(3, "a.jpg")
	if g.caption.Text() != "a.jpg" {
		t.Errorf("shown %q, want a.jpg", g.caption.Text())
	}
	g.MouseOut()
	if g.caption.Text() != "" {
		t.Error("the name stays when the pointer has gone")
	}
}

func TestScrubber(t *testing.T) {
	g, _ := shownGrid(t, 2000)
	s := g.scrubber
	if n := len(g.years()); n < 3 || s.Size().Width != scrubber.Wide {
		t.Errorf("%d years are marked in %v, want at least 3", n, s.Size().Width)
	}
	s.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, 10)}})
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, 10000)}})
	if want := g.plan.Height - g.heightPx(); g.offset != want {
		t.Errorf("dragged to %d, want the end, %d", g.offset, want)
	}
	if g.month() == "" {
		t.Error("no month beside the handle while it is dragged")
	}
	s.DragEnd()
}

// Where there are no years the tiles have their room.
func TestNoLaneWithoutYears(t *testing.T) {
	g, _ := shownGrid(t, 2000)
	g.SetRoll(roll.Of(rolltest.Tiles(200), false))
	if got := g.scrubber.Size().Width; got != scrubber.Narrow {
		t.Errorf("the scrubber of an answer is %v wide", got)
	}
	last := g.plan.Tile(0)
	for i := range 20 {
		if r := g.plan.Tile(i); r.Y == last.Y {
			last = r
		}
	}
	if right := g.dp(last.X + last.W); right != 900-scrubber.Narrow {
		t.Errorf("the first row ends at %v", right)
	}
}

func TestRowSizeHasLimits(t *testing.T) {
	g, _ := shownGrid(t, 20)
	for range 30 {
		g.TypedRune('+')
	}
	if g.RowSize() != MaxRow {
		t.Errorf("row size %v, want %v", g.RowSize(), MaxRow)
	}
	for range 30 {
		g.TypedRune('-')
	}
	if g.RowSize() != MinRow {
		t.Errorf("row size %v, want %v", g.RowSize(), MinRow)
	}
}

// A walk through a large library keeps the pictures of a few screens.
func TestCacheHoldsAFewScreens(t *testing.T) {
	g, wanted := shownGrid(t, 2000)
	press(g, fyne.KeyHome)
	for g.Selected() != 2000 {
		for _, r := range *wanted {
			g.Take(r, painted(r))
		}
		if g.thumbs.Used() > thumbs.Least {
			t.Fatalf("%d bytes of pictures are kept, want at most %d", g.thumbs.Used(), thumbs.Least)
		}
		press(g, fyne.KeyPageDown)
	}
	for _, c := range g.spare {
		if c.Image.Image != nil {
			t.Fatal("a cell that is not in use holds a picture")
		}
	}
	const wide, high = 3840, 2160
	if got, want := thumbs.Bytes(wide, high), 4*4*wide*high; got != want {
		t.Errorf("a large screen keeps %d bytes, want %d: what is asked for ahead must fit", got, want)
	}
}

func BenchmarkScroll100k(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	g := New()
	g.OnWant = func([]Request) {}
	w := test.NewTempWindow(b, g)
	w.Resize(fyne.NewSize(1600, 1000))
	g.SetRoll(roll.Of(rolltest.Tiles(100_000), true))
	for b.Loop() {
		g.scrollTo((g.offset + 97) % (g.plan.Height - 2000))
	}
}

// A tile keeps its place though its proportions turn out to be others, until the
// person does something with the layout.
func TestNothingJumpsWhenProportionsChange(t *testing.T) {
	g, _ := shownGrid(t, 300)
	for range 4 {
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -150)})
	}
	before, _ := g.Shown()
	changed := rolltest.Tiles(300)
	for i := range changed {
		if i%3 == 0 {
			changed[i].WidthPx, changed[i].HeightPx = changed[i].HeightPx, changed[i].WidthPx
		}
	}
	for range 2 { // again and again
		g.SetRoll(roll.Of(changed, true))
		if now, _ := g.Shown(); !slices.Equal(now, before) {
			t.Fatalf("the tiles on screen went from %v to %v", before, now)
		}
		changed = slices.Clone(changed)
		changed[299].Animated = true
	}
	for name, act := range map[string]func(){
		"another size":      func() { g.SetRowSize(g.RowSize() + 1) },
		"back from a place": func() { g.Return(g.Place()) },
		"to the top":        g.Top,
	} {
		g.SetRoll(roll.Of(rolltest.Tiles(300), true))
		g.SetRoll(roll.Of(changed, true))
		act()
		want := plan.Lay(roll.Of(changed, true), g.measure(g.Size()), nil)
		if !slices.Equal(placesOf(&g.plan), placesOf(&want)) || len(g.pinned) > 0 {
			t.Errorf("%s: the tiles do not have their proportions", name)
		}
	}
}

// What may be covered at the lower edge is no place for what the person goes to.
func TestTheCursorStaysAboveWhatCoversTheEdge(t *testing.T) {
	g, _ := shownGrid(t, 200)
	g.Below = func() float32 { return 40 }
	g.Refresh()
	for _, keys := range [][]fyne.KeyName{
		{fyne.KeyEnd}, {fyne.KeyHome, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown},
	} {
		press(g, keys...)
		r := g.plan.Tile(g.indexOf(g.Selected()))
		if bottom := r.Y + r.H - g.offset; bottom > g.heightPx()-40 {
			t.Errorf("after %v the selected tile ends at %d of %d", keys, bottom, g.heightPx())
		}
	}
}

// What is known of a photo may change without its place: then nothing moves, and nothing but the
// pages of such photos is laid out anew, until the person does something with the layout.
func TestChangesOfPhotosMoveNothing(t *testing.T) {
	g, _ := shownGrid(t, 300)
	from := g.roll
	before, _ := g.Shown()
	places := placesOf(&g.plan)
	changed := slices.Clone(from.Pages[0].Tiles)
	changed[0].Colour, changed[0].Version = photo.RGB{R: 200}, 9
	changed[1].WidthPx, changed[1].HeightPx = changed[1].HeightPx, changed[1].WidthPx
	to := from.With(0, from.Pages[0].With(changed))
	g.SetRoll(to)
	if now, _ := g.Shown(); !slices.Equal(now, before) || !slices.Equal(placesOf(&g.plan), places) {
		t.Error("photos were laid out anew")
	}
	if got := g.cells[changed[0].ID]; got == nil || got.Want.Version != 9 {
		t.Error("the other version of a photo is not wanted")
	}
	g.SetRoll(from)
	if len(g.pinned) > 0 {
		t.Error("a photo with its old proportions is kept from having them")
	}
}
