package shell

import (
	"fyne.io/fyne/v2"

	"recollect/ui/details"
	"recollect/ui/notice"
)

// barLayout lays out the top bar: objects left and right of the space for the search box.
type barLayout struct{ left, right, box fyne.CanvasObject }

// Spaces around the parts of the top bar, and between them.
const (
	barSide float32 = 16
	barHigh float32 = 10
	barGap  float32 = 12
)

// Layout puts the parts at the sides of size.
func (r *barLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	left, right := r.left.MinSize(), r.right.MinSize()
	r.left.Resize(fyne.NewSize(left.Width, size.Height))
	r.left.Move(fyne.NewPos(barSide, 0))
	r.right.Resize(fyne.NewSize(right.Width, size.Height))
	r.right.Move(fyne.NewPos(size.Width-barSide-right.Width, 0))
}

// MinSize returns the size with the smallest box.
func (r *barLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	box := r.box.MinSize()
	return fyne.NewSize(r.around()+box.Width, box.Height+2*barHigh)
}

// around returns the width of all but the box.
func (r *barLayout) around() float32 {
	return r.left.MinSize().Width + r.right.MinSize().Width + 2*(barSide+barGap)
}

// place lays out the box in a bar of the given width.
func (r *barLayout) place(width float32) {
	r.box.Move(fyne.NewPos(barSide+r.left.MinSize().Width+barGap, barHigh))
	r.box.Resize(fyne.NewSize(width-r.around(), r.box.MinSize().Height))
}

// layers gives every object the whole window, even hidden ones, so that they are in place when they
// are shown.
type layers struct{}

// Layout resizes all of o.
func (layers) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, x := range o {
		x.Resize(size)
	}
}

// MinSize returns the size of the lowest layer.
func (layers) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// steady gives every object all of its space, and is as large as the largest one, even if that is
// hidden: objects below do not move when one is shown or hidden.
type steady struct{}

// Layout resizes all of o.
func (steady) Layout(o []fyne.CanvasObject, size fyne.Size) { layers{}.Layout(o, size) }

// MinSize returns the largest of o.
func (steady) MinSize(o []fyne.CanvasObject) (size fyne.Size) {
	for _, x := range o {
		size = size.Max(x.MinSize())
	}
	return size
}

// frameLayout puts the search box above, the side bar left, the information right, the status line below, and
// the view into the rest, without gaps. If over reports true, the view extends behind the status line, so
// that showing and hiding it does not move the view. Floating objects float above the view.
type frameLayout struct {
	top, left, right, bottom, view fyne.CanvasObject
	room                           *barLayout
	floating                       []fyne.CanvasObject
	// narrow is called with the width of the window before the parts are laid out.
	narrow func(width float32)
	fit    func(width float32) // adapts a floating object to the width of the view
	over   func() bool
}

// Layout lays out the ground of the top bar, which is all[0], and the parts.
func (h *frameLayout) Layout(all []fyne.CanvasObject, size fyne.Size) {
	h.narrow(size.Width)
	top, left, bottom := extent(h.top), extent(h.left), extent(h.bottom)
	all[0].Resize(fyne.NewSize(size.Width, h.room.MinSize(nil).Height))
	h.room.place(size.Width)
	h.top.Resize(fyne.NewSize(size.Width, top.Height))
	h.left.Move(fyne.NewPos(0, top.Height))
	h.left.Resize(fyne.NewSize(left.Width, size.Height-top.Height-bottom.Height))
	h.bottom.Move(fyne.NewPos(0, size.Height-bottom.Height))
	h.bottom.Resize(fyne.NewSize(size.Width, bottom.Height))
	view := fyne.NewSize(size.Width-left.Width, size.Height-top.Height-bottom.Height)
	if h.right.Visible() {
		panel := details.Width(size.Width)
		view.Width = max(view.Width-panel, 0)
		h.right.Move(fyne.NewPos(size.Width-panel, top.Height))
		h.right.Resize(fyne.NewSize(panel, view.Height))
	}
	if h.over() {
		view.Height += bottom.Height
	}
	h.view.Move(fyne.NewPos(left.Width, top.Height))
	h.view.Resize(view)
	h.fit(view.Width)
	low := size.Height - bottom.Height - notice.Above
	for _, floating := range h.floating {
		own := floating.MinSize()
		floating.Resize(own)
		floating.Move(fyne.NewPos(left.Width+(view.Width-own.Width)/2, low-own.Height))
		if floating.Visible() {
			low -= own.Height + 8
		}
	}
}

// lowest returns the distance from the window's lower edge to the space above the status line and
// all floating objects.
func (h *frameLayout) lowest() float32 {
	low := extent(h.bottom).Height + notice.Above
	for _, o := range h.floating {
		if o.Visible() {
			low += o.MinSize().Height + 8
		}
	}
	return low
}

// MinSize returns the smallest window.
func (h *frameLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	top, bottom := extent(h.top), extent(h.bottom)
	return fyne.NewSize(max(top.Width, 320), top.Height+bottom.Height+240)
}

// extent returns the minimal size of o, or zero while it is hidden.
func extent(o fyne.CanvasObject) fyne.Size {
	if !o.Visible() {
		return fyne.Size{}
	}
	return o.MinSize()
}
