// Package problems lists the files that should be photos and cannot be shown,
// each with its reason. It belongs to the UI goroutine.
package problems

import (
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/folders"
)

// Page is the page; make one with New. The callbacks may be nil.
type Page struct {
	OnRetry  func()            // look at all of them again
	OnReveal func(path string) // show the file in its folder
	OnCopy   func(text string) // put text on the clipboard

	problems []photo.Problem
	chosen   int // -1: none
	object   *fyne.Container
	list     *widget.List
	title    *widget.Label
	retry    *widget.Button
	detail   *fyne.Container
	copy     *widget.Button
	path     *widget.Label
	text     *widget.Label
}

// New is a page without problems.
func New() *Page {
	p := &Page{chosen: -1}
	p.title = widget.NewLabel("Problems")
	p.title.TextStyle.Bold, p.title.SizeName = true, fynetheme.SizeNameSubHeadingText
	p.retry = widget.NewButtonWithIcon("Try again", fynetheme.ViewRefreshIcon(), func() {
		if p.OnRetry != nil {
			p.OnRetry()
		}
	})
	p.list = widget.NewList(func() int { return len(p.problems) }, newLine, p.fill)
	p.list.OnSelected = p.choose
	p.buildDetail()
	head := container.NewBorder(nil, nil, p.title, container.NewCenter(p.retry))
	p.object = container.New(layout.NewCustomPaddedLayout(12, 12, 12, 16), container.NewBorder(head, p.detail, nil, nil, p.list))
	return p
}

// Object is what belongs into the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Set shows problems. busy says that they are being looked at again.
func (p *Page) Set(problems []photo.Problem, busy bool) {
	var chosen photo.ID
	if p.chosen >= 0 && p.chosen < len(p.problems) {
		chosen = p.problems[p.chosen].ID
	}
	p.problems = problems
	p.title.SetText(heading(len(problems)))
	p.list.Refresh()
	p.list.UnselectAll()
	p.chosen = -1
	p.detail.Hide()
	for i, q := range problems {
		if q.ID == chosen && chosen != 0 {
			p.list.Select(i)
		}
	}
	if busy || len(problems) == 0 {
		p.retry.Disable()
	} else {
		p.retry.Enable()
	}
}

func heading(n int) string {
	switch n {
	case 0:
		return "No problems: every file can be shown"
	case 1:
		return "1 file cannot be shown"
	default:
		return fmt.Sprintf("%s files cannot be shown", folders.Count(n))
	}
}

func (p *Page) buildDetail() {
	p.path, p.text = widget.NewLabel(""), widget.NewLabel("")
	p.path.Wrapping, p.text.Wrapping = fyne.TextWrapBreak, fyne.TextWrapWord
	p.path.Selectable, p.text.Selectable = true, true
	p.text.Importance = widget.LowImportance
	at := func(f func(photo.Problem)) func() {
		return func() {
			if p.chosen >= 0 && p.chosen < len(p.problems) {
				f(p.problems[p.chosen])
			}
		}
	}
	show := widget.NewButtonWithIcon("Show in folder", fynetheme.FolderOpenIcon(), at(func(q photo.Problem) {
		if p.OnReveal != nil {
			p.OnReveal(q.Path)
		}
	}))
	p.copy = widget.NewButtonWithIcon("Copy details", fynetheme.ContentCopyIcon(), at(func(q photo.Problem) {
		if p.OnCopy != nil {
			p.OnCopy(q.Path + "\n" + q.Reason + "\n" + q.Detail)
		}
	}))
	p.detail = container.NewVBox(widget.NewSeparator(), p.path, p.text, container.NewHBox(show, p.copy))
	p.detail.Hide()
}

func (p *Page) choose(i int) {
	p.chosen = i
	q := p.problems[i]
	p.path.SetText(q.Path)
	detail := q.Detail
	if detail == "" {
		detail = q.Reason
	}
	p.text.SetText(detail)
	p.detail.Show()
	p.object.Refresh()
}

// newLine makes a line of the list: the file's name and reason, and its folder below.
func newLine() fyne.CanvasObject {
	name, reason, folder := widget.NewLabel(""), widget.NewLabel(""), widget.NewLabel("")
	name.Truncation = fyne.TextTruncateEllipsis
	name.TextStyle.Bold = true
	reason.Truncation = fyne.TextTruncateEllipsis
	folder.Truncation = fyne.TextTruncateEllipsis
	folder.Importance, folder.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	top := container.NewGridWithColumns(2, name, reason)
	return container.New(layout.NewCustomPaddedVBoxLayout(-10), top, folder)
}

func (p *Page) fill(i int, o fyne.CanvasObject) {
	q := p.problems[i]
	rows := o.(*fyne.Container).Objects
	top := rows[0].(*fyne.Container).Objects
	top[0].(*widget.Label).SetText(filepath.Base(q.Path))
	top[1].(*widget.Label).SetText(q.Reason)
	rows[1].(*widget.Label).SetText(filepath.Dir(q.Path))
}
