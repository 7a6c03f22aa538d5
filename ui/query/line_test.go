package query

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"recollect/engine/query"
	"recollect/ui/theme"
)

func TestPieces(t *testing.T) {
	tests := []struct{ line, want string }{
		{"dog on beach", ""},
		{"beach - people in water", "- people in water:away"},
		{"beach without any people at night", "without any people:away"},
		{"sea -type:png", "-type:png:away"},
		{"date:last summer", "date:last summer:filter date::key"},
		{`"x y" -"z"`, `"x y":phrase -"z":away`},
		{"2:sea + sun", "2::filter"},
		{"@a.jpg 0.5:@b.jpg", "@a.jpg:file 0.5:@b.jpg:file"},
		{"datee:1 type:pgn", "datee::wrong type:pgn:wrong"},
		{"a -", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, p := range pieces(tt.line, query.Parse(tt.line, query.Options{}).Marks) {
			got = append(got, tt.line[p.From:p.To]+":"+string(p.ground))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.line, strings.Join(got, " "), tt.want)
		}
	}
}

// grounds are the rectangles that are seen below the line, in the field.
func grounds(b *Box) []*canvas.Rectangle {
	var all []*canvas.Rectangle
	clip := test.WidgetRenderer(b.field).Objects()[0].(*container.Clip)
	for _, o := range clip.Content.(*fyne.Container).Objects {
		if g := o.(*canvas.Rectangle); g.Visible() {
			all = append(all, g)
		}
	}
	return all
}

func TestGroundsFollowTheTextAsItScrolls(t *testing.T) {
	b, _ := shownBox(t)
	line := "sea date:2023 " + strings.Repeat("and so on ", 20)
	b.SetText(line)
	left := func() float32 { return grounds(b)[0].Position().X }
	if left() >= 0 {
		t.Fatalf("the line is at its end, and the ground of its beginning at %v", left())
	}
	press(b, fyne.KeyHome)
	want := b.field.left(strings.Index(line, "date:")) - 1.5
	if got := left(); got != want || got < 0 {
		t.Errorf("at the beginning the ground is at %v, want %v", got, want)
	}
	test.Type(b.field, "x")
	if got := left(); got <= want {
		t.Errorf("a letter before it leaves the ground at %v", got)
	}
	b.SetText("sea")
	if n := len(grounds(b)); n != 0 {
		t.Errorf("plain words have %d grounds", n)
	}
}

func TestWhatIsBeingTypedIsNotWrongYet(t *testing.T) {
	b, _ := shownBox(t)
	test.Type(b.field, "type:pgn")
	if n := len(grounds(b)); n != 0 {
		t.Errorf("while it is typed %d pieces are marked", n)
	}
	b.Settle()
	if g := grounds(b); len(g) != 1 || g[0].FillColor != theme.Colour(theme.ColorNameWrong) {
		t.Errorf("once it was searched for %d pieces are marked", len(g))
	}
	test.Type(b.field, " sea")
	if n := len(grounds(b)); n != 1 {
		t.Errorf("further on %d pieces are marked, want the mistake", n)
	}
}

// offered is what the list shows, empty while it is hidden.
func offered(b *Box) []string {
	var all []string
	if b.list.visible() {
		for i := range b.list.rows.Objects {
			all = append(all, b.list.row(i).text)
		}
	}
	return all
}

// withList puts the box into a window where its list can be seen.
func withList(t *testing.T) *Box {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	b := New()
	w := test.NewTempWindow(t, container.NewStack(container.NewBorder(b, nil, nil, nil), b.Floating()))
	w.Resize(fyne.NewSize(800, 400))
	w.Canvas().Focus(b.Field())
	return b
}

func TestCompletionByKeys(t *testing.T) {
	down, up, tab, enter, esc := fyne.KeyDown, fyne.KeyUp, fyne.KeyTab, fyne.KeyReturn, fyne.KeyEscape
	tests := []struct {
		name, typed string
		keys        []fyne.KeyName
		want        string
		entered     int
		offered     string // after all
	}{
		{"tab takes the first", "-ty", []fyne.KeyName{tab}, "-type:", 0, "[jpeg png screenshot raw heic gif webp arw]"},
		{"then a value", "-ty", []fyne.KeyName{tab, down, down, enter}, "-type:png ", 0, "[]"},
		{"up marks the last", "sort:", []fyne.KeyName{up, enter}, "sort:rating ", 0, "[]"},
		{"up from the first marks none", "sort:", []fyne.KeyName{down, up, enter}, "sort:", 1, "[]"},
		{"enter without a mark goes on", "da", []fyne.KeyName{enter}, "da", 1, "[]"},
		{"esc closes the list only", "da", []fyne.KeyName{esc}, "da", 0, "[]"},
		{"esc again clears", "da", []fyne.KeyName{esc, esc}, "", 0, "[]"},
		{"no list, no stealing", "dog", []fyne.KeyName{enter}, "dog", 1, "[]"},
		{"leaving the word closes it", "da", []fyne.KeyName{fyne.KeyHome}, "da", 0, "[]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := withList(t)
			entered := 0
			b.OnEnter = func() { entered++ }
			test.Type(b.field, tt.typed)
			press(b, tt.keys...)
			if b.field.Text != tt.want || entered != tt.entered || fmt.Sprint(offered(b)) != tt.offered {
				t.Errorf("got %q, entered %d times, offered %v; want %q, %d, %s",
					b.field.Text, entered, offered(b), tt.want, tt.entered, tt.offered)
			}
			if b.field.AcceptsTab() != (len(offered(b)) > 0) {
				t.Error("Tab does not go where it should")
			}
		})
	}
}

func TestHistoryIsWalkedWhileNothingIsOffered(t *testing.T) {
	b := withList(t)
	b.SetHistory([]string{"newest", "older"})
	press(b, fyne.KeyUp)
	if b.field.Text != "newest" {
		t.Errorf("Up in the empty box brought %q", b.field.Text)
	}
	press(b, fyne.KeyUp)
	if b.field.Text != "older" || len(offered(b)) != 0 {
		t.Errorf("Up again brought %q, offered %v", b.field.Text, offered(b))
	}
	b.Forget()
	b.SetText("")
	press(b, fyne.KeyUp)
	if b.field.Text != "" {
		t.Errorf("after forgetting Up brought %q", b.field.Text)
	}
}

func TestValuesOfTheLibrary(t *testing.T) {
	b := withList(t)
	var asked []string
	b.OnValues = func(key string) { asked = append(asked, key) }
	test.Type(b.field, "camera:p")
	if fmt.Sprint(asked) != "[camera]" || len(offered(b)) != 0 {
		t.Fatalf("asked for %v and offered %v", asked, offered(b))
	}
	b.SetValues("camera", []string{"Nikon Z6", "Google Pixel 8"})
	if fmt.Sprint(offered(b)) != "[Google Pixel 8]" {
		t.Fatalf("offered %v", offered(b))
	}
	test.Tap(b.list.row(0))
	if b.field.Text != `camera:"Google Pixel 8" ` || b.field.cursor() != len(b.field.Text) {
		t.Errorf("a click made it %q with the cursor at %d", b.field.Text, b.field.cursor())
	}
	if !b.Focused() {
		t.Error("after a click the box has lost the keys")
	}
}

func TestTheListGoesWithTheKeysAndThePointer(t *testing.T) {
	b := withList(t)
	canvas := fyne.CurrentApp().Driver().CanvasForObject(b)
	test.Type(b.field, "da")
	canvas.Unfocus()
	if len(offered(b)) != 0 {
		t.Error("the list stays when the keys go elsewhere")
	}
	canvas.Focus(b.field)
	test.Type(b.field, "t")
	row := b.list.row(0)
	row.MouseIn(nil)
	canvas.Unfocus() // as a press of the mouse does before its click
	if len(offered(b)) != 1 {
		t.Fatal("the list goes before it can be clicked on")
	}
	row.MouseOut()
	if len(offered(b)) != 0 {
		t.Error("the list stays when the pointer leaves without a click")
	}
}

// chipTexts are the chips of what was excluded.
func chipTexts(b *Box) []string {
	var all []string
	for _, o := range slices.Concat(b.row.Objects, b.excluded.Objects) {
		if c, ok := o.(*excludedChip); ok {
			all = append(all, c.text)
		}
	}
	return all
}

func TestWhatIsHeardCanBeUndoneAndBack(t *testing.T) {
	b, reported := shownBox(t)
	test.Type(b.field, "street without any cars, no people")
	if got := fmt.Sprint(chipTexts(b)); got != "[without any cars, no people]" {
		t.Fatalf("chips %s", got)
	}
	fyne.CurrentApp().Driver().CanvasForObject(b).Unfocus() // as a click on a chip does
	b.excluded.Objects[0].(*excludedChip).turn()
	if q := (*reported)[len(*reported)-1]; !q.AsTyped || fmt.Sprint(chipTexts(b)) != "[as typed]" {
		t.Errorf("undone it asks for %+v with chips %v", q, chipTexts(b))
	}
	if n := len(grounds(b)); n != 0 {
		t.Errorf("undone %d pieces are marked", n)
	}
	if !b.Focused() {
		t.Error("after a click on a chip the keys go elsewhere")
	}
	b.excluded.Objects[0].(*excludedChip).turn()
	if q := (*reported)[len(*reported)-1]; q.AsTyped || len(chipTexts(b)) != 1 {
		t.Errorf("brought back it asks for %+v with chips %v", q, chipTexts(b))
	}
	b.excluded.Objects[0].(*excludedChip).turn()
	b.SetText("street")
	if b.Query().AsTyped {
		t.Error("another sentence is taken as typed too")
	}
	b.AddPicture("/a/one.jpg", nil)
	b.SetText("street without cars")
	if len(b.excluded.Objects) != 0 || len(chipTexts(b)) != 1 {
		t.Errorf("beside a picture the chips are %v, in a row of their own %d", chipTexts(b), len(b.excluded.Objects))
	}
}

func TestBackspaceAtTheStartTakesTheLastChip(t *testing.T) {
	b, _ := shownBox(t)
	b.AddPicture("/a/one.jpg", nil)
	test.Type(b.field, "xy")
	press(b, fyne.KeyHome, fyne.KeyBackspace)
	if len(b.chips) != 0 || b.field.Text != "xy" {
		t.Errorf("%d chips and %q are left", len(b.chips), b.field.Text)
	}
}

func TestKeptLinesAreTold(t *testing.T) {
	b, _ := shownBox(t)
	var kept []string
	b.OnRemember = func(line string) { kept = append(kept, line) }
	test.Type(b.field, "dog ")
	press(b, fyne.KeyReturn)
	b.Clear()
	b.Remember()
	if fmt.Sprint(kept) != "[dog]" {
		t.Errorf("told %q", kept)
	}
}
