package grid

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// shade returns the ground of white text on pictures: behind it even white appears as grey 87.
func shade() color.Color { return color.NRGBA{A: 168} }

// badgeText returns the text of a tile's badge, if any: that only the stored
// preview can be shown, or only the first picture of an animation.
func badgeText(t photo.Tile) string {
	switch {
	case t.Away:
		return phrases.Say("photo:away")
	case t.Animated:
		return phrases.Say("photo:animation")
	default:
		return ""
	}
}

// badge is a quiet word in the upper right corner of a tile.
type badge struct {
	back  *canvas.Rectangle
	label *canvas.Text
}

func newBadge() *badge {
	b := &badge{back: canvas.NewRectangle(shade()), label: canvas.NewText("", color.White)}
	b.back.CornerRadius = 4
	b.hide()
	return b
}

// place puts the badge with text on the tile at at, unless the tile is too narrow for it.
func (b *badge) place(text string, at fyne.Position, tile fyne.Size) {
	if b.label.Text != text {
		b.label.Text = text
		b.label.Refresh()
	}
	b.label.TextSize = fynetheme.CaptionTextSize()
	size := b.label.MinSize().AddWidthHeight(12, 2)
	if size.Width+16 > tile.Width || size.Height+16 > tile.Height {
		b.hide()
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

func (b *badge) hide() {
	b.back.Hide()
	b.label.Hide()
}
