package query

import "slices"

// Line is all that a box holds: its text and its chips.
type Line struct {
	text    string
	asTyped bool
	own     bool
	chips   []*chip
}

// Line is what the box holds now.
func (b *Box) Line() Line { return Line{b.field.Text, b.asTyped, b.own, slices.Clone(b.chips)} }

// SetLine puts back what the box held, without telling of it.
func (b *Box) SetLine(l Line) {
	b.Replace()
	b.chips = slices.Clone(l.chips)
	b.field.quiet = true
	b.field.setLine(l.text, len(l.text))
	b.field.quiet = false
	b.asTyped, b.own = l.asTyped, l.own
	b.arrange()
}
