package command

import (
	"fmt"
	"math"
	"strconv"

	"recollect/app/plain"
	"recollect/engine/photo"
)

// text returns what is known, one fact a line.
func (l infoLine) text() plain.Text {
	var rows plain.Text
	row := func(name string, value any) {
		if text := plain.Format("%v", value); text != "" {
			rows += plain.Format("%-12s %s\n", name, text)
		}
	}
	const under = "\n             "
	row("path", l.Path)
	row("taken", l.taken())
	row("pixels", l.pixels())
	row("camera", l.Camera)
	row("lens", l.Lens)
	row("exposure", l.exposure())
	row("place", l.place())
	row("rating", stars(l.Rating))
	row("label", l.Label)
	row("title", plain.Lines(l.Title, under))
	row("caption", plain.Lines(l.Caption, under))
	row("the file", l.File.Text(l.Edited))
	row("keywords", plain.Join(l.Keywords, ", "))
	row("people", plain.Join(l.People, ", "))
	row("shows", l.shows())
	row("orientation", l.Orientation)
	row("format", l.Format)
	row("bytes", l.Size)
	row("modified", l.Modified)
	row("in library", map[bool]plain.Text{true: "yes", false: "no"}[l.InLibrary])
	row("sha256", l.SHA256)
	row("sidecars", plain.Join(l.Sidecars, under))
	row("shown with", plain.Join(l.ShownWith, under))
	return rows[:len(rows)-1]
}

// shows returns the things that the picture shows, with verdicts of a person in brackets.
func (l infoLine) shows() plain.Text {
	var parts []string
	for _, s := range l.Things {
		text := s.Thing
		if s.Verdict != verdictName(photo.Suggested) {
			text += " (" + s.Verdict + ")"
		}
		parts = append(parts, text)
	}
	return plain.Join(parts, ", ")
}

func (l infoLine) taken() plain.Text {
	text := plain.Format("%s (%s)", l.Taken, l.TakenFrom)
	if l.Doubtful {
		text += ", which cannot be right"
	}
	return text
}

func (l infoLine) pixels() plain.Text {
	text := plain.Format("%d x %d", l.Width, l.Height)
	if l.Animated {
		text += ", animated"
	}
	if l.Damaged {
		text += ", damaged: not all of it can be shown"
	}
	return text
}

// exposure returns the exposure as photographers write it: 1/250 s, f/2.8, ISO 200, 35 mm.
func (l infoLine) exposure() plain.Text {
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
	return plain.Join(parts, ", ")
}

// shutter is a time in seconds, as a fraction where cameras write one.
func shutter(seconds float64) string {
	if seconds >= 0.3 {
		return short(seconds)
	}
	return "1/" + strconv.FormatFloat(math.Round(1/seconds), 'f', -1, 64)
}

// short returns x with at most one decimal.
func short(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

func (l infoLine) place() plain.Text {
	if l.Latitude == nil || l.Longitude == nil {
		return ""
	}
	text := plain.Format("%.6f, %.6f", *l.Latitude, *l.Longitude)
	if l.Altitude != nil {
		text += plain.Format(", %.0f m", *l.Altitude)
	}
	if l.City != "" {
		text = plain.Format("%s, %s (", l.City, l.Country) + text + ")"
	}
	return text
}

func stars(rating int) plain.Text {
	switch {
	case rating < 0:
		return "rejected"
	case rating == 0:
		return ""
	default:
		return plain.Format("%d of 5", rating)
	}
}
