package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"recollect/ui/keymap"
	"recollect/ui/strokes"
	"recollect/ui/view"
	"recollect/ui/viewer"
)

// keys handles the keys that no view handles.
type keys struct{ w *Window }

// bind binds the keys that no view handles.
func (k *keys) bind() {
	c := k.w.win.Canvas()
	k.bindTo(strokes.Canvas{Canvas: c, Keys: &k.w.letters})
	c.SetOnTypedKey(k.typedKey)
	c.SetOnTypedRune(k.typedRune)
	k.w.box.OnUndo, k.w.box.OnRedo = k.undo, k.redo
	k.w.side.OnLeave, k.w.side.OnSearch = k.w.nav.leaveSide, k.w.asks.retype
}

// bindTo binds the keys that are pressed with others.
func (k *keys) bindTo(c fyne.Canvas) {
	find := &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(find, func(fyne.Shortcut) { k.w.asks.retype() })
	save := &desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(save, func(fyne.Shortcut) { k.w.saveSearch() })
	repair := &desktop.CustomShortcut{KeyName: fyne.KeyPeriod, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(repair, func(fyne.Shortcut) { k.w.notes.repair() })
	models := &desktop.CustomShortcut{
		KeyName: fyne.KeyM, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift,
	}
	c.AddShortcut(models, func(fyne.Shortcut) { k.w.nav.enterModels() })
	fit := &desktop.CustomShortcut{KeyName: fyne.Key0, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(fit, func(fyne.Shortcut) { k.fit() })
	k.w.copies.Bind(c)
	k.w.hand.Bind(c)
	k.bindWays(c)
	c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { k.undo() })
	c.AddShortcut(&fyne.ShortcutRedo{}, func(fyne.Shortcut) { k.redo() })
	again := &desktop.CustomShortcut{
		KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift,
	}
	c.AddShortcut(again, func(fyne.Shortcut) { k.redo() })
	c.AddShortcut(&fyne.ShortcutSelectAll{}, func(fyne.Shortcut) { k.selectAll() })
	c.AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { k.copyShown() })
	c.AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) { k.w.box.Paste(k.w.app.Clipboard().Content()) })
}

// fit fits the pictures that are shown to the window.
func (k *keys) fit() {
	if k.w.comparing.pair.Visible() {
		k.w.comparing.pair.Fit()
	} else if k.w.viewer.Visible() {
		k.w.viewer.Fit()
	}
}

// undo undoes what was just done or, after that, what the library remembers.
func (k *keys) undo() {
	if k.w.win.Canvas().Overlays().Top() == nil {
		k.w.board.Then(func() {
			if !k.w.board.Undo() && k.w.edits != nil {
				k.w.edits.Undo()
			}
		})
	}
}

// redo does again what was undone last.
func (k *keys) redo() {
	if k.w.win.Canvas().Overlays().Top() == nil && k.w.edits != nil {
		k.w.board.Then(k.w.edits.Redo)
	}
}

// bindWays binds the keys for back and forward that the system's browsers use.
func (k *keys) bindWays(c fyne.Canvas) {
	back, ahead, with := fyne.KeyLeft, fyne.KeyRight, fyne.KeyModifierAlt
	if runtime.GOOS == "darwin" { // Alt and an arrow go to the next word there
		back, ahead, with = fyne.KeyLeftBracket, fyne.KeyRightBracket, fyne.KeyModifierSuper
	}
	bind := func(key fyne.KeyName, f func()) {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: with}, func(fyne.Shortcut) {
			if c.Overlays().Top() == nil {
				f()
			}
		})
	}
	bind(back, func() { k.w.finder.back() })
	bind(ahead, k.w.finder.forward)
}

// selectAll selects all photos if the grid is shown.
func (k *keys) selectAll() {
	if k.w.shell.OnGrid() && viewer.Large(k.w.comparing.pair, k.w.viewer) == 0 {
		k.w.grid.SelectAll()
		k.w.focusGrid()
	}
}

// copyShown copies the path of the photo in the viewer, or of the selected one if the grid is
// shown.
func (k *keys) copyShown() {
	switch large := viewer.Large(k.w.comparing.pair, k.w.viewer); {
	case large != 0:
		k.w.files.CopyPath(large)
	case k.w.shell.OnGrid():
		k.w.grid.With(k.w.grid.OnCopy)
	}
}

// typedKey handles keys without a focused widget.
func (k *keys) typedKey(e *fyne.KeyEvent) {
	overlays := k.w.win.Canvas().Overlays()
	switch top := overlays.Top(); {
	case top != nil && e.Name == fyne.KeyEscape:
		overlays.Remove(top) // Fyne's dialogs do not handle Esc
	case top != nil:
	case e.Name == fyne.KeyF11:
		k.w.viewing.fullScreen()
	case k.w.comparing.pair.Visible():
		k.w.comparing.pair.TypedKey(e)
	case k.w.viewer.Visible():
		k.w.viewer.TypedKey(e)
	case k.w.shell.OnGrid():
		k.w.focusGrid()
		k.w.grid.TypedKey(e)
	case e.Name == fyne.KeyEscape:
		k.w.nav.leave()
	case k.w.nav.view() == view.DuplicatesPage:
		k.w.duplicates.TypedKey(e)
	case k.w.nav.view() == view.SidecarsPage:
		k.w.sidecars.TypedKey(e)
	}
}

// typedRune handles characters without a focused widget.
func (k *keys) typedRune(r rune) {
	switch {
	case k.w.win.Canvas().Overlays().Top() != nil:
	case k.w.comparing.pair.Visible():
		k.w.comparing.pair.TypedRune(r)
	case k.w.viewer.Visible():
		k.w.viewer.TypedRune(r)
	case k.w.nav.view() == view.DuplicatesPage && k.w.duplicates.TypedRune(r):
	case k.w.nav.view() == view.SidecarsPage && k.w.sidecars.TypedRune(r):
	case r == '/':
		k.w.asks.retype()
	case r == '?':
		keymap.Show(k.w.win)
	case k.w.shell.OnGrid():
		k.w.grid.TypedRune(r)
	}
}
