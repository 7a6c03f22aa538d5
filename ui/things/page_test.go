package things

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/theme"
)

func shownPage(t *testing.T) (*Page, *[]photo.ID) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	p := New()
	var wanted []photo.ID
	p.OnWant = func(ids []photo.ID) { wanted = ids }
	test.NewTempWindow(t, p.Object()).Resize(fyne.NewSize(800, 500))
	return p, &wanted
}

func animals(n int) []photo.Thing {
	var all []photo.Thing
	for i := range n {
		all = append(all, photo.Thing{
			Name: fmt.Sprint("animal ", i), Group: "animals", Suggested: 2, Cover: photo.ID(i + 1),
		})
	}
	return all
}

func TestCoversAreWantedWhereTheyAreSeen(t *testing.T) {
	p, wanted := shownPage(t)
	if !p.empty.Visible() {
		t.Error("an empty page says nothing")
	}
	p.Set(animals(100))
	first := len(*wanted)
	if p.empty.Visible() || first < 4 || first > 40 || (*wanted)[0] != 1 {
		t.Fatalf("wanted %d covers, the first of photo %v", first, (*wanted)[:min(1, first)])
	}
	p.Take(1, image.NewRGBA(image.Rect(0, 0, 4, 3)))
	if p.cards[0].picture.Hidden {
		t.Error("a cover that has come is not shown")
	}
	p.scroll.ScrollToBottom()
	p.want()
	if last := (*wanted)[len(*wanted)-1]; last != 100 || (*wanted)[0] == 1 {
		t.Errorf("at the end covers %d to %d are wanted", (*wanted)[0], last)
	}
}

// A walk through all things keeps the covers of a few screens, and wants those
// that it has forgotten when it comes back.
func TestCoversFarAwayAreForgotten(t *testing.T) {
	const most = 4 * 12 // 12 cards cover the window; those of a screen above and below are kept, and cut rows
	p, wanted := shownPage(t)
	p.Set(animals(200))
	for p.scroll.Offset.Y+p.scroll.Size().Height < p.groups.Size().Height {
		for _, id := range *wanted {
			p.Take(id, image.NewRGBA(image.Rect(0, 0, 4, 3)))
		}
		if len(p.covers) > most {
			t.Fatalf("%d covers are kept, want at most %d", len(p.covers), most)
		}
		p.scroll.ScrollToOffset(p.scroll.Offset.AddXY(0, 400))
		p.want()
	}
	if c := p.cards[0]; c.picture.Image != nil || !c.picture.Hidden {
		t.Error("the first card still holds its cover")
	}
	p.scroll.ScrollToTop()
	p.want()
	if len(*wanted) == 0 || (*wanted)[0] != 1 {
		t.Errorf("back at the top, %v are wanted", *wanted)
	}
}

// Two things may have the same cover, one of them far away.
func TestASharedCoverComesBack(t *testing.T) {
	p, _ := shownPage(t)
	all := animals(200)
	all[199].Cover = 1
	p.Set(all)
	p.Take(1, image.NewRGBA(image.Rect(0, 0, 4, 3)))
	p.scroll.ScrollToBottom()
	p.want()
	if p.cards[199].picture.Hidden {
		t.Error("the last card shows no cover, though it is at hand")
	}
}

func TestForgottenCoversAreWantedAgain(t *testing.T) {
	p, wanted := shownPage(t)
	p.Set(animals(1))
	p.Take(1, image.NewRGBA(image.Rect(0, 0, 4, 3)))
	p.Forget()
	if !p.cards[0].picture.Hidden || len(*wanted) != 1 {
		t.Errorf("hidden %v, wanted %v", p.cards[0].picture.Hidden, *wanted)
	}
}

func TestGroupsAndCounts(t *testing.T) {
	p, _ := shownPage(t)
	things := []photo.Thing{
		{Name: "dog", Group: "animals", Confirmed: 1},
		{Name: "beach", Group: "places", Suggested: 4},
		{Name: "cat", Group: "animals", Confirmed: 3, Suggested: 1200},
		{Name: "x", Confirmed: 2},
	}
	p.Set(things)
	var got []string
	for _, c := range p.cards {
		got = append(got, c.thing.Name+": "+countText(c.thing))
	}
	want := "[dog: 1 photo cat: 1,203 photos, 1,200 suggested beach: 4 suggested x: 2 photos]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestACardLeadsToItsPhotos(t *testing.T) {
	p, _ := shownPage(t)
	var got string
	p.OnOpen = func(name string) { got += name + ";" }
	p.OnLeave, p.OnSearch, p.OnHelp = func() { got += "leave;" }, func() { got += "search;" }, func() { got += "help;" }
	p.Set(animals(2))
	test.Tap(p.cards[1])
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape} {
		p.cards[0].TypedKey(&fyne.KeyEvent{Name: key})
	}
	p.cards[0].TypedRune('/')
	p.cards[0].TypedRune('?')
	if want := "animal 1;animal 0;leave;search;help;"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
