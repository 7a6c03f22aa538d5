// Package grid shows photos in justified rows: true proportions, small gaps,
// months as headings in a library, a scrubber at the right edge.
//
// Layout and drawing are separate. The plan of all rows is computed once for a width, in whole
// physical pixels; only the rows on screen have canvas objects, which are reused as the rows move.
// A tile keeps its position on screen when photos are added or removed: the plan is anchored at the
// visible photos. The grid reads no pictures: it requests them (OnWant) and receives them (Take).
// All of it belongs to the UI goroutine.
package grid

import (
	"image"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/theme"
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
	headHeight  = 48 // of a month's heading
	scrubWidth  = 56 // right of the tiles
	topMargin   = 16 // above the first row where it has no heading
	bottomSpace = 24 // below the last row
)

// Request asks for a photo's picture, cropped at its centre and scaled to a tile's exact size.
// Version is the tile's version, so that a changed photo does not get its old picture.
type Request struct {
	ID       photo.ID
	WidthPx  int
	HeightPx int
	Version  uint64
	// Covered asks for a blurred picture.
	Covered bool
}

// Shown is a tile on screen, in physical pixels from the top left of the
// window.
type Shown struct {
	ID         photo.ID
	X, Y, W, H int
}

// Grid is the widget; make one with New. The callbacks may be nil.
type Grid struct {
	widget.BaseWidget

	OnWant    func([]Request)   // these pictures are wanted now, the most urgent first; all others are not
	OnOpen    func(at int)      // a photo was opened; at is its index in Tiles
	OnMore    func([]photo.ID)  // more like these
	OnReveal  func(photo.ID)    // show it in its folder
	OnCopy    func(photo.ID)    // copy its path
	OnName    func(photo.ID)    // the pointer rests on it: its name is wanted (SetName)
	OnLeave   func()            // Esc
	OnSearch  func()            // the person wants to type a search
	OnShown   func()            // what is on screen has changed
	OnRowSize func(row float32) // another tile size was chosen
	// These photos are to be favourites or no longer (nil: there are none), or to get a tag.
	OnFavourite, OnTag func([]photo.ID)
	OnJudge            func(ids []photo.ID, yes bool) // the person says that they show what was searched for, or not
	// A character was typed. act is its action, unless it begins a word; nil: none. If OnRune is
	// nil, act is called at once.
	OnRune   func(r rune, act func())
	OnHelp   func()         // the map of keys is wanted
	OnSelect func()         // other photos are selected
	OnPick   func()         // a photo was clicked on
	Below    func() float32 // how much of the lower edge may be covered at times; nil for nothing
	// Scale is physical pixels in one of Fyne's units; nil for 1. Fyne does not know it before the
	// first frame.
	Scale  func() float32
	now    func() time.Time // to recognise a double click; replaced in tests
	tiles  []photo.Tile     // in the order shown
	months bool             // the tiles are by date and have headings
	row    float32          // preferred height of rows, in Fyne's units
	scale  float32          // physical pixels in one of Fyne's units, when plan was made
	plan   plan             // the places of all tiles
	laid   measure          // what plan was made for
	// pinned holds old proportions of tiles that have changed; they stay until the
	// person scrolls or resizes.
	pinned     map[photo.ID]float64
	offset     int               // physical pixels scrolled
	cursor     bool              // the focus came by Tab: the first tile is outlined
	quiet      bool              // the focus came in another way
	selected   photo.ID          // 0: none
	also       map[photo.ID]bool // selected with it; it may be among them
	pivot      photo.ID          // where a range of the selection begins
	favourites map[photo.ID]bool
	revealed   map[photo.ID]bool       // covered photos that the person has uncovered
	modifiers  func() fyne.KeyModifier // the keys held besides; replaced in tests
	goal       int32                   // horizontal position at which Up and Down find a tile
	hovered    photo.ID                // 0: none
	tapped     photo.ID                // the last tap, to recognise a double click
	tappedAt   time.Time               // when it was
	cells      map[photo.ID]*cell      // what is drawn
	spare      []*cell                 // what was drawn, hidden until used again
	thumbs     *cache                  // decoded pictures

	layer    *fyne.Container // holds the cells
	heads    *fyne.Container // holds the headings
	clip     *container.Clip
	outline  *outline
	caption  *caption
	sticky   *heading
	headings []*heading
	scrubber *scrubber
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
		modifiers: modifiersHeld,
		thumbs:    newCache(),
	}
	g.layer, g.heads = container.NewWithoutLayout(), container.NewWithoutLayout()
	g.outline = newOutline()
	g.caption = newCaption()
	g.sticky = newHeading()
	g.scrubber = newScrubber(g)
	g.ground = canvas.NewRectangle(theme.Colour(fynetheme.ColorNameBackground))
	over := container.NewWithoutLayout(g.outline.outer, g.outline.inner, g.caption.back, g.caption.label,
		g.sticky.ground, g.sticky.label)
	g.clip = container.NewClip(container.NewWithoutLayout(g.layer, g.heads, over))
	g.ExtendBaseWidget(g)
	return g
}

// Tiles returns the photos shown, in order. The caller does not change them.
func (g *Grid) Tiles() []photo.Tile { return g.tiles }

// Selected returns the photo that the keyboard acts on, 0 if there is none.
func (g *Grid) Selected() photo.ID { return g.selected }

// RowSize returns the preferred height of a row in Fyne's units.
func (g *Grid) RowSize() float32 { return g.row }

// SetTiles replaces the photos. The visible photos stay where they are if they
// are still among them. months says that tiles are ordered by date, newest
// first, and get headings. The grid keeps tiles, and the caller does not change
// them.
func (g *Grid) SetTiles(tiles []photo.Tile, months bool) {
	if months == g.months && same(tiles, g.tiles) {
		return
	}
	a := g.anchor()
	if months == g.months {
		g.pin(tiles)
	} else {
		clear(g.pinned) // another view
	}
	g.tiles, g.months = tiles, months
	g.keepSelected()
	g.layout(a)
	call.If(g.OnSelect)
}

// same reports whether a and b are the same photos; at once for the same slice.
func same(a, b []photo.Tile) bool {
	if len(a) != len(b) {
		return false
	}
	return len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b)
}

// SelectID selects a photo and scrolls to it; it does nothing if the grid does not have it.
func (g *Grid) SelectID(id photo.ID) {
	if at := g.indexOf(id); at >= 0 {
		g.Select(at)
	}
}

// Retry requests again the pictures that could not be read.
func (g *Grid) Retry() {
	if !g.thumbs.dropMissing() {
		return
	}
	for _, c := range g.cells {
		if c.image.Image == nil {
			c.have = Request{}
		}
	}
	g.layout(g.anchor())
}

// Place is a position in a grid, to return to later.
type Place struct {
	anchor   anchor
	selected photo.ID
	also     map[photo.ID]bool
}

// Place returns the current position.
func (g *Grid) Place() Place { return Place{g.anchor(), g.selected, maps.Clone(g.also)} }

// Return scrolls to a place that was taken from these photos before.
func (g *Grid) Return(p Place) {
	clear(g.pinned)
	g.selected, g.pivot, g.also = p.selected, p.selected, maps.Clone(p.also)
	g.keepSelected()
	g.layout(p.anchor)
	g.selectionChanged()
}

// Top scrolls to the first row and selects nothing.
func (g *Grid) Top() {
	g.selected, g.also = 0, nil
	if len(g.pinned) > 0 {
		clear(g.pinned)
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
	clear(g.pinned)
	g.layout(a)
	call.With(g.OnRowSize, row)
}

// Take receives a picture that the grid requested, of exactly the requested size, or nil if there
// is none. The grid ignores it if the tile has another size by now.
func (g *Grid) Take(r Request, img *image.RGBA) {
	g.thumbs.put(r, img)
	c := g.cells[r.ID]
	if c == nil || c.want != r {
		return
	}
	c.arrive(img)
	g.shown()
}

// Picture returns the cached picture of id, or nil.
func (g *Grid) Picture(id photo.ID) image.Image {
	if img, _ := g.thumbs.any(id); img != nil {
		return img
	}
	return nil
}

// SetName sets the name that OnName requested.
func (g *Grid) SetName(id photo.ID, name string) {
	if id == g.hovered {
		g.caption.text = name
		g.placeCaption()
	}
}

// Shown returns the tiles on screen, from the top left, and whether the
// pictures of all of them are painted.
func (g *Grid) Shown() (tiles []Shown, painted bool) {
	painted = true
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(g)
	left, top := toPx(origin.X, g.scale), toPx(origin.Y, g.scale)
	first, end := g.plan.between(g.offset, g.offset+g.heightPx())
	for i := first; i < end; i++ {
		r := g.plan.tile(i)
		tiles = append(tiles, Shown{g.tiles[i].ID, left + r.x, top + r.y - g.offset, r.w, r.h})
		c := g.cells[g.tiles[i].ID]
		painted = painted && c != nil && c.final()
	}
	return tiles, painted
}

// MinSize lets the grid be as small as a window may be.
func (g *Grid) MinSize() fyne.Size { return fyne.NewSize(160, 120) }

func (g *Grid) indexOf(id photo.ID) int {
	if id == 0 {
		return -1
	}
	return slices.IndexFunc(g.tiles, func(t photo.Tile) bool { return t.ID == id })
}

func (g *Grid) heightPx() int { return toPx(g.Size().Height, g.scale) }
