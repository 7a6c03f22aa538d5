//go:build e2e

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/e2e/stage"
)

// tour is where TestJobs leaves the pictures of docs/tour.md:
//
//	go test -tags e2e ./e2e -run TestJobs -args -tour ../docs/screenshots
//	pngquant --ext .png --force docs/screenshots/*.png
var tour = flag.String("tour", "", "folder for the pictures of the tour")

// TestJobs does each job of a person in one window, by keys, the mouse and drops. What was done is asked of the
// library by the command line, or of the trace.
func TestJobs(t *testing.T) {
	d := newJobs(t)
	began := time.Now()
	for _, s := range slices.Concat(findJobs, keepJobs, lookJobs, copyJobs) {
		if !t.Run(s.name, func(t *testing.T) { s.play(t, d) }) {
			screen, err := d.Desk.Shot()
			must(t, err)
			d.keep(t, "failed", screen)
			at, err := d.Desk.Pointer()
			t.Logf("the pointer is at %v, %v", at, err)
			t.Fatalf("what comes after %q needs it", s.name)
		}
	}
	t.Logf("all jobs: %v", time.Since(began).Round(time.Second))
}

// job is one thing that a person wants done.
type job struct {
	name string
	play func(*testing.T, *day)
}

// newJobs lays out a person's photos where the system keeps pictures, and opens an empty library's window.
func newJobs(t *testing.T) *day {
	d := newHome(t)
	d.folder = filepath.Join(d.home, "Pictures")
	must(t, os.CopyFS(d.folder, os.DirFS(d.samples())))
	layCard(t, d)
	d.open(t)
	return d
}

// run runs the command line beside the window, and returns what it prints.
func (d *day) run(t *testing.T, args ...string) []byte {
	t.Helper()
	args = append([]string{"--library", stage.Library(d.home)}, args...)
	cmd := exec.CommandContext(within(t, patience), d.binary(), args...)
	cmd.Env = d.Desk.Env(d.home)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 && len(exit.Stderr) == 0 {
		err = nil // nothing was found
	}
	if err != nil {
		t.Fatalf("%v: %v", cmd, err)
	}
	return out
}

// found returns the names of the photos that a query finds, in order.
func (d *day) found(t *testing.T, query string) (names []string) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(d.run(t, "search", "--json", "--limit", "1000", query)))
	for lines.Scan() {
		var hit struct{ Path string }
		must(t, json.Unmarshal(lines.Bytes(), &hit))
		names = append(names, filepath.Base(hit.Path))
	}
	slices.Sort(names)
	return names
}

// wantFound waits until a query finds n photos.
func (d *day) wantFound(t *testing.T, query string, n int) {
	t.Helper()
	d.eventually(t, query, func() bool { return len(d.found(t, query)) == n })
}

// eventually waits for a condition outside the window, such as of the library.
func (d *day) eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	ctx := within(t, promptly)
	for !is() {
		select {
		case <-ctx.Done():
			t.Fatalf("%s: it does not come to be", what)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// shown waits until the window shows what is wanted.
func (d *day) shown(t *testing.T, what string, wanted func(stage.Shown) bool) stage.Shown {
	t.Helper()
	s, err := d.Program.Shown(within(t, promptly), what, wanted)
	must(t, err)
	return s
}

// press presses keys, one after another.
func (d *day) press(t *testing.T, keys ...string) {
	t.Helper()
	for _, k := range keys {
		must(t, d.Desk.Press(k))
	}
}

// click clicks a control of the window, or of what is over it, by its name.
func (d *day) click(t *testing.T, name string) {
	t.Helper()
	b := d.control(t, name)
	t.Logf("click on %q at %d, %d", name, b.X+b.W/2, b.Y+b.H/2)
	must(t, d.Click(b))
}

// steady is how long a control must stay where it is before it is clicked on: what is above it may still come.
const steady = 150 * time.Millisecond

// control waits for a control, and for it to stay where it is.
func (d *day) control(t *testing.T, name string) (b stage.Button) {
	t.Helper()
	var since time.Time
	d.shown(t, "the control "+name, func(s stage.Shown) bool {
		now, ok := s.Control(name)
		if !ok || now != b {
			b, since = now, time.Now()
		}
		return ok && time.Since(since) > steady
	})
	return b
}

// fill waits for a dialog with a line of text, and answers it.
func (d *day) fill(t *testing.T, text string) {
	t.Helper()
	d.shown(t, "a dialog", func(s stage.Shown) bool { return s.Over })
	must(t, d.Desk.Type(text))
	d.press(t, "Return")
	d.closed(t)
}

// closed waits until nothing is over the window.
func (d *day) closed(t *testing.T) {
	t.Helper()
	d.shown(t, "no dialog", func(s stage.Shown) bool { return !s.Over })
}

// library leads to the first of all photos.
func (d *day) library(t *testing.T) stage.Shown {
	t.Helper()
	d.click(t, "Photos")
	const top = 120 // below the line that says how many there are
	return d.shown(t, "all photos", func(s stage.Shown) bool {
		return s.View == "library" && s.Marked == 0 && s.Painted && len(s.Tiles) > 3 &&
			s.Tiles[0].Path == s.First && s.Tiles[0].Y > top
	})
}

// tap clicks a photo in the grid, with a key held or none.
func (d *day) tap(t *testing.T, tile stage.Tile, hold string) {
	t.Helper()
	at := d.middle(t, tile)
	click := func() error { return d.Desk.Click(at.X, at.Y, 1) }
	if hold == "" {
		must(t, click())
		return
	}
	must(t, d.Desk.Hold(hold, click))
}

func (d *day) middle(t *testing.T, tile stage.Tile) image.Point {
	t.Helper()
	place, err := d.Place(tile)
	must(t, err)
	return place.Min.Add(place.Size().Div(2))
}

// ask types a line into the box, and waits for its answer.
func (d *day) ask(t *testing.T, line string) stage.Shown {
	t.Helper()
	must(t, errors.Join(d.Desk.Press("ctrl+f"), d.Desk.Press("ctrl+a"), d.Desk.Type(line)))
	return d.shown(t, "the answer to "+line, func(s stage.Shown) bool {
		return s.View == "results" && s.Query == line && s.Painted
	})
}

// picture keeps a picture for the tour, if that is wanted.
func (d *day) picture(t *testing.T, name string) {
	t.Helper()
	if *tour == "" {
		return
	}
	d.shown(t, "no notice", func(s stage.Shown) bool { return s.Toast == "" })
	// What is drawn last, such as the pictures of a map, no trace tells of: the window is at rest once two looks at it,
	// some time apart, are equal.
	var was uint64
	began := time.Time{}
	d.eventually(t, "a window at rest", func() bool {
		is := d.looks(t)
		if is != was {
			was, began = is, time.Now()
		}
		return time.Since(began) > time.Second
	})
	shot, err := d.Shot()
	must(t, err)
	must(t, stage.SavePNG(filepath.Join(*tour, name+".png"), shot))
}

// The jobs of finding photos.
var findJobs = []job{
	{"choose a folder", chooseFolder},
	{"find by a sentence", bySentence},
	{"complete a filter in the box", byFilter},
	{"find by a picture that is dropped", byPicture},
	{"take a filter from the menu", byMenu},
	{"show a folder of the tree", byFolder},
	{"find by a place", byPlace},
	{"find on the map", byMap},
}

func chooseFolder(t *testing.T, d *day) {
	d.shown(t, "the welcome", func(s stage.Shown) bool { return s.View == "welcome" })
	d.picture(t, "welcome")
	d.click(t, "Add my Pictures folder")
	_, err := d.Program.Status(within(t, 2*patience), "all to be encoded", func(s stage.Status) bool {
		return s.Done(photos + 1)
	})
	must(t, err)
	d.shown(t, "look-alikes stacked", func(s stage.Shown) bool {
		return s.View == "library" && s.Count == photos+1 &&
			slices.ContainsFunc(s.Tiles, func(x stage.Tile) bool { return x.Stack > 1 })
	})
}

func bySentence(t *testing.T, d *day) {
	if s := d.ask(t, bearSentence); s.First != d.path(bear) {
		t.Errorf("first of %q: %s", bearSentence, s.First)
	}
	d.ask(t, "city lights reflected in the water at night")
	d.picture(t, "answer")
}

// byFilter types the beginning of a colour and takes what the box offers.
func byFilter(t *testing.T, d *day) {
	must(t, errors.Join(d.Desk.Press("ctrl+f"), d.Desk.Press("ctrl+a"), d.Desk.Type("colour:oran")))
	d.shown(t, "an offer", func(s stage.Shown) bool {
		return slices.ContainsFunc(s.Controls, func(b stage.Button) bool { return strings.HasSuffix(b.Text, "orange") })
	})
	d.press(t, "Tab")
	s := d.shown(t, "orange photos", func(s stage.Shown) bool {
		return s.View == "results" && strings.TrimSpace(s.Query) == "colour:orange" && s.Count > 0
	})
	if want := len(d.found(t, "colour:orange")); s.Count != want {
		t.Errorf("the window has %d photos, the command line %d", s.Count, want)
	}
}

func byPicture(t *testing.T, d *day) {
	d.library(t)
	copied := filepath.Join(d.home, "from a friend.jpg")
	shrink(t, d.path("travel/eiffel-tower.jpg"), copied)
	must(t, d.Drop(within(t, patience), copied))
	d.shown(t, "photos like the dropped one", func(s stage.Shown) bool {
		return s.View == "results" && s.First == d.path("travel/eiffel-tower.jpg")
	})
}

// byMenu takes the favourites from the menu of filters: there are none yet.
func byMenu(t *testing.T, d *day) {
	d.library(t)
	d.click(t, "Filters")
	d.shown(t, "the menu", func(s stage.Shown) bool { _, ok := s.Control("Colour"); return s.Over && ok })
	d.picture(t, "filters")
	d.click(t, "Favourites")
	d.shown(t, "the filter in the box", func(s stage.Shown) bool {
		return s.View == "results" && s.Query == "is:favourite" && s.Count == 0
	})
}

func byFolder(t *testing.T, d *day) {
	d.library(t)
	b := d.control(t, "Pictures")
	bounds, err := d.Window.Bounds()
	must(t, err)
	at := bounds.Min.Add(image.Pt(b.X+5, b.Y+b.H/2)) // what unfolds it
	must(t, d.Desk.Click(at.X, at.Y, 1))
	d.click(t, "city")
	entries, err := os.ReadDir(d.path("city"))
	must(t, err)
	d.shown(t, "the photos of the folder", func(s stage.Shown) bool {
		return s.View == "results" && strings.Contains(s.Query, "folder:") && s.Count == len(entries)
	})
	must(t, d.Desk.Click(at.X, at.Y, 1))
}

func byPlace(t *testing.T, d *day) {
	const near = "near:1.29,103.85,20km"
	d.library(t)
	s := d.ask(t, near)
	if want := len(d.found(t, near)); s.Count != want || want == 0 {
		t.Errorf("the window has %d photos, the command line %d", s.Count, want)
	}
}

func byMap(t *testing.T, d *day) {
	d.click(t, "Places")
	d.shown(t, "the map", func(s stage.Shown) bool { return s.View == "places" && s.Count > 5 })
	d.picture(t, "map")
	d.press(t, "Return") // those nearest to the middle
	d.shown(t, "photos of a place", func(s stage.Shown) bool {
		return s.View == "results" && strings.HasPrefix(s.Query, "area:") && s.Count > 0
	})
	d.press(t, "Escape")
	d.shown(t, "the map again", func(s stage.Shown) bool { return s.View == "places" })
}
