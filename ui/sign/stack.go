package sign

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/roll"
	"recollect/ui/theme"
)

const (
	stackHeight float32 = 26 // of the sign of a stack
	markHeight  float32 = 4  // of the mark under the photos of an open one
)

// Stack says in the upper right corner of a cover how many photos are on its stack, and marks the
// photos of an open stack at their lower edge.
type Stack struct {
	back  *canvas.Rectangle
	icon  *canvas.Image
	label *canvas.Text
	mark  *canvas.Rectangle
}

// NewStack returns the sign of a stack on a layer, hidden.
func NewStack(layer *fyne.Container) *Stack {
	s := &Stack{
		back: canvas.NewRectangle(Shade()), icon: canvas.NewImageFromResource(nil),
		label: canvas.NewText("", color.White), mark: canvas.NewRectangle(color.White),
	}
	s.back.CornerRadius = 4
	s.icon.FillMode = canvas.ImageFillContain
	s.label.TextStyle.Bold = true
	s.Hide()
	layer.Objects = append(layer.Objects, s.mark, s.back, s.icon, s.label)
	return s
}

// Under marks the lower edge of a tile.
func (s *Stack) Under(at fyne.Position, tile fyne.Size) {
	s.mark.FillColor = theme.Colour(fynetheme.ColorNameForeground)
	s.mark.Move(at.AddXY(0, tile.Height-markHeight))
	s.mark.Resize(fyne.NewSize(tile.Width, markHeight))
	s.mark.Show()
}

// Place puts the sign on a tile, and returns how wide it is with the room beside it; 0 on a tile that is too
// small for it.
func (s *Stack) Place(stack *roll.Stack, at fyne.Position, tile fyne.Size) float32 {
	s.label.TextSize = fynetheme.CaptionTextSize()
	if text := strconv.Itoa(len(stack.Tiles)); s.label.Text != text {
		s.label.Text = text
		s.label.Refresh()
	}
	label := s.label.MinSize()
	const icon = stackHeight - 10
	size := fyne.NewSize(label.Width+icon+16, stackHeight)
	if size.Width+16 > tile.Width || size.Height+16 > tile.Height {
		return 0
	}
	at = at.AddXY(tile.Width-size.Width-8, 8)
	s.back.Move(at)
	s.back.Resize(size)
	s.icon.Move(at.AddXY(6, 5))
	s.icon.Resize(fyne.NewSquareSize(icon))
	if r := theme.WhiteStack(stack.Open); s.icon.Resource == nil || s.icon.Resource.Name() != r.Name() {
		s.icon.Resource = r
		s.icon.Refresh()
	}
	s.label.Move(at.AddXY(icon+10, (stackHeight-label.Height)/2))
	s.label.Resize(label)
	for _, o := range []fyne.CanvasObject{s.back, s.icon, s.label} {
		o.Show()
	}
	return size.Width + 4
}

// Hide hides the sign, if there is one.
func (s *Stack) Hide() {
	if s == nil {
		return
	}
	for _, o := range []fyne.CanvasObject{s.back, s.icon, s.label, s.mark} {
		o.Hide()
	}
}

// Area returns where the number is, which opens and closes the stack; the sign may be nil.
func (s *Stack) Area() Area {
	if s == nil {
		return Area{}
	}
	return areaOf(s.back)
}

// Text returns the number.
func (s *Stack) Text() string { return s.label.Text }

// Marked reports whether the lower edge of the tile is marked.
func (s *Stack) Marked() bool { return s != nil && s.mark.Visible() }
