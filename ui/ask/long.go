package ask

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Long asks q in win, whose text may be longer than the window is high, and calls do if the person
// says yes. Text in quiet type follows below that of q.
func Long(win fyne.Window, q Question, quiet string, do func()) {
	more := text(quiet)
	more.Importance, more.Selectable = widget.LowImportance, true
	s := Sheet{
		Title: q.Title, Content: rows(-4, text(q.Text), more), Yes: q.Yes, No: q.No, Size: fyne.NewSize(520, 0),
		Answer: func(yes bool) {
			if yes {
				do()
			}
		},
	}
	s.Show(win)
}
