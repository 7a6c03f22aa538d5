package viewer

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/link"
	"recollect/ui/roll"
)

// all are the widgets of one kind below o.
func all[T fyne.CanvasObject](o fyne.CanvasObject) (found []T) {
	switch o := o.(type) {
	case T:
		return []T{o}
	case *fyne.Container:
		for _, c := range o.Objects {
			found = append(found, all[T](c)...)
		}
	}
	return found
}

func TestMarksCanBeJudgedAndTakenAway(t *testing.T) {
	test.NewTempApp(t)
	v := New()
	var got string
	v.OnJudge = func(id photo.ID, thing string, verdict photo.Verdict) { got += fmt.Sprint(id, thing, verdict, ";") }
	v.OnTag = func(id photo.ID) { got += fmt.Sprint("tag ", id, ";") }
	v.OnUntag = func(id photo.ID, tag string) { got += fmt.Sprint("untag ", id, tag, ";") }
	v.OnSearchThing = func(name string) { got += "find " + name + ";" }
	v.OnSearchTag = func(name string) { got += "tagged " + name + ";" }
	test.NewTempWindow(t, v).Resize(fyne.NewSize(900, 600))
	v.Open(roll.Of([]photo.Tile{{ID: 1, WidthPx: 4, HeightPx: 3}}, false), 0)
	v.SetMarks(2, Marks{Tags: []string{"of another photo"}})
	if len(v.info.marks) != 0 {
		t.Fatal("the marks of another photo are shown")
	}
	v.SetMarks(1, Marks{
		Things: []photo.Shown{
			{Thing: "dog", Verdict: photo.Suggested},
			{Thing: "sea", Verdict: photo.Confirmed},
			{Thing: "car", Verdict: photo.Rejected},
		},
		Tags: []string{"garden"},
	})
	var names []string
	for _, l := range all[*link.Link](v.info.groups) {
		names = append(names, l.AccessibilityLabel())
		l.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
	for _, b := range all[*widget.Button](v.info.groups) {
		test.Tap(b)
	}
	if fmt.Sprint(names) != "[dog sea garden]" {
		t.Errorf("shown %v", names)
	}
	want := "find dog;find sea;tagged garden;1dog1;1dog-1;1sea-1;untag 1garden;tag 1;"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

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
