package sidebar

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
)

// family are tags within tags.
func family() []photo.Tag {
	return []photo.Tag{
		{Name: "Family", Photos: 5},
		{Name: "Family/Anna", Photos: 3},
		{Name: "Family/Anna/School", Photos: 1},
		{Name: "Family/Ben", Photos: 2},
		{Name: "Family album", Photos: 1},
		{Name: "Garden", Photos: 4},
	}
}

// tagsOf writes the rows of the tags that are made, as rowsOf does.
func tagsOf(b *Bar) string { return written(b.tags.shelf.box.Objects) }

// tagRowOf returns the row of a tag that is made.
func tagRowOf(t *testing.T, b *Bar, name string) *row {
	t.Helper()
	r := b.tags.shelf.made[name]
	if r == nil {
		t.Fatalf("there is no row of %s among %s", name, tagsOf(b))
	}
	return r
}

func TestTagsAreATree(t *testing.T) {
	b, _ := shownBar(t)
	if b.tags.title.Visible() {
		t.Error("there is a title of no tags")
	}
	b.SetTags(family())
	if got, want := tagsOf(b), ">Family 5, Family album 1, Garden 4"; got != want || !b.tags.title.Visible() {
		t.Fatalf("at first %s, want %s", got, want)
	}
	anna := func() *row { return tagRowOf(t, b, "Family/Anna") }
	tagRowOf(t, b, "Family").Tapped(&fyne.PointEvent{Position: fyne.NewPos(2, 10)})
	anna().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	want := "vFamily 5, .vAnna 3, ..School 1, .Ben 2, Family album 1, Garden 4"
	if got := tagsOf(b); got != want {
		t.Errorf("opened: %s, want %s", got, want)
	}
	was := anna()
	more := family()
	more[0].Photos, more[1].Photos = 6, 4
	b.SetTags(append(more, photo.Tag{Name: "Zoo", Photos: 1}))
	want = "vFamily 6, .vAnna 4, ..School 1, .Ben 2, Family album 1, Garden 4, Zoo 1"
	if got := tagsOf(b); got != want || anna() != was {
		t.Errorf("after a change: %s, want %s; the row is another: %v", got, want, anna() != was)
	}
	was.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if got := tagsOf(b); !strings.Contains(got, ".>Anna 4, .Ben") {
		t.Errorf("closed: %s", got)
	}
	b.SetTags(nil)
	if tagsOf(b) != "" || b.tags.title.Visible() {
		t.Error("without tags their title stays")
	}
}

func TestAClickOnATagShowsItsPhotos(t *testing.T) {
	b, w := shownBar(t)
	var got []string
	note := func(what string) func(string) {
		return func(name string) { got = append(got, what+" "+name) }
	}
	b.OnTag, b.OnSearchTag = note("show"), note("search")
	b.tags.open.names["Family"] = true
	b.SetTags(family())
	r := tagRowOf(t, b, "Family/Anna")
	r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(80, 10)})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.SetTag("family/anna")
	if !r.chosen || b.photos.chosen || tagRowOf(t, b, "Garden").chosen {
		t.Error("the tag is not marked, or another")
	}
	if b.SetTag(""); r.chosen || !b.photos.chosen {
		t.Error("the mark stays")
	}
	if test.TapSecondary(r); w.Canvas().Overlays().Top() == nil {
		t.Error("a right click shows no menu")
	}
	if n := len(b.tagMenu("Garden").Items); n != 4 {
		t.Errorf("without a history the menu has %d items", n)
	}
	b.OnRenameTag, b.OnRemoveTag = note("rename"), note("remove")
	for _, item := range b.tagMenu("Garden").Items {
		if item.Action != nil {
			item.Action()
		}
	}
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	want := "show Family/Anna, show Family/Anna, show Garden, search Garden, rename Garden, remove Garden, " +
		"rename Family/Anna, remove Family/Anna"
	if all := strings.Join(got, ", "); all != want {
		t.Errorf("did %s, want %s", all, want)
	}
}

// many are n tags.
func many(n int) (all []photo.Tag) {
	for i := range n {
		all = append(all, photo.Tag{Name: fmt.Sprintf("tag %04d", i), Photos: i + 1})
	}
	return all
}

// Of thousands of tags those that can be seen are made, wherever the list is scrolled to, and the keys reach them all.
func TestThousandsOfTags(t *testing.T) {
	b, w := shownBar(t)
	b.SetTags(many(2000))
	const most = 60
	seen := func(what string) {
		t.Helper()
		rows := b.tags.shelf.box.Objects
		if len(rows) > most {
			t.Errorf("%s: %d rows are made", what, len(rows))
		}
		step := rowHeight + gap
		top := b.list.Offset.Y - b.tags.shelf.box.Position().Y
		for y := max(top, 0); y < min(top+b.list.Size().Height, 2000*step-gap); y += step {
			name := fmt.Sprintf("tag %04d", int(y/step))
			r := b.tags.shelf.made[name]
			if r == nil || r.Position().Y != float32(int(y/step))*step || r.Size().Width < 100 {
				t.Fatalf("%s: %s is not in its place", what, name)
			}
		}
	}
	seen("at first")
	for _, at := range []float32{500, 40_000, 1_000_000, 300, 0} {
		b.list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, b.list.Offset.Y-at)})
		seen(fmt.Sprint("scrolled to ", at))
	}
	w.Resize(fyne.NewSize(Width, 900))
	seen("in a higher window")
	w.Canvas().Focus(tagRowOf(t, b, "tag 0000"))
	for range 40 {
		w.Canvas().FocusNext()
	}
	seen("after forty Tabs")
	if r, ok := w.Canvas().Focused().(*row); !ok || r.name != "tag 0040" {
		t.Errorf("Tab has led to %v", w.Canvas().Focused())
	} else if _, place := b.At("tag 0040"); !place || r.Position().Y < b.list.Offset.Y-b.tags.shelf.box.Position().Y {
		t.Error("what has the keys cannot be seen")
	}
	b.list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40_000)})
	if seen("scrolled away"); b.tags.shelf.made["tag 0040"] == nil {
		t.Error("the row that has the keys was let go")
	}
	w.Canvas().FocusPrevious()
	if r, ok := w.Canvas().Focused().(*row); !ok || r.tag != "tag 0039" {
		t.Errorf("Shift+Tab has led to %v", w.Canvas().Focused())
	}
	seen("back where the keys are")
}

// Rows that are made when only a number has changed lie in their places, also while the list is scrolled a little.
func TestNumbersChangeInAScrolledList(t *testing.T) {
	b, _ := shownBar(t)
	b.SetTags(many(2000))
	step := rowHeight + gap
	for n := range 8 {
		b.list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -step)})
		all := many(2000)
		all[n].Photos = 5000
		b.SetTags(all)
		for k, o := range b.tags.shelf.box.Objects {
			r := o.(*row)
			if want := float32(b.tags.shelf.at[k]) * step; r.Position().Y != want || r.Size().Width < 100 {
				t.Fatalf("scrolled by %d rows: %s lies at %v, want %v", n+1, r.tag, r.Position().Y, want)
			}
		}
	}
}

// BenchmarkTags shows 2,000 tags, of which one has changed.
func BenchmarkTags(b *testing.B) {
	test.NewTempApp(b)
	bar := New()
	w := test.NewTempWindow(b, bar.Object())
	w.Resize(fyne.NewSize(Width, 700))
	for i := 0; b.Loop(); i++ {
		all := many(2000)
		all[i%2000].Photos = i
		bar.SetTags(all)
	}
}
