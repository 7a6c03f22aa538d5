// Package shell lays out the parts of the window: the search box above, the side bar left, the information
// right, the status line below, and one page at a time in the centre. All of it belongs to the UI goroutine.
package shell

import (
	"slices"

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
	"recollect/ui/tip"
	"recollect/ui/view"
	"recollect/ui/viewer"
)

// Shell lays out the parts of the window, and shows one page in the centre; make one with New.
type Shell struct {
	// OnFilters is called when the menu of filters is wanted, with the button that asked.
	OnFilters func(below fyne.CanvasObject)

	Root    *fyne.Container   // all of the window: its parts, the viewer, and what floats above them
	Side    *fyne.Container   // the side bar
	Strip   *fyne.Container   // above photos: how many there are, or the note
	Total   *widget.Label     // how many there are
	Body    *fyne.Container   // beside the side bar: the strip, and below it the centre
	Centre  *fyne.Container   // holds the page
	Content view.Content      // the page
	Ground  *canvas.Rectangle // of the top bar

	main   *fyne.Container
	prefs  fyne.Preferences
	board  *notice.Board
	narrow bool // the window has no room for the side bar beside photos
	opened bool // the person has opened the side bar of a narrow window
}

// New puts the parts together.
func New(
	box *query.Box, g *grid.Grid, v *viewer.Viewer, side *sidebar.Bar,
	board *notice.Board, judge *judge.Bar, chosen *selection.Bar, info *details.Panel, prefs fyne.Preferences,
) *Shell {
	s := &Shell{Side: side.Object().(*fyne.Container), prefs: prefs, board: board, Centre: container.NewStack()}
	s.Side.Hidden = !prefs.BoolWithFallback(Pref, true)
	bar, room := s.topBar(box, g)
	top := container.New(layout.NewCustomPaddedVBoxLayout(0), bar, widget.NewSeparator(), board.Banner())
	s.Total = widget.NewLabel("")
	s.Total.Importance = widget.LowImportance
	total := container.New(layout.NewCustomPaddedLayout(6, 0, 8, 16), s.Total)
	s.Strip = container.New(steady{}, total, board.Line.Object())
	s.Strip.Hide()
	s.Body = container.NewBorder(s.Strip, nil, nil, nil, s.Centre)
	status := board.Status.Object()
	h := &frameLayout{
		top: top, left: s.Side, right: info.Object(), bottom: status, view: s.Body, room: room,
		floating: []fyne.CanvasObject{board.Pill(), chosen.Object(), judge.Object()}, over: s.OnGrid,
		fit: chosen.Fit, narrow: s.fitSide,
	}
	board.Below = h.lowest
	board.Left = func() float32 {
		if v.Visible() { // it has the whole window
			return 0
		}
		return extent(s.Side).Width
	}
	// In the order of the Tab key and of painting.
	s.main = container.New(h, s.Ground, box, s.Body, top, s.Side, info.Object(), status,
		board.Pill(), chosen.Object(), judge.Object())
	s.Root = container.New(layers{}, s.main, v, board.Toast(), box.Floating(), board.Card())
	return s
}

// Over puts an object over the viewer, and below what floats above that.
func (s *Shell) Over(o fyne.CanvasObject) { s.Root.Objects = slices.Insert(s.Root.Objects, 2, o) }

// topBar returns the bar beside the search box, and the layout that leaves space for the box. The
// box itself is a separate object, so that the Tab key reaches it first, then the photos, then the
// rest.
func (s *Shell) topBar(box *query.Box, g *grid.Grid) (bar fyne.CanvasObject, room *barLayout) {
	button := func(icon fyne.Resource, says, key string, f func()) fyne.CanvasObject {
		return container.NewCenter(container.NewGridWrap(fyne.NewSize(40, 40), tip.New(icon, says, key, f)))
	}
	menu := button(fynetheme.MenuIcon(), phrases.Say("tip:side"), "", s.ToggleSide)
	var sort fyne.CanvasObject
	sort = button(theme.SortIcon(), phrases.Say("tip:order"), "", func() { box.ShowOrders(sort) })
	var filter fyne.CanvasObject
	filter = button(theme.FilterIcon(), phrases.Say("tip:filter"), "", func() { s.OnFilters(filter) })
	smaller := button(fynetheme.ZoomOutIcon(), phrases.Say("tip:smaller"), "-", func() { g.TypedRune('-') })
	larger := button(fynetheme.ZoomInIcon(), phrases.Say("tip:larger"), "+", func() { g.TypedRune('+') })
	s.Ground = canvas.NewRectangle(theme.Colour(theme.ColorNameSurface))
	room = &barLayout{left: menu, right: container.NewHBox(filter, sort, smaller, larger), box: box}
	return container.New(room, room.left, room.right), room
}

// Pref is the preference of whether the side bar is shown.
const Pref = "side"

// sideLeast is the width of a window that has room for the side bar beside photos.
const sideLeast float32 = 800

// fitSide hides the side bar while the window is too narrow for it, unless the person opens it there.
func (s *Shell) fitSide(width float32) {
	narrow := width < sideLeast
	if narrow == s.narrow {
		return
	}
	s.narrow, s.opened = narrow, false
	s.showSide()
}

func (s *Shell) showSide() {
	shown := s.opened
	if !s.narrow {
		shown = s.prefs.BoolWithFallback(Pref, true)
	}
	frame.Show(s.Side, shown)
}

// ToggleSide shows or hides the side bar. What a person chooses for a narrow window is not kept.
func (s *Shell) ToggleSide() {
	if s.narrow {
		s.opened = !s.opened
	} else {
		s.prefs.SetBool(Pref, s.Side.Hidden)
	}
	s.showSide()
	s.main.Refresh()
}

// OnGrid reports whether the page is the grid.
func (s *Shell) OnGrid() bool { return s.Content.Kind == view.Grid }

// Put shows p, and calls make unless p is shown already.
func (s *Shell) Put(p view.Content, make func() fyne.CanvasObject) {
	if s.Content == p && len(s.Centre.Objects) > 0 {
		return
	}
	s.Content = p
	s.Centre.Objects = []fyne.CanvasObject{make()}
	s.Relayout()
	s.Centre.Refresh()
}

// ShowStrip shows the line above the photos, with how many there are, or hides it.
func (s *Shell) ShowStrip(shown bool, photos int) {
	if text := phrases.Say("count:photos", "n", photos); s.Total.Text != text {
		s.Total.SetText(text)
	}
	if s.Strip.Visible() != shown {
		frame.Show(s.Strip, shown)
		s.Relayout()
	}
}

// Relayout places the note and the objects that float above the photos.
func (s *Shell) Relayout() {
	for _, c := range []*fyne.Container{s.main, s.Body, s.board.Toast()} {
		c.Layout.Layout(c.Objects, c.Size())
	}
	frame.Ask()
}

// Recolour shows the shell in the theme as it is now.
func (s *Shell) Recolour() {
	s.Ground.FillColor = theme.Colour(theme.ColorNameSurface)
	s.Ground.Refresh()
}
