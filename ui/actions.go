package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/drop"
	"recollect/ui/frame"
	"recollect/ui/view"
)

func (w *Window) focusBox() {
	w.letters.Settle() // what is typed from now on has another meaning
	if w.viewer.Visible() {
		w.closeViewer()
	}
	w.win.Canvas().Focus(w.box.Field())
}

func (w *Window) focusGrid() {
	if w.viewer.Visible() {
		w.win.Canvas().Focus(w.viewer)
		return
	}
	if w.page.Kind == view.Grid {
		w.grid.Quietly(func() { w.win.Canvas().Focus(w.grid) })
		return
	}
	w.win.Canvas().Unfocus()
}

// enterGrid goes from the box to what was found.
func (w *Window) enterGrid() {
	w.focusGrid()
	w.finder.Act()
	// Before the answer is there, the grid shows something else: nothing of it is meant.
	if w.finder.State().Answered() {
		w.grid.SelectShown()
	}
}

// leaveGrid goes one step back, or from results to the library, and no further:
// who presses Esc too often is not thrown back into a search.
func (w *Window) leaveGrid() {
	if !w.finder.State().Asked.Blank() && !w.finder.back() {
		w.box.Clear()
	}
}

// openViewer shows the photo at place at of the grid, as a new step.
func (w *Window) openViewer(at int) {
	w.board.Act()
	w.finder.keep()
	w.finder.Leave()
	w.showPhoto(at)
}

// leaveViewer goes one step back, which is the grid that it was opened from.
func (w *Window) leaveViewer() {
	if !w.finder.back() {
		w.closeViewer()
	}
}

// showPhoto shows the photo at place at of the grid.
func (w *Window) showPhoto(at int) {
	w.viewer.Open(w.grid.Tiles(), at)
	w.viewer.Show()
	w.win.Canvas().Focus(w.viewer)
	frame.Ask()
	w.trace.Shown()
}

// closeViewer shows the grid again, at the photo that was seen last.
func (w *Window) closeViewer() {
	t, _, ok := w.viewer.Current()
	w.pages.viewer.Stop()
	w.viewer.Hide()
	w.viewer.Close()
	w.arrange() // what was found may be other photos by now
	if ok {
		w.grid.SelectID(t.ID)
	}
	w.focusGrid()
	frame.Ask()
	w.trace.Shown()
}

// addSamples adds the sample photos.
func (w *Window) addSamples() {
	w.board.Progress(nil, "Copying the sample photos")
	w.folders.AddFound(w.o.SamplesDir)
}

// choosePicture searches by a picture file.
func (w *Window) choosePicture() {
	ask.File(w.win, ask.Choice{
		Title: "Choose a picture", Confirm: "Find its like", Dir: w.o.PicturesDir, Given: w.drop.Add, Failed: w.board.Fail,
	}, pictureFiles(w.o.Extensions))
}

// pictureFiles are the files that can be searched by: all that are shown, in any case of letters.
func pictureFiles(extensions []string) storage.FileFilter {
	return storage.NewExtensionFileFilter(extensions)
}

// findLike searches for the like of pictures, all together.
func (w *Window) findLike(pictures []drop.Picture) {
	w.finder.Leap(func() {
		w.box.Replace()
		for _, p := range pictures {
			w.box.AddPicture(p.Path, p.Image)
		}
	})
	w.focusBox()
}

// openFront brings the window to the front and does with paths what a drop of
// them does. It may be called from any goroutine.
func (w *Window) openFront(paths []string) {
	fyne.Do(func() {
		w.win.RequestFocus()
		w.drop.Open(paths)
	})
}

// photo is the work of looking up id.
func (w *Window) photo(id photo.ID) func(context.Context) (photo.Photo, error) {
	return func(ctx context.Context) (photo.Photo, error) { return w.o.Photos.Photo(ctx, id) }
}
