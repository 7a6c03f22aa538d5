package stage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"os"
	"slices"
	"strings"
)

// Shown is what the window shows, in the words of the trace that the program
// writes where RECOLLECT_TRACE says.
type Shown struct {
	View    string // "library", "results", "viewer", "things", "welcome", "settings", "problems" or "models"
	Query   string // the sentence that the results answer
	Count   int    // photos in the view
	First   string // path of the first photo, empty if there is none
	Painted bool   // the pictures of all that can be seen are there
	Tiles   []Tile // the first few that can be seen
	Marked  int    // photos that are selected as several are
	// Models and Buttons, those of a dialog if there is one, are of the page of models; Buttons may also be
	// those of the bar for the photos that are marked.
	Models  []Model
	Buttons []Button
	Dialog  bool
	// Controls is what can be clicked: of a dialog or menu that is over the window, else of the window.
	Controls []Button
	Over     bool   // a dialog or a menu is
	Toast    string // what was done
	Pair     bool   // two photos are compared
}

// Control returns the first control of a name, which may say its key, too.
func (s Shown) Control(name string) (b Button, ok bool) {
	i := slices.IndexFunc(s.Controls, func(b Button) bool {
		return b.Text == name || strings.HasPrefix(b.Text, name+"   (")
	})
	if i < 0 {
		return b, false
	}
	return s.Controls[i], true
}

// Model is a model on the page of models.
type Model struct {
	ID        string
	State     string
	InUse     bool    `json:"in_use"`
	PerSecond float64 `json:"per_second"`
	Chosen    bool    // its details are shown
}

// Model returns the model of an ID.
func (s Shown) Model(id string) (m Model, ok bool) {
	i := slices.IndexFunc(s.Models, func(m Model) bool { return m.ID == id })
	if i < 0 {
		return m, false
	}
	return s.Models[i], true
}

// Button is a button that can be pressed, in pixels from the window's corner.
type Button struct {
	Text       string
	X, Y, W, H int
}

// Tile is where a photo is drawn, in pixels from the window's corner.
type Tile struct {
	Path       string
	X, Y, W, H float64
	Stack      int // how many photos look alike and lie here; 0: the photo alone
}

// Rect returns the tile's place in whole pixels.
func (t Tile) Rect() image.Rectangle {
	return image.Rect(int(t.X+0.5), int(t.Y+0.5), int(t.X+t.W+0.5), int(t.Y+t.H+0.5))
}

// Status is the library's state as the window reports it.
type Status struct {
	Photos, Encoded, Problems int
	Scanning, Paused          bool
}

// Done reports whether all of n photos can be searched for.
func (s Status) Done(n int) bool { return !s.Scanning && s.Photos == n && s.Encoded == n }

// trace reads a file of JSON lines while it grows. The last line of each kind
// is what holds.
type trace struct {
	path     string
	offset   int64
	shown    Shown
	statuses []Status
	slow     []Slow
}

// Slow is a call on the UI goroutine that took longer than a frame.
type Slow struct {
	What string // the function
	MS   int64
}

func (t *trace) status() Status {
	if len(t.statuses) == 0 {
		return Status{}
	}
	return t.statuses[len(t.statuses)-1]
}

// read takes in the whole lines that were added since the last call. The end of
// the file may be a line that is being written: it waits for the next call.
func (t *trace) read() error {
	f, err := os.Open(t.path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Seek(t.offset, io.SeekStart); err != nil {
		return err
	}
	added, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	added = added[:bytes.LastIndexByte(added, '\n')+1]
	t.offset += int64(len(added))
	for line := range bytes.Lines(added) {
		if err := t.take(line); err != nil {
			return fmt.Errorf("trace %s: %w in %q", t.path, err, line)
		}
	}
	return nil
}

func (t *trace) take(line []byte) error {
	var kind struct{ Event string }
	if err := json.Unmarshal(line, &kind); err != nil {
		return err
	}
	switch kind.Event {
	case "shown":
		t.shown = Shown{}
		err := json.Unmarshal(line, &t.shown)
		t.shown.First = local(t.shown.First)
		for i := range t.shown.Tiles {
			t.shown.Tiles[i].Path = local(t.shown.Tiles[i].Path)
		}
		return err
	case "status":
		var s Status
		err := json.Unmarshal(line, &s)
		t.statuses = append(t.statuses, s)
		return err
	case "slow":
		var s Slow
		err := json.Unmarshal(line, &s)
		t.slow = append(t.slow, s)
		return err
	default:
		return fmt.Errorf("unknown event %q", kind.Event)
	}
}

// local returns this system's name for a path that a program under wine names, which calls the root Z:.
func local(path string) string {
	rest, ok := strings.CutPrefix(path, `Z:\`)
	if !ok {
		return path
	}
	return "/" + strings.ReplaceAll(rest, `\`, "/")
}
