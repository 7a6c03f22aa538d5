//go:build e2e

package e2e

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/e2e/stage"
)

// The jobs of keeping photos in order.
var keepJobs = []job{
	{"select with the mouse", selectMouse},
	{"tag twenty photos", tagTwenty},
	{"stars, heart and label", rate},
	{"undo and redo", undoRedo},
	{"make an album by hand", makeAlbum},
	{"save a search", saveSearch},
	{"move dates", moveDates},
	{"resolve a group of duplicates", resolve},
}

// selectMouse draws a frame round photos, and selects a run with Shift.
func selectMouse(t *testing.T, d *day) {
	s := d.library(t)
	from, to := d.middle(t, s.Tiles[0]), d.middle(t, s.Tiles[1])
	// Without Shift a drag on a photo carries it.
	must(t, d.Desk.Hold("shift", func() error { return d.Desk.Drag(from, to) }))
	marked := func(what string, tiles []stage.Tile) {
		t.Helper()
		n := 0
		for _, x := range tiles { // a closed stack is selected whole
			n += max(x.Stack, 1)
		}
		d.shown(t, what, func(s stage.Shown) bool { return s.Marked == n })
	}
	marked("those in the frame", s.Tiles[:2])
	d.press(t, "Escape")
	d.shown(t, "none", func(s stage.Shown) bool { return s.Marked == 0 })
	d.tap(t, s.Tiles[0], "")
	d.tap(t, s.Tiles[3], "shift")
	marked("a run", s.Tiles[:4])
	d.press(t, "Escape")
	d.shown(t, "none again", func(s stage.Shown) bool { return s.Marked == 0 })
}

// some selects the first photo of the library and those that so many steps lead to, and returns how many that are:
// a closed stack counts with all its photos.
func (d *day) some(t *testing.T, steps int) (marked int) {
	t.Helper()
	d.tap(t, d.library(t).Tiles[0], "")
	for range steps {
		d.press(t, "shift+Right")
		marked = d.shown(t, "one more selected", func(s stage.Shown) bool { return s.Marked > max(marked, 1) }).Marked
	}
	return marked
}

func tagTwenty(t *testing.T, d *day) {
	n := d.some(t, 19)
	d.picture(t, "tag")
	d.press(t, "t")
	d.fill(t, "Travel/Best")
	d.wantFound(t, "tag:Travel/Best", n)
	d.press(t, "Escape")
}

func rate(t *testing.T, d *day) {
	s := d.library(t)
	i := slices.IndexFunc(s.Tiles, func(x stage.Tile) bool { return x.Stack == 0 })
	if i < 0 {
		t.Fatal("all are stacks")
	}
	d.tap(t, s.Tiles[i], "")
	d.press(t, "4")
	d.wantFound(t, "rating:4", 1)
	d.press(t, "f")
	d.wantFound(t, "is:favourite", 1)
	d.press(t, "7")
	d.wantFound(t, "label:yellow", 1)
	if got, want := d.found(t, "rating:4"), filepath.Base(s.Tiles[i].Path); !slices.Equal(got, []string{want}) {
		t.Errorf("four stars have %q, want %q", got, want)
	}
}

func undoRedo(t *testing.T, d *day) {
	d.press(t, "ctrl+z")
	d.wantFound(t, "label:yellow", 0)
	d.press(t, "ctrl+z")
	d.wantFound(t, "is:favourite", 0)
	d.press(t, "ctrl+shift+z")
	d.wantFound(t, "is:favourite", 1)
	d.press(t, "ctrl+shift+z")
	d.wantFound(t, "label:yellow", 1)
}

// albums returns the names of all albums.
func (d *day) albums(t *testing.T) (names []string) {
	t.Helper()
	for line := range strings.Lines(string(d.run(t, "albums", "--json"))) {
		var a struct{ Name string }
		must(t, json.Unmarshal([]byte(line), &a))
		names = append(names, a.Name)
	}
	return names
}

func makeAlbum(t *testing.T, d *day) {
	n := d.some(t, 2)
	d.press(t, "b")
	d.fill(t, "Holidays")
	d.wantFound(t, "album:Holidays", n)
	d.press(t, "Escape")
	d.click(t, "Holidays") // in the side bar
	d.shown(t, "the album", func(s stage.Shown) bool { return s.View == "results" && s.Count == n })
}

func saveSearch(t *testing.T, d *day) {
	d.library(t) // else it would search in the album
	d.ask(t, "type:png")
	d.press(t, "ctrl+s")
	d.fill(t, "Drawings")
	d.eventually(t, "the saved search", func() bool { return slices.Contains(d.albums(t), "Drawings") })
	d.library(t)
	d.click(t, "Drawings")
	d.shown(t, "the saved search", func(s stage.Shown) bool { return s.View == "results" && s.Query == "type:png" })
}

// moveDates moves the date of a photo by the command line, which the window sees.
func moveDates(t *testing.T, d *day) {
	taken := func() string {
		var info struct{ Taken string }
		must(t, json.Unmarshal(d.run(t, "info", "--json", d.path(bear)), &info))
		return info.Taken
	}
	was := taken()
	d.run(t, "date", "--shift", "-24", d.path(bear))
	if now := taken(); now == was || now == "" {
		t.Errorf("taken at %q, and before %q", now, was)
	}
	d.run(t, "undo")
	if now := taken(); now != was {
		t.Errorf("taken at %q once it is undone, want %q", now, was)
	}
}

// resolve moves what is not the best of a group to the trash, and brings it back.
func resolve(t *testing.T, d *day) {
	d.click(t, "Duplicates")
	groups := func(what string, wanted func(stage.Shown) bool) stage.Shown {
		t.Helper()
		return d.shown(t, what, func(s stage.Shown) bool { return s.View == "duplicates" && wanted(s) })
	}
	all := groups("the groups", func(s stage.Shown) bool { return s.Count > 1 }).Count
	d.press(t, "Right")
	d.picture(t, "duplicates")
	d.press(t, "c")
	d.shown(t, "two of them", func(s stage.Shown) bool { return s.Pair })
	d.press(t, "Escape")
	group := groups("the group", func(s stage.Shown) bool { return !s.Pair }).First
	before, err := countFiles(d.folder)
	must(t, err)
	d.press(t, "Delete")
	d.click(t, "Move to the trash")
	groups("one group less", func(s stage.Shown) bool { return s.Count == all-1 && !s.Over })
	if n, err := countFiles(d.folder); err != nil || n >= before {
		t.Errorf("%d files are left of %d, %v", n, before, err)
	}
	d.press(t, "ctrl+z")
	d.eventually(t, "the files again", func() bool {
		n, err := countFiles(d.folder)
		return err == nil && n == before
	})
	groups("the group again", func(s stage.Shown) bool { return s.Count == all && s.First == group })
}
