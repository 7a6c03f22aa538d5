package ui

import (
	"context"
	"log/slog"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/drop"
	"recollect/ui/frame"
	"recollect/ui/view"
	"recollect/ui/work"
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
	w.sharp.Want(w.work, nil)
	w.detailing.Stop()
	w.telledOf.Stop()
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

// name tells the grid what a photo is called.
func (w *Window) name(id photo.ID) {
	w.naming.Run(w.work, w.photo(id), func(p photo.Photo, err error) {
		if err == nil {
			w.grid.SetName(id, filepath.Base(p.Path))
		}
	})
}

// detail is what the viewer tells of a photo.
type detail struct {
	photo      photo.Photo
	companions []photo.Photo
}

// detail tells the viewer what is known of a photo.
func (w *Window) detail(id photo.ID) {
	w.tellMarks(id)
	w.detailing.Run(w.work, func(ctx context.Context) (detail, error) {
		p, err := w.o.Photos.Photo(ctx, id)
		if err != nil {
			return detail{}, err
		}
		companions, err := w.o.Photos.Companions(ctx, id)
		return detail{p, companions}, err
	}, func(d detail, err error) {
		if err != nil {
			slog.Warn("tell of a photo", "photo", id, "err", err)
		}
		if d.photo.ID != 0 {
			w.viewer.SetPhoto(d.photo, d.companions)
		}
	})
}

// withPath calls f with the path of a photo.
func (w *Window) withPath(id photo.ID, f func(path string)) {
	w.pathing.Run(w.work, w.photo(id), func(p photo.Photo, err error) {
		if err != nil {
			w.board.Fail(err)
			return
		}
		f(p.Path)
	})
}

func (w *Window) copyText(text string) { w.app.Clipboard().SetContent(text) }

// revealPhoto shows a photo in the system's file manager, and says so: it may open
// behind the window.
func (w *Window) revealPhoto(id photo.ID) {
	w.withPath(id, func(path string) {
		w.board.Done("Showing "+filepath.Base(path)+" in its folder.", nil)
		w.reveal(path)
	})
}

// reveal shows a file in the system's file manager.
func (w *Window) reveal(path string) {
	if w.o.Reveal == nil {
		return
	}
	w.showingIn.Run(w.work, func(context.Context) (struct{}, error) { return struct{}{}, w.o.Reveal(path) },
		func(_ struct{}, err error) {
			if err != nil {
				w.board.Fail(err)
			}
		})
}

// report fetches the text for Details.
func (w *Window) report() {
	if w.o.Doctor == nil {
		return
	}
	w.settings.Set(w.settingsState("Looking…"))
	w.reporting.Run(w.work, func(ctx context.Context) (string, error) { return w.o.Doctor(ctx), nil },
		func(text string, _ error) { w.settings.Set(w.settingsState(text)) })
}

// retry looks at all problem files again.
func (w *Window) retry() {
	work.Do(w.work, w.o.Problems.Retry, func(err error) {
		if err != nil {
			w.board.Fail(err)
		}
		w.readProblems()
	})
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
