package viewer

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/roll"
)

func TestACoveredPictureIsShownOnRequest(t *testing.T) {
	test.NewTempApp(t)
	v := New()
	revealed := map[photo.ID]bool{}
	v.Revealed = func(id photo.ID) bool { return revealed[id] }
	v.OnUncover = func(id photo.ID) { revealed[id] = true }
	test.NewTempWindow(t, v).Resize(fyne.NewSize(900, 600))
	tiles := []photo.Tile{{ID: 1, WidthPx: 4, HeightPx: 3, Flagged: true}, {ID: 2, WidthPx: 4, HeightPx: 3}}
	v.Open(roll.Of(tiles, false), 0)
	if v.picture.Visible() || !v.cover.box.Visible() {
		t.Fatal("a covered picture is seen")
	}
	test.Tap(v.cover.show)
	if !v.picture.Visible() || v.cover.box.Visible() || !revealed[1] {
		t.Error("it is not shown on request")
	}
	revealed = map[photo.ID]bool{}
	v.Step(1)
	if !v.picture.Visible() {
		t.Error("another picture is covered too")
	}
}

func TestHeartOfTheViewer(t *testing.T) {
	test.NewTempApp(t)
	v := New()
	liked := map[photo.ID]bool{}
	v.Favourite = func(id photo.ID) bool { return liked[id] }
	test.NewTempWindow(t, v).Resize(fyne.NewSize(900, 600))
	v.Open(roll.Of([]photo.Tile{{ID: 1, WidthPx: 4, HeightPx: 3}}, false), 0)
	v.Refresh()
	if v.bar.heart.Visible() {
		t.Error("there is a heart where there are no favourites")
	}
	v.OnFavourite = func(id photo.ID) { liked[id] = !liked[id]; v.Remark() }
	v.Refresh()
	without := v.bar.heart.Icon.Name()
	v.TypedRune('f')
	if v.bar.heart.Icon.Name() == without || !v.bar.heart.Visible() {
		t.Error("F does not fill the heart")
	}
	test.Tap(v.bar.heart)
	if v.bar.heart.Icon.Name() != without {
		t.Error("a click does not empty the heart")
	}
}
