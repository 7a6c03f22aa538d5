// Package ask asks a person a question: for yes or no, a line of text, one of many values, or a folder. All of it
// belongs to the UI goroutine.
package ask

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
)

// Line is the one line of a dialog. Esc closes the dialog, Tab takes the first
// offer.
type Line struct {
	widget.Entry
	onEscape, onTab func()
	offers          *fyne.Container // nil if nothing is offered
}

// Request is a question that is answered with a line of text.
type Request struct {
	Title, Hint, Placeholder, Confirm string
	Text                              string            // to begin with
	Offers                            bool              // room is made for offers (Offer)
	Empty                             bool              // no text is an answer
	Given                             func(text string) // called unless the text is empty and that is none
	// Other says what a button below the line does instead, which calls Instead with what was typed; nil: it is not
	// there.
	Other   string
	Instead func(text string)
}

// For asks r in win, and returns the line to type into.
func For(win fyne.Window, r Request) *Line {
	l := &Line{}
	l.ExtendBaseWidget(l)
	l.PlaceHolder = r.Placeholder
	l.SetText(r.Text)
	var s *Sheet
	content := l.below(r, func() { s.Hide(); r.Instead(l.Text) })
	s = &Sheet{
		Title: r.Title, Content: content, Yes: r.Confirm, No: phrases.Say("answer:cancel"), First: l,
		Answer: func(yes bool) {
			if text := strings.TrimSpace(l.Text); yes && (text != "" || r.Empty) {
				r.Given(text)
			}
		},
	}
	l.OnSubmitted = func(string) { s.Enter() }
	l.onEscape = s.Cancel
	s.Show(win)
	l.TypedShortcut(&fyne.ShortcutSelectAll{})
	return l
}

// below returns the line with the parts below it.
func (l *Line) below(r Request, instead func()) fyne.CanvasObject {
	content := rows(6, l)
	if r.Hint != "" {
		hint := text(r.Hint)
		hint.Importance, hint.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
		content.Add(hint)
	}
	if r.Instead != nil {
		other := push.New(r.Other, instead)
		other.Keys = l.leave
		content.Add(container.NewHBox(other))
	}
	if r.Offers {
		l.offers = container.New(layout.NewCustomPaddedHBoxLayout(6))
		content.Add(offered(l.offers))
	}
	inset := fynetheme.InnerPadding() // as labels have
	return container.New(layout.NewCustomPaddedLayout(inset, 0, inset, inset), content)
}

// AcceptsTab reports whether Tab stays in the line.
func (l *Line) AcceptsTab() bool { return l.onTab != nil }

// TypedKey takes Esc and Tab.
func (l *Line) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape:
		l.onEscape()
	case e.Name == fyne.KeyTab && l.onTab != nil:
		l.onTab()
	default:
		l.Entry.TypedKey(e)
	}
}

// leave takes Esc from buttons below the line.
func (l *Line) leave(e *fyne.KeyEvent) bool {
	if e.Name != fyne.KeyEscape {
		return false
	}
	l.onEscape()
	return true
}

// mostOffers is how many answers are offered at once.
const mostOffers = 6

// offered returns row in a line that may be longer than there is room, as high
// as its buttons before there are any.
func offered(row *fyne.Container) fyne.CanvasObject {
	scroll := container.NewHScroll(theme.Apart(row))
	scroll.SetMinSize(fyne.NewSize(0, push.New(" ", nil).MinSize().Height))
	return container.NewThemeOverride(scroll, theme.Plain{})
}

// Offer shows offers that fit the typed text below the line. The request must have made
// room for them.
func (l *Line) Offer(fitting func(typed string) []string) {
	show := func(typed string) {
		all := fitting(typed)
		l.offers.Objects = nil
		for _, text := range all[:min(len(all), mostOffers)] {
			b := push.New(text, func() { l.SetText(text); l.OnSubmitted(text) })
			b.Keys = l.leave
			l.offers.Add(b)
		}
		l.offers.Refresh()
	}
	l.OnChanged = show
	l.onTab = func() {
		if all := fitting(l.Text); len(all) > 0 {
			l.SetText(all[0])
			l.CursorColumn = len([]rune(all[0]))
			l.Refresh()
		}
	}
	show(l.Text)
}
