//go:build e2e

package e2e

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/e2e/stage"
)

// size is what TestSize measures, in milliseconds and MB.
type size struct {
	Photos      int   `json:"photos"`
	Tiles       int64 `json:"first_tiles_ms"`     // from the start of the process to the first tiles on screen
	TilesCPU    int64 `json:"first_tiles_cpu_ms"` // what that takes of the processors
	Painted     int64 `json:"first_painted_ms"`   // to all pictures of these
	Search      int64 `json:"first_search_ms"`    // from the last key to results
	JumpMedian  int64 `json:"jump_median_ms"`     // from a click on the scroll bar to the pictures there
	JumpMost    int64 `json:"jump_most_ms"`
	Started     int   `json:"started_mb"`  // resident with the first pictures
	Scrolled    int   `json:"scrolled_mb"` // after scrolling from end to end
	ScrollMost  int   `json:"scroll_mb"`   // at most until then
	Searched    int   `json:"searched_mb"` // after searching
	SearchMost  int   `json:"search_mb"`   // at most until then
	SlowCalls   int   `json:"slow_calls"`  // on the UI goroutine, of more than a frame
	SlowestCall int64 `json:"slowest_call_ms"`
}

// jumps is how many places of a library are visited from end to end, and pages how many pages are
// turned at each.
const (
	jumps = 60
	pages = 4
)

// TestSize opens a window on a copy of the library in the folder RECOLLECT_SIZE_LIBRARY, as
// `recollect bench library --keep` makes one, scrolls from end to end and searches. It prints what
// that takes as a line of JSON.
func TestSize(t *testing.T) {
	from := os.Getenv("RECOLLECT_SIZE_LIBRARY")
	if from == "" {
		t.Skip("RECOLLECT_SIZE_LIBRARY names no library to open")
	}
	root, err := filepath.Abs("..")
	must(t, err)
	home, err := os.MkdirTemp(filepath.Dir(from), "size")
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(home)) })
	copyLibrary(t, from, stage.Library(home))
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	began := time.Now()
	s, err := stage.Begin(within(t, 2*patience), desk, filepath.Join(root, "build", "recollect"), home)
	must(t, err)
	t.Cleanup(func() {
		if shot, err := s.Shot(); t.Failed() && err == nil {
			must(t, stage.SavePNG(filepath.Join(root, "build", "size.png"), shot))
		}
		if said := s.Program.Kill(); t.Failed() {
			t.Logf("the program's stderr:\n%s", said)
		}
	})
	line, err := json.Marshal(session{s}.measure(t, began))
	must(t, err)
	fmt.Println(string(line))
}

// copyLibrary copies a library with the times of its files, by which the catalog knows that it was
// closed and need not be checked.
func copyLibrary(t *testing.T, from, to string) {
	must(t, os.CopyFS(to, os.DirFS(from)))
	must(t, filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		return os.Chtimes(filepath.Join(to, name), info.ModTime(), info.ModTime())
	}))
}

// measure does what TestSize measures, of a program that was started at a time.
func (s session) measure(t *testing.T, began time.Time) (m size) {
	watch := watchResident(t, s.Program.Pid())
	first, err := s.Program.Shown(within(t, 2*patience), "tiles", func(v stage.Shown) bool {
		return v.View == "library" && len(v.Tiles) > 0
	})
	must(t, err)
	m.Photos, m.Tiles = first.Count, time.Since(began).Milliseconds()
	m.TilesCPU = cpu(t, s.Program).Milliseconds()
	s.painted(t, "library")
	m.Painted = time.Since(began).Milliseconds()
	m.Started, _ = watch()
	m.JumpMedian, m.JumpMost = s.visit(t)
	m.Scrolled, m.ScrollMost = watch()
	for _, sentence := range []string{"boat at sunset", "two dogs in the snow"} {
		_, took, err := s.Search(within(t, 2*patience), sentence)
		must(t, err)
		if m.Search == 0 {
			m.Search = took.Milliseconds()
		}
		s.painted(t, "results")
	}
	s.leave(t, "library")
	m.Searched, m.SearchMost = watch()
	slow, err := s.Program.Slow()
	must(t, err)
	m.SlowCalls = len(slow)
	for _, call := range slow {
		t.Logf("%d ms on the UI goroutine: %s", call.MS, call.What)
		m.SlowestCall = max(m.SlowestCall, call.MS)
	}
	return m
}

// cpu returns the time that the program has had of the processors.
func cpu(t *testing.T, p *stage.Program) time.Duration {
	t.Helper()
	had, err := p.Processor()
	must(t, err)
	return had
}

// visit goes from one end of the library to the other by clicks on the scroll bar, and turns some pages
// at each place.
func (s session) visit(t *testing.T) (median, most int64) {
	bounds, err := s.Window.Bounds()
	must(t, err)
	s.click(t, 1) // which gives the photos the keys
	var times []int64
	for i := range jumps {
		top, bottom := bounds.Min.Y+110, bounds.Max.Y-60
		began := time.Now()
		before := s.painted(t, "library").Tiles[0]
		must(t, s.Desk.Click(bounds.Max.X-12, top+(bottom-top)*i/(jumps-1), 1))
		if i > 0 {
			_, err := s.Program.Shown(within(t, patience), "another place", func(v stage.Shown) bool {
				return v.View == "library" && v.Painted && len(v.Tiles) > 0 && v.Tiles[0] != before
			})
			must(t, err)
			times = append(times, time.Since(began).Milliseconds())
		}
		for range pages {
			s.press(t, "PageDown")
			s.painted(t, "library")
		}
	}
	s.turn(t, "Home")
	s.turn(t, "End")
	s.turn(t, "Home")
	slices.Sort(times)
	return times[len(times)/2], times[len(times)-1]
}
