// Package judge asks a person whether photos show a thing, and stores the
// answers.
package judge

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
)

// Worker runs one piece of work at a time off the UI goroutine and shows only the
// newest answer, on the UI goroutine.
type Worker interface {
	Run(work func(context.Context) error, show func(error))
	Stop()
}

// Bar is a small bar that floats above the photos of a thing and asks whether they
// show it; make one with New. All of it belongs to the UI goroutine.
type Bar struct {
	// Thing is the thing whose photos are shown; empty if nothing is to be judged.
	Thing     func() string
	Selection func() []photo.ID // the photos that are selected
	// OnVerdict gives photos a verdict.
	OnVerdict func(thing string, ids []photo.ID, v photo.Verdict)
	// OnReject rejects photos of which nothing is to be judged; it may be nil.
	OnReject func([]photo.ID)
	OnShow   func() // the bar was shown, hidden, or asks something else

	things Things
	worker Worker
	object *fyne.Container
	ground *canvas.Rectangle
	text   *widget.Label
}

// New returns a hidden bar, whose callbacks must be set. If things is nil, verdicts
// cannot be stored, and the bar asks nothing.
func New(things Things, worker Worker) *Bar {
	b := &Bar{things: things, worker: worker, ground: canvas.NewRectangle(nil), text: widget.NewLabel("")}
	b.ground.CornerRadius, b.ground.StrokeWidth = 10, 1
	yes := push.Icon(
		phrases.Say("judge:yes"),
		fynetheme.ConfirmIcon(),
		func() { b.Judge(b.Selection(), true) },
	)
	no := push.Icon(
		phrases.Say("judge:no"),
		fynetheme.CancelIcon(),
		func() { b.Judge(b.Selection(), false) },
	)
	line := container.New(layout.NewCustomPaddedHBoxLayout(6), b.text, yes, no)
	b.object = container.NewStack(b.ground, container.New(layout.NewCustomPaddedLayout(6, 6, 10, 8), line))
	b.Recolour()
	b.object.Hide()
	return b
}

// Object returns the object to put into the window.
func (b *Bar) Object() fyne.CanvasObject { return b.object }

// Text returns what the bar asks; empty while it is hidden.
func (b *Bar) Text() string {
	if b.object.Hidden {
		return ""
	}
	return b.text.Text
}

// Recolour shows the bar in the theme as it is now.
func (b *Bar) Recolour() {
	b.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	b.ground.StrokeColor = theme.Colour(fynetheme.ColorNameSeparator)
	b.ground.Refresh()
}

// Asks reports whether the person can judge whether photos show a thing.
func (b *Bar) Asks() bool { return b.things != nil && b.Thing() != "" }

// Judge gives photos the verdict that they show the thing, or do not.
func (b *Bar) Judge(ids []photo.ID, yes bool) { b.Say(b.Thing(), ids, yes) }

// Say gives photos the verdict that they show a thing, or do not. Without a thing it rejects them, if they do not.
func (b *Bar) Say(thing string, ids []photo.ID, yes bool) {
	switch {
	case len(ids) == 0:
	case b.things == nil || thing == "":
		if !yes {
			call.With(b.OnReject, ids)
		}
	case yes:
		b.OnVerdict(thing, ids, photo.Confirmed)
	default:
		b.OnVerdict(thing, ids, photo.Rejected)
	}
}

// Update asks about the photos that are selected now: of a single one only while the model
// suggests the thing.
func (b *Bar) Update() {
	b.worker.Stop() // the pending answer is about other photos
	var ids []photo.ID
	if b.Asks() {
		ids = b.Selection()
	}
	switch len(ids) {
	case 0:
		b.Ask("")
	case 1:
		b.aboutOne(b.Thing(), ids[0])
	default:
		b.Ask(question(b.Thing(), len(ids)))
	}
}

func (b *Bar) aboutOne(thing string, id photo.ID) {
	var v photo.Verdict
	var shown bool
	b.worker.Run(func(ctx context.Context) (err error) {
		v, shown, err = verdictOf(ctx, b.things, id, thing)
		return err
	}, func(err error) {
		text := ""
		if err == nil && shown && v == photo.Suggested {
			text = question(thing, 1)
		}
		b.Ask(text)
	})
}

// Ask shows text, or hides the bar where it is empty.
func (b *Bar) Ask(text string) {
	if text == b.Text() {
		return
	}
	b.text.SetText(text)
	b.object.Hidden = text == ""
	b.OnShow()
}
