package query

import (
	"slices"

	"recollect/engine/query"
)

// Line is the content of a box: its text and its chips.
type Line struct {
	typed query.Query
	own   bool
	chips []*chip
}

// Typed returns the typed line, without chips.
func (l Line) Typed() query.Query { return l.typed }

// Line returns the content of the box.
func (b *Box) Line() Line { return Line{b.Typed(), b.own, slices.Clone(b.chips)} }

// SetLine restores the content of the box, without calling OnChanged.
func (b *Box) SetLine(l Line) {
	b.Replace()
	b.chips = slices.Clone(l.chips)
	b.field.quiet = true
	b.field.setLine(l.typed.Text, len(l.typed.Text))
	b.field.quiet = false
	b.asTyped, b.own = l.typed.AsTyped, l.own
	b.arrange()
}
