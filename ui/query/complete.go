package query

import (
	"fyne.io/fyne/v2"

	"recollect/ui/call"
)

// complete offers completions for the word at the cursor.
func (b *Box) complete() {
	if !b.field.focused || b.field.SelectedText() != "" || b.field.quiet {
		b.completion.Leave()
		b.list.hide()
		return
	}
	choices, key, from := b.completion.Offer(b.field.Text, b.field.cursor())
	if len(choices) == 0 {
		b.list.hide()
		return
	}
	b.list.show(choices, key, b.below(from))
}

// followCursor closes the list when the cursor leaves the word that is being completed.
func (b *Box) followCursor() {
	if b.list.visible() && !b.completion.At(b.field.cursor()) {
		b.list.hide()
	}
}

// SetValues sets the values that OnValues requested, the most likely first.
func (b *Box) SetValues(key string, values []string) {
	if b.completion.SetValues(key, values) {
		b.complete()
	}
}

// choose puts a completion into the line.
func (b *Box) choose(choice string) {
	line, cursor := b.completion.Take(b.field.Text, choice)
	b.focus()
	b.list.hide()
	b.field.setLine(line, cursor)
	b.complete() // after a filter's name, offer its values
}

// Offering reports whether the box shows completions, since the word at the
// cursor is not finished.
func (b *Box) Offering() bool { return b.list.visible() }

func (b *Box) offering() {
	b.field.Refresh()
	call.If(b.OnOffer)
}

// leftList closes the list after a click on it took the focus but chose
// nothing.
func (b *Box) leftList() {
	if !b.field.focused {
		b.list.hide()
	}
}

// decline closes the list until the line changes, and reports whether there was
// one.
func (b *Box) decline() bool {
	if !b.list.visible() {
		return false
	}
	b.completion.Decline(b.field.Text)
	b.list.hide()
	return true
}

// below returns the position in the window below the byte at of the line.
func (b *Box) below(at int) fyne.Position {
	d := fyne.CurrentApp().Driver()
	box := d.AbsolutePositionForObject(b).Subtract(d.AbsolutePositionForObject(b.list.layer))
	field := d.AbsolutePositionForObject(b.field).Subtract(d.AbsolutePositionForObject(b.list.layer))
	x := field.X + b.field.left(at) - 14
	return fyne.NewPos(min(max(x, box.X), box.X+b.Size().Width-listMin), box.Y+b.Size().Height+4)
}

// Floating returns the layer for the list. It must cover the window, above all other parts, and
// takes clicks only on the list.
func (b *Box) Floating() fyne.CanvasObject { return b.list.layer }
