// Package ask asks a person for a line of text.
package ask

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/phrases"
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
}

// For asks r in win, and returns the line to type into.
func For(win fyne.Window, r Request) *Line {
	l := &Line{}
	l.ExtendBaseWidget(l)
	l.PlaceHolder = r.Placeholder
	l.SetText(r.Text)
	d := dialog.NewCustomConfirm(r.Title, r.Confirm, phrases.Say("answer:cancel"), l.below(r), func(yes bool) {
		if text := strings.TrimSpace(l.Text); yes && (text != "" || r.Empty) {
			r.Given(text)
		}
	}, win)
	d.SetConfirmImportance(widget.MediumImportance)
	l.OnSubmitted = func(string) { d.Confirm() }
	l.onEscape = d.Hide
	d.Resize(fyne.NewSize(min(440, win.Canvas().Size().Width-48), 0))
	d.Show()
	win.Canvas().Focus(l)
	l.TypedShortcut(&fyne.ShortcutSelectAll{})
	return l
}

// below returns the line with the parts below it.
func (l *Line) below(r Request) fyne.CanvasObject {
	content := container.New(layout.NewCustomPaddedVBoxLayout(6), l)
	if r.Hint != "" {
		hint := widget.NewLabel(r.Hint)
		hint.Importance, hint.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
		content.Add(hint)
	}
	if r.Offers {
		l.offers = container.New(layout.NewCustomPaddedHBoxLayout(6))
		content.Add(offered(l.offers))
	}
	return container.New(layout.NewCustomPaddedLayout(4, 12, 4, 4), content)
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

// mostOffers is how many answers are offered at once.
const mostOffers = 6

// offered returns row in a line that may be longer than there is room, as high
// as its buttons before there are any.
func offered(row *fyne.Container) fyne.CanvasObject {
	scroll := container.NewHScroll(theme.Apart(row))
	scroll.SetMinSize(fyne.NewSize(0, fynetheme.TextSize()+4*fynetheme.Padding()+4))
	return container.NewThemeOverride(scroll, theme.Plain{})
}

// Offer shows offers that fit the typed text below the line. The request must have made
// room for them.
func (l *Line) Offer(fitting func(typed string) []string) {
	show := func(typed string) {
		all := fitting(typed)
		l.offers.Objects = nil
		for _, text := range all[:min(len(all), mostOffers)] {
			l.offers.Add(widget.NewButton(text, func() { l.SetText(text); l.OnSubmitted(text) }))
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
