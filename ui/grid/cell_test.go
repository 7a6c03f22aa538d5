package grid

import (
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/sign"
	"recollect/ui/theme"
)

// pixel is the colour in the middle of tile i, as it is drawn.
func pixel(t *testing.T, g *Grid, i int) color.NRGBA {
	t.Helper()
	r := g.plan.Tile(i)
	img := fyne.CurrentApp().Driver().CanvasForObject(g).Capture()
	return color.NRGBAModel.Convert(img.At(r.X+r.W/2, r.Y-g.offset+r.H/2)).(color.NRGBA)
}

// Where a picture is transparent, the theme is seen, not the tile's colour.
func TestTransparentPicturesLieOnTheTheme(t *testing.T) {
	for _, choice := range []theme.Choice{theme.Dark, theme.Light} {
		t.Run(string(choice), func(t *testing.T) {
			g, wanted := shownGrid(t, 1)
			fyne.CurrentApp().Settings().SetTheme(theme.New(choice, theme.NormalText))
			g.SetRoll(roll.Of([]photo.Tile{{ID: 1, WidthPx: 400, HeightPx: 300, Colour: photo.RGB{R: 200}}}, false))
			if got, want := pixel(t, g, 0), (color.NRGBA{R: 200, A: 255}); got != want {
				t.Fatalf("without a picture the tile is %v, want its colour %v", got, want)
			}
			clear := image.NewRGBA(image.Rect(0, 0, (*wanted)[0].WidthPx, (*wanted)[0].HeightPx))
			g.Take((*wanted)[0], clear)
			want := color.NRGBAModel.Convert(theme.Colour(fynetheme.ColorNameBackground))
			if got := pixel(t, g, 0); got != want {
				t.Errorf("through a clear picture %v is seen, want %v", got, want)
			}
			g.SetRowSize(MaxRow) // the same picture serves until one of the new size is there
			if got := pixel(t, g, 0); got != want {
				t.Errorf("after a change of size %v is seen, want %v", got, want)
			}
		})
	}
}

func TestBadge(t *testing.T) {
	tests := []struct {
		name string
		tile photo.Tile
		want string
	}{
		{"animation", photo.Tile{ID: 1, WidthPx: 400, HeightPx: 300, Animated: true}, "Animation"},
		{"folder away", photo.Tile{ID: 1, WidthPx: 400, HeightPx: 300, Animated: true, Away: true}, "Away"},
		{"photo", photo.Tile{ID: 1, WidthPx: 400, HeightPx: 300}, ""},
		{"too narrow", photo.Tile{ID: 1, WidthPx: 40, HeightPx: 300, Animated: true}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, _ := shownGrid(t, 1)
			g.SetRoll(roll.Of([]photo.Tile{tt.tile}, false))
			b := g.cells[1].signs.badge
			got, area := "", b.Area()
			if area.Shown {
				got = b.Text()
			}
			if got != tt.want {
				t.Fatalf("the badge says %q, want %q", got, tt.want)
			}
			if got == "" {
				return
			}
			tile := g.cells[1].Image
			right, end := area.At.X+area.Size.Width, tile.Position().X+tile.Size().Width
			if right > end || area.At.Y < tile.Position().Y {
				t.Errorf("the badge reaches to %v, the tile to %v", right, end)
			}
		})
	}
}

func TestBadgeGoesWithItsPhoto(t *testing.T) {
	g, _ := shownGrid(t, 1)
	g.SetRoll(roll.Of([]photo.Tile{{ID: 1, WidthPx: 400, HeightPx: 300, Animated: true}}, false))
	g.SetRoll(roll.Of([]photo.Tile{{ID: 1, WidthPx: 400, HeightPx: 300, Version: 1}}, false))
	if g.cells[1].signs.badge.Area().Shown {
		t.Error("the file is a photo now and has a badge")
	}
	g.SetRoll(roll.Of([]photo.Tile{{ID: 1, WidthPx: 400, HeightPx: 300, Animated: true}}, false))
	g.SetRoll(roll.Of([]photo.Tile{{ID: 2, WidthPx: 400, HeightPx: 300}}, false))
	for _, c := range append(g.spare, g.cells[2]) {
		if c.signs.badge.Area().Shown {
			t.Error("the badge stays when its photo has gone")
		}
	}
}

// Words on pictures must be read on any of them, white ones too.
func TestWordsOnPicturesAreLegible(t *testing.T) {
	_, _, _, a := sign.Shade().RGBA()
	through := 1 - float64(a)/0xffff
	luminance := math.Pow((through+0.055)/1.055, 2.4) // of white below the shade, WCAG 2
	if got := 1.05 / (luminance + 0.05); got < 4.5 {
		t.Errorf("contrast %.2f, want at least 4.5", got)
	}
}
