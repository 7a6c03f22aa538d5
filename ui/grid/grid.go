// Package grid shows photos in justified rows: true proportions, small gaps,
// months as headings in a library, a scrubber at the right edge.
//
// Layout and drawing are separate. A plan has the places of all tiles in whole physical pixels; those
// far away are estimates. Only the rows on screen have canvas objects, which are reused as the rows
// move. Of the photos, which may be a million, only the pages near the screen are loaded (OnNeed). A tile
// keeps its position on screen when photos are added or removed: the plan is anchored at the visible
// photos. The grid reads no pictures: it requests them (OnWant) and receives them (Take). All of it
// belongs to the UI goroutine.
package grid

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/edge"
	"recollect/ui/held"
	"recollect/ui/plan"
	"recollect/ui/roll"
	"recollect/ui/scrubber"
	"recollect/ui/sign"
	"recollect/ui/theme"
	"recollect/ui/thumbs"
)

// Row heights that a person can choose, in Fyne's units.
const (
	MinRow     float32 = 96
	DefaultRow float32 = 196
	MaxRow     float32 = 480
)

const (
	gap         = 4  // between tiles
	side        = 16 // left of the tiles
	topMargin   = 16 // above the first row where it has no heading
	bottomSpace = 24 // below the last row
)

// Shown is a tile on screen, in physical pixels from the top left of the
// window.
type Shown struct {
	ID         photo.ID
	X, Y, W, H int
	Stack      int // how many photos lie here, of a cover; else 0
}

// Grid is the widget; make one with New. The callbacks may be nil.
type Grid struct {
	widget.BaseWidget

	OnWant func([]Request)    // these pictures are wanted now, the most urgent first; all others are not
	OnNeed func([]*roll.Page) // these pages of the roll are needed, loaded or not, the most urgent first
	// OnIDs: the photos of pages that are not loaded are wanted, by their IDs; take is called with them
	// then, or with nil if they cannot be read.
	OnIDs        func(pages []*roll.Page, take func(*photo.Set))
	OnOpen       func(at int)      // a photo was opened; at is its index in the roll
	OnMore       func([]photo.ID)  // more like these
	OnReveal     func(photo.ID)    // show it in its folder
	OnCopy       func([]photo.ID)  // copy their paths
	OnName       func(photo.ID)    // the pointer rests on it: its name is wanted (SetName)
	OnLeave      func()            // Esc
	OnFullScreen func()            // F11
	OnSearch     func()            // the person wants to type a search
	OnShown      func()            // what is on screen has changed
	OnRowSize    func(row float32) // another tile size was chosen
	// These photos are to be favourites or no longer (nil: there are none), or to get a tag.
	OnFavourite, OnTag func([]photo.ID)
	// OnAlbum is called to add photos to an album, OnExport to make copies of them, and OnDigit with a digit
	// that was typed; nil: there is no such thing.
	OnAlbum, OnExport func([]photo.ID)
	OnDigit           func([]photo.ID, rune)
	OnDelete          func()  // the key Delete
	Carrier           Carrier // takes photos that are dragged; nil: a drag on a photo draws a band too
	// Ordered reports whether photos can be put in order: OnMove is called with some that were dropped before
	// another one; 0: at the end. nil: they cannot.
	Ordered func() bool
	OnMove  func(ids []photo.ID, before photo.ID)
	Items   func() []*fyne.MenuItem        // more that can be done with the selected photos; nil: nothing
	OnJudge func(ids []photo.ID, yes bool) // the person says that they show what was searched for, or not
	// A character was typed. act is its action, unless it begins a word; nil: none. If OnRune is
	// nil, act is called at once. OnKey is called with each key before it acts.
	OnRune func(r rune, act func())
	OnKey  func(*fyne.KeyEvent)
	OnHelp func() // the map of keys is wanted
	// OnCompare is called with the photos that are to be seen side by side: those selected, in the order shown.
	OnCompare func([]photo.ID)
	OnInfo    func()         // what is known of the selected photo is wanted, or no longer
	OnSelect  func()         // other photos are selected
	OnFold    func()         // a stack was opened or closed
	OnPick    func()         // a photo was clicked on
	Below     func() float32 // how much of the lower edge may be covered at times; nil for nothing
	// Scale is physical pixels in one of Fyne's units; nil for 1. Fyne does not know it before the
	// first frame.
	Scale func() float32
	now   func() time.Time // to recognise a double click; replaced in tests
	given *roll.Roll       // the photos that SetRoll got
	roll  *roll.Roll       // the photos shown, of closed stacks the covers; those by date have headings
	piles roll.Piles       // how given is folded
	row   float32          // preferred height of rows, in Fyne's units
	scale float32          // physical pixels in one of Fyne's units, when plan was made
	plan  plan.Plan        // the places of all tiles
	// pinned holds old proportions of tiles that have changed; they stay until the
	// person scrolls or resizes.
	pinned       map[photo.ID]float64
	unpinned     bool             // proportions are no longer pinned that were when plan was made
	found        map[photo.ID]int // the indices of some photos
	needed       []*roll.Page     // what OnNeed was called with last
	coming       *anchor          // the place to return to once it is loaded; nil: none
	pending      int              // the photo to select once it is loaded; -1: none
	pendingRange bool             // and all up to it
	turn         int              // rises when other photos are selected
	asked        int              // rises when the person selects others, which may not be loaded yet
	naming       bool             // some of the selected photos are not known yet: OnIDs was called
	then         func()           // what to do when the selection is complete; nil: nothing
	offset       int              // physical pixels scrolled
	cursor       bool             // the focus came by Tab: the first tile is outlined
	quiet        bool             // the focus came in another way
	selected     photo.ID         // 0: none
	spot         photo.Tile       // it, as it was selected
	also         photo.Set        // selected with it; it may be among them
	pivot        photo.Tile       // where a range of the selection begins
	favourites   map[photo.ID]bool
	rated        map[photo.ID]photo.Rated
	revealed     map[photo.ID]bool       // covered photos that the person has uncovered
	modifiers    func() fyne.KeyModifier // the keys held besides; replaced in tests
	goal         int32                   // horizontal position at which Up and Down find a tile
	name         string                  // of the photo under the pointer, as far as it is known
	hovered      photo.ID                // 0: none
	head         int                     // the section whose heading the pointer is on; -1: none
	lifted       lifted                  // a drag carries photos
	point        fyne.Position           // where it has carried them, in the window
	edge         edge.Scroller           // scrolls while something is dragged
	band         *band                   // being drawn with the mouse; nil: none
	tapped       photo.ID                // the last tap, to recognise a double click
	tappedAt     time.Time               // when it was
	cells        map[photo.ID]*cell      // what is drawn
	spare        []*cell                 // what was drawn, hidden until used again
	thumbs       *thumbs.Cache[Request]  // decoded pictures

	layer    *fyne.Container // holds the cells
	heads    *fyne.Container // holds the headings
	clip     *container.Clip
	outline  *sign.Outline
	caption  *sign.Caption
	sticky   *sign.Heading
	lasso    sign.Band
	caret    sign.Caret
	headings []*sign.Heading
	scrubber *scrubber.Bar
	ground   *canvas.Rectangle
}

// New returns an empty grid.
func New() *Grid {
	g := &Grid{
		now:       time.Now,
		row:       DefaultRow,
		scale:     1,
		cells:     make(map[photo.ID]*cell),
		revealed:  make(map[photo.ID]bool),
		found:     make(map[photo.ID]int),
		pending:   -1,
		head:      -1,
		modifiers: held.Modifiers,
		thumbs:    thumbs.New[Request](),
	}
	g.layer, g.heads = container.NewWithoutLayout(), container.NewWithoutLayout()
	g.outline = sign.NewOutline()
	g.caption = sign.NewCaption()
	g.sticky = sign.NewHeading()
	g.scrubber = scrubber.New()
	g.scrubber.Month = g.month
	g.scrubber.OnGo = func(offset int) {
		g.stay()
		g.scrollTo(offset)
	}
	g.ground = canvas.NewRectangle(theme.Colour(fynetheme.ColorNameBackground))
	g.lasso, g.caret = sign.NewBand(), sign.NewCaret()
	g.edge.Scroll = g.slide
	over := container.NewWithoutLayout(append(g.outline.Objects(), g.caption.Objects()...)...)
	over.Objects = append(over.Objects, g.lasso.Rectangle, g.caret.Rectangle)
	over.Objects = append(over.Objects, g.sticky.Objects()...)
	g.clip = container.NewClip(container.NewWithoutLayout(g.layer, g.heads, over))
	g.ExtendBaseWidget(g)
	return g
}

// Roll returns the photos shown, in order: of a closed stack its cover.
func (g *Grid) Roll() *roll.Roll { return g.roll }

// All returns the photos that SetRoll got, with those that lie under others.
func (g *Grid) All() *roll.Roll { return g.given }

// Selected returns the photo that the keyboard acts on, 0 if there is none.
func (g *Grid) Selected() photo.ID { return g.selected }

// RowSize returns the preferred height of a row in Fyne's units.
func (g *Grid) RowSize() float32 { return g.row }

// SetRoll replaces the photos. The visible photos stay where they are if they are still among them;
// where only details of photos have changed, nothing moves at all. Photos by date get headings. The
// cost depends on what has changed: pages that both rolls share are not read.
func (g *Grid) SetRoll(r *roll.Roll) {
	if r == nil {
		r = roll.New(nil, true)
	}
	if r == g.given {
		return
	}
	g.given = r
	g.setShown(g.piles.Fold(r))
}

// setShown replaces the photos that are shown.
func (g *Grid) setShown(r *roll.Roll) {
	a := g.anchor()
	if g.coming != nil {
		a = *g.coming
	}
	if g.byDate() == r.ByDate {
		g.pin(r)
	} else {
		g.unpin() // another view
	}
	g.keepPending(r)
	g.roll, g.needed = r, nil
	clear(g.found)
	g.selectCovers()
	g.keepSelected()
	g.layout(a)
	g.arrive()
	g.selectPending()
	call.If(g.OnSelect)
}

// Forget takes photos out of the selection that are gone.
func (g *Grid) Forget(gone []photo.ID) {
	for _, id := range gone {
		g.also.Remove(id)
		if id == g.selected {
			g.selected = 0
		}
	}
}

func (g *Grid) byDate() bool { return g.roll != nil && g.roll.ByDate }

// SelectID selects a photo, or the cover of the closed stack that it is in, and scrolls to it; it does nothing
// if the grid does not have it.
func (g *Grid) SelectID(id photo.ID) {
	g.Select(g.indexOf(g.shownFor(id)))
}

// Has reports whether a photo is shown, or lies in a stack that is, as far as it is loaded.
func (g *Grid) Has(id photo.ID) bool { return g.indexOf(g.shownFor(id)) >= 0 }

// Retry requests again the pictures that could not be read.
func (g *Grid) Retry() {
	if !g.thumbs.DropMissing() {
		return
	}
	for _, c := range g.cells {
		c.Retry()
	}
	g.layout(g.anchor())
}

// Place is a position in a grid, to return to later, with the photo that the keyboard is at.
type Place struct {
	anchor   anchor
	selected photo.Tile
}

// Place returns the current position.
func (g *Grid) Place() Place { return Place{g.anchor(), g.selectedTile()} }

// Return scrolls to a place that was taken from these photos before.
func (g *Grid) Return(p Place) {
	g.unpin()
	g.selected, g.spot, g.pivot, g.also = p.selected.ID, p.selected, p.selected, photo.Set{}
	g.turned()
	g.stay()
	g.selectCovers()
	g.keepSelected()
	g.coming = &p.anchor
	g.layout(p.anchor)
	g.arrive()
	g.selectionChanged()
}

// Top scrolls to the first row, closes all stacks and selects nothing.
func (g *Grid) Top() {
	g.selectNone()
	if g.piles.CloseAll() {
		g.setShown(g.piles.Fold(g.given))
	}
	if len(g.pinned) > 0 {
		g.unpin()
		g.layout(anchor{top: true})
	}
	g.scrollTo(0)
	g.selectionChanged()
}

// SetRowSize sets the preferred height of rows, in Fyne's units, between MinRow and
// MaxRow.
func (g *Grid) SetRowSize(row float32) {
	row = min(max(row, MinRow), MaxRow)
	if row == g.row {
		return
	}
	a := g.anchor()
	g.row = row
	g.unpin()
	g.layout(a)
	call.With(g.OnRowSize, row)
}

// Take receives a picture that the grid requested, of exactly the requested size, or nil if there
// is none. The grid ignores it if the tile has another size by now.
func (g *Grid) Take(r Request, img *image.RGBA) {
	g.thumbs.Put(r.ID, r, img)
	c := g.cells[r.ID]
	if c == nil || c.Want != r {
		return
	}
	c.Arrive(img)
	g.shown()
}

// Picture returns the cached picture of id, or nil.
func (g *Grid) Picture(id photo.ID) image.Image {
	if img, _ := g.thumbs.Any(id); img != nil {
		return img
	}
	return nil
}

// SetName sets the name that OnName requested.
func (g *Grid) SetName(id photo.ID, name string) {
	if id == g.hovered {
		g.name = name
		g.placeCaption()
	}
}

// Shown returns the tiles on screen, from the top left, and whether the
// pictures of all of them are painted.
func (g *Grid) Shown() (tiles []Shown, painted bool) {
	painted = true
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(g)
	left, top := toPx(origin.X, g.scale), toPx(origin.Y, g.scale)
	first, end := g.plan.Between(g.offset, g.offset+g.heightPx())
	for i := first; i < end; i++ {
		r, t := g.plan.Tile(i), g.tile(i)
		c := g.cells[t.ID]
		painted = painted && c != nil && c.Final()
		if t.ID > 0 {
			s := Shown{ID: t.ID, X: left + r.X, Y: top + r.Y - g.offset, W: r.W, H: r.H}
			if stack := g.piles.Of(t.ID); stack != nil && stack.Cover() == t.ID {
				s.Stack = len(stack.Tiles)
			}
			tiles = append(tiles, s)
		}
	}
	return tiles, painted
}

// MinSize lets the grid be as small as a window may be.
func (g *Grid) MinSize() fyne.Size { return fyne.NewSize(160, 120) }

// indexOf returns the index of a photo, -1 if it is not among those that are loaded.
func (g *Grid) indexOf(id photo.ID) int {
	if id <= 0 {
		return -1
	}
	at, ok := g.found[id]
	if !ok {
		at = g.roll.Find(id)
		g.found[id] = at
	}
	return at
}

func (g *Grid) heightPx() int { return toPx(g.Size().Height, g.scale) }
