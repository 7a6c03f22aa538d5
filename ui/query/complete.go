package query

import (
	"slices"

	"fyne.io/fyne/v2"

	"recollect/engine/query"
	"recollect/ui/call"
)

// completion is what is offered for the word at the cursor.
type completion struct {
	query.Completion
	values   map[string][]string // of the library, by filter, as far as they were asked for
	asked    string              // the filter whose values were asked for last
	declined string              // the line for which the person wants no list
}

// complete offers what may be meant by the word at the cursor.
func (b *Box) complete() {
	c, ok := query.Complete(b.field.Text, b.field.cursor())
	selecting := b.field.SelectedText() != ""
	if !ok || !b.field.focused || selecting || b.field.quiet || b.completion.declined == b.field.Text {
		b.completion.asked = ""
		b.list.hide()
		return
	}
	choices := c.Choices
	if choices == nil {
		b.askValues(c.Key)
		choices = query.Matching(b.completion.values[c.Key], c.Typed)
	}
	if len(choices) == 0 || len(choices) == 1 && choices[0] == c.Typed {
		b.list.hide()
		return
	}
	b.completion.Completion = c
	b.list.show(choices, c.Key, b.below(c.From))
}

// followCursor closes the list when the cursor leaves the word that it is for.
func (b *Box) followCursor() {
	if b.list.visible() && b.field.cursor() != b.completion.To {
		b.list.hide()
	}
}

// askValues asks for the values of a filter, once while it is typed.
func (b *Box) askValues(key string) {
	if b.completion.asked != key {
		b.completion.asked = key
		call.With(b.OnValues, key)
	}
}

// SetValues gives what OnValues wanted: the values of a filter, the most likely first.
func (b *Box) SetValues(key string, values []string) {
	if b.completion.values == nil {
		b.completion.values = map[string][]string{}
	}
	if !slices.Equal(values, b.completion.values[key]) {
		b.completion.values[key] = values
		b.complete()
	}
}

// choose takes what was offered into the line.
func (b *Box) choose(choice string) {
	line, cursor := b.completion.Apply(b.field.Text, choice)
	b.focus()
	b.list.hide()
	b.field.setLine(line, cursor)
	b.complete() // a filter's name leads to its values
}

// Offering reports whether the box shows a list of what may be typed: the word
// at the cursor is not finished.
func (b *Box) Offering() bool { return b.list.visible() }

func (b *Box) offering() {
	b.field.Refresh()
	call.If(b.OnOffer)
}

// leftList closes the list when the keys have gone elsewhere by a click on it
// that chose nothing.
func (b *Box) leftList() {
	if !b.field.focused {
		b.list.hide()
	}
}

// decline closes the list until something else is typed, and reports whether
// there was one.
func (b *Box) decline() bool {
	if !b.list.visible() {
		return false
	}
	b.completion.declined = b.field.Text
	b.list.hide()
	return true
}

// below is the place in the window below the byte at of the line.
func (b *Box) below(at int) fyne.Position {
	d := fyne.CurrentApp().Driver()
	box := d.AbsolutePositionForObject(b).Subtract(d.AbsolutePositionForObject(b.list.layer))
	field := d.AbsolutePositionForObject(b.field).Subtract(d.AbsolutePositionForObject(b.list.layer))
	x := field.X + b.field.left(at) - 14
	return fyne.NewPos(min(max(x, box.X), box.X+b.Size().Width-listMin), box.Y+b.Size().Height+4)
}

// Floating is what the box shows above all other parts of the window: it must
// lie over the whole of it, and takes no clicks but those on what it shows.
func (b *Box) Floating() fyne.CanvasObject { return b.list.layer }
