package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Plain is the running program's theme for a text field on a surface of its own: no background, no
// border, and no scroll bar or shadow.
type Plain struct{}

// Color returns the program's colours, with the ground and border of inputs transparent.
func (Plain) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch name {
	case fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder, fynetheme.ColorNameShadow,
		fynetheme.ColorNameScrollBar, fynetheme.ColorNameScrollBarBackground:
		return color.Transparent
	}
	return fyne.CurrentApp().Settings().Theme().Color(name, v)
}

// Font returns the program's.
func (Plain) Font(s fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(s)
}

// Icon returns the program's.
func (Plain) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(name)
}

// Size returns the program's, but an input has no border.
func (Plain) Size(name fyne.ThemeSizeName) float32 {
	if name == fynetheme.SizeNameInputBorder {
		return 0
	}
	return fyne.CurrentApp().Settings().Theme().Size(name)
}
