//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/image/draw"

	"recollect/e2e/stage"
)

const (
	mostResident = 500  // MB, what the window may hold at any moment
	manyPhotos   = 1100 // in the library of the session
	largePhotos  = 12   // of them are as large as cameras make them
)

// TestMemory plays a session that visits every view, over more photos than any
// cache holds, and measures what the program has in memory: one round, or half an
// hour of them where RECOLLECT_SOAK is set.
func TestMemory(t *testing.T) {
	length := time.Duration(0)
	if os.Getenv("RECOLLECT_SOAK") != "" {
		length = 30 * time.Minute
	}
	s := newSession(t)
	watch := watchResident(t, s.Program.Pid())
	s.painted(t, "library")
	started, _ := watch()
	t.Logf("after the start: %d MB resident", started)
	for round, began := 1, time.Now(); round == 1 || time.Since(began) < length; round++ {
		s.play(t)
		now, most := watch()
		t.Logf("%v, round %d: %d MB resident, %d MB at most so far", time.Since(began).Round(time.Second), round, now,
			most)
	}
	if _, most := watch(); most >= mostResident {
		t.Errorf("resident: want less than %d MB, got %d", mostResident, most)
	}
}

// session is a window over a large library.
type session struct{ *stage.Session }

// newSession indexes the photos from the command line, so that what is measured
// is the window's, and opens the window.
func newSession(t *testing.T) session {
	root, err := filepath.Abs("..")
	must(t, err)
	binary, home := filepath.Join(root, "build", "recollect"), t.TempDir()
	folder := filepath.Join(home, "photos")
	makePhotos(t, filepath.Join(root, "testdata", "sample-photos", "photos"), folder)
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	index := exec.Command(binary, "--library", stage.Library(home), "index", folder)
	index.Env = desk.Env(home)
	if out, err := index.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", index, err, out)
	}
	// The photos are copies of a few: in stacks they would be no more than those.
	settings := filepath.Join(home, ".config", "fyne", "app.recollect.Recollect")
	must(t, os.MkdirAll(settings, 0o700))
	must(t, os.WriteFile(filepath.Join(settings, "preferences.json"), []byte(`{"stacks":false}`), 0o600))
	s, err := stage.Begin(within(t, patience), desk, binary, home)
	must(t, err)
	t.Cleanup(func() {
		if said := s.Program.Kill(); t.Failed() {
			t.Logf("the program's stderr:\n%s", said)
		}
	})
	return session{s}
}

// play visits every view once.
func (s session) play(t *testing.T) {
	s.scroll(t)
	for _, sentence := range []string{
		"snowy mountains by a lake", "a single bird on a branch", "city lights at night",
	} {
		_, _, err := s.Search(within(t, patience), sentence)
		must(t, err)
		s.painted(t, "results")
	}
	s.leave(t, "library")
	s.browse(t)
	s.things(t)
}

// scroll goes to the end of the library and back, page by page, and sees the
// photos of each page.
func (s session) scroll(t *testing.T) {
	s.click(t, 1) // which gives the photos the keys
	s.press(t, "Home")
	end := s.turn(t, "End")
	s.turn(t, "Home")
	pages := 1
	atEnd := func(v stage.Tile) bool { return v.Path == end[0].Path }
	for now := s.turn(t, "PageDown"); !slices.ContainsFunc(now, atEnd); pages++ {
		now = s.turn(t, "PageDown")
	}
	for range pages - 1 {
		s.turn(t, "PageUp")
	}
	s.turn(t, "Home")
}

// turn presses a key that scrolls, waits until other photos are on screen, and
// returns the first of them.
func (s session) turn(t *testing.T, key string) []stage.Tile {
	t.Helper()
	before := s.painted(t, "library").Tiles[0]
	s.press(t, key)
	after, err := s.Program.Shown(within(t, patience), "photos after "+key, func(v stage.Shown) bool {
		return v.View == "library" && v.Painted && v.Tiles[0] != before
	})
	must(t, err)
	return after.Tiles
}

// browse opens the newest photo, steps through those after it, of
// which some are large, and looks at one closely.
func (s session) browse(t *testing.T) {
	s.press(t, "Home")
	s.click(t, 2)
	s.painted(t, "viewer")
	for range 2 * largePhotos {
		s.press(t, "Right")
		s.painted(t, "viewer")
	}
	for range 8 {
		s.press(t, "=")
		s.painted(t, "viewer")
	}
	s.leave(t, "library")
}

// things goes to the room of things and back, by the rows of the side bar.
func (s session) things(t *testing.T) {
	s.room(t, "things")
	s.room(t, "library")
}

// room clicks the rows of the side bar from the top until the view is there.
func (s session) room(t *testing.T, view string) {
	t.Helper()
	for y := 20; y < 200; y += 20 {
		must(t, s.Desk.Click(60, y, 1))
		ctx := within(t, 4*time.Second)
		if _, err := s.Program.Shown(ctx, view, func(v stage.Shown) bool { return v.View == view }); err == nil {
			return
		} else if ctx.Err() == nil {
			t.Fatal(err)
		}
	}
	t.Fatalf("no row of the side bar shows %s", view)
}

// click clicks the first photo that is wholly on screen.
func (s session) click(t *testing.T, times int) {
	t.Helper()
	for _, tile := range s.painted(t, "library").Tiles {
		place, err := s.Place(tile)
		must(t, err)
		if place.Min.Y > 100 { // below the search box and the name of a month
			must(t, s.Desk.Click((place.Min.X+place.Max.X)/2, (place.Min.Y+place.Max.Y)/2, times))
			return
		}
	}
	t.Fatal("no photo is wholly on screen")
}

func (s session) press(t *testing.T, key string) {
	t.Helper()
	must(t, s.Desk.Press(key))
}

// painted waits until a view is on screen with all its pictures.
func (s session) painted(t *testing.T, view string) stage.Shown {
	t.Helper()
	shown, err := s.Program.Shown(within(t, patience), "all pictures of "+view, func(v stage.Shown) bool {
		return v.View == view && v.Painted && (view != "library" || len(v.Tiles) > 0)
	})
	must(t, err)
	return shown
}

func (s session) leave(t *testing.T, to string) {
	t.Helper()
	_, err := s.Leave(within(t, patience), to)
	must(t, err)
}

// makePhotos fills a folder with manyPhotos files, each with a content of its
// own: copies of the samples with a few bytes after their end, and last,
// so that they are the newest, largePhotos samples enlarged to 12 megapixels.
func makePhotos(t *testing.T, samples, folder string) {
	var files []string
	must(t, filepath.WalkDir(samples, func(path string, e fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".jpg" {
			files = append(files, path)
		}
		return err
	}))
	must(t, os.MkdirAll(folder, 0o755))
	for i := range manyPhotos {
		to := filepath.Join(folder, fmt.Sprintf("%04d.jpg", i))
		if i >= manyPhotos-largePhotos {
			enlarge(t, files[i%len(files)], to)
			continue
		}
		data, err := os.ReadFile(files[i%len(files)])
		must(t, err)
		must(t, os.WriteFile(to, append(data, strconv.Itoa(i)...), 0o644))
	}
}

// enlarge writes a picture with 4000 x 3000 pixels.
func enlarge(t *testing.T, from, to string) {
	t.Helper()
	photo, err := stage.ReadPhoto(from)
	must(t, err)
	large := image.NewRGBA(image.Rect(0, 0, 4000, 3000))
	draw.ApproxBiLinear.Scale(large, large.Bounds(), photo, photo.Bounds(), draw.Src, nil)
	f, err := os.Create(to)
	must(t, err)
	defer f.Close()
	must(t, jpeg.Encode(f, large, nil))
}

// watchResident looks at a process's memory every 0.1 s until the test ends.
// What it returns tells, in MB, what the process has resident (VmRSS of
// proc_pid_status(5)) now, and had at most.
func watchResident(t *testing.T, pid int) (watched func() (now, most int)) {
	var now, most atomic.Int64
	look := func() {
		mb := resident(t, pid)
		now.Store(mb)
		most.Store(max(most.Load(), mb))
	}
	look()
	ended := make(chan struct{})
	var g sync.WaitGroup
	g.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ended:
				return
			case <-tick.C:
				look()
			}
		}
	})
	t.Cleanup(func() { close(ended); g.Wait() })
	return func() (int, int) { return int(now.Load()), int(most.Load()) }
}

func resident(t *testing.T, pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Error(err)
		return 0
	}
	_, rest, found := bytes.Cut(status, []byte("VmRSS:"))
	if !found {
		return 0 // it has just ended
	}
	kb, err := strconv.ParseInt(string(bytes.Fields(rest)[0]), 10, 64)
	if err != nil {
		t.Error(err)
	}
	return kb * 1024 / 1e6
}
