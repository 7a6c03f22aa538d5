package query

import (
	"fmt"
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/theme"
)

// shownBox is a box in a window with the focus, and the queries it has told.
func shownBox(t *testing.T) (*Box, *[]query.Query) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	b := New()
	var reported []query.Query
	b.OnChanged = func(q query.Query) { reported = append(reported, q) }
	w := test.NewTempWindow(t, b)
	w.Resize(fyne.NewSize(800, 60))
	w.Canvas().Focus(b.Field())
	return b, &reported
}

func press(b *Box, keys ...fyne.KeyName) {
	for _, k := range keys {
		b.field.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func TestTypingTellsEachChange(t *testing.T) {
	b, reported := shownBox(t)
	test.Type(b.field, "dog ")
	if len(*reported) != 4 {
		t.Fatalf("%d changes told, want 4", len(*reported))
	}
	if got := (*reported)[3].Text; got != "dog" {
		t.Errorf("asks for %q, want %q", got, "dog")
	}
}

// The hint of the empty box is as long as there is room for.
func TestTheHintHasRoom(t *testing.T) {
	b, _ := shownBox(t)
	b.Suggest("horse")
	for _, c := range []struct {
		width float32
		hint  string
	}{
		{800, "Describe a photo, such as “horse”, or drop a picture here"},
		{380, "Describe a photo, or drop a picture here"},
		{240, "Describe a photo"},
		{60, "Describe a photo"},
		{800, "Describe a photo, such as “horse”, or drop a picture here"},
	} {
		b.Resize(fyne.NewSize(c.width, 60))
		if got := b.field.PlaceHolder; got != c.hint {
			t.Errorf("at %v: %q, want %q", c.width, got, c.hint)
		}
	}
}

func TestPicturesBecomeChips(t *testing.T) {
	b, reported := shownBox(t)
	img := image.NewRGBA(image.Rect(0, 0, 4, 3))
	b.AddPicture("/a/one.jpg", img)
	b.AddPicture("/a/one.jpg", img)
	b.AddLike(7, "seven.jpg", nil)
	b.AddLike(7, "seven.jpg", nil)
	test.Type(b.field, "x")
	got := (*reported)[len(*reported)-1]
	want := query.Query{Text: "x", Images: []string{"/a/one.jpg"}, Like: []photo.ID{7}}
	if !got.Same(want) || len(got.Parts) != 1 || got.Parts[0].Text != "x" {
		t.Errorf("asks for %v, want %v", got, want)
	}
	if len(b.chips) != 2 {
		t.Errorf("%d chips, want 2", len(b.chips))
	}
	b.chips[0].drop()
	if q := b.Query(); len(q.Images) != 0 || len(q.Like) != 1 {
		t.Errorf("after clicking the first away it asks for %v", q)
	}
}

func TestManyChipsLeaveRoomForTheSentence(t *testing.T) {
	b, _ := shownBox(t)
	for i := range 6 {
		b.AddPicture(fmt.Sprintf("/a/a picture with a long name %d.jpg", i), nil)
	}
	right := b.scroll.Position().X + b.scroll.Size().Width
	driver := fyne.CurrentApp().Driver()
	if left := driver.AbsolutePositionForObject(b.field).X - driver.AbsolutePositionForObject(b).X; left < right-4 {
		t.Errorf("the sentence begins at %v, the chips end at %v", left, right)
	}
	if b.field.Size().Width < 250 {
		t.Errorf("the sentence has %v left of 800", b.field.Size().Width)
	}
	last := b.chips[5]
	if end := last.Position().X + last.Size().Width - b.scroll.Offset.X; end > b.scroll.Size().Width {
		t.Errorf("the newest chip ends at %v, beyond what is seen: %v", end, b.scroll.Size().Width)
	}
	for range 4 {
		b.removeLast()
	}
	if b.scroll.Offset.X > max(0, b.row.MinSize().Width-b.scroll.Size().Width) {
		t.Errorf("two chips are left and scrolled away by %v", b.scroll.Offset.X)
	}
	b.Clear()
	if b.scroll.Visible() {
		t.Error("the room for chips stays without any")
	}
}

func TestBackspaceRemovesTheLastChip(t *testing.T) {
	b, reported := shownBox(t)
	b.AddPicture("/a/one.jpg", nil)
	b.AddPicture("/a/two.jpg", nil)
	test.Type(b.field, "x")
	press(b, fyne.KeyBackspace)
	if len(b.chips) != 2 || b.field.Text != "" {
		t.Fatalf("the first Backspace left %d chips and %q", len(b.chips), b.field.Text)
	}
	press(b, fyne.KeyBackspace)
	last := (*reported)[len(*reported)-1]
	if fmt.Sprint(last.Images) != "[/a/one.jpg]" {
		t.Errorf("asks for %v, want the first picture only", last.Images)
	}
}

func TestEscapeClearsThenLeaves(t *testing.T) {
	b, reported := shownBox(t)
	left := 0
	b.OnLeave = func() { left++ }
	b.AddPicture("/a/one.jpg", nil)
	test.Type(b.field, "x")
	before := len(*reported)
	press(b, fyne.KeyEscape)
	if len(*reported) != before+1 || !(*reported)[before].Empty() || left != 0 {
		t.Fatalf("the first Esc told %v and left %d times", (*reported)[before:], left)
	}
	press(b, fyne.KeyEscape)
	if len(*reported) != before+1 || left != 1 {
		t.Errorf("the second Esc told %d changes and left %d times, want none and once", len(*reported)-before-1, left)
	}
}

func TestHistory(t *testing.T) {
	b, _ := shownBox(t)
	entered := 0
	b.OnEnter = func() { entered++ }
	for _, s := range []string{"red", "green", "red", "blue"} {
		b.SetText(s)
		press(b, fyne.KeyReturn)
	}
	b.SetText("ne")
	tests := []struct {
		key  fyne.KeyName
		want string
	}{
		{fyne.KeyUp, "blue"},
		{fyne.KeyUp, "red"},
		{fyne.KeyUp, "green"},
		{fyne.KeyUp, "green"},
		{fyne.KeyDown, "red"},
		{fyne.KeyDown, "blue"},
		{fyne.KeyDown, "ne"},
	}
	for i, tt := range tests {
		press(b, tt.key)
		if b.field.Text != tt.want {
			t.Errorf("step %d: %q, want %q", i, b.field.Text, tt.want)
		}
	}
	before := entered
	press(b, fyne.KeyDown)
	if entered != before+1 {
		t.Error("Down below the newest did not go on to what was found")
	}
}

func TestPasteOfAPath(t *testing.T) {
	b, _ := shownBox(t)
	var pasted string
	b.OnPaste = func(path string) { pasted = path }
	paste := func(text string) {
		fyne.CurrentApp().Clipboard().SetContent(text)
		b.field.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	}
	paste("/a/one.jpg")
	if pasted != "/a/one.jpg" || b.field.Text != "" {
		t.Errorf("a path was pasted as picture %q and text %q", pasted, b.field.Text)
	}
	pasted = ""
	paste("a dog")
	if pasted != "" || b.field.Text != "a dog" {
		t.Errorf("a sentence was pasted as picture %q and text %q", pasted, b.field.Text)
	}
}

func TestReplaceTellsNothing(t *testing.T) {
	b, reported := shownBox(t)
	b.AddPicture("/a/one.jpg", nil)
	before := len(*reported)
	b.Replace()
	if len(*reported) != before || !b.Query().Empty() {
		t.Errorf("told %d changes and asks for %v, want none and nothing", len(*reported)-before, b.Query())
	}
}

// Where a picture is transparent, the theme's background is seen.
func TestChipOfATransparentPictureLiesOnTheTheme(t *testing.T) {
	b, _ := shownBox(t)
	b.AddPicture("/a/one.png", image.NewRGBA(image.Rect(0, 0, 40, 30)))
	for _, choice := range []theme.Choice{theme.Dark, theme.Light} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(choice, theme.NormalText))
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.chips[0]).AddXY(20, chipHeight/2)
		img := fyne.CurrentApp().Driver().CanvasForObject(b).Capture()
		got := color.NRGBAModel.Convert(img.At(int(at.X), int(at.Y)))
		if want := color.NRGBAModel.Convert(theme.Colour(fynetheme.ColorNameBackground)); got != want {
			t.Errorf("%s: through the picture %v is seen, want %v", choice, got, want)
		}
	}
}

// A filter's chip is a part of the query and not of the text; what is typed narrows it down.
func TestFiltersBecomeChips(t *testing.T) {
	b, reported := shownBox(t)
	b.AddFilter("is:favourite", "Favourites", theme.HeartIcon())
	b.AddFilter("is:favourite", "Favourites", theme.HeartIcon())
	b.setOrder("sort:name", "By name")
	b.setOrder("sort:oldest", "Oldest first")
	b.AddPicture("/a/one.jpg", nil)
	test.Type(b.field, `"sea`)
	got := (*reported)[len(*reported)-1]
	want := `is:favourite sort:oldest "sea`
	if got.Text != want || len(got.Images) != 1 || b.Text() != `"sea` || len(b.chips) != 3 {
		t.Errorf("asks for %+v with %d chips, the text is %q", got, len(b.chips), b.Text())
	}
	b.setOrder("", "")
	b.chips[0].drop()
	if got := b.Query().Text; got != `"sea` {
		t.Errorf("without the chips it asks for %q", got)
	}
}

// A line that nobody has typed is not for the history, until somebody changes it.
func TestALineThatNobodyTyped(t *testing.T) {
	b, _ := shownBox(t)
	var kept []string
	b.OnRemember = func(line string) { kept = append(kept, line) }
	b.Put("tag:sea")
	press(b, fyne.KeyReturn)
	b.Replace()
	if !b.history.Empty() || len(kept) != 0 {
		t.Errorf("kept %v and %v", b.history, kept)
	}
	b.Put("tag:sea")
	test.Type(b.field, " red")
	press(b, fyne.KeyReturn)
	if fmt.Sprint(kept) != "[tag:sea red]" {
		t.Errorf("kept %v", kept)
	}
}
