package theme

import (
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
)

// WhiteStars returns a row of n stars that lies on pictures; it is n times as wide as it is high.
func WhiteStars(n int) fyne.Resource {
	points := strings.Fields(strings.NewReplacer(`<path d="M`, "", `Z"/>`, "").Replace(star))
	var paths strings.Builder
	for i := range n {
		for k := 0; k+1 < len(points); k += 2 {
			x, err := strconv.ParseFloat(points[k], 32)
			if err != nil {
				return WhiteCross() // the drawing above was changed: its test tells
			}
			fmt.Fprintf(&paths, "%c%.1f %s ", "ML"[min(k, 1)], x+float64(24*i), points[k+1])
		}
		paths.WriteString("Z")
	}
	return whiteRow(fmt.Sprintf("stars-%d-white", n), `<path d="`+paths.String()+`"/>`, n)
}

// WhiteCross returns the sign of what was rejected, which lies on pictures.
func WhiteCross() fyne.Resource { return white("cross-white", cross) }
