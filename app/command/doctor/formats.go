package doctor

import (
	"strings"

	"recollect/app/plain"
	"recollect/engine/decode"
)

// codecs lists formats, with the libraries that decode them. Those of which only previews are
// shown come last.
func codecs(all []decode.Codec) plain.Text {
	var shown, previews []string
	for _, c := range all {
		switch {
		case c.Preview:
			previews = append(previews, c.Titles...)
		case c.Libraries != nil:
			shown = append(shown, list(c.Titles)+" ("+list(c.Libraries)+")")
		default:
			shown = append(shown, c.Titles...)
		}
	}
	text := strings.Join(shown, ", ")
	if previews != nil {
		text += ", and the previews in " + list(previews)
	}
	return plain.Prose(text)
}

// list writes names in a sentence: "A, B and C".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
