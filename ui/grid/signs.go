package grid

import (
	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/frame"
	"recollect/ui/sign"
	"recollect/ui/theme"
)

const (
	heartSize float32 = 30 // of the ground of a heart
	eyeSize   float32 = 48 // of the ground of an eye
)

// signs are the overlays of a tile; each is nil until first needed.
type signs struct {
	badge *sign.Badge // of an animation, or of a photo whose folder is away
	heart *sign.Icon  // of a favourite, or to make one
	eye   *sign.Icon  // of a covered picture
	ring  *sign.Tint  // of a photo that is marked
	tick  *sign.Icon  // of a photo that is marked, or to mark one
	stack *sign.Stack // of a stack
	rated *sign.Rated // of a photo that has stars or a label
}

func (s *signs) hide() {
	s.badge.Hide()
	s.heart.Hide()
	s.eye.Hide()
	s.tick.Hide()
	s.stack.Hide()
	s.ring.Hide()
	s.rated.Hide()
}

// signs shows the overlays of the cell of t.
func (g *Grid) signs(c *cell, t photo.Tile) {
	at, size := c.Image.Position(), c.Image.Size()
	s := &c.signs
	taken := g.stackSign(s, t.ID, at, size)
	switch text := sign.BadgeText(t); {
	case text != "" && s.badge == nil:
		s.badge = sign.NewBadge(g.layer)
		fallthrough
	case text != "":
		s.badge.Place(text, at, size.SubtractWidthHeight(taken, 0))
	default:
		s.badge.Hide()
	}
	g.eye(s, t, at, size)
	g.heart(s, t.ID, at, size)
	g.ring(s, t.ID, at, size)
	g.tick(s, t.ID, at, size)
	g.stars(s, t.ID, at, size)
}

func (g *Grid) eye(s *signs, t photo.Tile, at fyne.Position, size fyne.Size) {
	if !g.covered(t) || !sign.Fits(size, eyeSize) {
		s.eye.Hide()
		return
	}
	if s.eye == nil {
		s.eye = sign.IconOn(g.layer)
	}
	s.eye.Place(theme.WhiteEye(), at.AddXY((size.Width-eyeSize)/2, (size.Height-eyeSize)/2), eyeSize)
}

func (g *Grid) heart(s *signs, id photo.ID, at fyne.Position, size fyne.Size) {
	near := id == g.hovered || id == g.selected
	favourite := g.favourite(id)
	if g.OnFavourite == nil || !favourite && !near || !sign.Fits(size, heartSize) {
		s.heart.Hide()
		return
	}
	if s.heart == nil {
		s.heart = sign.IconOn(g.layer)
	}
	s.heart.Place(theme.WhiteHeart(favourite), at.AddXY(8, 8), heartSize)
}

func (g *Grid) ring(s *signs, id photo.ID, at fyne.Position, size fyne.Size) {
	switch {
	case !g.also.Has(id):
		s.ring.Hide()
		return
	case s.ring == nil:
		s.ring = sign.NewTint(g.layer)
	}
	s.ring.Place(at, size)
}

// stars shows what was said of a photo.
func (g *Grid) stars(s *signs, id photo.ID, at fyne.Position, size fyne.Size) {
	switch {
	case g.rated[id] == photo.Rated{}:
		s.rated.Hide()
		return
	case s.rated == nil:
		s.rated = sign.NewRated(g.layer)
	}
	s.rated.Place(g.rated[id], at, size)
}

// tick shows the check mark of a photo in its lower right corner: while it is marked, and under the
// pointer.
func (g *Grid) tick(s *signs, id photo.ID, at fyne.Position, size fyne.Size) {
	marked := g.also.Has(id)
	if id <= 0 || !marked && id != g.hovered || !sign.Fits(size, sign.TickSize) {
		s.tick.Hide()
		return
	}
	if s.tick == nil {
		s.tick = sign.IconOn(g.layer)
	}
	s.tick.Check(marked, at.AddXY(size.Width-sign.TickSize-8, size.Height-sign.TickSize-8), sign.TickSize)
}

// refreshSigns refreshes the overlays of all tiles on screen.
func (g *Grid) refreshSigns() {
	defer frame.Ask()
	for _, c := range g.cells {
		g.signs(c, c.tile)
	}
}

// SetFavourites sets which photos are favourites. The grid keeps the map, and
// the caller does not change it.
func (g *Grid) SetFavourites(all map[photo.ID]bool) {
	g.favourites = all
	g.refreshSigns()
}

// SetRated sets what is said of photos, of those on screen at least. The grid keeps the map; the caller may call this
// again after changing it.
func (g *Grid) SetRated(all map[photo.ID]photo.Rated) {
	g.rated = all
	g.refreshSigns()
}

// Stars returns what the tile of a photo shows of them, as sign.Rated does; empty if it is not drawn.
func (g *Grid) Stars(id photo.ID) string {
	if c := g.cells[id]; c != nil {
		return c.signs.rated.Text()
	}
	return ""
}

// OnScreen returns the photos that are drawn, in no order.
func (g *Grid) OnScreen() (ids []photo.ID) {
	for id := range g.cells {
		if id > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// Favourite reports whether id is a favourite.
func (g *Grid) Favourite(id photo.ID) bool { return g.favourites[id] }

// covered reports whether the picture of t is hidden until the person asks for
// it.
func (g *Grid) covered(t photo.Tile) bool { return t.Flagged && !g.revealed[t.ID] }

// Revealed reports whether the person has asked to see a covered photo.
func (g *Grid) Revealed(id photo.ID) bool { return g.revealed[id] }

// Reveal shows a covered photo until the program ends.
func (g *Grid) Reveal(id photo.ID) {
	g.revealed[id] = true
	g.draw()
}

// tapSign acts on the sign of tile i at a point, and reports whether there is
// one.
func (g *Grid) tapSign(i int, at fyne.Position) bool {
	t := g.tile(i)
	c := g.cells[t.ID]
	if c == nil {
		return false
	}
	switch {
	case c.signs.heart.Area().Has(at):
		g.selectOnly(i)
		g.OnFavourite(g.Selection())
	case c.signs.tick.Area().Has(at):
		g.toggle(t)
	case c.signs.stack.Area().Has(at):
		g.selectOnly(i)
		g.toggleStack(t.ID)
	case c.signs.eye.Area().Has(at):
		g.Reveal(t.ID)
	default:
		return false
	}
	return true
}
