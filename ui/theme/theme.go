// Package theme is the look of the window: neutral greys that leave the colour
// to the photos, one accent for selection and focus, and sizes on a rhythm of
// eight. Every text colour keeps a contrast of at least 4.5 on every surface.
// Fonts and icons stay those of Fyne.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Choice is the person's choice of a variant.
type Choice string

// The choices of the settings page.
const (
	System Choice = "system" // as the desktop has it
	Light  Choice = "light"
	Dark   Choice = "dark"
)

// Colours that Fyne has no name for.
const (
	// ColorNameSurface lies under the bars beside and around the photos.
	ColorNameSurface fyne.ThemeColorName = "surface"
	// ColorNameRaised marks the chosen row, a chip, and what lies above a surface.
	ColorNameRaised fyne.ThemeColorName = "raised"
	// ColorNameQuiet is for secondary text.
	ColorNameQuiet fyne.ThemeColorName = "quiet"
	// ColorNameWrong is for text and lines about a mistake.
	ColorNameWrong fyne.ThemeColorName = "wrong"
	// Of the map: land, water, and the borders of countries.
	ColorNameLand   fyne.ThemeColorName = "land"
	ColorNameWater  fyne.ThemeColorName = "water"
	ColorNameBorder fyne.ThemeColorName = "border"
)

// Colours that lie under the pieces of a search line.
const (
	ColorNameFilter fyne.ThemeColorName = "filter" // a filter's value
	ColorNameKey    fyne.ThemeColorName = "key"    // a filter's name
	ColorNamePhrase fyne.ThemeColorName = "phrase" // words in quotes
	ColorNameAway   fyne.ThemeColorName = "away"   // what is excluded
	ColorNameFile   fyne.ThemeColorName = "file"   // a picture's path
)

// Text sizes as a factor of the normal one.
const (
	SmallText  float32 = 0.88
	NormalText float32 = 1
	LargeText  float32 = 1.3
)

// Theme is a fyne.Theme; make one with New.
type Theme struct {
	fyne.Theme
	choice Choice
	text   float32
}

// New returns the theme in the variant of c, with its text scaled by text (see
// SmallText to LargeText).
func New(c Choice, text float32) *Theme {
	return &Theme{Theme: fynetheme.DefaultTheme(), choice: c, text: text}
}

// Color returns the colour called name, in the variant that was chosen, or in v
// when the choice is left to the system.
func (t *Theme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch t.choice {
	case Light:
		v = fynetheme.VariantLight
	case Dark:
		v = fynetheme.VariantDark
	}
	colours := darkColours
	if v == fynetheme.VariantLight {
		colours = lightColours
	}
	if c := colours(name); c != nil {
		return c
	}
	return t.Theme.Color(name, v)
}

// Size returns the size called name in Fyne's units.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case fynetheme.SizeNameText:
		return 14 * t.text
	case fynetheme.SizeNameCaptionText:
		return 12 * t.text
	case fynetheme.SizeNameSubHeadingText:
		return 17 * t.text
	case fynetheme.SizeNameHeadingText:
		return 24 * t.text
	case fynetheme.SizeNameInputRadius, fynetheme.SizeNameButtonRadius, fynetheme.SizeNameMenuRadius,
		fynetheme.SizeNamePopupRadius, fynetheme.SizeNameSelectionRadius:
		return 6
	case fynetheme.SizeNameScrollBar:
		return 10
	default:
		return t.Theme.Size(name)
	}
}

// Colour returns the colour called name in the theme of the running program.
func Colour(name fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	return s.Theme().Color(name, s.ThemeVariant())
}
