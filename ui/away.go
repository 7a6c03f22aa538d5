package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/folders"
	"recollect/ui/work"
)

// relocateFolder asks where a folder is now. Where its drive is mounted elsewhere, that is offered first.
func (w *Window) relocateFolder(f photo.Folder) {
	work.Always(w.work, func(ctx context.Context) ([]string, error) {
		return w.o.Folders.Places(ctx, f.ID)
	}, func(places []string, err error) {
		if err != nil {
			w.board.Fail(err)
		}
		if len(places) == 0 {
			w.choosePlace(f)
			return
		}
		w.question("Is "+folders.Name(f.Path)+" here now?", places[0], "Yes, use it", "Choose another place", func(yes bool) {
			if yes {
				w.moveTo(f, places[0])
			} else {
				w.choosePlace(f)
			}
		})
	})
}

func (w *Window) choosePlace(f photo.Folder) {
	d := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		switch {
		case err != nil:
			w.board.Fail(err)
		case dir != nil:
			w.moveTo(f, dir.Path())
		}
	}, w.win)
	d.SetTitleText("Where is " + folders.Name(f.Path) + " now?")
	d.SetConfirmText("It is here")
	w.openAt(d, w.o.PicturesDir)
}

func (w *Window) moveTo(f photo.Folder, path string) {
	w.change(func(ctx context.Context) error { return w.o.Folders.Relocate(ctx, f.ID, path) })
}

// acceptLosses takes photos that are not there out of the library if the person
// says that they were meant to go.
func (w *Window) acceptLosses(f photo.Folder) {
	text := folders.Why(f) + "\nIf they were deleted, they are taken out of the library.\nShould they come back within 30 days, nothing of them is lost."
	w.question("Were photos of "+folders.Name(f.Path)+" deleted on purpose?", text, "They were deleted", "Keep them", func(yes bool) {
		if yes {
			// It scans the folder, which may take long: the end of the window cuts that short, and it can be asked for again.
			work.Try(w.work, func(ctx context.Context) error { return w.o.Folders.AcceptLosses(ctx, f.ID) }, w.board.Fail)
		}
	})
}

// question shows a question and calls answer.
func (w *Window) question(title, text, yes, no string, answer func(yes bool)) {
	d := dialog.NewConfirm(title, text, answer, w.win)
	d.SetConfirmText(yes)
	d.SetConfirmImportance(widget.MediumImportance)
	d.SetDismissText(no)
	d.Show()
}

// change changes the library and tells what went wrong, if anything did.
func (w *Window) change(do func(context.Context) error) {
	work.Do(w.work, do, w.board.Fail)
}

// unbelieved tells of the first folder that misses more than is believed; of one
// that cannot be reached the side bar says enough.
func unbelieved(all []photo.Folder) (what, next string) {
	for _, f := range all {
		if f.Away && f.Reason != photo.AwayMissing {
			kept := "Its photos are kept. "
			if f.Reason.Partly() {
				kept = "They are kept, and the rest of the folder is kept up to date. "
			}
			return folders.Name(f.Path) + ": " + folders.Why(f), kept + "Click on the folder at the left to say what happened."
		}
	}
	return "", ""
}
