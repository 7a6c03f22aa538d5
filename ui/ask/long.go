package ask

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// Long asks q in win, whose text may be longer than the window is high, and calls do if the person
// says yes. Text in quiet type follows below that of q.
func Long(win fyne.Window, q Question, quiet string, do func()) {
	text, more := widget.NewLabel(q.Text), widget.NewLabel(quiet)
	text.Wrapping, more.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	more.Importance, more.Selectable = widget.LowImportance, true
	scroll := container.NewVScroll(container.New(layout.NewCustomPaddedVBoxLayout(-4), text, more))
	d := dialog.NewCustomConfirm(q.Title, q.Yes, q.No, scroll, func(yes bool) {
		if yes {
			do()
		}
	}, win)
	d.SetConfirmImportance(widget.MediumImportance)
	size := win.Canvas().Size()
	d.Resize(fyne.NewSize(min(520, size.Width-48), min(400, size.Height-48)))
	d.Show()
}
