package viewer

import (
	"flag"
	"image"
	"image/color"
	"image/draw"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/details"
	"recollect/ui/filmstrip"
	"recollect/ui/roll"
	"recollect/ui/theme"
	"recollect/ui/uitest"
)

var _ = flag.Bool("update", false, "write the pictures in testdata/golden anew, to be looked at")

// looks are how goldens are painted.
var looks = []struct {
	name   string
	choice theme.Choice
	text   float32
}{{"dark-small", theme.Dark, theme.SmallText}, {"light-large", theme.Light, theme.LargeText}}

// flat is a picture of a meadow under a sky, in two colours.
func flat(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.RGBA{96, 144, 208, 255}), image.Point{}, draw.Src)
	meadow := image.Rect(0, h*2/3, w, h)
	draw.Draw(img, meadow, image.NewUniform(color.RGBA{80, 128, 64, 255}), image.Point{}, draw.Src)
	return img
}

// meadow is a photo without stars: these may come from a font of the machine.
func meadow(id photo.ID) photo.Photo {
	x := photo.Photo{ID: id, File: photo.File{Path: "/pictures/2024/meadow.jpg", Size: 2_300_000}}
	x.WidthPx, x.HeightPx, x.Format = 4000, 3000, "jpeg"
	x.Taken = photo.Moment{Time: time.Date(2024, 6, 10, 14, 30, 0, 0, time.UTC), From: photo.FromExif}
	return x
}

func meadows() *roll.Roll {
	var tiles []photo.Tile
	for id := range photo.ID(9) {
		tiles = append(tiles, photo.Tile{ID: id + 1, WidthPx: 4000, HeightPx: 3000})
	}
	return roll.Of(tiles, false)
}

// The viewer with the strip and the information, and two photos side by side, look as they did when they were
// looked at.
func TestTheViewerLooksAsItDid(t *testing.T) {
	for _, look := range looks {
		test.NewTempApp(t).Settings().SetTheme(theme.New(look.choice, look.text))
		v := New()
		v.OnFavourite, v.Details().OnTag = func(photo.ID) {}, func(photo.ID) {}
		v.Strip().OnWant = func(all []filmstrip.Request) {
			for _, r := range all {
				v.Strip().Take(r, flat(r.SidePx, r.SidePx))
			}
		}
		v.Details().Why = func(photo.ID) []string { return []string{"It fits well: 72 % sure", "Asked for: a meadow"} }
		w := test.NewTempWindow(t, v)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(900, 600))
		v.Open(meadows(), 3)
		v.TypedRune('i')
		v.SetPhoto(meadow(4), nil)
		v.SetMarks(4, details.Marks{Tags: []string{"summer"}})
		v.Take(Request{ID: 4, LongSidePx: 5000}, flat(400, 300))
		uitest.Golden(t, "viewer-"+look.name+".png", w.Canvas().Capture())

		p := NewPair()
		p.OnMark = func(photo.ID) {}
		w.SetContent(p)
		p.Open(meadows(), 1, 4)
		for _, id := range []photo.ID{2, 5} {
			p.SetPhoto(meadow(id))
			p.Take(Request{ID: id, LongSidePx: 5000}, flat(400, 300))
		}
		uitest.Golden(t, "pair-"+look.name+".png", w.Canvas().Capture())
	}
}
