package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/frame"
	"recollect/ui/theme"
)

const (
	heartSize float32 = 30 // of the ground of a heart
	eyeSize   float32 = 48 // of the ground of an eye
	tickSize  float32 = 24 // of the ground of a check mark
)

// sign is a white icon on a round shade on a tile.
type sign struct {
	back *canvas.Circle
	icon *canvas.Image
}

func newSign() *sign {
	s := &sign{back: canvas.NewCircle(shade()), icon: canvas.NewImageFromResource(nil)}
	s.icon.FillMode = canvas.ImageFillContain
	s.hide()
	return s
}

// newSign returns a hidden sign above the tiles.
func (g *Grid) newSign() *sign {
	s := newSign()
	g.layer.Objects = append(g.layer.Objects, s.back, s.icon)
	return s
}

// check shows the sign as a check mark: on the accent if marked, else as what can be marked.
func (s *sign) check(marked bool, at fyne.Position, size float32) {
	icon := theme.WhiteCheck()
	s.back.FillColor = shade()
	if marked {
		icon, s.back.FillColor = theme.CheckOnAccent(), theme.Colour(fynetheme.ColorNamePrimary)
	}
	s.place(icon, at, size)
	s.back.Refresh()
}

func (s *sign) place(icon fyne.Resource, at fyne.Position, size float32) {
	inset := size / 5
	s.back.Move(at)
	s.back.Resize(fyne.NewSquareSize(size))
	s.icon.Move(at.AddXY(inset, inset))
	s.icon.Resize(fyne.NewSquareSize(size - 2*inset))
	if s.icon.Resource == nil || s.icon.Resource.Name() != icon.Name() {
		s.icon.Resource = icon
		s.icon.Refresh()
	}
	s.back.Show()
	s.icon.Show()
}

func (s *sign) hide() {
	if s != nil {
		s.back.Hide()
		s.icon.Hide()
	}
}

// signs are the overlays of a tile; each is nil until first needed.
type signs struct {
	badge *badge            // of an animation, or of a photo whose folder is away
	heart *sign             // of a favourite, or to make one
	eye   *sign             // of a covered picture
	ring  *canvas.Rectangle // round a photo that is marked, and its tint
	tick  *sign             // of a photo that is marked, or to mark one
}

func (s *signs) hide() {
	if s.badge != nil {
		s.badge.hide()
	}
	s.heart.hide()
	s.eye.hide()
	s.tick.hide()
	if s.ring != nil {
		s.ring.Hide()
	}
}

// signs shows the overlays of the cell of t.
func (g *Grid) signs(c *cell, t photo.Tile) {
	at, size := c.image.Position(), c.image.Size()
	s := &c.signs
	switch text := badgeText(t); {
	case text != "" && s.badge == nil:
		s.badge = newBadge()
		g.layer.Objects = append(g.layer.Objects, s.badge.back, s.badge.label)
		fallthrough
	case text != "":
		s.badge.place(text, at, size)
	case s.badge != nil:
		s.badge.hide()
	}
	g.eye(s, t, at, size)
	g.heart(s, t.ID, at, size)
	g.ring(s, t.ID, at, size)
	g.tick(s, t.ID, at, size)
}

func (g *Grid) eye(s *signs, t photo.Tile, at fyne.Position, size fyne.Size) {
	if !g.covered(t) || !fits(size, eyeSize) {
		s.eye.hide()
		return
	}
	if s.eye == nil {
		s.eye = g.newSign()
	}
	s.eye.place(theme.WhiteEye(), at.AddXY((size.Width-eyeSize)/2, (size.Height-eyeSize)/2), eyeSize)
}

func (g *Grid) heart(s *signs, id photo.ID, at fyne.Position, size fyne.Size) {
	near := id == g.hovered || id == g.selected
	if g.OnFavourite == nil || !g.favourites[id] && !near || !fits(size, heartSize) {
		s.heart.hide()
		return
	}
	if s.heart == nil {
		s.heart = g.newSign()
	}
	s.heart.place(theme.WhiteHeart(g.favourites[id]), at.AddXY(8, 8), heartSize)
}

func (g *Grid) ring(s *signs, id photo.ID, at fyne.Position, size fyne.Size) {
	if !g.also.Has(id) {
		if s.ring != nil {
			s.ring.Hide()
		}
		return
	}
	if s.ring == nil {
		s.ring = canvas.NewRectangle(nil)
		s.ring.StrokeWidth = 3
		g.layer.Objects = append(g.layer.Objects, s.ring)
	}
	s.ring.StrokeColor = theme.Colour(fynetheme.ColorNamePrimary)
	s.ring.FillColor = theme.Colour(fynetheme.ColorNameSelection)
	s.ring.Move(at)
	s.ring.Resize(size)
	s.ring.Show()
}

// tick shows the check mark of a photo in its lower right corner: while it is marked, and under the
// pointer.
func (g *Grid) tick(s *signs, id photo.ID, at fyne.Position, size fyne.Size) {
	marked := g.also.Has(id)
	if id <= 0 || !marked && id != g.hovered || !fits(size, tickSize) {
		s.tick.hide()
		return
	}
	if s.tick == nil {
		s.tick = g.newSign()
	}
	s.tick.check(marked, at.AddXY(size.Width-tickSize-8, size.Height-tickSize-8), tickSize)
}

func fits(tile fyne.Size, sign float32) bool {
	return tile.Width >= sign+16 && tile.Height >= sign+16
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
	case c.signs.heart.hit(at):
		g.selectOnly(i)
		g.OnFavourite([]photo.ID{t.ID})
	case c.signs.tick.hit(at):
		g.toggle(t)
	case c.signs.eye.hit(at):
		g.Reveal(t.ID)
	default:
		return false
	}
	return true
}

func (s *sign) hit(at fyne.Position) bool {
	if s == nil || !s.back.Visible() {
		return false
	}
	from, size := s.back.Position(), s.back.Size()
	return at.X >= from.X && at.X < from.X+size.Width && at.Y >= from.Y && at.Y < from.Y+size.Height
}
