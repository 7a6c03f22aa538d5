package ui

import (
	"image/color"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/frame"
	"recollect/ui/keymap"
	"recollect/ui/settings"
	"recollect/ui/theme"
	"recollect/ui/view"
)

// The names under which a person's choices are kept.
const (
	prefTheme = "theme"
	prefText  = "text"
	prefRow   = "row"
	prefSide  = "side"
	prefHint  = "drop hint shown"
)

// look is the theme that was chosen.
func (w *Window) look() (theme.Choice, float32) {
	p := w.app.Preferences()
	return theme.Choice(p.StringWithFallback(prefTheme, string(theme.System))),
		float32(p.FloatWithFallback(prefText, float64(theme.NormalText)))
}

func (w *Window) applyLook(c theme.Choice, text float32) {
	w.app.Settings().SetTheme(theme.New(c, text))
}

func (w *Window) chooseLook(c theme.Choice, text float32) {
	p := w.app.Preferences()
	p.SetString(prefTheme, string(c))
	p.SetFloat(prefText, float64(text))
	w.applyLook(c, text)
}

// recolour gives the window's own rectangles the colours of the theme.
func (w *Window) recolour() {
	for _, b := range w.bars {
		b.FillColor = theme.Colour(theme.ColorNameSurface)
		b.Refresh()
	}
	w.side.Refresh()
	w.board.Recolour()
	w.judge.Recolour()
	w.things.Refresh()
	w.grid.Refresh()
	w.viewer.Refresh()
	w.box.Refresh()
}

// topBar is what is beside the search box, and the room that it leaves for it. The box
// itself lies above: the Tab key comes to it, then to the photos, and then to all else.
func (w *Window) topBar() (bar fyne.CanvasObject, room *boxRoom) {
	button := func(icon fyne.Resource, f func()) fyne.CanvasObject {
		b := widget.NewButtonWithIcon("", icon, f)
		b.Importance = widget.LowImportance
		return container.NewCenter(container.NewGridWrap(fyne.NewSize(40, 40), b))
	}
	menu := button(fynetheme.MenuIcon(), w.toggleSide)
	var sort fyne.CanvasObject
	sort = button(theme.SortIcon(), func() { w.box.ShowOrders(sort) })
	smaller := button(fynetheme.ZoomOutIcon(), func() { w.grid.TypedRune('-') })
	larger := button(fynetheme.ZoomInIcon(), func() { w.grid.TypedRune('+') })
	w.ground = canvas.NewRectangle(theme.Colour(theme.ColorNameSurface))
	w.bars = append(w.bars, w.ground)
	room = &boxRoom{left: menu, right: container.NewHBox(sort, smaller, larger), box: w.box}
	return container.New(room, room.left, room.right), room
}

// boxRoom puts something left and something right of the room for the search box.
type boxRoom struct{ left, right, box fyne.CanvasObject }

// The room around the parts of the top bar, and between them.
const (
	barSide float32 = 16
	barHigh float32 = 10
	barGap  float32 = 12
)

// Layout puts the parts at the sides of size.
func (r *boxRoom) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	left, right := r.left.MinSize(), r.right.MinSize()
	r.left.Resize(fyne.NewSize(left.Width, size.Height))
	r.left.Move(fyne.NewPos(barSide, 0))
	r.right.Resize(fyne.NewSize(right.Width, size.Height))
	r.right.Move(fyne.NewPos(size.Width-barSide-right.Width, 0))
}

// MinSize has room for the box at its smallest.
func (r *boxRoom) MinSize([]fyne.CanvasObject) fyne.Size {
	box := r.box.MinSize()
	return fyne.NewSize(r.around()+box.Width, box.Height+2*barHigh)
}

// around is the width of all but the box.
func (r *boxRoom) around() float32 {
	return r.left.MinSize().Width + r.right.MinSize().Width + 2*(barSide+barGap)
}

// place puts the box into its room in a bar of that width.
func (r *boxRoom) place(width float32) {
	r.box.Move(fyne.NewPos(barSide+r.left.MinSize().Width+barGap, barHigh))
	r.box.Resize(fyne.NewSize(width-r.around(), r.box.MinSize().Height))
}

func (w *Window) toggleSide() {
	o := w.side.Object().(*fyne.Container)
	o.Hidden = !o.Hidden
	w.app.Preferences().SetBool(prefSide, !o.Hidden)
	w.root.Objects[0].Refresh()
}

// shortcuts takes the keys that no view has taken.
func (w *Window) shortcuts() {
	c := w.win.Canvas()
	find := &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(find, func(fyne.Shortcut) { w.focusBox() })
	save := &desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(save, func(fyne.Shortcut) { w.saveSearch() })
	repair := &desktop.CustomShortcut{KeyName: fyne.KeyPeriod, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(repair, func(fyne.Shortcut) { w.finder.repair() })
	w.wayShortcuts(c)
	c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { w.board.Undo() })
	c.AddShortcut(&fyne.ShortcutSelectAll{}, func(fyne.Shortcut) { w.selectAll() })
	c.AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { w.copyShown() })
	c.AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) { w.box.Paste(w.app.Clipboard().Content()) })
	c.SetOnTypedKey(w.typedKey)
	c.SetOnTypedRune(w.typedRune)
	w.side.OnLeave, w.side.OnSearch = w.leaveSide, w.focusBox
}

// selectAll selects all photos where they are seen.
func (w *Window) selectAll() {
	if w.page.Kind == view.Grid && !w.viewer.Visible() {
		w.grid.SelectAll()
		w.focusGrid()
	}
}

// copyShown copies the path of the photo that is shown or selected, where it is seen.
func (w *Window) copyShown() {
	switch {
	case w.viewer.Visible():
		w.viewer.Copy()
	case w.page.Kind == view.Grid:
		w.grid.Copy()
	}
}

// typedKey takes the keys that go to no widget.
func (w *Window) typedKey(e *fyne.KeyEvent) {
	overlays := w.win.Canvas().Overlays()
	switch top := overlays.Top(); {
	case top != nil && e.Name == fyne.KeyEscape:
		overlays.Remove(top) // Fyne's dialogs do not listen to it
	case top != nil:
	case w.viewer.Visible():
		w.viewer.TypedKey(e)
	case w.page.Kind == view.Grid:
		w.focusGrid()
		w.grid.TypedKey(e)
	case e.Name == fyne.KeyEscape:
		w.leaveRoom()
	}
}

// typedRune takes the characters that go to no widget.
func (w *Window) typedRune(r rune) {
	switch {
	case w.win.Canvas().Overlays().Top() != nil:
	case w.viewer.Visible():
		w.viewer.TypedRune(r)
	case r == '/':
		w.focusBox()
	case r == '?':
		keymap.Show(w.win)
	case w.page.Kind == view.Grid:
		w.grid.TypedRune(r)
	}
}

// leaveRoom goes back from where there are no photos.
func (w *Window) leaveRoom() {
	if w.finder.back() {
		return
	}
	if w.finder.State().Room != view.Photos {
		w.enter(view.Photos)
		return
	}
	w.leaveGrid()
}

// leaveSide goes from the side bar to the photos.
func (w *Window) leaveSide() {
	if w.finder.State().Room != view.Photos {
		w.leaveRoom()
	}
	w.focusGrid()
}

// settingsState is what the settings page shows.
func (w *Window) settingsState() settings.State {
	choice, text := w.look()
	s := settings.State{
		Model: w.o.Model(), Library: w.o.LibraryDir, Version: w.o.Version, Choice: choice, Text: text,
		Polled: w.state.status.Polled, PolledWhy: polledWhy(w.state.status.PolledWhy),
	}
	if r := w.state.status.Restored; r != nil {
		s.Restored = sentences().Restored(*r).What
	}
	s.Forget = w.o.Searches != nil
	if s.Model.Name == "" {
		_, s.Missing = Explain(w.state.status.Trouble)
	}
	return s
}

// layers gives every object the whole window, hidden ones too, so that they are
// in their place when they are shown.
type layers struct{}

// Layout resizes all of o.
func (layers) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, x := range o {
		x.Resize(size)
	}
}

// MinSize is that of the lowest layer.
func (layers) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// steady gives every object its whole room, and needs that of the largest one
// whether it is shown or not: nothing below moves when one of them comes or goes.
type steady struct{}

// Layout resizes all of o.
func (steady) Layout(o []fyne.CanvasObject, size fyne.Size) { layers{}.Layout(o, size) }

// MinSize is the largest of o.
func (steady) MinSize(o []fyne.CanvasObject) (size fyne.Size) {
	for _, x := range o {
		size = size.Max(x.MinSize())
	}
	return size
}

// house puts the search box above, the side bar left, the status line below, and
// gives the rest to the view, without gaps. Where over reports true the view goes
// on below the status line, which lies on it: it comes and goes, and the view
// must not move. What floats does so above the view.
type house struct {
	top, left, bottom, view fyne.CanvasObject
	room                    *boxRoom
	floating                []fyne.CanvasObject
	over                    func() bool
}

// Layout is called with all of them, and the ground of the box.
func (h *house) Layout(all []fyne.CanvasObject, size fyne.Size) {
	top, left, bottom := extent(h.top), extent(h.left), extent(h.bottom)
	all[0].Resize(fyne.NewSize(size.Width, h.room.MinSize(nil).Height))
	h.room.place(size.Width)
	h.top.Resize(fyne.NewSize(size.Width, top.Height))
	h.left.Move(fyne.NewPos(0, top.Height))
	h.left.Resize(fyne.NewSize(left.Width, size.Height-top.Height-bottom.Height))
	h.bottom.Move(fyne.NewPos(0, size.Height-bottom.Height))
	h.bottom.Resize(fyne.NewSize(size.Width, bottom.Height))
	view := fyne.NewSize(size.Width-left.Width, size.Height-top.Height-bottom.Height)
	if h.over() {
		view.Height += bottom.Height
	}
	h.view.Move(fyne.NewPos(left.Width, top.Height))
	h.view.Resize(view)
	low := size.Height - bottom.Height - 20
	for _, floating := range h.floating {
		own := floating.MinSize()
		floating.Resize(own)
		floating.Move(fyne.NewPos(left.Width+(size.Width-left.Width-own.Width)/2, low-own.Height))
		if floating.Visible() {
			low -= own.Height + 8
		}
	}
}

// lowest is how far from the window's lower edge something may begin that floats
// above the status line and all else that floats.
func (h *house) lowest() float32 {
	low := extent(h.bottom).Height + 20
	for _, o := range h.floating {
		if o.Visible() {
			low += o.MinSize().Height + 8
		}
	}
	return low
}

// MinSize is the smallest window.
func (h *house) MinSize([]fyne.CanvasObject) fyne.Size {
	top, left, bottom := extent(h.top), extent(h.left), extent(h.bottom)
	return fyne.NewSize(max(top.Width, left.Width+320), top.Height+bottom.Height+240)
}

// extent is the room that o needs: none while it is hidden.
func extent(o fyne.CanvasObject) fyne.Size {
	if !o.Visible() {
		return fyne.Size{}
	}
	return o.MinSize()
}

// clearRect takes room and is not seen.
func clearRect(w, h float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

// relayout puts the note and what floats above the photos where they belong now.
func (w *Window) relayout() {
	for _, c := range []*fyne.Container{w.root.Objects[0].(*fyne.Container), w.body, w.board.Toast()} {
		c.Layout.Layout(c.Objects, c.Size())
	}
	frame.Ask()
}

// wayShortcuts are the keys that go back and forward: those of the system's browsers.
func (w *Window) wayShortcuts(c fyne.Canvas) {
	back, ahead, with := fyne.KeyLeft, fyne.KeyRight, fyne.KeyModifierAlt
	if runtime.GOOS == "darwin" { // where Alt and an arrow go to the next word
		back, ahead, with = fyne.KeyLeftBracket, fyne.KeyRightBracket, fyne.KeyModifierSuper
	}
	bind := func(key fyne.KeyName, f func()) {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: with}, func(fyne.Shortcut) {
			if c.Overlays().Top() == nil {
				f()
			}
		})
	}
	bind(back, func() { w.finder.back() })
	bind(ahead, w.finder.forward)
}
