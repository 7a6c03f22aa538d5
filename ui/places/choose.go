package places

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// choice is a place that a person chooses.
type choice struct {
	photos int          // that are put there
	now    *photo.Place // where they are; nil: nowhere
	given  func(photo.Place)
}

// Choose lets a person choose where some photos were taken, which now are at a place; nil: nowhere. The map shows that
// place, or else what it showed before. given is called once, unless the person leaves (OnLeave) or Browse is called.
func (p *Page) Choose(photos int, now *photo.Place, given func(photo.Place)) {
	p.choice = &choice{photos, now, given}
	if p.say(); now != nil {
		p.around(now.Latitude, now.Longitude)
	} else if p.atlas.Photos == 0 {
		p.All()
	}
	p.chart.mark()
	p.Canvas.Focus(p.chart)
}

// Browse ends Choose without a place.
func (p *Page) Browse() {
	if p.choice == nil {
		return
	}
	p.choice = nil
	p.say()
	p.chart.mark()
}

// choose takes a place that the person has chosen.
func (p *Page) choose(latitude, longitude float64) {
	given := p.choice.given
	p.Browse()
	const fine = 1e6 // a hand's breadth
	round := func(degrees float64) float64 { return math.Round(degrees*fine) / fine }
	given(photo.Place{Latitude: round(latitude), Longitude: round(longitude)})
}

// inhabited is what is shown of the earth where nothing says more.
var inhabited = photo.Area{South: -56, West: -170, North: 72, East: 179}

// chooseAt chooses what is at a point of the map: where the photos of a bubble are, or the point itself.
func (c *chart) chooseAt(at fyne.Position) {
	if b := c.under(at); b != nil {
		c.p.choose(b.Latitude, b.Longitude)
		return
	}
	off := at.Subtract(c.middle())
	c.p.choose(photo.OnEarth(c.x+float64(off.X)/c.scale(), c.y+float64(off.Y)/c.scale()))
}

// cross marks the middle of the map, which Enter chooses.
type cross struct {
	ring *canvas.Circle
	dot  *canvas.Circle
}

func newCross() cross {
	c := cross{canvas.NewCircle(color.Transparent), canvas.NewCircle(nil)}
	c.ring.StrokeWidth = 3
	return c
}

// place puts the cross into the middle of a map of a size.
func (x cross) place(size fyne.Size) {
	middle := fyne.NewPos(size.Width/2, size.Height/2)
	put(x.ring, middle, Diameter/2)
	put(x.dot, middle, 5)
}

func (x cross) show(is bool) {
	colour := theme.Colour(fynetheme.ColorNamePrimary)
	x.ring.StrokeColor, x.dot.FillColor = colour, colour
	x.ring.Hidden, x.dot.Hidden = !is, !is
	x.ring.Refresh()
	x.dot.Refresh()
}

// asked says what the person is to choose.
func (c *choice) asked() string { return phrases.Say("places:choose", "n", c.photos) }
