package viewer

import "fyne.io/fyne/v2"

// The most that a picture is enlarged: by fitting, and by hand.
const (
	maxFit  = 2
	maxZoom = 8
)

// view is the zoom and the position of a picture on the stage.
type view struct {
	fit   bool          // as large as the stage allows; zoom and centre are not used
	zoom  float32       // Fyne's units on the stage for one pixel of the original
	focus fyne.Position // the point of the picture that is in the middle of the stage, from 0 to 1
}

// fitZoom returns the zoom at which a picture fits the stage. Small pictures are enlarged at most
// by maxFit.
func fitZoom(picture, stage fyne.Size) float32 {
	return min(stage.Width/picture.Width, stage.Height/picture.Height, maxFit)
}

// size returns the picture's size on the stage.
func (v *view) size(picture, stage fyne.Size) fyne.Size {
	z := v.zoom
	if v.fit {
		z = fitZoom(picture, stage)
	}
	return fyne.NewSize(picture.Width*z, picture.Height*z)
}

// place returns where the picture's top left corner lies on the stage.
func (v *view) place(picture, stage fyne.Size) fyne.Position {
	size := v.size(picture, stage)
	along := func(size, stage, focus float32) float32 {
		if size <= stage {
			return (stage - size) / 2
		}
		return min(0, max(stage-size, stage/2-focus*size))
	}
	if v.fit {
		return fyne.NewPos((stage.Width-size.Width)/2, (stage.Height-size.Height)/2)
	}
	return fyne.NewPos(along(size.Width, stage.Width, v.focus.X), along(size.Height, stage.Height, v.focus.Y))
}

// zoomAt changes the zoom to z and keeps the point of the picture under at in place. Below the zoom
// that fits, it fits the picture.
func (v *view) zoomAt(z float32, at fyne.Position, picture, stage fyne.Size) {
	size, from := v.size(picture, stage), v.place(picture, stage)
	under := fyne.NewPos((at.X-from.X)/size.Width, (at.Y-from.Y)/size.Height)
	if z = min(z, maxZoom); z <= fitZoom(picture, stage) {
		v.fit = true
		return
	}
	v.fit, v.zoom = false, z
	size = v.size(picture, stage)
	v.centre(fyne.NewPos(at.X-under.X*size.Width, at.Y-under.Y*size.Height), picture, stage)
}

// moveBy moves the picture, within its edges.
func (v *view) moveBy(dx, dy float32, picture, stage fyne.Size) {
	if v.fit {
		return
	}
	from := v.place(picture, stage)
	v.centre(from.AddXY(dx, dy), picture, stage)
}

// centre keeps as focus what is in the middle of the stage when the picture's
// corner lies at from, moved back inside.
func (v *view) centre(from fyne.Position, picture, stage fyne.Size) {
	size := v.size(picture, stage)
	v.focus = fyne.NewPos((stage.Width/2-from.X)/size.Width, (stage.Height/2-from.Y)/size.Height)
	from = v.place(picture, stage)
	v.focus = fyne.NewPos((stage.Width/2-from.X)/size.Width, (stage.Height/2-from.Y)/size.Height)
}

// current returns the zoom in use.
func (v *view) current(picture, stage fyne.Size) float32 {
	if v.fit {
		return fitZoom(picture, stage)
	}
	return v.zoom
}
