package doctor

import (
	"runtime"

	"recollect/app/fonts"
	"recollect/app/plain"
)

// fontsFinding says which scripts have a font. Without one search works as well, so that nothing is amiss;
// names and captions are drawn as boxes.
func fontsFinding(lacking []string, err error) Finding {
	f := Finding{Check: "fonts", OK: true}
	switch {
	case err != nil:
		return fault(f.Check, err)
	case lacking == nil:
		f.What = plain.Format("there are fonts for %s", plain.Prose(list(fonts.Scripts())))
	default:
		f.What = plain.Format("there is no font for %s: the window draws boxes in place of their letters",
			plain.Prose(list(lacking)))
		f.Next = remedy(runtime.GOOS)
	}
	return f
}

// remedy says where a system has its fonts.
func remedy(system string) plain.Text {
	switch system {
	case "windows":
		return "Open Settings, System, Optional features, and add the supplemental fonts of these languages."
	case "darwin":
		return "Open Font Book, and add fonts for these languages."
	default:
		return "On Debian and Ubuntu run sudo apt install fonts-noto-cjk fonts-noto-core, on Fedora " +
			"sudo dnf install google-noto-sans-cjk-fonts google-noto-sans-arabic-fonts " +
			"google-noto-sans-devanagari-fonts; elsewhere install the Noto fonts."
	}
}
