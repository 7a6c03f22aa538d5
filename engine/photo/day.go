package photo

import (
	"math"
	"time"
)

// Day is how many of the photos that are shown were taken on one day, as their Tiles say.
type Day struct {
	Start  time.Time // midnight, in UTC as Tile.Taken
	Photos int       // at least 1
	// Widths is the sum of the photos' proportions, width over height: 1 where one of them is not
	// known, and otherwise at least 0.4 and at most 3, each cut off at three decimals. It says how
	// much room they take, and is kept so that nobody has to read them for it.
	Widths float64
}

// Before returns a tile that comes right before all of the day's in the order of time, newest first, so
// that the page that follows it begins with the day.
func (d Day) Before() Tile { return Tile{ID: math.MaxInt64, Taken: d.Start.AddDate(0, 0, 1)} }

// Undated reports whether a Tile.Taken or a Day is that of photos without a date that can be trusted: only their files
// have one, or theirs cannot be true.
func Undated(taken time.Time) bool { return taken.Before(firstDated) }

// Tile returns where p is among all photos, which its ID and Taken say, and its size.
func (p Photo) Tile() Tile {
	taken := time.UnixMicro(p.Taken.UnixMicro()).UTC()
	if p.Taken.From == FromModTime || p.Taken.Doubtful {
		taken = taken.AddDate(0, 0, -1_000_000)
	}
	return Tile{ID: p.ID, WidthPx: p.WidthPx, HeightPx: p.HeightPx, Taken: taken, Colour: UnknownColour}
}

// firstDated is before all dates that the catalog can write, and after those of Undated.
var firstDated = time.Unix(0, 0).UTC().AddDate(0, 0, -500_000)
