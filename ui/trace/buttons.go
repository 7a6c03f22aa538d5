package trace

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/over"
	"recollect/ui/push"
)

// Model is a model on the page of models.
type Model struct {
	ID        string  `json:"id"`
	State     string  `json:"state"` // a photo.ModelState
	InUse     bool    `json:"in_use"`
	PerSecond float64 `json:"per_second"` // 0: not measured
	Chosen    bool    `json:"chosen"`     // its details are shown
}

// Button is a button or a switch that can be pressed, in physical pixels inside the window.
type Button struct {
	Text string `json:"text"`
	X    int    `json:"x"`
	Y    int    `json:"y"`
	W    int    `json:"w"`
	H    int    `json:"h"`
}

// unplaced reports whether a dialog's button is where none lies: the toolkit knows its place from the first frame on.
func (b Button) unplaced() bool { return b.X == 0 && b.Y == 0 }

// Buttons returns the buttons on screen in o that can be pressed: the dialog's over the window if there is
// one, and dialog is true then.
func Buttons(c fyne.Canvas, o fyne.CanvasObject) (all []Button, dialog bool) {
	if top := c.Overlays().Top(); top != nil {
		o, dialog = over.Within(top), true
	}
	return buttonsIn(c, o, nil), dialog
}

func buttonsIn(c fyne.Canvas, o fyne.CanvasObject, all []Button) []Button {
	if o == nil || !o.Visible() {
		return all
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			all = buttonsIn(c, child, all)
		}
	case *container.Scroll:
		return buttonsIn(c, o.Content, all)
	case *widget.Check:
		if !o.Disabled() {
			all = append(all, placed(c, o, o.Text))
		}
	case *push.Button:
		if o.Disabled() || o.Text == "" {
			return all
		}
		all = append(all, placed(c, o, o.Text))
	}
	return all
}

// placed returns where a control lies.
func placed(c fyne.Canvas, o fyne.CanvasObject, text string) Button {
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	px := func(v float32) int { return int(v*c.Scale() + 0.5) }
	return Button{text, px(at.X), px(at.Y), px(size.Width), px(size.Height)}
}
