package ui

import (
	"fyne.io/fyne/v2/storage"

	"recollect/ui/ask"
	"recollect/ui/phrases"
	"recollect/ui/view"
	"recollect/ui/work"
)

func (w *Window) focusBox() {
	w.letters.Settle() // characters typed from now on have another meaning
	if w.viewer.Visible() {
		w.viewing.close()
	}
	w.win.Canvas().Focus(w.box.Field())
}

func (w *Window) focusGrid() {
	c := w.win.Canvas()
	switch {
	case w.comparing.pair.Visible():
		c.Focus(w.comparing.pair)
	case w.viewer.Visible():
		c.Focus(w.viewer)
	case w.shell.OnGrid():
		w.grid.Quietly(func() { c.Focus(w.grid) })
	default:
		ask.Unfocus(c)
		if w.finder.State().Page == view.Places {
			w.places.Focus()
		}
	}
}

// choosePicture searches by a picture file.
func (w *Window) choosePicture() {
	ask.File(w.win, ask.Choice{
		Title: phrases.Say("pictures:choose"), Confirm: phrases.Say("pictures:find"), Dir: w.o.PicturesDir,
		Given: w.drop.Add, Failed: w.board.Fail,
	}, pictureFiles(w.o.Extensions))
}

// pictureFiles returns the files that can be searched by: all that are shown, in any case of letters.
func pictureFiles(extensions []string) storage.FileFilter {
	return storage.NewExtensionFileFilter(extensions)
}

// openFront brings the window to the front and handles paths like files dropped on the window. It
// may be called from any goroutine.
func (w *Window) openFront(paths []string) {
	work.OnUI(func() {
		w.keeper.Show()
		w.drop.Open(paths)
	})
}
