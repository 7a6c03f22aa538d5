package decode

import (
	"strings"

	"recollect/engine/decode/heif"
	"recollect/engine/decode/jpeg"
	"recollect/engine/format"
)

// Formats lists the formats that can be shown, for people, with the decoder where that depends on
// the build.
func Formats() string {
	var shown, boxes, previews []string
	for _, f := range format.All() {
		switch {
		case f.Decoder == format.JPEG:
			shown = append(shown, f.Title+" ("+jpeg.Decoder+")")
		case f.Decoder == format.HEIF:
			boxes = append(boxes, f.Title)
		case f.Decoder == format.Preview && f.Name != format.OtherRAW:
			previews = append(previews, f.Title)
		case f.Shown() && f.Role == format.Picture:
			shown = append(shown, f.Title)
		}
	}
	return strings.Join(shown, ", ") + ", " + format.List(boxes) + " (" + heif.Decoders() + "), and the previews in " +
		format.List(previews)
}
