package notice

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

// banner shows, above the photos, what does not work and what to do.
type banner struct {
	object   *fyne.Container
	ground   *canvas.Rectangle
	what     *widget.Label
	next     *widget.Label
	steady   [2]string // the lasting trouble
	noticed  bool      // a notice is shown instead
	onRead   func()    // of the notice; may be nil
	passing  bool      // the next action of the person ends the notice
	closedAs [2]string // the trouble that the person has closed
}

func newBanner(onDetails func()) *banner {
	b := &banner{
		ground: canvas.NewRectangle(theme.Colour(theme.ColorNameRaised)),
		what:   widget.NewLabel(""), next: widget.NewLabel(""),
	}
	b.what.TextStyle.Bold = true
	b.next.Importance = widget.LowImportance
	b.what.Wrapping, b.next.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	details := push.New(phrases.Say("notice:details"), onDetails)
	closing := tip.New(fynetheme.CancelIcon(), phrases.Say("answer:close"), "", b.close)
	details.Importance, closing.Importance = widget.LowImportance, widget.LowImportance
	icon := container.NewCenter(widget.NewIcon(fynetheme.InfoIcon()))
	text := container.New(layout.NewCustomPaddedVBoxLayout(-14), b.what, b.next)
	line := container.NewBorder(nil, nil, icon, container.NewCenter(container.NewHBox(details, closing)), text)
	b.object = container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewStack(b.ground,
		container.New(layout.NewCustomPaddedLayout(4, 4, 24, 16), line)), widget.NewSeparator())
	b.object.Hide()
	return b
}

// trouble shows a lasting trouble, until it is over or closed.
func (b *banner) trouble(what, next string) {
	b.steady = [2]string{what, next}
	if what == "" {
		b.closedAs = b.steady
	}
	if !b.noticed {
		b.show(b.steady, b.steady != b.closedAs)
	}
}

// notice shows an event until it is closed; it then calls onRead, which may be nil.
func (b *banner) notice(what, next string, onRead func()) {
	b.noticed, b.passing, b.onRead = true, false, onRead
	b.show([2]string{what, next}, true)
}

// pass shows the outcome of an action until the next action.
func (b *banner) pass(what, next string) {
	b.notice(what, next, nil)
	b.passing = true
}

// act ends the outcome of the last action, since the person does something
// else.
func (b *banner) act() {
	if b.noticed && b.passing {
		b.close()
	}
}

func (b *banner) close() {
	if !b.noticed {
		b.closedAs = b.steady
	}
	read := b.onRead
	b.noticed, b.passing, b.onRead = false, false, nil
	call.If(read)
	b.show(b.steady, b.steady != b.closedAs)
}

func (b *banner) show(text [2]string, visible bool) {
	if b.what.Text != text[0] || b.next.Text != text[1] {
		b.what.SetText(text[0])
		b.next.SetText(text[1])
	}
	frame.Show(b.next, text[1] != "")
	if b.object.Hidden == visible {
		b.object.Hidden = !visible
		b.object.Refresh()
		frame.Ask()
	}
}

func (b *banner) recolour() {
	b.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	b.object.Refresh()
}
