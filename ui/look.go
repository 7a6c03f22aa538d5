package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/folders"
	"recollect/ui/settings"
	"recollect/ui/theme"
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
	w.status.recolour()
	w.banner.recolour()
	w.pill.recolour()
	w.note.Recolour()
	w.judge.recolour()
	w.things.Refresh()
	w.overlay.recolour()
	w.grid.Refresh()
	w.viewer.Refresh()
	w.box.Refresh()
}

// bar is a surface with padding around what it holds.
func (w *Window) bar(content fyne.CanvasObject, top, bottom float32) fyne.CanvasObject {
	ground := canvas.NewRectangle(theme.Colour(theme.ColorNameSurface))
	w.bars = append(w.bars, ground)
	return container.NewStack(ground, container.New(layout.NewCustomPaddedLayout(top, bottom, 16, 16), content))
}

// topBar is the search box and what is beside it.
func (w *Window) topBar() fyne.CanvasObject {
	button := func(icon fyne.Resource, f func()) fyne.CanvasObject {
		b := widget.NewButtonWithIcon("", icon, f)
		b.Importance = widget.LowImportance
		return container.NewCenter(container.NewGridWrap(fyne.NewSize(40, 40), b))
	}
	menu := button(fynetheme.MenuIcon(), w.toggleSide)
	var sort fyne.CanvasObject
	sort = button(theme.SortIcon(), func() { w.showSortMenu(sort) })
	smaller := button(fynetheme.ZoomOutIcon(), func() { w.grid.TypedRune('-') })
	larger := button(fynetheme.ZoomInIcon(), func() { w.grid.TypedRune('+') })
	box := container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), w.box)
	line := container.NewBorder(nil, nil, menu, container.NewHBox(sort, smaller, larger), box)
	return w.bar(line, 10, 10)
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
	c.AddShortcut(repair, func(fyne.Shortcut) { w.repair() })
	c.AddShortcut(&fyne.ShortcutSelectAll{}, func(fyne.Shortcut) { w.selectAll() })
	c.AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { w.copyShown() })
	c.AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) { w.box.Paste(w.app.Clipboard().Content()) })
	c.SetOnTypedKey(w.typedKey)
	c.SetOnTypedRune(w.typedRune)
	w.side.OnLeave, w.side.OnSearch = w.leaveSide, w.focusBox
}

// selectAll selects all photos where they are seen.
func (w *Window) selectAll() {
	if w.shownView == "grid" && !w.viewer.Visible() {
		w.grid.SelectAll()
		w.focusGrid()
	}
}

// copyShown copies the path of the photo that is shown or selected, where it is seen.
func (w *Window) copyShown() {
	switch {
	case w.viewer.Visible():
		w.viewer.Copy()
	case w.shownView == "grid":
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
	case w.shownView == "grid":
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
		w.showKeys()
	case w.shownView == "grid":
		w.grid.TypedRune(r)
	}
}

// leaveRoom goes back from where there are no photos.
func (w *Window) leaveRoom() {
	if w.room != folders.Photos {
		w.enter(folders.Photos)
		return
	}
	w.leaveGrid()
}

// leaveSide goes from the side bar to the photos.
func (w *Window) leaveSide() {
	if w.room != folders.Photos {
		w.enter(folders.Photos)
	}
	w.focusGrid()
}

// settingsState is what the settings page shows.
func (w *Window) settingsState(report string) settings.State {
	choice, text := w.look()
	s := settings.State{
		Model: w.o.Model(), Library: w.o.LibraryDir, Version: w.o.Version, Choice: choice, Text: text, Details: report,
		Polled: w.state.status.Polled, PolledWhy: w.state.status.PolledWhy,
	}
	if r := w.state.status.Restored; r != nil {
		s.Restored, _ = r.Explain()
	}
	s.Forget, s.Screening, s.Covered = w.o.Searches != nil, w.o.Screening != nil, w.covering
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

// house puts the search box above, the side bar left, the status line below, and
// gives the rest to the view, without gaps. The pill and the question about
// photos float above the view.
type house struct{}

// Layout is called with the six objects in that order.
func (house) Layout(o []fyne.CanvasObject, size fyne.Size) {
	top, left, bottom := extent(o[0]), extent(o[1]), extent(o[2])
	o[0].Resize(fyne.NewSize(size.Width, top.Height))
	o[1].Move(fyne.NewPos(0, top.Height))
	o[1].Resize(fyne.NewSize(left.Width, size.Height-top.Height-bottom.Height))
	o[2].Move(fyne.NewPos(0, size.Height-bottom.Height))
	o[2].Resize(fyne.NewSize(size.Width, bottom.Height))
	o[3].Move(fyne.NewPos(left.Width, top.Height))
	o[3].Resize(fyne.NewSize(size.Width-left.Width, size.Height-top.Height-bottom.Height))
	low := size.Height - bottom.Height - 20
	for _, floating := range o[4:] {
		own := floating.MinSize()
		floating.Resize(own)
		floating.Move(fyne.NewPos(left.Width+(size.Width-left.Width-own.Width)/2, low-own.Height))
		if floating.Visible() {
			low -= own.Height + 8
		}
	}
}

// MinSize is the smallest window.
func (house) MinSize(o []fyne.CanvasObject) fyne.Size {
	top, left, bottom := extent(o[0]), extent(o[1]), extent(o[2])
	return fyne.NewSize(max(top.Width, left.Width+320), top.Height+bottom.Height+240)
}

// extent is the room that o needs: none while it is hidden.
func extent(o fyne.CanvasObject) fyne.Size {
	if !o.Visible() {
		return fyne.Size{}
	}
	return o.MinSize()
}

// redraw asks for a new frame. What was hidden until now cannot: Fyne knows
// the canvas of an object only once it was drawn.
func (w *Window) redraw() { canvas.Refresh(w.root) }

// clearRect takes room and is not seen.
func clearRect(w, h float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}
