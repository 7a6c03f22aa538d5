// Package problems lists the folders that cannot be read, the files that should be
// photos and cannot be shown, each with its reason, and the kinds of files that are
// not supported, each once. It belongs to the UI goroutine.
package problems

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/push"
)

// Page is the page; make one with New. The callbacks may be nil.
type Page struct {
	OnRetry  func()            // scan all of them again
	OnReveal func(path string) // show the file in its folder
	OnCopy   func(text string) // put text on the clipboard

	problems []photo.Problem
	chosen   int // -1: none
	object   *fyne.Container
	list     *widget.List
	title    *widget.Label
	kinds    *widget.Label // below the title
	retry    *push.Button
	detail   *fyne.Container
	copy     *push.Button
	path     *widget.Label
	text     *widget.Label
}

// New returns a page without problems.
func New() *Page {
	p := &Page{chosen: -1}
	p.title = widget.NewLabel(phrases.Say("problems:title"))
	p.title.TextStyle.Bold, p.title.SizeName = true, fynetheme.SizeNameSubHeadingText
	p.title.Wrapping = fyne.TextWrapWord
	p.kinds = widget.NewLabel("")
	p.kinds.Importance, p.kinds.Wrapping = widget.LowImportance, fyne.TextWrapWord
	p.kinds.SizeName = fynetheme.SizeNameCaptionText
	p.kinds.Hide()
	p.retry = push.Icon(phrases.Say("problems:retry"), fynetheme.ViewRefreshIcon(), func() {
		call.If(p.OnRetry)
	})
	p.list = widget.NewList(func() int { return len(p.problems) }, newLine, p.fill)
	p.list.OnSelected = p.choose
	p.buildDetail()
	titles := container.New(layout.NewCustomPaddedVBoxLayout(-14), p.title, p.kinds)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(p.retry), titles)
	parts := container.NewBorder(head, p.detail, nil, nil, p.list)
	p.object = container.New(layout.NewCustomPaddedLayout(12, 12, 12, 16), parts)
	return p
}

// Object returns the object to put into the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Set shows problems. busy says that they are being scanned again.
func (p *Page) Set(problems []photo.Problem, busy bool) {
	var chosen photo.Problem
	if p.chosen >= 0 && p.chosen < len(p.problems) {
		chosen = p.problems[p.chosen]
	}
	p.problems = problems
	title, kinds := heading(problems)
	p.title.SetText(title)
	p.kinds.SetText(kinds)
	p.kinds.Hidden = kinds == ""
	p.object.Refresh() // the list begins below one line or two
	p.list.UnselectAll()
	p.chosen = -1
	p.detail.Hide()
	for i, q := range problems {
		if chosen.Path != "" && same(chosen, q) {
			p.list.Select(i)
		}
	}
	frame.Enable(p.retry, !busy && len(problems) > 0)
}

// same reports whether two problems, of before and after a change, are one.
func same(a, b photo.Problem) bool {
	switch {
	case a.Kind != b.Kind:
		return false
	case a.Kind == "":
		return a.ID == b.ID
	case a.Kind == photo.KindFolder:
		return a.Path == b.Path
	default:
		return true
	}
}

// heading says how many folders cannot be read, how many files cannot be shown and
// how many kinds of files are not supported: the first of these that there is in the
// title, the others below.
func heading(problems []photo.Problem) (title, below string) {
	dirs, files, kinds := 0, 0, 0
	for _, q := range problems {
		switch q.Kind {
		case "":
			files++
		case photo.KindFolder:
			dirs++
		default:
			kinds++
		}
	}
	var all []string
	if dirs > 0 {
		all = append(all, phrases.Say("problems:folders", "n", dirs))
	}
	if files > 0 {
		all = append(all, phrases.Say("problems:files", "n", files))
	}
	if kinds > 0 {
		all = append(all, phrases.Say("problems:kinds", "n", kinds))
	}
	if len(all) == 0 {
		return phrases.Say("problems:none"), ""
	}
	return all[0], strings.Join(all[1:], " · ")
}

// known says how many photos are known from a folder that cannot be read.
func known(n int) string {
	if n == 0 {
		return phrases.Say("problems:known-none")
	}
	return phrases.Say("problems:known", "n", n)
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
	show := push.Icon(phrases.Say("photo:reveal"), fynetheme.FolderOpenIcon(), at(func(q photo.Problem) {
		call.With(p.OnReveal, q.Path)
	}))
	p.copy = push.Icon(
		phrases.Say("problems:copy"),
		fynetheme.ContentCopyIcon(),
		at(func(q photo.Problem) {
			call.With(p.OnCopy, where(q)+"\n"+reason(q)+"\n"+q.Detail)
		}),
	)
	p.detail = container.NewVBox(widget.NewSeparator(), p.path, p.text, container.NewHBox(show, p.copy))
	p.detail.Hide()
}

func (p *Page) choose(i int) {
	p.chosen = i
	q := p.problems[i]
	p.path.SetText(where(q))
	detail := q.Detail
	if detail == "" {
		detail = reason(q)
	}
	if q.Kind == photo.KindFolder {
		detail = reason(q) + " " + folderDetail(q.Count) + "\n" + q.Detail
	}
	p.text.SetText(detail)
	p.detail.Show()
	frame.Ask()
	p.object.Refresh()
}

// reason says why q cannot be shown.
func reason(q photo.Problem) string { return phrases.Catalogue().Reason(q.Reason).What }

// folderDetail says of a folder that cannot be read how many photos are known from it,
// and what becomes of it.
func folderDetail(n int) string {
	if n == 0 {
		return phrases.Say("problems:folder-detail-none")
	}
	return phrases.Say("problems:folder-detail", "n", n)
}

// where says which files a problem is about, with their paths.
func where(q photo.Problem) string {
	if q.Kind == "" || q.Kind == photo.KindFolder || q.Count == 1 {
		return q.Path
	}
	return phrases.Say("problems:such-as", "n", q.Count, "file", q.Path)
}

// newLine makes a line of the list: what it is about in bold, more below it.
func newLine() fyne.CanvasObject {
	first, second := widget.NewLabel(""), widget.NewLabel("")
	first.Truncation, second.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	first.TextStyle.Bold = true
	second.Importance, second.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	return container.New(layout.NewCustomPaddedVBoxLayout(-12), first, second)
}

func (p *Page) fill(i int, o fyne.CanvasObject) {
	rows := o.(*fyne.Container).Objects
	first, second := line(p.problems[i])
	rows[0].(*widget.Label).SetText(first)
	rows[1].(*widget.Label).SetText(second)
}

// line returns how q is listed: a file by its name, with its reason and folder; a folder as well, with how
// much is known from there; a kind by its reason, with how many files it is about.
func line(q photo.Problem) (first, second string) {
	name := filepath.Base(q.Path)
	switch {
	case q.Kind == "":
		return name, reason(q) + " · " + filepath.Dir(q.Path)
	case q.Kind == photo.KindFolder:
		return name, reason(q) + " · " + known(q.Count) + " · " + filepath.Dir(q.Path)
	case q.Count == 1:
		return strings.TrimSuffix(reason(q), "."), phrases.Say("problems:one-file", "file", name)
	default:
		return strings.TrimSuffix(reason(q), "."), phrases.Say("problems:such-as", "n", q.Count, "file", name)
	}
}
