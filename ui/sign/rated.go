package sign

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/theme"
)

const (
	ratedHeight float32 = 22
	starSize    float32 = 13
	dotSize     float32 = 10
	ratedEdge   float32 = 6 // left and right of what is inside

	// RatedRoom is how high Rated stands above the lower edge of a tile.
	RatedRoom = ratedHeight + 4
)

// Rated shows the stars and the colour label of a photo in the lower left corner of its tile, or that it was rejected.
type Rated struct {
	back  *canvas.Rectangle
	dot   *canvas.Circle
	icon  *canvas.Image // all stars, one of them, or a cross
	label *canvas.Text  // how many stars there are, where a tile has no room for all
	look  look
}

// NewRated returns the sign on a layer, hidden.
func NewRated(layer *fyne.Container) *Rated {
	r := &Rated{
		back: canvas.NewRectangle(Shade()), dot: canvas.NewCircle(color.White),
		icon: canvas.NewImageFromResource(nil), label: canvas.NewText("", color.White),
	}
	r.back.CornerRadius = 4
	r.dot.StrokeColor, r.dot.StrokeWidth = color.White, 1
	r.icon.FillMode = canvas.ImageFillContain
	r.label.TextStyle.Bold = true
	r.Hide()
	layer.Objects = append(layer.Objects, r.back, r.dot, r.icon, r.label)
	return r
}

// Place shows what was said of a photo on its tile, unless that is nothing or the tile is too small.
func (r *Rated) Place(said photo.Rated, at fyne.Position, tile fyne.Size) {
	r.Hide()
	dot, stars := float32(0), float32(0)
	if said.Label != "" {
		dot = dotSize + ratedEdge
	}
	now := look{stars: min(said.Stars, 5)}
	switch {
	case now.stars < 0:
		now.stars, stars = photo.RejectedRating, starSize+ratedEdge
	case now.stars > 0:
		stars = starSize*float32(now.stars) + ratedEdge
	}
	if now.stars > 1 && dot+stars+TickSize+4*ratedEdge > tile.Width {
		now.stars, now.text, stars = 1, strconv.Itoa(now.stars), starSize+ratedEdge
	}
	r.become(now)
	if now.text != "" {
		stars += r.label.MinSize().Width + 2
	}
	size := fyne.NewSize(ratedEdge+dot+stars, ratedHeight)
	if dot+stars == 0 || size.Width+16 > tile.Width || size.Height+16 > tile.Height {
		return
	}
	at = at.AddXY(8, tile.Height-ratedHeight-8)
	put(r.back, at, size)
	at = at.AddXY(ratedEdge, 0)
	if dot > 0 {
		if c := labelColour(said.Label); r.dot.FillColor != c {
			r.dot.FillColor = c
			r.dot.Refresh()
		}
		put(r.dot, at.AddXY(0, (ratedHeight-dotSize)/2), fyne.NewSquareSize(dotSize))
		at = at.AddXY(dot, 0)
	}
	if now.stars != 0 {
		wide := starSize * float32(max(now.stars, 1))
		put(r.icon, at.AddXY(0, (ratedHeight-starSize)/2), fyne.NewSize(wide, starSize))
	}
	if now.text != "" {
		text := r.label.MinSize()
		put(r.label, at.AddXY(starSize+2, (ratedHeight-text.Height)/2), text)
	}
}

// look is what the sign is drawn with: so many stars, or a cross.
type look struct {
	stars int
	text  string
}

// become makes the drawings of a look, unless they are there: a picture that is drawn anew is made anew.
func (r *Rated) become(now look) {
	r.label.TextSize = fynetheme.CaptionTextSize()
	if now == r.look {
		return
	}
	r.look = now
	r.label.Text = now.text
	r.label.Refresh()
	switch {
	case now.stars > 0:
		r.icon.Resource = theme.WhiteStars(now.stars)
	case now.stars < 0:
		r.icon.Resource = theme.WhiteCross()
	}
	r.icon.Refresh()
}

func put(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
	o.Move(at)
	o.Resize(size)
	o.Show()
}

// labelColour returns the colour of a label, which programs may name as they like: white for those that are none of the
// usual ones.
func labelColour(label string) color.Color {
	switch strings.ToLower(label) {
	case "red":
		return color.NRGBA{R: 255, G: 92, B: 92, A: 255}
	case "yellow":
		return color.NRGBA{R: 255, G: 212, B: 64, A: 255}
	case "green":
		return color.NRGBA{R: 88, G: 208, B: 110, A: 255}
	case "blue":
		return color.NRGBA{R: 96, G: 160, B: 255, A: 255}
	case "purple":
		return color.NRGBA{R: 190, G: 130, B: 255, A: 255}
	}
	return color.White
}

// Hide hides the sign, if there is one.
func (r *Rated) Hide() {
	if r != nil {
		r.back.Hide()
		r.dot.Hide()
		r.icon.Hide()
		r.label.Hide()
	}
}

// Area returns where the sign is; it may be nil.
func (r *Rated) Area() Area {
	if r == nil {
		return Area{}
	}
	return areaOf(r.back)
}

// Text says what is shown, as in "● ★★", "★4" where there is no room, "✕" or "●"; empty while nothing is.
func (r *Rated) Text() string {
	if r == nil || !r.back.Visible() {
		return ""
	}
	text := ""
	if r.icon.Visible() {
		text = "✕"
		if r.look.stars > 0 {
			text = strings.Repeat("★", r.look.stars) + r.look.text
		}
	}
	if r.dot.Visible() {
		text = strings.TrimSpace("● " + text)
	}
	return text
}
