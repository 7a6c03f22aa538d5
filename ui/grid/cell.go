package grid

import (
	"recollect/engine/photo"
	"recollect/ui/face"
)

// Request asks for the picture of a tile.
type Request = face.Request

// cell draws one tile: its face, and the signs on it.
type cell struct {
	*face.Face
	tile  photo.Tile // whose cell it is
	signs signs
}

// clear hides the cell and drops its picture.
func (c *cell) clear() {
	c.Clear()
	c.signs.hide()
}
