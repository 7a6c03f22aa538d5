// Package places is the page of places: a map with the photos of the library, as clusters by how near it is looked at.
// It shows what it is given. It requests pictures of the map (OnDraw) and of photos (OnWant), and receives them (Show,
// Take); it draws nothing itself. All of it belongs to the UI goroutine.
package places

import (
	"image"
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/tip"
	"recollect/ui/welcome"
	"recollect/ui/world"
)

// Request is a picture of the map that is wanted.
type Request struct {
	View    world.View // with Margin to each side
	Unit    float64    // pixels of one of Fyne's units
	Cells   int        // the level of the cells of clusters
	Cities  int        // and of cities
	Colours world.Colours
}

// Area returns what the picture shows.
func (r Request) Area() photo.Area {
	w, h := float64(r.View.Width)/r.View.Scale, float64(r.View.Height)/r.View.Scale
	a := photo.Area{West: -180, East: 180}
	a.North, _ = photo.OnEarth(0, r.View.Y-h/2)
	a.South, _ = photo.OnEarth(0, r.View.Y+h/2)
	if w < 1 {
		_, a.West = photo.OnEarth(r.View.X-w/2, 0)
		_, a.East = photo.OnEarth(r.View.X+w/2, 0)
	}
	return a
}

// Frame is a picture of the map, and what lies on it.
type Frame struct {
	Request
	Image    *image.RGBA
	Clusters []photo.Cluster
	Places   []photo.City // the largest first
}

// Cover is the picture of a cluster.
type Cover struct {
	ID      photo.ID
	Flagged bool // it is covered by screening
}

// Diameter is that of a cluster, in Fyne's units.
const Diameter float32 = 44

// Page is the page; make one with New. The callbacks may be nil.
type Page struct {
	OnDraw   func(Request)
	OnWant   func([]Cover)       // these pictures are wanted now, all others are not
	OnOpen   func(photo.Cluster) // its photos are to be shown
	OnLeave  func()              // Esc
	OnSearch func()              // the key /
	OnHelp   func()              // the key ?
	OnShown  func()
	// Canvas is that of the window. It must be set before the page is shown.
	Canvas fyne.Canvas

	object *fyne.Container
	title  *widget.Label
	about  *widget.Label // the cluster that Enter opens
	empty  *widget.Label // while places are read
	none   fyne.CanvasObject
	chart  *chart
	credit *canvas.Text // of the data, on its plate
	plate  *canvas.Rectangle
	ways   *fyne.Container // buttons
	tools  *fyne.Container // over the map
	atlas  photo.Atlas
	known  bool
	cancel *tip.Button   // of choice
	hint   *widget.Label // and how it is made
	choice *choice       // what the person is to choose; nil: nothing
	covers map[photo.ID]image.Image
}

// New returns a page that does not know yet whether there are photos.
func New() *Page {
	p := &Page{covers: map[photo.ID]image.Image{}}
	p.title, p.about, p.empty = widget.NewLabel(""), widget.NewLabel(""), widget.NewLabel("")
	p.title.TextStyle.Bold, p.title.SizeName = true, fynetheme.SizeNameSubHeadingText
	p.about.Importance, p.about.Alignment = widget.LowImportance, fyne.TextAlignTrailing
	p.about.Truncation = fyne.TextTruncateEllipsis
	p.empty.Alignment, p.empty.Wrapping = fyne.TextAlignCenter, fyne.TextWrapWord
	p.empty.Importance = widget.LowImportance
	p.chart = newChart(p)
	nearer := func() { p.chart.zoomBy(1, p.chart.middle()) }
	farther := func() { p.chart.zoomBy(-1, p.chart.middle()) }
	leave := func() { call.If(p.OnLeave) }
	p.cancel = tip.New(fynetheme.CancelIcon(), phrases.Say("answer:cancel"), phrases.Say("keys:key-esc"), leave)
	p.ways = container.NewHBox(
		tip.New(fynetheme.ZoomInIcon(), phrases.Say("tip:zoom-in"), "+", nearer),
		tip.New(fynetheme.ZoomOutIcon(), phrases.Say("tip:zoom-out"), "-", farther),
		tip.New(fynetheme.ZoomFitIcon(), phrases.Say("keys:map-all"), "0", p.All),
		p.cancel,
	)
	p.credit = canvas.NewText(phrases.Say("places:credit"), nil)
	p.plate = canvas.NewRectangle(nil)
	p.plate.CornerRadius = 4
	credit := container.NewStack(p.plate, container.New(layout.NewCustomPaddedLayout(0, 0, 6, 6), p.credit))
	corner := container.NewVBox(layout.NewSpacer(), credit)
	p.tools = container.New(layout.NewCustomPaddedLayout(8, 12, 12, 12), container.NewHBox(corner))
	about := container.New(layout.NewCustomPaddedLayout(3, 0, 0, 0), p.about)
	line := container.NewBorder(nil, nil, p.title, container.NewCenter(p.ways), about)
	p.hint = widget.NewLabel(phrases.Say("places:choose-hint"))
	p.hint.Importance, p.hint.Wrapping = widget.LowImportance, fyne.TextWrapWord
	rows := container.New(layout.NewCustomPaddedVBoxLayout(-8), line, p.hint)
	head := container.New(layout.NewCustomPaddedLayout(8, 4, 16, 16), rows)
	clip := container.NewClip(p.chart)
	clip.ExtendBaseWidget(clip) // else it is laid out only when it is first painted
	middle := container.NewStack(clip, p.tools)
	p.none = welcome.Empty(theme.PinIcon(), phrases.Say("places:none"), phrases.Say("places:none-hint"), "", nil)
	words := container.NewStack(container.NewGridWithRows(3, layout.NewSpacer(), p.empty), p.none)
	p.object = container.NewStack(container.NewBorder(head, nil, nil, nil, middle), words)
	p.colour()
	p.say()
	return p
}

// colour gives what lies on the map the colours of the theme.
func (p *Page) colour() {
	p.credit.Color, p.credit.TextSize = theme.Colour(theme.ColorNameQuiet), fynetheme.CaptionTextSize()
	p.plate.FillColor = theme.Colour(theme.ColorNameSurface)
}

// Object returns the object to put into the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Focus moves the focus to the map, if that is on screen and nothing has it.
func (p *Page) Focus() {
	if p.chart.Visible() && p.Canvas.Focused() == nil {
		p.Canvas.Focus(p.chart)
	}
}

// Reading says that places are being read, unless some are known.
func (p *Page) Reading() {
	if !p.known {
		p.empty.SetText(phrases.Say("places:reading"))
	}
}

// Set shows where photos are. The map shows all of them, as long as the person has not moved it.
func (p *Page) Set(a photo.Atlas) {
	was := p.atlas
	first := !p.known || was.Photos == 0
	p.atlas, p.known = a, true
	p.say()
	c := p.chart
	switch whole := c.fitted != nil && *c.fitted == was.Area; {
	case p.choice != nil && (p.choice.now != nil || c.fitted == nil || !first):
		c.ask() // what the person points at stays where it is
	case first:
		p.All()
		p.Focus()
	case whole && a.Area != was.Area:
		picked := c.picked
		c.fit(a.Area)
		c.picked = picked
	default:
		c.ask()
	}
	call.If(p.OnShown)
}

// usable reports whether there is something to do with the map.
func (p *Page) usable() bool { return p.choice != nil || p.known && p.atlas.Photos > 0 }

// say shows the words for what there is.
func (p *Page) say() {
	some := p.usable()
	switch {
	case p.choice != nil:
		p.title.SetText(p.choice.asked())
	case some:
		p.title.SetText(phrases.Say("places:photos", "n", p.atlas.Photos))
	default:
		p.title.SetText(phrases.Say("places:title"))
	}
	frame.Show(p.title, some || !p.known)
	frame.Show(p.empty, !p.known && !some)
	frame.Show(p.none, p.known && !some)
	frame.Show(p.chart, some)
	frame.Show(p.tools, some)
	frame.Show(p.ways, some)
	frame.Show(p.cancel, p.choice != nil)
	frame.Show(p.hint, p.choice != nil)
}

// All shows all photos, or the earth if none has a place.
func (p *Page) All() {
	if p.atlas.Photos == 0 {
		p.chart.fit(inhabited)
		return
	}
	p.chart.fit(p.atlas.Area)
}

// Look shows the surroundings of a point, a few kilometres wide.
func (p *Page) Look(latitude, longitude float64) {
	p.known, p.atlas.Photos = true, max(1, p.atlas.Photos)
	p.say()
	p.around(latitude, longitude)
	p.Focus()
}

func (p *Page) around(latitude, longitude float64) {
	const near = 0.03 // degrees
	p.chart.fit(photo.Area{
		South: latitude - near, West: longitude - near, North: latitude + near, East: longitude + near,
	})
}

// Show shows a picture that OnDraw asked for.
func (p *Page) Show(f Frame) {
	p.chart.show(f)
	p.want()
	call.If(p.OnShown)
}

// want requests the pictures of the clusters on screen, and drops all others.
func (p *Page) want() {
	keep := map[photo.ID]bool{}
	var wanted []Cover
	for _, b := range p.chart.bubbles {
		keep[b.ID] = true
		if p.covers[b.ID] == nil {
			wanted = append(wanted, Cover{b.ID, b.Flagged})
		}
	}
	maps.DeleteFunc(p.covers, func(id photo.ID, _ image.Image) bool { return !keep[id] })
	call.With(p.OnWant, wanted)
}

// Take receives a picture that OnWant asked for.
func (p *Page) Take(c Cover, img image.Image) {
	p.covers[c.ID] = img
	for _, b := range p.chart.bubbles {
		if b.ID == c.ID {
			b.setCover(img)
		}
	}
}

// Refresh shows the page in the theme as it is now.
func (p *Page) Refresh() {
	p.colour()
	p.object.Refresh()
	p.chart.recolour()
}

// Map returns what the positions of bubbles are on.
func (p *Page) Map() fyne.CanvasObject { return p.chart }

// Photos returns how many photos are on the map.
func (p *Page) Photos() int { return p.atlas.Photos }

// Bubble is a cluster on screen.
type Bubble struct {
	Photos int
	X, Y   float32 // of its centre, on the map
}

// Bubbles returns the clusters on screen, as Tab goes through them.
func (p *Page) Bubbles() (all []Bubble) {
	for _, b := range p.chart.bubbles {
		if at := p.chart.at(b); p.chart.on(at) {
			all = append(all, Bubble{b.Photos, at.X, at.Y})
		}
	}
	return all
}
