package query

import (
	"fmt"
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/test"

	"recollect/ui/theme"
)

func TestZShot(t *testing.T) {
	for _, c := range []theme.Choice{theme.Dark, theme.Light} {
		test.NewTempApp(t).Settings().SetTheme(theme.New(c, theme.NormalText))
		lines := []string{
			`dog running "anna's wedding" date:last summer -type:png rating:>=4 beach - people in water`,
			`a street without any cars at night datee:2023 type:pgn`,
			`2:sunset + 0.5:@picture.jpg -@"my file.jpg" sea`,
			`кошка без собак 日本の猫 camera:pixel`,
			`a very long line that goes on and on and on and never ends because someone has much to say about it date:2023 -people "and so on" type:png tag:garden`,
			``,
		}
		var objs []fyne.CanvasObject
		var boxes []*Box
		for range lines {
			b := New()
			b.OnSave = func() {}
			boxes = append(boxes, b)
			objs = append(objs, b)
		}
		var layersObj []fyne.CanvasObject
		bg := canvas.NewRectangle(theme.Colour(fynetheme.ColorNameBackground))
		layersObj = append(layersObj, bg, container.New(layout.NewCustomPaddedLayout(10, 300, 20, 20), container.NewVBox(objs...)))
		for _, b := range boxes {
			layersObj = append(layersObj, b.Floating())
		}
		w := test.NewTempWindow(t, container.NewStack(layersObj...))
		w.Resize(fyne.NewSize(900, 560))
		for i, l := range lines {
			boxes[i].SetText(l)
		}
		boxes[3].AddPicture("/a/picture of a cat.jpg", nil)
		for i, typed := range []string{"-ty", "sort:", "camera:"} {
			w.Canvas().Focus(boxes[5].Field())
			boxes[5].OnValues = func(k string) { boxes[5].SetValues(k, []string{"Apple iPhone 15 Pro", "Google Pixel 8", "Nikon Z6"}) }
			boxes[5].SetText("")
			test.Type(boxes[5].field, typed)
			if i > 0 { press(boxes[5], fyne.KeyDown) }
			f, _ := os.Create(fmt.Sprintf("/tmp/hui/box-%s-%d.png", c, i))
			png.Encode(f, w.Canvas().Capture())
			f.Close()
		}
	}
}
