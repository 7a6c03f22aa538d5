package duplicates

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
)

// group is of photos of these widths, the first the camera's own with a place.
func group(first photo.ID, widths ...int) photo.Duplicates {
	g := photo.Duplicates{Kind: photo.DuplicateNear, Reasons: []photo.Advantage{photo.AdvantageResolution}}
	for i, w := range widths {
		m := photo.Duplicate{Copies: 1, Original: i == 0}
		m.ID, m.Path, m.Format = first+photo.ID(i), "/p/a.jpg", "jpeg"
		m.WidthPx, m.HeightPx, m.Size = w, 300, 5000
		m.Taken = photo.Moment{Time: time.Unix(1e9, 0).UTC(), From: photo.FromExif}
		if i == 0 {
			m.Meta.Place = &photo.Place{}
		}
		g.Members = append(g.Members, m)
	}
	return g
}

func newPage(t *testing.T) *Page {
	t.Helper()
	test.NewTempApp(t)
	p := New()
	test.NewTempWindow(t, p.Object())
	return p
}

// What differs within a group stands out.
func TestFacts(t *testing.T) {
	test.NewTempApp(t)
	members := group(1, 400, 40).Members
	members[1].Softer = true
	all := facts(members)
	var differ []string
	for _, f := range all[1] {
		if f.differs {
			differ = append(differ, f.text)
		}
	}
	if want := []string{"40 × 300", "No place", "Less sharp, Edited, or saved again"}; !slices.Equal(differ, want) {
		t.Errorf("what differs: %q, want %q", differ, want)
	}
	if len(all[0]) != len(all[1]) || all[0][3].text != "JPEG, 5 kB" {
		t.Errorf("got %+v", all)
	}
}

func TestReasonsAreWords(t *testing.T) {
	test.NewTempApp(t)
	g := group(1, 400, 40)
	g.Reasons = append(g.Reasons, photo.AdvantageMetadata)
	want := "The first is the one to keep: it has more pixels, more is written with it."
	if got := reasons(g); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := reasons(photo.Duplicates{}); got != "Any of them will do." {
		t.Errorf("got %q", got)
	}
}

func TestPageGoesThroughGroups(t *testing.T) {
	p := newPage(t)
	if p.title.Text != "Looking for duplicates…" || p.body.Visible() {
		t.Errorf("at first it says %q", p.title.Text)
	}
	var wanted []photo.ID
	p.OnWant = func(ids []photo.ID) { wanted = ids }
	p.OnTrash = func(photo.Photo, []photo.Photo) {}
	p.Set([]photo.Duplicates{group(1, 400, 40), group(10, 400, 40, 50)}, 3)
	if p.title.Text != "2 photos are in your library more than once" || p.ways.Text() != "1 of 2" ||
		p.note.Text != "3 photos were not looked at yet." || !slices.Equal(wanted, []photo.ID{1, 2}) {
		t.Errorf("it says %q, %q, %q; wanted %v", p.title.Text, p.ways.Text(), p.note.Text, wanted)
	}
	p.Take(1, image.NewRGBA(image.Rect(0, 0, 2, 2)))
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if p.ways.Text() != "2 of 2" || p.trash.Text != "Move the other 2 to the trash…" {
		t.Errorf("it says %q and %q", p.ways.Text(), p.trash.Text)
	}
	p.Set([]photo.Duplicates{group(5, 1, 2), group(10, 400, 40, 50), group(20, 1, 2)}, 0)
	if p.ways.Text() != "2 of 3" || p.note.Visible() {
		t.Errorf("after a change it shows %q", p.ways.Text())
	}
	p.Drop(10)
	if _, g, ok := p.Groups(); !ok || g.Members[0].ID != 20 {
		t.Errorf("after a group is done it shows %+v", g)
	}
	p.Drop(20)
	p.Drop(5)
	if !p.none.Visible() || p.title.Visible() || p.body.Visible() || len(wanted) > 0 {
		t.Errorf("at the end it says %q, wants %v", p.title.Text, wanted)
	}
}

// A group that is sought is shown once it is there, unless the person has gone to another one.
func TestPageSeeksAGroup(t *testing.T) {
	p := newPage(t)
	a, b, c := group(1, 1, 2), group(5, 1, 2), group(9, 1, 2)
	p.Set([]photo.Duplicates{a, b}, 0)
	p.Seek(10)
	p.Set([]photo.Duplicates{a, b}, 0)
	if p.ways.Text() != "1 of 2" {
		t.Errorf("until it is there it shows %q", p.ways.Text())
	}
	p.Set([]photo.Duplicates{a, b, c}, 0)
	if p.ways.Text() != "3 of 3" {
		t.Errorf("once it is there it shows %q", p.ways.Text())
	}
	p.Seek(5)
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	p.Set([]photo.Duplicates{a, b, c}, 0)
	if p.ways.Text() != "1 of 3" {
		t.Errorf("after another was gone to it shows %q", p.ways.Text())
	}
}

// After a group is done the next one is shown, also where one of its photos is in another group of another kind.
func TestPageGoesOnToTheNextGroup(t *testing.T) {
	p := newPage(t)
	exact := func(first photo.ID) photo.Duplicates {
		g := group(first, 400, 400)
		g.Kind = photo.DuplicateExact
		return g
	}
	p.Set([]photo.Duplicates{exact(1), exact(5), group(9, 1, 2), group(1, 400)}, 0)
	p.Drop(2) // which the other one keeps
	if _, g, _ := p.Groups(); p.ways.Text() != "1 of 3" || g.Members[0].ID != 5 {
		t.Errorf("it shows %q, %+v", p.ways.Text(), g)
	}
	p.Seek(2) // as that is undone
	near := group(1, 400, 40)
	p.Set([]photo.Duplicates{exact(5), group(9, 1, 2), near}, 0)
	if p.ways.Text() != "1 of 3" {
		t.Errorf("until the group is there it shows %q", p.ways.Text())
	}
	p.Set([]photo.Duplicates{exact(5), exact(1), group(9, 1, 2), near}, 0)
	if p.ways.Text() != "2 of 4" {
		t.Errorf("once the group is back it shows %q", p.ways.Text())
	}
}

// Another photo can be kept. What is not there cannot be moved.
func TestPageChoosesWhatIsKept(t *testing.T) {
	p := newPage(t)
	var keep photo.ID
	var others []photo.ID
	p.OnTrash = func(k photo.Photo, all []photo.Photo) {
		keep, others = k.ID, nil
		for _, o := range all {
			others = append(others, o.ID)
		}
	}
	g := group(1, 400, 40, 50)
	g.Members[2].Away = true
	p.Set([]photo.Duplicates{g}, 0)
	test.Tap(p.trash)
	if keep != 1 || !slices.Equal(others, []photo.ID{2}) {
		t.Errorf("keeps %d, moves %v", keep, others)
	}
	p.keep = 1
	p.build()
	test.Tap(p.trash)
	if keep != 2 || !slices.Equal(others, []photo.ID{1}) || p.trash.Text != "Move the other one to the trash…" {
		t.Errorf("keeps %d, moves %v, says %q", keep, others, p.trash.Text)
	}
	p.keep = 2
	p.build()
	if !p.trash.Disabled() {
		t.Error("others can go though what is kept is not there")
	}
	p.OnTrash = nil
	p.build()
	if p.trash.Visible() {
		t.Error("without a trash there is a button")
	}
}

// Every act of the page has a key.
func TestPageByKeys(t *testing.T) {
	p := newPage(t)
	var did []string
	p.OnReject = func(g photo.Duplicates) { did = append(did, fmt.Sprint("reject ", g.Members[0].ID)) }
	p.OnReveal = func(path string) { did = append(did, "reveal "+path) }
	p.OnTrash = func(k photo.Photo, others []photo.Photo) {
		did = append(did, fmt.Sprint("keep ", k.ID, " of ", len(others)+1))
	}
	if p.TypedRune('x') || p.TypedRune('1') {
		t.Error("without groups keys do something")
	}
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	p.Set([]photo.Duplicates{group(1, 400, 40), group(10, 400, 40, 50), group(20, 1, 2)}, 0)
	for _, key := range []any{
		'x', fyne.KeyRight, '2', '9', fyne.KeyDelete, 'r', fyne.KeyRight, fyne.KeyRight, 'X', fyne.KeyHome,
		fyne.KeyLeft, 'X', fyne.KeyEnd, 'x',
	} {
		switch key := key.(type) {
		case rune:
			if !p.TypedRune(key) {
				t.Errorf("%c is no key", key)
			}
		case fyne.KeyName:
			p.TypedKey(&fyne.KeyEvent{Name: key})
		}
	}
	want := []string{"reject 1", "keep 11 of 3", "reveal /p/a.jpg", "reject 20", "reject 1", "reject 20"}
	if !slices.Equal(did, want) {
		t.Errorf("got %q, want %q", did, want)
	}
	if p.TypedRune('q') {
		t.Error("q is a key")
	}
	test.Tap(p.reject)
	if len(did) != 7 || !strings.Contains(p.keys.Text, "Delete") {
		t.Errorf("got %q; keys: %q", did, p.keys.Text)
	}
}

// The question says what is passed on, and what is not.
func TestConsequences(t *testing.T) {
	test.NewTempApp(t)
	stars, text := 4, "x"
	l := photo.Legacy{
		Edit: photo.Edit{Rating: &stars, Title: &text, Place: &photo.Place{}}, Tags: []string{"a", "b"},
		Albums: []string{"Best"}, Favourite: true, Verdicts: 1,
		Lost: []photo.Field{photo.CaptionField, photo.DateField},
	}
	keep := photo.Photo{File: photo.File{Path: "/p/a.jpg"}}
	want := "/p/a.jpg is kept.\nFrom the others it gets: the heart, ★★★★, 2 tags, its place in 1 album, the title, " +
		"the place, what you said it shows.\nOf these it keeps its own, and those of the others are not passed on: " +
		"the caption, the date.\nThe others go to the system's trash, from where they can be brought back."
	two := []photo.Photo{{File: photo.File{Path: "/p/b.jpg"}}, {File: photo.File{Path: "/p/c.jpg"}}}
	if got := Consequences(keep, two, l); got != want {
		t.Errorf("got %q", got)
	}
	want = "/p/a.jpg is kept.\nThe others go to the system's trash, from where they can be brought back."
	if got := Consequences(keep, two, photo.Legacy{}); got != want {
		t.Errorf("got %q", got)
	}
	// The title asks about "this photo": the text names it first.
	want = "/p/b.jpg goes to the system's trash, from where it can be brought back.\n/p/a.jpg is kept."
	if got := Consequences(keep, two[:1], photo.Legacy{}); got != want {
		t.Errorf("got %q", got)
	}
}

// A place that only one photo has is named.
func TestPlaceOfOne(t *testing.T) {
	test.NewTempApp(t)
	g := group(1, 400, 40, 50)
	for i, want := range []string{"GPS only here", "No place", "No place"} {
		if got := place(g.Members[i], g.Members); got != want {
			t.Errorf("photo %d: %q, want %q", i, got, want)
		}
	}
	g.Members[1].Meta.Place = &photo.Place{}
	if got := place(g.Members[0], g.Members); got != "With its place" {
		t.Errorf("of two: %q", got)
	}
}

// What a person has chosen to keep is kept when the library has changed meanwhile.
func TestTheChoiceOutlivesAChange(t *testing.T) {
	p := newPage(t)
	p.Set([]photo.Duplicates{group(1, 400, 40, 50)}, 0)
	p.keep = 1
	p.build()
	p.Set([]photo.Duplicates{group(7, 1, 2), group(1, 400, 40, 50)}, 0)
	if _, g, _ := p.Groups(); g.Members[p.keep].ID != 2 {
		t.Errorf("after a change it keeps photo %d, want 2", g.Members[p.keep].ID)
	}
	gone := group(1, 400, 40, 50)
	gone.Members = slices.Delete(gone.Members, 1, 2)
	p.Set([]photo.Duplicates{gone}, 0)
	if _, g, _ := p.Groups(); g.Members[p.keep].ID != 1 {
		t.Errorf("without the photo it keeps photo %d, want the first", g.Members[p.keep].ID)
	}
	p.keep = 1
	p.build()
	p.Set([]photo.Duplicates{group(7, 1, 2)}, 0)
	if p.keep != 0 {
		t.Errorf("of another group it keeps photo %d", p.keep)
	}
}
