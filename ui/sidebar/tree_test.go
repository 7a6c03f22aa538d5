package sidebar

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
)

// rowsOf writes the rows of the folders: how deep, the name, the number, and a sign for what can be opened.
func rowsOf(b *Bar) string { return written(b.tree.shelf.box.Objects) }

// written is rowsOf for any rows.
func written(rows []fyne.CanvasObject) string {
	var all []string
	for _, o := range rows {
		r := o.(*row)
		sign := ""
		switch {
		case r.folds && r.open:
			sign = "v"
		case r.folds:
			sign = ">"
		}
		all = append(all, fmt.Sprintf("%s%s%s %s", strings.Repeat(".", r.depth), sign, r.name, r.number))
	}
	return strings.Join(all, ", ")
}

func TestTree(t *testing.T) {
	b, _ := shownBar(t)
	wanted := 0
	f := photo.Folder{ID: 1, Path: "/home/a/Pictures", Photos: 12}
	b.OnDirs = func(photo.Folder) { wanted++ }
	b.SetFolders([]photo.Folder{f, {ID: 2, Path: "/media/USB", Photos: 3}})
	if got := rowsOf(b); got != ">Pictures 12, >USB 3" || wanted != 0 {
		t.Fatalf("at first %s; %d times asked for more", got, wanted)
	}
	fold := func(i int) {
		r := b.tree.shelf.box.Objects[i].(*row)
		r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(r.left()-4, 10)})
	}
	fold(0)
	if wanted != 1 {
		t.Fatalf("%d times asked for what is in it", wanted)
	}
	dirs := []photo.Dir{
		{Path: "/home/a/Pictures", Photos: 2},
		{Path: "/home/a/Pictures/2022/zoo", Photos: 3},
		{Path: "/home/a/Pictures/2022/zoo/bears", Photos: 4},
		{Path: "/home/a/Pictures/food", Photos: 3},
	}
	b.SetDirs(f, dirs)
	if got, want := rowsOf(b), "vPictures 12, .>2022 7, .food 3, >USB 3"; got != want {
		t.Errorf("opened: %s, want %s", got, want)
	}
	fold(1)
	b.tree.shelf.box.Objects[2].(*row).TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	want := "vPictures 12, .v2022 7, ..vzoo 7, ...bears 4, .food 3, >USB 3"
	if got := rowsOf(b); got != want {
		t.Errorf("further: %s, want %s", got, want)
	}
	row := b.tree.shelf.box.Objects[4]
	f.Photos = 13
	b.SetFolders([]photo.Folder{f, {ID: 2, Path: "/media/USB", Photos: 3}})
	dirs[3].Photos++
	want = strings.NewReplacer("12", "13", "food 3", "food 4").Replace(want)
	if b.SetDirs(f, dirs); wanted != 2 || rowsOf(b) != want || b.tree.shelf.box.Objects[4] != row {
		t.Errorf("after one more photo: %s", rowsOf(b))
	}
	b.SetDirs(photo.Folder{ID: 2, Path: "/media/USB"}, []photo.Dir{{Path: "/media/USB", Photos: 3}})
	fold(0)
	if got := rowsOf(b); got != ">Pictures 13, USB 3" {
		t.Errorf("closed: %s", got)
	}
}

func TestAClickOnAFolderShowsItsPhotos(t *testing.T) {
	b, w := shownBar(t)
	var got string
	b.OnFolder = func(path string, below bool) { got = fmt.Sprint(path, " ", below) }
	f := photo.Folder{ID: 1, Path: "/p", Photos: 12}
	b.tree.open.names["/p"] = true
	b.SetFolders([]photo.Folder{f})
	b.SetDirs(f, []photo.Dir{{Path: "/p/x", Photos: 12}})
	x := b.tree.shelf.box.Objects[1].(*row)
	if test.Tap(x); got != "/p/x true" {
		t.Errorf("a click shows %q", got)
	}
	b.SetFolder("/p/x")
	if !x.chosen || b.photos.chosen {
		t.Error("the folder is not marked")
	}
	if test.TapSecondary(x); w.Canvas().Overlays().Top() == nil {
		t.Error("a right click shows no menu")
	}
	item := b.dirMenu("/p/x").Items[2]
	if !item.Checked {
		t.Error("at first a folder is shown without what is below")
	}
	if item.Action(); got != "/p/x false" {
		t.Errorf("without those below it shows %q", got)
	}
	if b.SetFolder(""); x.chosen || !b.photos.chosen {
		t.Error("the mark stays")
	}
	f.Away, f.Reason = true, photo.AwayMissing
	b.SetFolders([]photo.Folder{f})
	got = ""
	if test.Tap(b.tree.shelf.box.Objects[0].(*row)); got != "" {
		t.Error("of a folder that is away a click shows photos, not what can be done")
	}
}

// Of thousands of open directories those that can be seen are made.
func TestThousandsOfDirectories(t *testing.T) {
	b, _ := shownBar(t)
	f := photo.Folder{ID: 1, Path: "/p", Photos: 3000}
	var all []photo.Dir
	for i := range 3000 {
		all = append(all, photo.Dir{Path: fmt.Sprintf("/p/day %04d", i), Photos: 1})
	}
	b.tree.open.names["/p"] = true
	b.SetFolders([]photo.Folder{f})
	b.SetDirs(f, all)
	b.SetTags(family())
	const most = 60
	step := rowHeight + gap
	for _, at := range []float32{0, 40_000, 3010 * step} {
		b.list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, b.list.Offset.Y-at)})
		if n := len(b.tree.shelf.box.Objects); n > most {
			t.Errorf("at %v: %d rows are made", at, n)
		}
		name := fmt.Sprintf("day %04d", int(at/step)+3)
		if at > 3000*step {
			name = "Garden"
		}
		if where, ok := b.At(name); !ok || where.Y < 0 || where.Y > b.object.Size().Height {
			t.Errorf("at %v: %s lies at %v, made: %v", at, name, where, ok)
		}
	}
}

// What is open is so after a restart, whatever else was remembered.
func TestWhatIsOpenIsRemembered(t *testing.T) {
	_, _ = shownBar(t)
	prefs := fyne.CurrentApp().Preferences()
	f := photo.Folder{ID: 1, Path: "/p", Photos: 5}
	fill := func() *Bar {
		b := New()
		b.OnDirs = func(f photo.Folder) {
			b.SetDirs(f, []photo.Dir{{Path: "/p/x", Photos: 2}, {Path: "/p/x/y", Photos: 3}})
		}
		b.Remember(prefs)
		test.NewTempWindow(t, b.Object()).Resize(fyne.NewSize(Width, 700))
		b.SetFolders([]photo.Folder{f})
		b.SetTags(family())
		return b
	}
	key := func(r *row, name fyne.KeyName) { r.TypedKey(&fyne.KeyEvent{Name: name}) }
	b := fill()
	key(b.tree.shelf.made["0/p"], fyne.KeyRight)
	key(b.tree.shelf.made["1/p/x"], fyne.KeyRight)
	key(tagRowOf(t, b, "Family"), fyne.KeyRight)
	b = fill()
	if got, want := rowsOf(b), "vp 5, .vx 5, ..y 3"; got != want {
		t.Errorf("opened again: %s, want %s", got, want)
	}
	if got := tagsOf(b); !strings.HasPrefix(got, "vFamily 5, .>Anna 3") {
		t.Errorf("opened again: %s", got)
	}
	key(b.tree.shelf.made["0/p"], fyne.KeyLeft)
	key(tagRowOf(t, b, "Family"), fyne.KeyLeft)
	b = fill()
	if got := rowsOf(b) + "; " + tagsOf(b); got != ">p 5; >Family 5, Family album 1, Garden 4" {
		t.Errorf("closed before: %s", got)
	}
	for i := range 3 * mostOpen {
		b.tags.open.turn(fmt.Sprint(i))
	}
	if n := len(prefs.StringList(prefTags)); n != mostOpen {
		t.Errorf("%d tags are remembered", n)
	}
}
