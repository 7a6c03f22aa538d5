package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
)

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func TestContrast(t *testing.T) {
	test.NewTempApp(t)
	grounds := []fyne.ThemeColorName{fynetheme.ColorNameBackground, ColorNameSurface, ColorNameRaised}
	texts := []fyne.ThemeColorName{
		fynetheme.ColorNameForeground, fynetheme.ColorNamePlaceHolder, ColorNameQuiet, fynetheme.ColorNamePrimary,
		fynetheme.ColorNameDisabled, ColorNameWrong,
	}
	for _, choice := range []Choice{Light, Dark} {
		th := New(choice, NormalText)
		for _, ground := range grounds {
			for _, text := range texts {
				t.Run(string(choice)+"/"+string(text)+" on "+string(ground), func(t *testing.T) {
					got := contrast(th.Color(text, 0), th.Color(ground, 0))
					if got < 4.5 {
						t.Errorf("contrast %.2f, want at least 4.5", got)
					}
				})
			}
		}
	}
}

// What is typed must be read on the grounds of its pieces too.
func TestContrastInTheSearchLine(t *testing.T) {
	test.NewTempApp(t)
	for _, choice := range []Choice{Light, Dark} {
		th := New(choice, NormalText)
		for _, ground := range []fyne.ThemeColorName{
			ColorNameFilter, ColorNameKey, ColorNamePhrase, ColorNameAway, ColorNameFile,
		} {
			for _, text := range []fyne.ThemeColorName{fynetheme.ColorNameForeground, fynetheme.ColorNamePrimary} {
				got := contrast(th.Color(text, 0), th.Color(ground, 0))
				if got < 3 || got < 4.5 && text == fynetheme.ColorNameForeground {
					t.Errorf("%s: %s on %s has a contrast of %.2f", choice, text, ground, got)
				}
			}
		}
	}
}

// A ring can be told from what lies around it; and within it, from what lies in it: a line in the colour of the
// background lies between the two, and can be told from the accent, which may be in it, or from the ring.
func TestRingCanBeSeen(t *testing.T) {
	test.NewTempApp(t)
	for _, choice := range []Choice{Light, Dark} {
		th := New(choice, NormalText)
		line, gap := th.Color(fynetheme.ColorNamePrimary, 0), th.Color(fynetheme.ColorNameBackground, 0)
		for _, ground := range []fyne.ThemeColorName{
			fynetheme.ColorNameBackground, ColorNameSurface, ColorNameRaised, fynetheme.ColorNameButton,
			fynetheme.ColorNameOverlayBackground, fynetheme.ColorNameMenuBackground, ColorNameLand, ColorNameWater,
			ColorNameBorder,
			fynetheme.ColorNameDisabledButton, ColorNameFilter, ColorNamePhrase, ColorNameAway, ColorNameFile,
		} {
			if got := contrast(line, th.Color(ground, 0)); got < 3 {
				t.Errorf("%s: on %s a ring has a contrast of %.2f", choice, ground, got)
			}
		}
		if got := contrast(line, gap); got < 3 {
			t.Errorf("%s: within, a ring has a contrast of %.2f", choice, got)
		}
		if got := contrast(gap, th.Color(fynetheme.ColorNameForeground, 0)); got < 3 {
			t.Errorf("%s: a strong button has a contrast of %.2f to the line in its ring", choice, got)
		}
	}
}

func TestSystemFollowsVariant(t *testing.T) {
	test.NewTempApp(t)
	th := New(System, NormalText)
	dark := th.Color(fynetheme.ColorNameBackground, fynetheme.VariantDark)
	light := th.Color(fynetheme.ColorNameBackground, fynetheme.VariantLight)
	if want := grey(18); dark != want {
		t.Errorf("dark background = %v, want %v", dark, want)
	}
	if want := grey(250); light != want {
		t.Errorf("light background = %v, want %v", light, want)
	}
}

func TestTextScales(t *testing.T) {
	test.NewTempApp(t)
	small := New(System, SmallText).Size(fynetheme.SizeNameText)
	large := New(System, LargeText).Size(fynetheme.SizeNameText)
	if small >= 14 || large <= 14 {
		t.Errorf("text sizes %v and %v, want one below and one above 14", small, large)
	}
}
