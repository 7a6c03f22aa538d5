package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// darkColours returns the dark variant's colour called name, nil where Fyne's own
// serves.
func darkColours(name fyne.ThemeColorName) color.Color {
	switch name {
	case fynetheme.ColorNameBackground:
		return grey(18)
	case ColorNameSurface, fynetheme.ColorNameHeaderBackground:
		return grey(24)
	case ColorNameRaised, fynetheme.ColorNameInputBackground, fynetheme.ColorNameMenuBackground,
		fynetheme.ColorNameOverlayBackground:
		return grey(32)
	case fynetheme.ColorNameButton:
		return grey(48)
	case fynetheme.ColorNameDisabledButton:
		return grey(40)
	case fynetheme.ColorNameInputBorder:
		return grey(120)
	case fynetheme.ColorNameSeparator:
		return grey(38)
	case fynetheme.ColorNameForeground:
		return grey(236)
	case ColorNameQuiet, fynetheme.ColorNamePlaceHolder:
		return grey(160)
	case fynetheme.ColorNameDisabled:
		return grey(156)
	case fynetheme.ColorNamePrimary, fynetheme.ColorNameHyperlink:
		return color.NRGBA{R: 106, G: 166, B: 255, A: 255}
	case fynetheme.ColorNameForegroundOnPrimary:
		return grey(12)
	case fynetheme.ColorNameFocus:
		return color.NRGBA{R: 106, G: 166, B: 255, A: 88}
	case fynetheme.ColorNameSelection: // quiet text on it can be read
		return color.NRGBA{R: 106, G: 166, B: 255, A: 56}
	case fynetheme.ColorNameHover:
		return color.NRGBA{R: 255, G: 255, B: 255, A: 16}
	case fynetheme.ColorNamePressed:
		return color.NRGBA{R: 255, G: 255, B: 255, A: 32}
	case fynetheme.ColorNameScrollBar:
		return color.NRGBA{R: 255, G: 255, B: 255, A: 96}
	case fynetheme.ColorNameShadow:
		return color.NRGBA{A: 120}
	case ColorNameLand:
		return grey(48)
	case ColorNameWater:
		return grey(24)
	case ColorNameBorder:
		return grey(84)
	case ColorNameWrong:
		return color.NRGBA{R: 255, G: 140, B: 128, A: 255}
	case ColorNameFilter:
		return color.NRGBA{R: 50, G: 58, B: 70, A: 255}
	case ColorNameKey:
		return color.NRGBA{R: 68, G: 80, B: 100, A: 255}
	case ColorNamePhrase:
		return color.NRGBA{R: 46, G: 70, B: 58, A: 255}
	case ColorNameAway:
		return color.NRGBA{R: 92, G: 54, B: 52, A: 255}
	case ColorNameFile:
		return color.NRGBA{R: 68, G: 58, B: 88, A: 255}
	}
	return nil
}

// lightColours returns the light variant's colour called name, nil where Fyne's own
// serves.
func lightColours(name fyne.ThemeColorName) color.Color {
	switch name {
	case fynetheme.ColorNameBackground:
		return grey(250)
	case ColorNameSurface, fynetheme.ColorNameHeaderBackground:
		return grey(244)
	case ColorNameRaised, fynetheme.ColorNameInputBackground:
		return grey(236)
	case fynetheme.ColorNameMenuBackground, fynetheme.ColorNameOverlayBackground:
		return grey(252)
	case fynetheme.ColorNameButton:
		return grey(226)
	case fynetheme.ColorNameDisabledButton:
		return grey(228)
	case fynetheme.ColorNameInputBorder:
		return grey(128)
	case fynetheme.ColorNameSeparator:
		return grey(226)
	case fynetheme.ColorNameForeground:
		return grey(28)
	case ColorNameQuiet, fynetheme.ColorNamePlaceHolder:
		return grey(92)
	case fynetheme.ColorNameDisabled:
		return grey(100)
	case fynetheme.ColorNamePrimary, fynetheme.ColorNameHyperlink:
		return color.NRGBA{R: 20, G: 90, B: 214, A: 255}
	case fynetheme.ColorNameForegroundOnPrimary:
		return grey(255)
	case fynetheme.ColorNameFocus:
		return color.NRGBA{R: 20, G: 90, B: 214, A: 72}
	case fynetheme.ColorNameSelection: // quiet text on it can be read
		return color.NRGBA{R: 20, G: 90, B: 214, A: 36}
	case fynetheme.ColorNameHover:
		return color.NRGBA{A: 14}
	case fynetheme.ColorNamePressed:
		return color.NRGBA{A: 28}
	case fynetheme.ColorNameScrollBar:
		return color.NRGBA{A: 96}
	case fynetheme.ColorNameShadow:
		return color.NRGBA{A: 40}
	case ColorNameLand:
		return grey(252)
	case ColorNameWater:
		return grey(226)
	case ColorNameBorder:
		return grey(188)
	case ColorNameWrong:
		return color.NRGBA{R: 176, G: 36, B: 30, A: 255}
	case ColorNameFilter:
		return color.NRGBA{R: 216, G: 224, B: 235, A: 255}
	case ColorNameKey:
		return color.NRGBA{R: 194, G: 208, B: 226, A: 255}
	case ColorNamePhrase:
		return color.NRGBA{R: 205, G: 230, B: 212, A: 255}
	case ColorNameAway:
		return color.NRGBA{R: 246, G: 211, B: 206, A: 255}
	case ColorNameFile:
		return color.NRGBA{R: 224, G: 213, B: 241, A: 255}
	}
	return nil
}

func grey(v uint8) color.Color { return color.NRGBA{R: v, G: v, B: v, A: 255} }
