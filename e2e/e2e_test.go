//go:build e2e

// Package e2e plays a person's first day with the built program in a real
// window: add a folder, search, drop a picture, change files, come back the next
// day. Screenshots of every step are left in build/e2e.
package e2e

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/draw"

	"recollect/e2e/stage"
)

const (
	// later is kept back from the folder at first, and found by laterSentence.
	later         = "animals/wild-horses.jpg"
	laterSentence = "five horses"
	photos        = 99 // the sample photos without later

	bear         = "2022/zoo/polar-bear.jpg"
	bearSentence = "polar bear walking on snow"

	patience = 2 * time.Minute // for what has no limit of its own
	// These leave room for a machine that has other things to do for a while; what it took is logged.
	promptly = 20 * time.Second // until a change in the folder is seen; the aim is 3 s
	quickly  = 5 * time.Second  // until results are there; the aim is 300 ms
)

func TestFirstDay(t *testing.T) {
	d := newDay(t)
	steps := []struct {
		name string
		play func(*testing.T, *day)
	}{
		{"welcome", welcome},
		{"add a folder by dropping it", addFolder},
		{"everything is encoded", encoded},
		{"select several photos", selectSeveral},
		{"search by a sentence", searchSentence},
		{"a filter narrows what is shown", filter},
		{"what is not there is not found", findNothing},
		{"a second process searches too", searchBeside},
		{"drop a picture", dropPicture},
		{"a second start hands its picture over", startAgain},
		{"a new picture is found", newPicture},
		{"a renamed picture is followed", renamePicture},
		{"a deleted picture is gone", deletePicture},
		{"open the viewer", openViewer},
		{"close the window", closeWindow},
		{"all is there the next day", nextDay},
		{"the system asks to end", terminate},
		{"the library is sound", sound},
		{"no original was touched", untouched},
	}
	for _, s := range steps {
		if !t.Run(s.name, func(t *testing.T) { s.play(t, d) }) {
			screen, err := d.Desk.Shot() // all of it: the window may be gone
			must(t, err)
			d.keep(t, "failed", screen)
			t.Fatalf("what comes after %q needs it", s.name)
		}
	}
}

// newDay lays out a person's photos and opens an empty library's window.
func newDay(t *testing.T) *day {
	d := newHome(t)
	d.folder = filepath.Join(d.home, "My photos")
	must(t, os.RemoveAll(filepath.Join(d.root, "build", "e2e")))
	must(t, os.CopyFS(d.folder, os.DirFS(d.samples())))
	must(t, os.Remove(filepath.Join(d.folder, later)))
	d.digests = digests(t, d.folder)
	d.open(t)
	return d
}

// shoot keeps what the window shows, numbered in the order of the steps.
func (d *day) shoot(t *testing.T, name string) {
	t.Helper()
	shot, err := d.Shot()
	must(t, err)
	d.keep(t, name, shot)
}

func (d *day) keep(t *testing.T, name string, shot image.Image) {
	t.Helper()
	d.shots++
	must(t, stage.SavePNG(filepath.Join(d.root, "build", "e2e", fmt.Sprintf("%02d-%s.png", d.shots, name)), shot))
}

// search types a sentence and wants a photo first, in the trace and on the screen.
func (d *day) search(t *testing.T, sentence, first, shot string) {
	t.Helper()
	got, took, err := d.Search(within(t, patience), sentence)
	must(t, err)
	t.Logf("results of %q %v after the last key", sentence, took.Round(time.Millisecond))
	if took > quickly {
		t.Errorf("want results within %v", quickly)
	}
	d.seeFirst(within(t, patience), t, got, first, shot)
}

// seeFirst wants a photo first in what is shown, and its pixels on the screen.
func (d *day) seeFirst(ctx context.Context, t *testing.T, got stage.Shown, first, shot string) {
	t.Helper()
	if got.First != first || len(got.Tiles) == 0 || got.Tiles[0].Path != first {
		t.Fatalf("want %s first, got %+v", first, got)
	}
	screen, err := d.See(ctx, got.Tiles[0])
	if screen != nil {
		d.keep(t, shot, screen)
	}
	must(t, err)
}

func welcome(t *testing.T, d *day) {
	_, err := d.Program.Shown(within(t, patience), "the welcome", func(s stage.Shown) bool {
		return s.View == "welcome"
	})
	must(t, err)
	d.shoot(t, "welcome")
}

func addFolder(t *testing.T, d *day) {
	must(t, d.Drop(within(t, patience), d.folder))
	got, err := d.Program.Shown(within(t, patience), "tiles", func(s stage.Shown) bool {
		return s.View == "library" && len(s.Tiles) > 0
	})
	must(t, err)
	if dir := got.Tiles[0].Path; !strings.HasPrefix(dir, d.folder) {
		t.Errorf("want a photo of %s, got %s", d.folder, dir)
	}
	d.shoot(t, "tiles-appear")
}

func encoded(t *testing.T, d *day) {
	done, err := d.Program.Status(within(t, 2*time.Minute), "all to be encoded", func(s stage.Status) bool {
		return s.Done(photos)
	})
	must(t, err)
	if done.Problems != 0 {
		t.Errorf("problems: want 0, got %d", done.Problems)
	}
	got, err := d.Program.Shown(within(t, patience), "all photos, look-alikes stacked", func(s stage.Shown) bool {
		return s.Count == photos && slices.ContainsFunc(s.Tiles, func(x stage.Tile) bool { return x.Stack == 3 })
	})
	must(t, err)
	screen, err := d.See(within(t, patience), got.Tiles[0]) // which is stored on its side
	must(t, err)
	d.keep(t, "library", screen)
}

func searchSentence(t *testing.T, d *day) { d.search(t, bearSentence, d.path(bear), "sentence") }

// filter types a filter alone: the photos for which it holds are shown, all of them.
func filter(t *testing.T, d *day) {
	const line = "type:png"
	must(t, errors.Join(d.Desk.Press("ctrl+f"), d.Desk.Press("ctrl+a"), d.Desk.Type(line)))
	got, err := d.Program.Shown(within(t, patience), "photos of that type", func(s stage.Shown) bool {
		return s.View == "results" && s.Query == line
	})
	must(t, err)
	want := 0
	for path := range d.digests {
		if strings.HasSuffix(path, ".png") {
			want++
		}
	}
	if got.Count != want || want == 0 || len(got.Tiles) == 0 {
		t.Errorf("photos: want %d, got %d, of which %d can be seen", want, got.Count, len(got.Tiles))
	}
	for _, tile := range got.Tiles {
		if filepath.Ext(tile.Path) != ".png" {
			t.Errorf("%s is among them", tile.Path)
		}
	}
	d.seeFirst(within(t, patience), t, got, got.First, "filter")
}

// findNothing asks for nonsense: no photo is the honest answer.
func findNothing(t *testing.T, d *day) {
	got, _, err := d.Search(within(t, patience), "qwxzv blorptang gnurf")
	must(t, err)
	if got.Count != 0 {
		t.Errorf("photos: want 0, got %d, first %s", got.Count, got.First)
	}
	d.shoot(t, "nothing-fits")
}

// searchBeside runs the command line while the window has the library open.
func searchBeside(t *testing.T, d *day) {
	cmd := exec.CommandContext(within(t, patience), d.binary(), "--library", stage.Library(d.home), "search", "--json",
		"--limit", "1", bearSentence)
	cmd.Env = d.Desk.Env(d.home)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", cmd, err)
	}
	var hit struct {
		Rank int
		Path string
	}
	must(t, json.Unmarshal(out, &hit))
	if hit.Rank != 1 || hit.Path != d.path(bear) {
		t.Errorf("want %s at rank 1, got %s", d.path(bear), out)
	}
}

// dropPicture drops a small copy of a photo that lies outside the library, and wants the photo first, with its five
// near-duplicates under it.
func dropPicture(t *testing.T, d *day) {
	_, err := d.Leave(within(t, patience), "library")
	must(t, err)
	copied := filepath.Join(d.home, "from a friend.jpg")
	shrink(t, d.path("travel/eiffel-tower.jpg"), copied)
	must(t, d.Drop(within(t, patience), copied))
	got, err := d.Program.Shown(within(t, patience), "photos like the dropped one", func(s stage.Shown) bool {
		return s.View == "results" && len(s.Tiles) > 0 && s.Tiles[0].Stack > 0
	})
	must(t, err)
	if got.Tiles[0].Path != d.path("travel/eiffel-tower.jpg") || got.Tiles[0].Stack != 6 {
		t.Fatalf("want the photo first, with what looks like it under it, got %+v", got)
	}
	d.seeFirst(within(t, patience), t, got, got.First, "dropped-picture")
	d.openStack(t, got.Tiles[0])
	_, err = d.Leave(within(t, patience), "library")
	must(t, err)
}

// openStack opens a stack of six photos by its number and closes it by Escape, and opens it by Enter and closes it
// by its number.
func (d *day) openStack(t *testing.T, cover stage.Tile) {
	t.Helper()
	place, err := d.Place(cover)
	must(t, err)
	number := func() error { return d.Desk.Click(place.Max.X-20, place.Min.Y+20, 1) }
	open := func(is bool) stage.Shown {
		t.Helper()
		half := func(x stage.Tile) bool { return x.Path == d.path("duplicates/eiffel-tower-half.jpg") }
		what := fmt.Sprintf("the stack open: %v", is)
		got, err := d.Program.Shown(within(t, patience), what, func(s stage.Shown) bool {
			return s.View == "results" && s.Painted && slices.ContainsFunc(s.Tiles, half) == is
		})
		must(t, err)
		return got
	}
	must(t, number())
	got := open(true)
	d.shoot(t, "stack-open")
	must(t, d.Desk.Press("Escape"))
	open(false)
	must(t, d.Desk.Press("Return"))
	open(true)
	must(t, number())
	open(false)
	var near []string
	for _, tile := range got.Tiles[:min(6, len(got.Tiles))] {
		near = append(near, strings.TrimPrefix(tile.Path, d.folder))
	}
	slices.Sort(near)
	want := []string{
		"/duplicates/eiffel-tower-bright.jpg", "/duplicates/eiffel-tower-copy.jpg",
		"/duplicates/eiffel-tower-cropped.jpg",
		"/duplicates/eiffel-tower-half.jpg", "/duplicates/eiffel-tower-q60.jpg", "/travel/eiffel-tower.jpg",
	}
	if !slices.Equal(near, want) {
		t.Errorf("the first six: want %q, got %q", want, near)
	}
}

// startAgain starts the program a second time with a picture, as "Open with"
// does: it ends at once, and the window that is there looks for the picture.
func startAgain(t *testing.T, d *day) {
	again := exec.CommandContext(within(t, patience), d.binary(), "--library", stage.Library(d.home), d.path(bear))
	again.Env = d.Desk.Env(d.home)
	if out, err := again.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("the second start: %v, it said %q", err, out)
	}
	_, err := d.Program.Shown(within(t, patience), "photos like the one handed over", func(s stage.Shown) bool {
		return s.View == "results" && s.First == d.path(bear)
	})
	must(t, err)
	_, err = d.Leave(within(t, patience), "library")
	must(t, err)
}

// newPicture copies a picture into the folder while its sentence stands in the
// search box: it has to come up by itself.
func newPicture(t *testing.T, d *day) {
	before, _, err := d.Search(within(t, patience), laterSentence)
	must(t, err)
	if before.First == d.path(later) {
		t.Fatalf("%s is found before it is there", later)
	}
	data, err := os.ReadFile(filepath.Join(d.samples(), filepath.FromSlash(later)))
	must(t, err)
	must(t, os.WriteFile(d.path(later), data, 0o644))
	d.wantFirst(t, d.path(later), "new-picture")
}

const renamed = "2022/horses renamed.jpg"

func renamePicture(t *testing.T, d *day) {
	must(t, os.Rename(d.path(later), d.path(renamed)))
	d.wantFirst(t, d.path(renamed), "renamed-picture")
}

// wantFirst wants a photo to become the first of the results promptly.
func (d *day) wantFirst(t *testing.T, path, shot string) {
	t.Helper()
	began, ctx := time.Now(), within(t, promptly)
	got, err := d.Program.Shown(ctx, path+" first", func(s stage.Shown) bool {
		return s.First == path && len(s.Tiles) > 0
	})
	must(t, err)
	known := time.Since(began).Round(time.Millisecond)
	d.seeFirst(ctx, t, got, path, shot)
	t.Logf("known after %v, on the screen after %v", known, time.Since(began).Round(time.Millisecond))
}

func deletePicture(t *testing.T, d *day) {
	must(t, os.Remove(d.path(renamed)))
	_, err := d.Program.Shown(within(t, promptly), "results without it", func(s stage.Shown) bool {
		return s.View == "results" && len(s.Tiles) > 0 && !slices.ContainsFunc(s.Tiles, func(tile stage.Tile) bool {
			return tile.Path == d.path(renamed)
		})
	})
	must(t, err)
	_, err = d.Program.Status(within(t, promptly), "one photo less", func(s stage.Status) bool {
		return s.Done(photos)
	})
	must(t, err)
	d.shoot(t, "deleted-picture")
}

func openViewer(t *testing.T, d *day) {
	got, _, err := d.Search(within(t, patience), bearSentence)
	must(t, err)
	place, err := d.Place(got.Tiles[0])
	must(t, err)
	must(t, d.Desk.Click((place.Min.X+place.Max.X)/2, (place.Min.Y+place.Max.Y)/2, 2))
	_, err = d.Program.Shown(within(t, patience), "the viewer", func(s stage.Shown) bool {
		return s.View == "viewer" && s.First == d.path(bear)
	})
	must(t, err)
	screen, err := d.SeeLarge(within(t, patience), d.path(bear))
	must(t, err)
	d.keep(t, "viewer", screen)
	fullScreen(t, d)
	_, err = d.Leave(within(t, patience), "results")
	must(t, err)
}

func closeWindow(t *testing.T, d *day) {
	must(t, d.Window.AskToClose())
	must(t, d.Program.Wait(within(t, patience)))
}

// nextDay wants everything back at once: a window that had to encode again
// would tell of photos that are not encoded.
func nextDay(t *testing.T, d *day) {
	d.begin(t, d.Desk)
	_, err := d.Program.Status(within(t, patience), "all photos", func(s stage.Status) bool { return s.Done(photos) })
	must(t, err)
	reported, err := d.Program.Statuses()
	must(t, err)
	for _, s := range reported {
		if s.Encoded != s.Photos {
			t.Errorf("want nothing to encode, got %+v", s)
		}
	}
	d.search(t, bearSentence, d.path(bear), "next-day")
}

func terminate(t *testing.T, d *day) {
	must(t, d.Program.Terminate())
	must(t, d.Program.Wait(within(t, patience)))
}

func sound(t *testing.T, d *day) {
	cmd := exec.CommandContext(within(t, patience), d.binary(), "--library", stage.Library(d.home), "doctor")
	cmd.Env = d.Desk.Env(d.home)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func untouched(t *testing.T, d *day) {
	got := digests(t, d.folder)
	for path, want := range d.digests {
		if got[path] != want {
			t.Errorf("%s: want %s, got %q", path, want, got[path])
		}
	}
	if len(got) != len(d.digests) {
		t.Errorf("files: want %d, got %d", len(d.digests), len(got))
	}
}

// digests are the SHA-256 and the time of change of every file in a folder.
func digests(t *testing.T, folder string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	must(t, filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		sums[path] = fmt.Sprintf("%x %v", sha256.Sum256(data), info.ModTime())
		return nil
	}))
	return sums
}

// shrink writes a copy of a picture at a third of its width, saved anew.
func shrink(t *testing.T, from, to string) {
	t.Helper()
	photo, err := stage.ReadPhoto(from)
	must(t, err)
	b := photo.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, b.Dx()/3, b.Dy()/3))
	draw.CatmullRom.Scale(small, small.Bounds(), photo, b, draw.Src, nil)
	f, err := os.Create(to)
	must(t, err)
	defer f.Close()
	must(t, jpeg.Encode(f, small, &jpeg.Options{Quality: 60}))
}

// within is a context that ends after limit, or with the test.
func within(t *testing.T, limit time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
