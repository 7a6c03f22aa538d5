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
	w.recolour()
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
	smaller := button(fynetheme.ZoomOutIcon(), func() { w.grid.TypedRune('-') })
	larger := button(fynetheme.ZoomInIcon(), func() { w.grid.TypedRune('+') })
	line := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 0),
		container.NewBorder(nil, nil, menu, container.NewHBox(smaller, larger), container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), w.box)))
	w.hint.Importance, w.hint.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	w.hintBox = container.New(layout.NewCustomPaddedLayout(0, 0, 48, 0), w.hint)
	w.hintBox.Hide()
	return container.New(layout.NewCustomPaddedVBoxLayout(0),
		w.bar(container.New(layout.NewCustomPaddedVBoxLayout(0), line, w.hintBox), 10, 10), widget.NewSeparator())
}

// say shows text under the search box; an empty one hides it.
func (w *Window) say(text string) {
	if w.hint.Text == text {
		return
	}
	w.hint.SetText(text)
	w.hintBox.Hidden = text == ""
	w.root.Refresh()
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
	c.AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) {
		if w.viewer.Visible() {
			w.viewer.Copy()
			return
		}
		w.grid.Copy()
	})
	c.AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) { w.box.Paste(w.app.Clipboard().Content()) })
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if w.viewer.Visible() {
			w.viewer.TypedKey(e)
			return
		}
		w.focusGrid()
		w.grid.TypedKey(e)
	})
	c.SetOnTypedRune(func(r rune) {
		if w.viewer.Visible() {
			w.viewer.TypedRune(r)
			return
		}
		w.grid.TypedRune(r)
	})
}

// settingsState is what the settings page shows.
func (w *Window) settingsState(report string) settings.State {
	choice, text := w.look()
	s := settings.State{
		Model: w.o.Model(), Library: w.o.LibraryDir, Version: w.o.Version, Choice: choice, Text: text, Details: report,
	}
	if s.Model.Name == "" {
		_, s.Missing = Explain(w.state.status.Trouble)
	}
	return s
}

// clear is a rectangle that takes room and is not seen.
func clearRect(w, h float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}
