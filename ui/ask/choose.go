package ask

import (
	"cmp"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	overlay "recollect/ui/over"
)

// Question is a question with two answers.
type Question struct {
	Title, Text string
	Yes, No     string // what the buttons say
	Paths       bool   // the text names files: more of it has room in a line
}

// Yes asks q in win. answer is called with what the person says; not after Esc.
func Yes(win fyne.Window, q Question, answer func(yes bool)) {
	s := &Sheet{Title: q.Title, Content: text(q.Text), Yes: q.Yes, No: q.No, Answer: answer}
	if q.Paths {
		s.Size.Width = 560
	}
	s.Show(win)
}

// If asks q in win, and calls do if the person says yes.
func If(win fyne.Window, q Question, do func()) {
	Yes(win, q, func(yes bool) {
		if yes {
			do()
		}
	})
}

// Choice is a choice of a folder or a file.
type Choice struct {
	Title, Confirm string
	Dir            string // to begin with; empty for the last one
	// For is what the folder is for, if that is remembered: the dialog begins in the one that was chosen last for the
	// same, and at first in the person's own, not where photos were looked for.
	For    string
	Given  func(path string) // called unless nothing is chosen
	Failed func(error)       // called where the choice cannot be used
}

// Folder lets a person choose a folder in win.
func Folder(win fyne.Window, c Choice) {
	key := "folder-" + c.For
	kept := fyne.CurrentApp().Preferences()
	if c.For != "" {
		own, _ := os.UserHomeDir() // without one the dialog has the last
		c.Dir = cmp.Or(c.Dir, there(kept.String(key)), own)
	}
	show(win, c, dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		switch {
		case err != nil:
			c.Failed(err)
		case dir != nil:
			if c.For != "" {
				kept.SetString(key, dir.Path())
			}
			c.Given(dir.Path())
		}
	}, win))
}

// there returns a folder, or nothing if it cannot be reached.
func there(dir string) string {
	if _, err := os.Stat(dir); err != nil {
		return ""
	}
	return dir
}

// File lets a person choose one of the files that filter takes, in win.
func File(win fyne.Window, c Choice, filter storage.FileFilter) {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			c.Failed(err)
		case f != nil:
			path := f.URI().Path()
			_ = f.Close() // only its name is wanted
			c.Given(path)
		}
	}, win)
	d.SetFilter(filter)
	show(win, c, d)
}

// show shows a file dialog, nearly as large as the window.
func show(win fyne.Window, c Choice, d *dialog.FileDialog) {
	d.SetTitleText(c.Title)
	d.SetConfirmText(c.Confirm)
	if l, err := storage.ListerForURI(storage.NewFileURI(c.Dir)); c.Dir != "" && err == nil {
		d.SetLocation(l)
	}
	c.heed(win, d)
	size := win.Canvas().Size()
	d.Show() // first: a file dialog that is not shown yet panics in Resize
	d.Resize(fyne.NewSize(min(size.Width-64, 960), min(size.Height-64, 680)))
}

// heed lets Enter choose what the dialog shows, and Esc put it away, as in all other questions.
func (c Choice) heed(win fyne.Window, d *dialog.FileDialog) {
	canvas := win.Canvas()
	before := canvas.OnTypedKey()
	canvas.SetOnTypedKey(func(e *fyne.KeyEvent) {
		yes := confirms(overlay.Within(canvas.Overlays().Top()), c.Confirm)
		switch {
		case yes == nil: // another one lies above it
			call.With(before, e)
		case e.Name == fyne.KeyEscape:
			d.Hide()
		case enter(e) && !yes.Disabled():
			yes.OnTapped()
		}
	})
	d.SetOnClosed(func() { canvas.SetOnTypedKey(before) })
}

// confirms returns the button of a file dialog that says text; nil if there is none.
func confirms(o fyne.CanvasObject, text string) *widget.Button {
	switch o := o.(type) {
	case *fyne.Container:
		for _, part := range o.Objects {
			if b := confirms(part, text); b != nil {
				return b
			}
		}
	case *widget.Button:
		if o.Text == text {
			return o
		}
	}
	return nil
}
