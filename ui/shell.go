package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/details"
	"recollect/ui/frame"
	"recollect/ui/grid"
	"recollect/ui/judge"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/query"
	"recollect/ui/selection"
	"recollect/ui/sidebar"
	"recollect/ui/theme"
	"recollect/ui/view"
	"recollect/ui/viewer"
)

// shell lays out the parts of the window, and shows one page in the centre.
type shell struct {
	side  *fyne.Container // the side bar
	prefs fyne.Preferences
	board *notice.Board

	root    *fyne.Container // main, viewer and what floats above them
	main    *fyne.Container
	strip   *fyne.Container // above photos: how many there are, or the note
	total   *widget.Label   // how many there are
	body    *fyne.Container // beside the side bar: the strip, and below it the centre
	centre  *fyne.Container // holds the page
	content view.Content
	ground  *canvas.Rectangle // of the top bar
	// onFilters is called when the menu of filters is wanted, with the button that asked.
	onFilters func(below fyne.CanvasObject)
	narrow    bool // the window has no room for the side bar beside photos
	opened    bool // the person has opened the side bar of a narrow window
}

// newShell puts the parts together.
func newShell(
	box *query.Box, g *grid.Grid, v *viewer.Viewer, side *sidebar.Bar,
	board *notice.Board, judge *judge.Bar, chosen *selection.Bar, info *details.Panel, prefs fyne.Preferences,
) *shell {
	s := &shell{side: side.Object().(*fyne.Container), prefs: prefs, board: board, centre: container.NewStack()}
	s.side.Hidden = !prefs.BoolWithFallback(prefSide, true)
	bar, room := s.topBar(box, g)
	top := container.New(layout.NewCustomPaddedVBoxLayout(0), bar, widget.NewSeparator(), board.Banner())
	s.total = widget.NewLabel("")
	s.total.Importance = widget.LowImportance
	total := container.New(layout.NewCustomPaddedLayout(6, 0, 8, 16), s.total)
	s.strip = container.New(steady{}, total, board.Line.Object())
	s.strip.Hide()
	s.body = container.NewBorder(s.strip, nil, nil, nil, s.centre)
	status := board.Status.Object()
	h := &frameLayout{
		top: top, left: s.side, right: info.Object(), bottom: status, view: s.body, room: room,
		floating: []fyne.CanvasObject{board.Pill(), chosen.Object(), judge.Object()}, over: s.onGrid,
		fit: chosen.Fit, narrow: s.fitSide,
	}
	board.Below = h.lowest
	// In the order of the Tab key and of painting.
	s.main = container.New(h, s.ground, box, s.body, top, s.side, info.Object(), status,
		board.Pill(), chosen.Object(), judge.Object())
	s.root = container.New(layers{}, s.main, v, board.Toast(), box.Floating(), board.Card())
	return s
}

// topBar returns the bar beside the search box, and the layout that leaves space for the box. The
// box itself is a separate object, so that the Tab key reaches it first, then the photos, then the
// rest.
func (s *shell) topBar(box *query.Box, g *grid.Grid) (bar fyne.CanvasObject, room *barLayout) {
	button := func(icon fyne.Resource, f func()) fyne.CanvasObject {
		b := widget.NewButtonWithIcon("", icon, f)
		b.Importance = widget.LowImportance
		return container.NewCenter(container.NewGridWrap(fyne.NewSize(40, 40), b))
	}
	menu := button(fynetheme.MenuIcon(), s.toggleSide)
	var sort fyne.CanvasObject
	sort = button(theme.SortIcon(), func() { box.ShowOrders(sort) })
	var filter fyne.CanvasObject
	filter = button(theme.FilterIcon(), func() { s.onFilters(filter) })
	smaller := button(fynetheme.ZoomOutIcon(), func() { g.TypedRune('-') })
	larger := button(fynetheme.ZoomInIcon(), func() { g.TypedRune('+') })
	s.ground = canvas.NewRectangle(theme.Colour(theme.ColorNameSurface))
	room = &barLayout{left: menu, right: container.NewHBox(filter, sort, smaller, larger), box: box}
	return container.New(room, room.left, room.right), room
}

// sideLeast is the width of a window that has room for the side bar beside photos.
const sideLeast float32 = 800

// fitSide hides the side bar while the window is too narrow for it, unless the person opens it there.
func (s *shell) fitSide(width float32) {
	narrow := width < sideLeast
	if narrow == s.narrow {
		return
	}
	s.narrow, s.opened = narrow, false
	s.showSide()
}

func (s *shell) showSide() {
	shown := s.opened
	if !s.narrow {
		shown = s.prefs.BoolWithFallback(prefSide, true)
	}
	frame.Show(s.side, shown)
}

// toggleSide shows or hides the side bar. What a person chooses for a narrow window is not kept.
func (s *shell) toggleSide() {
	if s.narrow {
		s.opened = !s.opened
	} else {
		s.prefs.SetBool(prefSide, s.side.Hidden)
	}
	s.showSide()
	s.main.Refresh()
}

// onGrid reports whether the page is the grid.
func (s *shell) onGrid() bool { return s.content.Kind == view.Grid }

// put shows p, and calls make unless p is shown already.
func (s *shell) put(p view.Content, make func() fyne.CanvasObject) {
	if s.content == p && len(s.centre.Objects) > 0 {
		return
	}
	s.content = p
	s.centre.Objects = []fyne.CanvasObject{make()}
	s.relayout()
	s.centre.Refresh()
}

// showStrip shows the line above the photos, with how many there are, or hides it.
func (s *shell) showStrip(shown bool, photos int) {
	if text := phrases.Say("count:photos", "n", photos); s.total.Text != text {
		s.total.SetText(text)
	}
	if s.strip.Visible() != shown {
		frame.Show(s.strip, shown)
		s.relayout()
	}
}

// relayout places the note and the objects that float above the photos.
func (s *shell) relayout() {
	for _, c := range []*fyne.Container{s.main, s.body, s.board.Toast()} {
		c.Layout.Layout(c.Objects, c.Size())
	}
	frame.Ask()
}

// recolour shows the shell in the theme as it is now.
func (s *shell) recolour() {
	s.ground.FillColor = theme.Colour(theme.ColorNameSurface)
	s.ground.Refresh()
}
