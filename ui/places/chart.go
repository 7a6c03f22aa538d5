package places

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/world"
)

// chart is the map. What is drawn lies on one layer, which is moved while the map is dragged until the next picture is
// there.
type chart struct {
	widget.BaseWidget
	p    *Page
	size fyne.Size

	// x, y is the point in the middle, as photo.OnMap returns it, and zoom the level of cells that would be 256 of
	// Fyne's units wide.
	x, y, zoom float64

	shown   Frame
	ground  *canvas.Rectangle
	image   *canvas.Image
	names   *fyne.Container
	layer   *fyne.Container
	ring    *canvas.Circle // round the bubble that Enter opens
	cross   cross          // where Enter puts photos
	bubbles []*bubble      // from top to bottom
	picked  photo.ID       // by Tab; 0: the one nearest to the middle
	hovered photo.ID
	focused bool
	fitted  *photo.Area // what is shown as a whole, in every size, until the map is moved or zoomed; nil: nothing
}

const (
	// margin is how far beyond the map pictures go, in Fyne's units: what is seen while the map is dragged.
	margin float32 = 96
	// deepest is the largest zoom: a house is as wide as a bubble.
	deepest = 18.0
	tile    = 256 // of Fyne's units, of a cell of level zoom
)

func newChart(p *Page) *chart {
	c := &chart{p: p, x: 0.5, y: 0.5, ground: canvas.NewRectangle(color.Transparent), ring: canvas.NewCircle(nil)}
	c.image = &canvas.Image{ScaleMode: canvas.ImageScaleFastest, FillMode: canvas.ImageFillStretch}
	c.names = container.NewWithoutLayout()
	c.ring.StrokeWidth = 3
	c.cross = newCross()
	c.layer = container.NewWithoutLayout(c.image, c.names)
	c.ExtendBaseWidget(c)
	return c
}

// scale returns how wide the map is, in Fyne's units.
func (c *chart) scale() float64 { return tile * math.Pow(2, c.zoom) }

// unit returns how many pixels one of Fyne's units has.
func (c *chart) unit() float64 { return float64(c.p.Canvas.Scale()) }

// settle keeps the map within its bounds: it is never smaller than the window, and has no end in the east and west.
func (c *chart) settle() {
	least := math.Log2(float64(max(c.size.Width, c.size.Height, 1)) / tile)
	c.zoom = min(deepest, max(least, c.zoom))
	c.x -= math.Floor(c.x)
	half := float64(c.size.Height) / 2 / c.scale()
	c.y = min(1-half, max(half, c.y))
}

// fit shows an area with all that is in it.
func (c *chart) fit(a photo.Area) {
	c.fitted = &a
	if c.size.IsZero() {
		return
	}
	left, top := photo.OnMap(a.North, a.West)
	right, bottom := photo.OnMap(a.South, a.East)
	if right < left {
		right++
	}
	c.x, c.y = (left+right)/2, (top+bottom)/2
	const widest = 13.0 // a few streets: around one photo there is something to see
	room := fyne.NewSize(max(1, c.size.Width-3*Diameter), max(1, c.size.Height-3*Diameter))
	wide, high := max(right-left, 1e-9), max(bottom-top, 1e-9)
	c.zoom = min(widest, math.Log2(min(float64(room.Width)/wide, float64(room.Height)/high)/tile))
	c.picked = 0
	c.ask()
}

// ask requests a picture of what is to be seen. There is none before it is known where photos are: one of the whole map
// would be replaced under the pointer.
func (c *chart) ask() {
	if c.size.IsZero() || !c.p.usable() {
		return
	}
	c.settle()
	u := c.unit()
	c.shift()
	call.With(c.p.OnDraw, Request{
		View: world.View{
			X: c.x, Y: c.y, Scale: c.scale() * u,
			Width: int(float64(c.size.Width+2*margin) * u), Height: int(float64(c.size.Height+2*margin) * u),
		},
		Unit: u, Cells: int(c.zoom + 2), Cities: int(c.zoom + 1), Colours: colours(),
	})
}

func colours() world.Colours {
	return world.Colours{
		Land: rgba(theme.ColorNameLand), Water: rgba(theme.ColorNameWater), Border: rgba(theme.ColorNameBorder),
	}
}

func rgba(name fyne.ThemeColorName) color.RGBA {
	return color.RGBAModel.Convert(theme.Colour(name)).(color.RGBA)
}

// shift moves what is drawn to where it belongs now. A picture of another scale stays until the next one is there.
func (c *chart) shift() {
	v := c.shown.View
	if v.Scale == 0 {
		return
	}
	at := fyne.NewPos(-margin, -margin)
	if v.Scale == c.scale()*c.shown.Unit {
		at.X += float32(math.Remainder(v.X-c.x, 1) * c.scale())
		at.Y += float32((v.Y - c.y) * c.scale())
	}
	c.layer.Move(at)
	c.mark()
	frame.Ask()
}

// show shows a picture.
func (c *chart) show(f Frame) {
	c.shown = f
	c.image.Image = f.Image
	w, h := float32(float64(f.View.Width)/f.Unit), float32(float64(f.View.Height)/f.Unit)
	c.image.Resize(fyne.NewSize(w, h))
	c.layer.Resize(fyne.NewSize(w, h))
	c.image.Refresh()
	c.bubbles = nil
	for _, cl := range f.Clusters {
		c.bubbles = append(c.bubbles, newBubble(cl, c.centre(cl), c.p.covers[cl.ID]))
	}
	slices.SortFunc(c.bubbles, func(a, b *bubble) int {
		return cmp.Or(cmp.Compare(a.centre.Y, b.centre.Y), cmp.Compare(a.centre.X, b.centre.X))
	})
	c.name(f)
	c.layer.Objects = append(c.layer.Objects[:0], c.image, c.names)
	for _, b := range c.bubbles {
		c.layer.Objects = append(c.layer.Objects, b.objects()...)
	}
	c.layer.Objects = append(c.layer.Objects, c.ring)
	for _, b := range c.bubbles {
		c.layer.Objects = append(c.layer.Objects, b.labels()...)
	}
	c.shift()
	c.layer.Refresh()
}

// centre returns where the bubble of a cluster lies in the layer: at its place, but so far within its cell that it
// meets no other.
func (c *chart) centre(cl photo.Cluster) fyne.Position {
	n := math.Pow(2, float64(c.shown.Cells))
	x, y := photo.OnMap(cl.Latitude, cl.Longitude)
	inset := (float64(Diameter) + 2) / 2 * c.shown.Unit / c.shown.View.Scale * n // of a cell
	within := func(v float64) float64 {
		cell := math.Min(math.Floor(v*n), n-1)
		return (cell + min(1-inset, max(inset, v*n-cell))) / n
	}
	px, py := c.shown.View.At(within(x), within(y))
	return fyne.NewPos(float32(px/c.shown.Unit), float32(py/c.shown.Unit))
}

// name writes the names of cities where there is room for them: beside the place, or beside the bubble over it.
func (c *chart) name(f Frame) {
	c.names.Objects = nil
	var taken []box
	for _, b := range c.bubbles {
		taken = append(taken, b.box())
	}
	for _, city := range f.Places {
		x, y := photo.OnMap(city.Latitude, city.Longitude)
		px, py := f.View.At(x, y)
		at := fyne.NewPos(float32(px/f.Unit), float32(py/f.Unit))
		text := canvas.NewText(city.Name, theme.Colour(fynetheme.ColorNameForeground))
		text.TextSize = fynetheme.CaptionTextSize()
		text.Resize(text.MinSize())
		dot := canvas.NewCircle(theme.Colour(theme.ColorNameQuiet))
		put(dot, at, 4)
		if where, ok := room(text.Size(), at, 6, boxOf(dot), taken); ok {
			text.Move(where)
			taken = append(taken, boxOf(text), boxOf(dot))
			c.names.Objects = append(c.names.Objects, dot, text)
		} else if where, ok := room(text.Size(), at, Diameter/2+9, box{}, taken); ok {
			text.Move(where)
			taken = append(taken, boxOf(text))
			c.names.Objects = append(c.names.Objects, text)
		}
	}
}

// room returns where a text has room beside a place, so far from it. Nor may its dot lie on what is there.
func room(size fyne.Size, at fyne.Position, far float32, dot box, taken []box) (fyne.Position, bool) {
	if slices.ContainsFunc(taken, dot.meets) {
		return fyne.Position{}, false
	}
	for _, corner := range []fyne.Position{
		{X: at.X + far, Y: at.Y - size.Height/2},
		{X: at.X - far - size.Width, Y: at.Y - size.Height/2},
		{X: at.X - size.Width/2, Y: at.Y + far},
		{X: at.X - size.Width/2, Y: at.Y - far - size.Height},
	} {
		b := box{corner.X, corner.Y, corner.X + size.Width, corner.Y + size.Height}
		if !slices.ContainsFunc(taken, b.meets) {
			return corner, true
		}
	}
	return fyne.Position{}, false
}

// at returns where a bubble is on the map.
func (c *chart) at(b *bubble) fyne.Position { return b.centre.Add(c.layer.Position()) }

// on reports whether a point is on the map.
func (c *chart) on(at fyne.Position) bool {
	return at.X >= 0 && at.Y >= 0 && at.X <= c.size.Width && at.Y <= c.size.Height
}

func (c *chart) middle() fyne.Position { return fyne.NewPos(c.size.Width/2, c.size.Height/2) }

// current returns the bubble that Enter opens: the one that Tab has picked, or else the one nearest to the middle; nil
// if none is on screen.
func (c *chart) current() (current *bubble) {
	nearest := math.Inf(1)
	for _, b := range c.bubbles {
		at := c.at(b)
		if !c.on(at) {
			continue
		}
		if b.ID == c.picked {
			return b
		}
		d := at.Subtract(c.middle())
		if far := math.Hypot(float64(d.X), float64(d.Y)); far < nearest {
			nearest, current = far, b
		}
	}
	return current
}

// under returns the bubble at a place, nil if there is none.
func (c *chart) under(at fyne.Position) *bubble {
	for _, b := range c.bubbles {
		if d := at.Subtract(c.at(b)); math.Hypot(float64(d.X), float64(d.Y)) <= float64(Diameter/2) {
			return b
		}
	}
	return nil
}

// mark shows which bubble Enter opens, and says what the one under the pointer, or else that one, is.
func (c *chart) mark() {
	b := c.current()
	choosing := c.p.choice != nil
	if choosing && b != nil && b.ID != c.picked {
		b = nil // Enter chooses the middle
	}
	c.cross.show(choosing && b == nil)
	c.ring.Hidden = b == nil || !c.focused
	if !c.ring.Hidden {
		c.ring.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
		put(c.ring, b.centre, Diameter+4)
		c.ring.Refresh()
	}
	for _, other := range c.bubbles {
		if other.ID == c.hovered {
			b = other
		}
	}
	c.p.about.SetText(about(b))
}

// about says what a bubble is.
func about(b *bubble) string {
	switch {
	case b == nil:
		return ""
	case b.City == "":
		return phrases.Say("count:photos", "n", b.Photos)
	}
	return phrases.Say("places:about", "name", b.City, "n", b.Photos)
}

// recolour shows the map in the theme as it is now.
func (c *chart) recolour() {
	c.ground.FillColor = theme.Colour(theme.ColorNameWater)
	c.ground.Refresh()
	c.ask()
}
