package notice

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Above is how far above the lower edge of a page the lowest notice floats, in Fyne's units.
const Above float32 = 20

// Room puts an object at the foot of a page and takes so much room that a toast covers nothing above it. The object
// itself is covered for a while: it must have no buttons.
func Room(o fyne.CanvasObject) fyne.CanvasObject { return container.New(room{}, o) }

type room struct{}

// Layout is called with the one object.
func (room) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(size.Width, o[0].MinSize().Height))
	o[0].Move(fyne.NewPos(0, size.Height-o[0].Size().Height-roomBelow))
}

// MinSize returns the room for a toast, or for the object if that is higher.
func (room) MinSize(o []fyne.CanvasObject) fyne.Size {
	own := o[0].MinSize()
	line := fyne.MeasureText("M", fynetheme.TextSize(), fyne.TextStyle{}).Height
	toast := line + 2*fynetheme.InnerPadding() + 2*toastEdge
	return fyne.NewSize(own.Width, max(own.Height+roomBelow, Above+toast+toastEdge))
}

const (
	toastEdge float32 = 4 // above and below what a toast says
	roomBelow float32 = 8
)
