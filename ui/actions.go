package ui

import (
	"context"
	"log/slog"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"recollect/engine/photo"
	"recollect/ui/folders"
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
	w.acted = true
	// Before the answer is there, the grid shows something else: nothing of it is meant.
	if w.answered() {
		w.grid.SelectShown()
	}
}

// leaveGrid goes one step back, or from results to the library, and no further:
// who presses Esc too often is not thrown back into a search.
func (w *Window) leaveGrid() {
	if !w.asked.Blank() && !w.back() {
		w.box.Clear()
	}
}

// openViewer shows the photo at place at of the grid, as a new step.
func (w *Window) openViewer(at int) {
	w.board.Act()
	w.keepFound()
	w.trail.Leave(w.here())
	w.showPhoto(at)
}

// leaveViewer goes one step back, which is the grid that it was opened from.
func (w *Window) leaveViewer() {
	if !w.back() {
		w.closeViewer()
	}
}

// showPhoto shows the photo at place at of the grid.
func (w *Window) showPhoto(at int) {
	w.viewer.Open(w.grid.Tiles(), at)
	w.viewer.Show()
	w.win.Canvas().Focus(w.viewer)
	frame.Ask()
	w.shown()
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
	w.shown()
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
	work.Do(w.work, w.o.Work.Retry, func(err error) {
		if err != nil {
			w.board.Fail(err)
		}
		w.readProblems()
	})
}

// addFolder adds a folder to the library.
func (w *Window) addFolder(path string) {
	w.add(func(context.Context) (string, error) { return path, nil })
}

func (w *Window) addSamples() {
	w.board.Progress(nil, "Copying the sample photos")
	w.add(func(context.Context) (string, error) { return w.o.SamplesDir() })
}

// add adds the folder that find finds. That may wait for a scan in work, so
// what comes after shows the library at once.
func (w *Window) add(find func(context.Context) (string, error)) {
	w.enter(view.Photos)
	w.focusBox()
	work.Always(w.work, func(ctx context.Context) (string, error) {
		path, err := find(ctx)
		if err != nil {
			return path, err
		}
		return path, w.o.Folders.AddFolder(ctx, path)
	}, func(path string, err error) {
		w.board.Ready()
		if err != nil {
			w.board.Fail(err)
			return
		}
		w.board.Passing("Added " + folders.Name(path) + ". Its photos appear as they are found.")
	})
}

func (w *Window) chooseFolder() {
	d := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		switch {
		case err != nil:
			w.board.Fail(err)
		case dir != nil:
			w.addFolder(dir.Path())
		}
	}, w.win)
	d.SetTitleText("Add a folder of photos")
	d.SetConfirmText("Add this folder")
	w.openAt(d, w.o.PicturesDir)
}

// choosePicture searches by a picture file.
func (w *Window) choosePicture() {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil {
			w.board.Fail(err)
			return
		}
		if f != nil {
			path := f.URI().Path()
			_ = f.Close() // only its name was wanted
			w.addPicture(path)
		}
	}, w.win)
	d.SetFilter(w.pictureFiles())
	d.SetTitleText("Choose a picture")
	d.SetConfirmText("Find its like")
	w.openAt(d, w.o.PicturesDir)
}

// pictureFiles are the files that can be searched by: all that are shown, in any case of letters.
func (w *Window) pictureFiles() storage.FileFilter {
	return storage.NewExtensionFileFilter(w.o.Extensions)
}

// openAt shows a file dialog in dir, nearly as large as the window.
func (w *Window) openAt(d *dialog.FileDialog, dir string) {
	if l, err := storage.ListerForURI(storage.NewFileURI(dir)); dir != "" && err == nil {
		d.SetLocation(l)
	}
	size := w.win.Canvas().Size()
	d.Show() // first: a file dialog that is not shown yet panics in Resize
	d.Resize(fyne.NewSize(min(size.Width-64, 960), min(size.Height-64, 680)))
}

// removeFolder takes a folder out of the library if the person means it.
func (w *Window) removeFolder(f photo.Folder) {
	text := "Its photos will not be shown or found any more.\nThe files stay where they are." +
		"\nAdd it again within 30 days, and all favourites and tags are back."
	w.question("Remove "+folders.Name(f.Path)+" from the library?", text, "Remove", "Keep", func(yes bool) {
		if yes {
			w.change(func(ctx context.Context) error { return w.o.Folders.RemoveFolder(ctx, f.ID) })
		}
	})
}
