package theme

import (
	"strconv"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Icons that Fyne does not have, drawn on a square of 24. They take the colour
// of the theme's text.

// HeartIcon stands for a favourite.
func HeartIcon() fyne.Resource { return fynetheme.NewThemedResource(icon("heart", heart)) }

// HeartOutlineIcon stands for what may become a favourite.
func HeartOutlineIcon() fyne.Resource {
	return fynetheme.NewThemedResource(icon("heart-outline", heartOutline))
}

// WhiteHeart returns a heart that lies on pictures, filled or as an outline.
func WhiteHeart(filled bool) fyne.Resource {
	if filled {
		return white("heart-white", heart)
	}
	return white("heart-outline-white", heartOutline)
}

// WhiteEye returns an eye that lies on covered pictures.
func WhiteEye() fyne.Resource { return white("eye-white", eye) }

// WhiteCheck returns a check mark that lies on pictures.
func WhiteCheck() fyne.Resource { return white("check-white", check) }

// CheckOnAccent returns a check mark that lies on the accent.
func CheckOnAccent() fyne.Resource {
	return fynetheme.NewColoredResource(icon("check", check), fynetheme.ColorNameForegroundOnPrimary)
}

// StackIcon stands for photos that look alike and are shown as one.
func StackIcon() fyne.Resource { return fynetheme.NewThemedResource(icon("stack", stack)) }

// WhiteStack returns the sign of a stack that lies on pictures, or of one that is open.
func WhiteStack(open bool) fyne.Resource {
	if open {
		return white("stack-open-white", stackOpen)
	}
	return white("stack-white", stack)
}

// StarIcon stands for a saved search.
func StarIcon() fyne.Resource { return fynetheme.NewThemedResource(icon("star", star)) }

// StarOutlineIcon stands for a search that can be saved.
func StarOutlineIcon() fyne.Resource {
	return fynetheme.NewThemedResource(icon("star-outline", starOutline))
}

// SortIcon stands for the order of what is shown.
func SortIcon() fyne.Resource { return fynetheme.NewThemedResource(icon("sort", sort)) }

// FilterIcon stands for a filter.
func FilterIcon() fyne.Resource { return fynetheme.NewThemedResource(icon("filter", filter)) }

// TagIcon stands for things and tags.
func TagIcon() fyne.Resource { return fynetheme.NewThemedResource(icon("tag", tag)) }

// UnpluggedIcon stands for a folder that is away.
func UnpluggedIcon() fyne.Resource { return fynetheme.NewThemedResource(icon("unplugged", unplugged)) }

// PinIcon stands for places.
func PinIcon() fyne.Resource { return fynetheme.NewThemedResource(icon("pin", pin)) }

const (
	unplugged = `<path d="M8 2H10V7H14V2H16V7H18.5V11.5C18.5 14.6 16.3 17.1 13.3 17.7V22H10.7V17.7C7.7 17.1 5.5 14.6 5.5 ` +
		`11.5V7H8Z"/>`
	pin = `<path fill-rule="evenodd" d="M12 22C8.5 17.5 5 13.5 5 9.5a7 7 0 0 1 14 0C19 13.5 15.5 17.5 12 22Z` +
		`M12 12.3a2.8 2.8 0 1 0 0-5.6a2.8 2.8 0 1 0 0 5.6Z"/>`
	heart = `<path d="M12 20.6 4.3 13C1.9 10.6 2 6.9 4.3 4.9 6.5 3 9.8 3.3 12 6 14.2 3.3 17.5 3 19.7 4.9 22 ` +
		`6.9 22.1 10.6 19.7 13Z"/>`
	heartOutline = `<path fill-rule="evenodd" d="M12 20.6 4.3 13C1.9 10.6 2 6.9 4.3 4.9 6.5 3 9.8 3.3 12 6 14.2 3.3 ` +
		`17.5 3 19.7 4.9 22 6.9 22.1 10.6 19.7 13ZM12 17.8 18.4 11.5C19.9 9.9 19.9 7.6 18.4 6.4 16.7 5 14.3 5.6 12 ` +
		`9 9.7 5.6 7.3 5 5.6 6.4 4.1 7.6 4.1 9.9 5.6 11.5Z"/>`
	eye = `<path fill-rule="evenodd" d="M12 5C7 5 2.7 8.1 1 12.5 2.7 16.9 7 20 12 20S21.3 16.9 23 ` +
		`12.5C21.3 8.1 17 5 12 5ZM12 17.5A5 5 0 0 1 12 7.5A5 5 0 0 1 12 17.5ZM12 15.5A3 3 0 0 0 12 9.5A3 3 0 0 0 12 ` +
		`15.5Z"/>`
	filter      = `<path d="M3 5H21L14.2 13.2V20.5L9.8 18.3V13.2Z"/>`
	check       = `<path d="M9 16.2 4.8 12 3.4 13.4 9 19 21 7 19.6 5.6Z"/>`
	stack       = `<path d="M3 8H16V21H3Z"/><path d="M6 3H21V18H18.5V5.5H6Z"/>`
	stackOpen   = `<path d="M15.4 4.6 17.5 6.7 12.2 12 17.5 17.3 15.4 19.4 8 12Z"/>`
	star        = `<path d="M12 2.5 14.9 8.9 21.8 9.6 16.6 14.2 18.1 21 12 17.5 5.9 21 7.4 14.2 2.2 9.6 9.1 8.9Z"/>`
	starOutline = `<path fill-rule="evenodd" d="M12 2.5 14.9 8.9 21.8 9.6 16.6 14.2 18.1 21 12 17.5 5.9 21 7.4 ` +
		`14.2 2.2 9.6 9.1 8.9ZM12 6.9 10.3 10.6 6.3 11 9.3 13.7 8.4 17.6 12 15.6 15.6 17.6 14.7 13.7 17.7 11 13.7 ` +
		`10.6Z"/>`
	cross = `<path d="M5.6 4.2 12 10.6 18.4 4.2 19.8 5.6 13.4 12 19.8 18.4 18.4 19.8 12 13.4 5.6 19.8 4.2 18.4 ` +
		`10.6 12 4.2 5.6Z"/>`
	sort = `<path d="M3 6H15V8H3ZM3 11H12V13H3ZM3 16H9V18H3ZM18 6V15.2L15.7 12.9 14.3 14.3 19 19 23.7 14.3 ` +
		`22.3 12.9 20 15.2V6Z"/>`
	tag = `<path fill-rule="evenodd" d="M3 4H12L21.5 13.5 13.5 21.5 3 11ZM7.5 6.5A1.8 1.8 0 0 0 7.5 ` +
		`10.1A1.8 1.8 0 0 0 7.5 6.5Z"/>`
)

func icon(name, path string) fyne.Resource {
	return fyne.NewStaticResource(name+".svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+path+`</svg>`))
}

func white(name, path string) fyne.Resource { return whiteRow(name, path, 1) }

// whiteRow is white of a drawing that is n times as wide as it is high.
func whiteRow(name, path string, n int) fyne.Resource {
	width := strconv.Itoa(24 * n)
	return fyne.NewStaticResource(name+".svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="`+width+`" height="24" viewBox="0 0 `+width+` 24">`+
			`<g fill="#ffffff">`+path+`</g></svg>`))
}
