package models

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
)

// list is the list of models. Its arrows show the details of each, Enter does what the
// first button of the details does, and Delete removes.
type list struct {
	widget.List
	p *Page
}

func newList(p *Page) *list {
	l := &list{p: p}
	l.ExtendBaseWidget(l)
	l.Length = func() int { return len(p.state.Models) }
	l.CreateItem, l.UpdateItem = newRow, l.fill
	l.OnSelected = p.choose
	l.OnHighlighted = l.Select
	return l
}

// refill shows the models as they are now, with the same one chosen.
func (l *list) refill() {
	l.Refresh()
	if i := l.p.at(l.p.chosen); i >= 0 {
		l.Highlight(i)
		l.Select(i)
	} else {
		l.UnselectAll()
	}
}

// TypedKey takes the keys that act on the chosen model.
func (l *list) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		l.p.detail.first()
	case fyne.KeyDelete:
		if m, ok := l.p.model(); ok && removable(m) && !l.p.busy[Act] {
			call.With(l.p.OnRemove, m)
		}
	case fyne.KeyEscape:
		call.If(l.p.OnLeave)
	default:
		l.List.TypedKey(e)
	}
}

// newRow makes a row: who it is and what it does now, and below that what it is good for.
func newRow() fyne.CanvasObject {
	title, mark, about := widget.NewLabel(""), widget.NewLabel(""), widget.NewLabel("")
	title.TextStyle.Bold = true
	title.Truncation, about.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	mark.Importance, about.Importance = widget.LowImportance, widget.LowImportance
	mark.SizeName, about.SizeName = fynetheme.SizeNameCaptionText, fynetheme.SizeNameCaptionText
	first := container.NewBorder(nil, nil, nil, mark, title)
	rows := container.New(layout.NewCustomPaddedVBoxLayout(-14), first, about)
	return container.New(layout.NewCustomPaddedLayout(0, 0, 0, besideBar), rows)
}

// besideBar keeps the marks out of the way of the list's scroll bar.
const besideBar float32 = 6

func (l *list) fill(i int, o fyne.CanvasObject) {
	m := l.p.state.Models[i]
	rows := o.(*fyne.Container).Objects[0].(*fyne.Container).Objects
	first := rows[0].(*fyne.Container).Objects
	first[0].(*widget.Label).SetText(m.Title)
	first[1].(*widget.Label).SetText(markText(m, m.ID == l.p.state.Advice.ID))
	rows[1].(*widget.Label).SetText(aboutText(m))
	rows[0].Refresh() // the mark takes more room or less than that of the row before
}

// removable reports whether m can be removed: its files are the library's own, at least in
// part, and the library does not use it.
func removable(m photo.ModelEntry) bool {
	return !m.InUse && !m.Wanted && !m.Building && m.State != photo.ModelEmbedded && m.State != photo.ModelAvailable &&
		m.State != photo.ModelImportOnly
}
