// Package things is the page of the things in a library's photos, as
// collections by group: each with a cover, a name and a count. It shows what it
// is given; it requests covers (OnWant) and receives them (Take). All of it
// belongs to the UI goroutine.
package things

import (
	"image"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/welcome"
)

// The size of a cover, in Fyne's units.
const (
	CoverWidth  float32 = 168
	CoverHeight float32 = 126
)

// coverInset is around a cover in its card.
const coverInset float32 = 6

// Page is the page; make one with New. The callbacks may be nil.
type Page struct {
	OnOpen   func(name string) // the photos of a thing are wanted
	OnWant   func([]photo.ID)  // these covers are wanted now, all others are not
	OnLeave  func()            // Esc on a card
	OnSearch func()            // the key / on a card
	OnHelp   func()            // the key ? on a card

	things []photo.Thing
	size   fyne.Size // of each card
	cards  []*card
	covers map[photo.ID]image.Image
	groups *fyne.Container
	scroll *container.Scroll
	empty  fyne.CanvasObject
	object *fyne.Container
}

// New returns a page without things.
func New() *Page {
	p := &Page{covers: map[photo.ID]image.Image{}, groups: container.New(layout.NewCustomPaddedVBoxLayout(4))}
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(12, 24, 24, 24), p.groups))
	p.scroll.OnScrolled = func(fyne.Position) { p.want() }
	p.empty = welcome.Empty(theme.TagIcon(), phrases.Say("things:none"), phrases.Say("things:none-yet"), "", nil)
	p.object = container.New(pageLayout{p}, p.scroll, p.empty)
	return p
}

// Object returns the object to put into the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Set shows things in their order; those of a group stand together.
func (p *Page) Set(things []photo.Thing) {
	if slices.Equal(things, p.things) {
		return
	}
	p.things = slices.Clone(things)
	p.cards, p.groups.Objects, p.size = nil, nil, cardSize(things)
	for _, name := range groupNames(things) {
		row := container.NewGridWrap(p.size)
		for _, t := range things {
			if t.Group == name {
				c := newCard(p, t, p.covers[t.Cover])
				c.row = row
				p.cards = append(p.cards, c)
				row.Add(c)
			}
		}
		p.groups.Add(heading(name))
		p.groups.Add(row)
	}
	frame.Show(p.empty, len(things) == 0)
	p.object.Refresh()
	p.want()
	frame.Ask()
}

// Take receives a cover that the page requested, or nil if there is none.
func (p *Page) Take(id photo.ID, img image.Image) {
	p.covers[id] = img
	for _, c := range p.cards {
		if c.thing.Cover == id {
			c.setCover(img)
		}
	}
}

// Forget drops all covers and requests them again.
func (p *Page) Forget() {
	clear(p.covers)
	for _, c := range p.cards {
		c.setCover(nil)
	}
	p.want()
}

// Refresh shows the page in the theme as it is now.
func (p *Page) Refresh() { p.object.Refresh() }

// groupNames returns the groups in the order in which they first appear.
func groupNames(things []photo.Thing) []string {
	var names []string
	for _, t := range things {
		if !slices.Contains(names, t.Group) {
			names = append(names, t.Group)
		}
	}
	return names
}

func heading(name string) fyne.CanvasObject {
	if name == "" {
		name = phrases.Say("things:other")
	}
	l := widget.NewLabel(strings.ToUpper(name[:1]) + name[1:])
	l.TextStyle.Bold, l.SizeName = true, fynetheme.SizeNameSubHeadingText
	return container.New(layout.NewCustomPaddedLayout(8, 0, coverInset-fynetheme.InnerPadding(), 0), l)
}

// want requests the missing covers on screen and one screen further, and drops
// all others: a cover takes 0.3 MB.
func (p *Page) want() {
	top, height := p.scroll.Offset.Y, p.scroll.Size().Height
	if p.OnWant == nil || height <= 0 {
		return
	}
	keep := map[photo.ID]bool{}
	var wanted []photo.ID
	for _, c := range p.cards {
		id, y := c.thing.Cover, c.row.Position().Y+c.Position().Y
		if id == 0 || y >= top+2*height || y+c.Size().Height <= top-height {
			continue
		}
		keep[id] = true
		if img, known := p.covers[id]; !known {
			wanted = append(wanted, id)
		} else if c.picture.Image == nil && img != nil {
			c.setCover(img) // that of another thing too
		}
	}
	for _, c := range p.cards {
		if !keep[c.thing.Cover] && c.picture.Image != nil {
			c.setCover(nil)
		}
	}
	maps.DeleteFunc(p.covers, func(id photo.ID, _ image.Image) bool { return !keep[id] })
	call.With(p.OnWant, wanted)
}

// pageLayout gives both the list and the words instead of it the whole page,
// and asks for covers when there is another size.
type pageLayout struct{ p *Page }

func (l pageLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	o[1].Resize(size)
	l.p.want()
}

func (pageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 160) }
