// Package selection has the bar that says how many photos are selected, and what can be done with
// them. All of it belongs to the UI goroutine.
package selection

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

// Action is one thing that can be done with the selected photos.
type Action struct {
	Text string
	Icon fyne.Resource
	Do   func()
}

// Bar floats above the photos while some are marked; make one with New.
type Bar struct {
	// OnShow is called when the bar was shown or hidden, or has another size.
	OnShow func()

	object  *fyne.Container
	ground  *canvas.Rectangle
	text    *widget.Label
	actions []Action
	buttons []*push.Button
	number  int
	wide    float32 // the width with all texts; 0: not measured
	short   bool    // the buttons have icons only
}

// New returns a hidden bar. clear is called when nothing is to be selected any more.
func New(actions []Action, clear func()) *Bar {
	b := &Bar{ground: canvas.NewRectangle(nil), text: widget.NewLabel(""), actions: actions}
	b.ground.CornerRadius, b.ground.StrokeWidth = 10, 1
	b.text.TextStyle.Bold = true
	line := container.New(layout.NewCustomPaddedHBoxLayout(4), b.text)
	for _, a := range actions {
		button := push.Icon(a.Text, a.Icon, a.Do)
		button.Importance = widget.LowImportance
		b.buttons = append(b.buttons, button)
		line.Add(button)
	}
	none := tip.New(fynetheme.CancelIcon(), phrases.Say("tip:none"), phrases.Say("keys:key-esc"), clear)
	none.Importance = widget.LowImportance
	line.Add(none)
	b.object = container.NewStack(b.ground, container.New(layout.NewCustomPaddedLayout(4, 4, 6, 6), line))
	b.Recolour()
	b.object.Hide()
	return b
}

// Object returns the object to put into the window.
func (b *Bar) Object() fyne.CanvasObject { return b.object }

// Text returns what the bar says; empty while it is hidden.
func (b *Bar) Text() string {
	if b.object.Hidden {
		return ""
	}
	return b.text.Text
}

// Show says that n photos are selected; 0 hides the bar.
func (b *Bar) Show(n int) {
	if n == b.number {
		return
	}
	b.number, b.wide = n, 0
	if n > 0 {
		b.text.SetText(phrases.Say("selection:count", "n", n))
	}
	b.object.Hidden = n == 0
	b.OnShow()
}

// Fit leaves the texts of the buttons out where the bar would be wider than width.
func (b *Bar) Fit(width float32) {
	if b.number == 0 {
		return
	}
	if b.wide == 0 {
		b.shorten(false)
		b.wide = b.object.MinSize().Width
	}
	b.shorten(b.wide > width-32)
}

func (b *Bar) shorten(short bool) {
	if short == b.short {
		return
	}
	b.short = short
	for i, button := range b.buttons {
		text := b.actions[i].Text
		if short {
			text = ""
		}
		button.SetText(text)
	}
}

// Recolour shows the bar in the theme as it is now.
func (b *Bar) Recolour() {
	b.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	b.ground.StrokeColor = theme.Colour(fynetheme.ColorNameSeparator)
	b.ground.Refresh()
	b.wide = 0
}
