// Package rolltest makes the photos that tests and benchmarks of layout share.
package rolltest

import (
	"time"

	"recollect/engine/photo"
)

// Tiles returns n tiles, the newest first, 20 hours apart, whose proportions repeat those of a camera and its
// owner. Their IDs are 1 to n.
func Tiles(n int) []photo.Tile {
	sizes := [][2]int{{4000, 3000}, {3000, 4000}, {6000, 4000}, {1000, 1000}, {9000, 2000}, {500, 3000}, {0, 0}}
	tiles := make([]photo.Tile, n)
	at := time.Date(2024, 6, 30, 0, 0, 0, 0, time.UTC)
	for i := range tiles {
		s := sizes[i%len(sizes)]
		tiles[i] = photo.Tile{ID: photo.ID(i + 1), WidthPx: s[0], HeightPx: s[1], Taken: at}
		at = at.Add(-20 * time.Hour)
	}
	return tiles
}
