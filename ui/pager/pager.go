// Package pager leads through a list one by one: two arrows with the place in the list between them, and the keys that
// do the same. All of it belongs to the UI goroutine.
package pager

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/tip"
)

// Bar is the arrows; make one with New.
type Bar struct {
	onGo         func(at int)
	object       *fyne.Container
	text         *widget.Label
	before, next *tip.Button
	at, of       int
}

// New returns the arrows of an empty list. onGo is called with the place that is wanted, which is in the list.
func New(onGo func(at int)) *Bar {
	b := &Bar{onGo: onGo, text: widget.NewLabel("")}
	left, right := phrases.Say("tip:key-left"), phrases.Say("tip:key-right")
	b.before = tip.New(fynetheme.NavigateBackIcon(), phrases.Say("tip:before"), left, func() { b.lead(b.at - 1) })
	b.next = tip.New(fynetheme.NavigateNextIcon(), phrases.Say("tip:next"), right, func() { b.lead(b.at + 1) })
	b.object = container.NewHBox(b.before, container.NewCenter(b.text), b.next)
	b.object.Hide()
	return b
}

// Object returns the object to put into the page.
func (b *Bar) Object() fyne.CanvasObject { return b.object }

// Set says that place at of a list is shown, counted from 0. With an empty list there are no arrows.
func (b *Bar) Set(at, of int) {
	b.at, b.of = at, of
	b.text.SetText(phrases.Say("duplicates:at", "at", at+1, "of", of))
	frame.Enable(b.before, at > 0)
	frame.Enable(b.next, at < of-1)
	frame.Show(b.object, of > 0)
	b.object.Refresh()
}

// Text returns the place as it is shown; empty where there are no arrows.
func (b *Bar) Text() string {
	if b.object.Hidden {
		return ""
	}
	return b.text.Text
}

// TypedKey goes where a key leads: an arrow, Page Up or Down, Home or End.
func (b *Bar) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyPageUp:
		b.lead(b.at - 1)
	case fyne.KeyRight, fyne.KeyPageDown:
		b.lead(b.at + 1)
	case fyne.KeyHome:
		b.lead(0)
	case fyne.KeyEnd:
		b.lead(b.of - 1)
	}
}

func (b *Bar) lead(to int) {
	if to >= 0 && to < b.of {
		b.onGo(to)
	}
}
