package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/query"
	"recollect/ui/theme"
)

// answer is the one line of a dialog. Esc closes the dialog, Tab takes the first
// of what is offered.
type answer struct {
	widget.Entry
	onEscape, onTab func()
}

func newAnswer(placeholder string) *answer {
	a := &answer{}
	a.ExtendBaseWidget(a)
	a.PlaceHolder = placeholder
	return a
}

// AcceptsTab reports whether Tab stays in the line.
func (a *answer) AcceptsTab() bool { return a.onTab != nil }

// TypedKey takes Esc and Tab.
func (a *answer) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape:
		a.onEscape()
	case e.Name == fyne.KeyTab && a.onTab != nil:
		a.onTab()
	default:
		a.Entry.TypedKey(e)
	}
}

// request is a question that is answered with a line of text.
type request struct {
	title, hint, placeholder, confirm string
	text                              string            // to begin with
	offer                             fyne.CanvasObject // below the line; nil for none
	given                             func(text string) // called unless the text is empty
}

// request asks, and returns the line that is typed into.
func (w *Window) request(r request) *answer {
	a := newAnswer(r.placeholder)
	a.SetText(r.text)
	content := container.New(layout.NewCustomPaddedVBoxLayout(6), a)
	if r.hint != "" {
		hint := widget.NewLabel(r.hint)
		hint.Importance, hint.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
		content.Add(hint)
	}
	if r.offer != nil {
		content.Add(r.offer)
	}
	d := dialog.NewCustomConfirm(r.title, r.confirm, "Cancel", container.New(layout.NewCustomPaddedLayout(4, 12, 4, 4), content), func(yes bool) {
		if text := strings.TrimSpace(a.Text); yes && text != "" {
			r.given(text)
		}
	}, w.win)
	d.SetConfirmImportance(widget.MediumImportance)
	a.OnSubmitted = func(string) { d.Confirm() }
	a.onEscape = d.Hide
	d.Resize(fyne.NewSize(min(440, w.win.Canvas().Size().Width-48), 0))
	d.Show()
	w.win.Canvas().Focus(a)
	a.TypedShortcut(&fyne.ShortcutSelectAll{})
	return a
}

// tagsOffered is how many tags are offered at once.
const tagsOffered = 6

// offered is row in a line that may be longer than there is room, as high as its
// buttons before there are any.
func offered(row *fyne.Container) fyne.CanvasObject {
	scroll := container.NewHScroll(row)
	scroll.SetMinSize(fyne.NewSize(0, fynetheme.TextSize()+4*fynetheme.Padding()+4))
	return container.NewThemeOverride(scroll, theme.Plain{})
}

// offerTags shows below a line the tags that fit what is typed into it.
func (w *Window) offerTags(a *answer, all []string, row *fyne.Container) {
	show := func(typed string) {
		fitting := query.Matching(all, typed)
		row.Objects = nil
		for _, tag := range fitting[:min(len(fitting), tagsOffered)] {
			b := widget.NewButton(tag, func() { a.SetText(tag); a.OnSubmitted(tag) })
			row.Add(b)
		}
		row.Refresh()
	}
	a.OnChanged = show
	a.onTab = func() {
		if fitting := query.Matching(all, a.Text); len(fitting) > 0 {
			a.SetText(fitting[0])
			a.CursorColumn = len([]rune(fitting[0]))
			a.Refresh()
		}
	}
	show(a.Text)
}
