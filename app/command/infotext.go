package command

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"recollect/engine/photo"
)

// String is what is known, for people, a line each.
func (l infoLine) String() string {
	var b strings.Builder
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-12s %s\n", name, strings.ReplaceAll(value, "\n", "\n             "))
		}
	}
	row("path", l.Path)
	row("taken", l.taken())
	row("pixels", l.pixels())
	row("camera", l.Camera)
	row("lens", l.Lens)
	row("exposure", l.exposure())
	row("place", l.place())
	row("rating", stars(l.Rating))
	row("label", l.Label)
	row("title", l.Title)
	row("caption", l.Caption)
	row("keywords", strings.Join(l.Keywords, ", "))
	row("people", strings.Join(l.People, ", "))
	row("shows", l.shows())
	row("orientation", fmt.Sprint(l.Orientation))
	row("format", l.Format)
	row("bytes", fmt.Sprint(l.Size))
	row("modified", l.Modified)
	row("in library", map[bool]string{true: "yes", false: "no"}[l.InLibrary])
	row("sha256", l.SHA256)
	row("sidecars", strings.Join(l.Sidecars, "\n"))
	row("shown with", strings.Join(l.ShownWith, "\n"))
	return strings.TrimSuffix(b.String(), "\n")
}

// shows is what it shows, and in brackets who says so where a person did.
func (l infoLine) shows() string {
	var parts []string
	for _, s := range l.Things {
		text := s.Thing
		if s.Verdict != verdictName(photo.Suggested) {
			text += " (" + s.Verdict + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func (l infoLine) taken() string {
	text := fmt.Sprintf("%s (%s)", l.Taken, l.TakenFrom)
	if l.Doubtful {
		text += ", which cannot be right"
	}
	return text
}

func (l infoLine) pixels() string {
	text := fmt.Sprintf("%d x %d", l.Width, l.Height)
	if l.Animated {
		text += ", animated"
	}
	if l.Damaged {
		text += ", damaged: not all of it can be shown"
	}
	return text
}

// exposure is as photographers write it: 1/250 s, f/2.8, ISO 200, 35 mm.
func (l infoLine) exposure() string {
	var parts []string
	add := func(known bool, text string) {
		if known {
			parts = append(parts, text)
		}
	}
	add(l.Exposure > 0, shutter(l.Exposure)+" s")
	add(l.FNumber > 0, "f/"+short(l.FNumber))
	add(l.ISO > 0, fmt.Sprintf("ISO %d", l.ISO))
	add(l.Focal > 0, short(l.Focal)+" mm")
	add(l.Focal35 > 0 && l.Focal35 != l.Focal, "as "+short(l.Focal35)+" mm on full frame")
	return strings.Join(parts, ", ")
}

// shutter is a time in seconds, as a fraction where cameras write one.
func shutter(seconds float64) string {
	if seconds >= 0.3 {
		return short(seconds)
	}
	return "1/" + strconv.FormatFloat(math.Round(1/seconds), 'f', -1, 64)
}

// short is x with one decimal at most.
func short(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

func (l infoLine) place() string {
	if l.Latitude == nil || l.Longitude == nil {
		return ""
	}
	text := fmt.Sprintf("%.6f, %.6f", *l.Latitude, *l.Longitude)
	if l.Altitude != nil {
		text += fmt.Sprintf(", %.0f m", *l.Altitude)
	}
	return text
}

func stars(rating int) string {
	switch {
	case rating < 0:
		return "rejected"
	case rating == 0:
		return ""
	default:
		return fmt.Sprintf("%d of 5", rating)
	}
}
