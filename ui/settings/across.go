package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// roomFor gives a choice the room of the widest of its names: the toolkit gives it that of what is shown before
// anything is chosen, which never is.
func roomFor(s *widget.Select) {
	s.PlaceHolder = ""
	for _, name := range s.Options {
		if textWidth(name) > textWidth(s.PlaceHolder) {
			s.PlaceHolder = name
		}
	}
}

func textWidth(text string) float32 {
	return fyne.MeasureText(text, fynetheme.TextSize(), fyne.TextStyle{}).Width
}

// amounts lays out names with amounts beside them: names have the lines that they need, amounts one.
type amounts struct{}

// Layout is called by Fyne.
func (amounts) Layout(o []fyne.CanvasObject, size fyne.Size) {
	var names, values float32
	for i := 0; i+1 < len(o); i += 2 {
		names = max(names, textWidth(o[i].(*widget.Label).Text)+2*fynetheme.InnerPadding())
		values = max(values, o[i+1].MinSize().Width)
	}
	names = min(names, size.Width-values)
	y := float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		o[i].Resize(fyne.NewSize(names, 0)) // it needs another height then
		height := max(o[i].MinSize().Height, o[i+1].MinSize().Height)
		o[i].Move(fyne.NewPos(0, y))
		o[i].Resize(fyne.NewSize(names, height))
		o[i+1].Move(fyne.NewPos(names, y))
		o[i+1].Resize(fyne.NewSize(values, height))
		y += height + fynetheme.Padding()
	}
}

// MinSize is called by Fyne.
func (amounts) MinSize(o []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for i := 0; i+1 < len(o); i += 2 {
		name, value := o[i].MinSize(), o[i+1].MinSize()
		least.Width = max(least.Width, name.Width+value.Width)
		least.Height += max(name.Height, value.Height) + fynetheme.Padding()
	}
	return least
}

// acrossOrDown shows what can be chosen in one line, or one below the other where a line has no room for it.
func acrossOrDown(g *widget.RadioGroup) fyne.CanvasObject { return container.New(across{g}, g) }

type across struct{ group *widget.RadioGroup }

// MinSize is called by Fyne.
func (a across) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(a.sized(false).Width, a.group.MinSize().Height)
}

// Layout is called by Fyne.
func (a across) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if fits := a.sized(true).Width <= size.Width; fits != a.group.Horizontal {
		a.group.Horizontal = fits
		a.group.Refresh()
	}
	a.group.Resize(size)
}

// sized returns how large the group is in one line, or one below the other.
func (a across) sized(horizontal bool) fyne.Size {
	was := a.group.Horizontal
	defer func() { a.group.Horizontal = was }()
	a.group.Horizontal = horizontal
	return a.group.MinSize()
}
