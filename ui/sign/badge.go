// Package sign has the signs that lie on pictures: words, icons, and what says that photos are on a stack.
// All of it belongs to the UI goroutine.
package sign

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// Shade returns the ground of white text on pictures: behind it even white appears as grey 87.
func Shade() color.Color { return color.NRGBA{A: 168} }

// Badge is a quiet word in the upper right corner of a tile.
type Badge struct {
	back  *canvas.Rectangle
	label *canvas.Text
}

// NewBadge returns a badge on a layer, hidden.
func NewBadge(layer *fyne.Container) *Badge {
	b := &Badge{back: canvas.NewRectangle(Shade()), label: canvas.NewText("", color.White)}
	b.back.CornerRadius = 4
	b.Hide()
	layer.Objects = append(layer.Objects, b.back, b.label)
	return b
}

// Place puts the badge with text on the tile at at, unless the tile is too narrow for it.
func (b *Badge) Place(text string, at fyne.Position, tile fyne.Size) {
	if b.label.Text != text {
		b.label.Text = text
		b.label.Refresh()
	}
	b.label.TextSize = fynetheme.CaptionTextSize()
	size := b.label.MinSize().AddWidthHeight(12, 2)
	if size.Width+16 > tile.Width || size.Height+16 > tile.Height {
		b.Hide()
		return
	}
	at = at.AddXY(tile.Width-size.Width-8, 8)
	b.back.Move(at)
	b.back.Resize(size)
	b.label.Move(at.AddXY(6, 1))
	b.label.Resize(b.label.MinSize())
	b.back.Show()
	b.label.Show()
}

// Hide hides the badge, if there is one.
func (b *Badge) Hide() {
	if b == nil {
		return
	}
	b.back.Hide()
	b.label.Hide()
}

// Area returns where the badge is; it may be nil.
func (b *Badge) Area() Area {
	if b == nil {
		return Area{}
	}
	return areaOf(b.back)
}

// Text returns the word.
func (b *Badge) Text() string { return b.label.Text }

// BadgeText returns the text of a tile's badge, if any: that only the stored preview can be shown, or only the first
// picture of an animation.
func BadgeText(t photo.Tile) string {
	switch {
	case t.Away:
		return phrases.Say("photo:away")
	case t.Animated:
		return phrases.Say("photo:animation")
	default:
		return ""
	}
}
