package sign

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/ui/theme"
)

// Icon is a white icon on a round shade on a tile.
type Icon struct {
	back *canvas.Circle
	icon *canvas.Image
}

// NewIcon returns an icon, hidden.
func NewIcon() *Icon {
	s := &Icon{back: canvas.NewCircle(Shade()), icon: canvas.NewImageFromResource(nil)}
	s.icon.FillMode = canvas.ImageFillContain
	s.Hide()
	return s
}

// IconOn returns an icon on a layer, hidden.
func IconOn(layer *fyne.Container) *Icon {
	s := NewIcon()
	layer.Objects = append(layer.Objects, s.Objects()...)
	return s
}

// Fits reports whether a tile has room for an icon.
func Fits(tile fyne.Size, icon float32) bool { return tile.Width >= icon+16 && tile.Height >= icon+16 }

// Objects returns what draws the icon, in the order of painting.
func (s *Icon) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.back, s.icon} }

// Check shows the sign as a check mark: on the accent if marked, else as what can be marked.
func (s *Icon) Check(marked bool, at fyne.Position, size float32) {
	icon := theme.WhiteCheck()
	s.back.FillColor = Shade()
	if marked {
		icon, s.back.FillColor = theme.CheckOnAccent(), theme.Colour(fynetheme.ColorNamePrimary)
	}
	s.Place(icon, at, size)
	s.back.Refresh()
}

// Place shows icon at a point, as large as its ground is to be.
func (s *Icon) Place(icon fyne.Resource, at fyne.Position, size float32) {
	inset := size / 5
	s.back.Move(at)
	s.back.Resize(fyne.NewSquareSize(size))
	s.icon.Move(at.AddXY(inset, inset))
	s.icon.Resize(fyne.NewSquareSize(size - 2*inset))
	if s.icon.Resource == nil || s.icon.Resource.Name() != icon.Name() {
		s.icon.Resource = icon
		s.icon.Refresh()
	}
	s.back.Show()
	s.icon.Show()
}

// Hide hides the icon, if there is one.
func (s *Icon) Hide() {
	if s != nil {
		s.back.Hide()
		s.icon.Hide()
	}
}

// Area returns where the icon is; it may be nil.
func (s *Icon) Area() Area {
	if s == nil {
		return Area{}
	}
	return areaOf(s.back)
}
