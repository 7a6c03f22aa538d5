package sign

import "fyne.io/fyne/v2"

// Area is where a sign is on the layer; Shown is false while it is hidden.
type Area struct {
	At    fyne.Position
	Size  fyne.Size
	Shown bool
}

// Has reports whether a point is on a sign that is shown.
func (a Area) Has(at fyne.Position) bool {
	return a.Shown && at.X >= a.At.X && at.X < a.At.X+a.Size.Width && at.Y >= a.At.Y && at.Y < a.At.Y+a.Size.Height
}

func areaOf(o fyne.CanvasObject) Area { return Area{o.Position(), o.Size(), o.Visible()} }
