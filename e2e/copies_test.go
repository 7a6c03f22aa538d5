//go:build e2e

package e2e

import (
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/e2e/stage"
)

// The jobs of looking at photos.
var lookJobs = []job{
	{"open a photo, with the strip", openOne},
	{"turn it", turn},
	{"compare two", compareTwo},
	{"full screen", fullScreen},
	{"slides", slides},
	{"information", information},
}

func openOne(t *testing.T, d *day) {
	s := d.library(t)
	i := slices.IndexFunc(s.Tiles, func(x stage.Tile) bool { return x.Stack == 0 })
	d.tap(t, s.Tiles[i], "")
	d.press(t, "Return")
	d.viewer(t, "the photo", func(s stage.Shown) bool { return s.First != "" && s.Painted })
	d.picture(t, "strip")
	before := d.looks(t)
	d.press(t, "n")
	d.eventually(t, "no strip", func() bool { return d.looks(t) != before })
	was := d.viewer(t, "the photo", func(stage.Shown) bool { return true }).First
	d.press(t, "Right")
	next := d.viewer(t, "the next", func(s stage.Shown) bool { return s.First != was && s.Painted }).First
	d.press(t, "n", "Right", "n", "]", "[") // in a hurry, they are no word
	d.viewer(t, "the one after it", func(s stage.Shown) bool { return s.First != next && s.Query == "" && s.Painted })
}

func (d *day) viewer(t *testing.T, what string, wanted func(stage.Shown) bool) stage.Shown {
	t.Helper()
	return d.shown(t, what, func(s stage.Shown) bool { return s.View == "viewer" && wanted(s) })
}

// looks is a number that differs for windows that look different below the box, whose cursor blinks.
func (d *day) looks(t *testing.T) (sum uint64) {
	t.Helper()
	shot, err := d.Shot()
	must(t, err)
	b := shot.Bounds()
	const box = 60 // its lower edge, in pixels
	for y := b.Min.Y + box; y < b.Max.Y; y += 3 {
		for _, v := range shot.Pix[shot.PixOffset(b.Min.X, y):shot.PixOffset(b.Max.X-1, y)] {
			sum = sum*31 + uint64(v)
		}
	}
	return sum
}

func turn(t *testing.T, d *day) {
	s := d.viewer(t, "a photo", func(s stage.Shown) bool { return s.Painted })
	_, err := d.SeeLarge(within(t, promptly), s.First)
	must(t, err)
	was := d.looks(t)
	d.press(t, "]")
	d.eventually(t, "the photo turned", func() bool { return d.looks(t) != was })
	d.press(t, "[")
	_, err = d.SeeLarge(within(t, promptly), s.First)
	must(t, err)
}

func compareTwo(t *testing.T, d *day) {
	d.press(t, "c")
	d.shown(t, "two photos", func(s stage.Shown) bool { return s.Pair })
	d.picture(t, "pair")
	d.press(t, "5")
	d.wantFound(t, "rating:5", 1)
	d.press(t, "Escape")
	d.shown(t, "one photo", func(s stage.Shown) bool { return !s.Pair && s.View == "viewer" })
	d.press(t, "ctrl+z")
	d.wantFound(t, "rating:5", 0)
}

// slides go on by themselves on the whole screen. Esc ends them, and once more leaves the photo.
func slides(t *testing.T, d *day) {
	bounds, err := d.Window.Bounds()
	must(t, err)
	was := d.viewer(t, "a photo", func(stage.Shown) bool { return true }).First
	d.press(t, "s")
	d.viewer(t, "the next by itself", func(s stage.Shown) bool { return s.First != was })
	d.press(t, "Escape")
	must(t, d.Resized(within(t, promptly), "its size of before", func(size image.Point) bool {
		return size == bounds.Size()
	}))
	_, err = d.Leave(within(t, promptly), "library")
	must(t, err)
}

func information(t *testing.T, d *day) {
	d.tap(t, d.library(t).Tiles[0], "")
	d.press(t, "i")
	d.control(t, "Change")
	d.picture(t, "information")
	d.press(t, "i")
	d.shown(t, "no information", func(s stage.Shown) bool { _, ok := s.Control("Change"); return !ok })
}

// The jobs of copying photos, and of settings.
var copyJobs = []job{
	{"import from a card", importCard},
	{"export two photos", exportTwo},
	{"theme and language", settings},
}

// cardOf is the folder that dialogs begin in, as that of a person who has used it last.
func cardOf(home string) string { return filepath.Join(home, "card", "DCIM") }

// layCard puts a photo on a card, and says that it is the folder that was used last.
func layCard(t *testing.T, d *day) {
	t.Helper()
	card := cardOf(d.home)
	must(t, os.MkdirAll(card, 0o700))
	shrink(t, d.path("travel/eiffel-tower.jpg"), filepath.Join(card, "IMG_0001.JPG"))
	prefs := filepath.Join(d.home, ".config", "fyne", "app.recollect.Recollect", "preferences.json")
	must(t, os.MkdirAll(filepath.Dir(prefs), 0o700))
	must(t, os.WriteFile(prefs, []byte(`{"fyne:fileDialogLastFolder":"file://`+card+`"}`), 0o600))
}

func importCard(t *testing.T, d *day) {
	before, err := countFiles(d.folder)
	must(t, err)
	d.library(t)
	d.click(t, "Import…")
	d.click(t, "Look")
	d.click(t, "Import")
	d.click(t, "Close")
	d.closed(t)
	if n, err := countFiles(d.folder); err != nil || n != before+1 {
		t.Errorf("%d files, and %d before, %v", n, before, err)
	}
	_, err = d.Program.Status(within(t, promptly), "one photo more", func(s stage.Status) bool {
		return s.Done(photos + 2)
	})
	must(t, err)
	d.shown(t, "it in the library", func(s stage.Shown) bool { return s.View == "library" && s.Count == photos+2 })
}

func exportTwo(t *testing.T, d *day) {
	var single [2]stage.Tile
	single[0], single[1] = d.alone(t)
	d.tap(t, single[0], "ctrl")
	d.tap(t, single[1], "ctrl")
	d.shown(t, "two selected", func(s stage.Shown) bool { return s.Marked == 2 })
	d.press(t, "ctrl+e")
	d.control(t, "Choose a folder…")
	d.picture(t, "export")
	d.click(t, "Choose a folder…")
	d.click(t, "Export here")
	d.click(t, "Close")
	d.closed(t)
	for _, x := range single {
		if _, err := os.Stat(filepath.Join(d.home, filepath.Base(x.Path))); err != nil {
			t.Error(err)
		}
	}
	d.press(t, "Escape")
}

// alone returns the first two photos of the library that lie in no stack.
func (d *day) alone(t *testing.T) (first, second stage.Tile) {
	t.Helper()
	var single []stage.Tile
	for _, x := range d.library(t).Tiles {
		if x.Stack == 0 {
			single = append(single, x)
		}
	}
	if len(single) < 2 {
		t.Fatal("all photos on screen lie in stacks")
	}
	return single[0], single[1]
}

// settings makes the window dark, and chooses another language.
func settings(t *testing.T, d *day) {
	d.click(t, "Settings")
	d.shown(t, "the settings", func(s stage.Shown) bool { return s.View == "settings" })
	bright := func() bool {
		shot, err := d.Shot()
		must(t, err)
		b := shot.Bounds()
		r, _, _, _ := shot.At(b.Min.X+4, b.Max.Y-60).RGBA()
		return r > 0x8000
	}
	d.click(t, "Light")
	d.eventually(t, "a bright window", bright)
	d.click(t, "Dark")
	d.eventually(t, "a dark window", func() bool { return !bright() })
	d.picture(t, "settings-dark")
	s := d.shown(t, "the languages", func(s stage.Shown) bool { _, ok := s.Control("As the system"); return ok })
	for _, b := range slices.Backward(s.Controls) {
		if b.Text == "As the system" { // the theme's is above it
			must(t, d.Click(b))
			break
		}
	}
	d.click(t, "Deutsch")
	d.shown(t, "the language", func(s stage.Shown) bool { _, ok := s.Control("Deutsch"); return ok && !s.Over })
	prefs, err := filepath.Glob(filepath.Join(d.home, ".config", "fyne", "*", "preferences.json"))
	must(t, err)
	d.eventually(t, "the language kept", func() bool {
		data, err := os.ReadFile(prefs[0])
		return err == nil && strings.Contains(string(data), `"de"`)
	})
}
