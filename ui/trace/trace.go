// Package trace writes what is on screen as JSON lines, so that a test can follow a
// real window.
package trace

import (
	"context"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"time"

	"recollect/engine/photo"
	"recollect/ui/work"
)

// MostTiles limits the tiles in a line.
const MostTiles = 8

const (
	quiet  = 30 * time.Millisecond  // for a change to be laid out before it is written
	looked = 100 * time.Millisecond // at the window, of which not every change is told
)

// Tracer writes lines; without a writer it does nothing. All fields but To are
// required, and all methods belong to the UI goroutine.
type Tracer struct {
	To    io.Writer
	Group *work.Group
	Timer *work.Timer // of Group, for this alone
	Watch *work.Timer // likewise
	// OnScreen returns the content of the screen without paths, and the photos
	// whose paths it needs: the first of all, then one for each tile.
	OnScreen func() (Shown, []photo.ID)
	// Paths are the paths of photos; called off the UI goroutine.
	Paths func(context.Context, []photo.ID) ([]string, error)

	settling bool
	watching bool
	seen     seen
	paths    work.Latest[[]string]
	last     Shown
	state    status
}

// Shown is the content of the screen.
type Shown struct {
	Event   string   `json:"event"` // "shown"
	View    string   `json:"view"`
	Query   string   `json:"query"`
	Images  []string `json:"images"`
	Count   int      `json:"count"`
	First   string   `json:"first"`
	Painted bool     `json:"painted"` // the pictures of all tiles on screen are there
	Tiles   []Tile   `json:"tiles"`
	Marked  int      `json:"marked,omitempty"` // photos that are selected as several are
	// Models, and Dialog, whether one is open, are of the page of models; Buttons too, or of the bar for the
	// photos that are marked.
	Models  []Model  `json:"models,omitempty"`
	Buttons []Button `json:"buttons,omitempty"`
	Dialog  bool     `json:"dialog,omitempty"`
	// Controls is what can be clicked: of a dialog or menu that is over the window, else of the window.
	Controls []Button `json:"controls,omitempty"`
	Over     bool     `json:"over,omitempty"`  // a dialog or a menu is
	Toast    string   `json:"toast,omitempty"` // what was done
	Pair     bool     `json:"pair,omitempty"`  // two photos are compared
}

// Tile is a tile, in physical pixels inside the window.
type Tile struct {
	Path string `json:"path"`
	X    int    `json:"x"`
	Y    int    `json:"y"`
	W    int    `json:"w"`
	H    int    `json:"h"`
	// Stack is how many photos look alike and lie here; 0: the photo alone.
	Stack int `json:"stack,omitempty"`
}

// status is the progress of the work.
type status struct {
	Event    string `json:"event"` // "status"
	Photos   int    `json:"photos"`
	Encoded  int    `json:"encoded"`
	Problems int    `json:"problems"`
	Scanning bool   `json:"scanning"`
	Paused   bool   `json:"paused"`
	Done     bool   `json:"done"`
}

// slow is a call that has held up the UI goroutine.
type slow struct {
	Event string `json:"event"` // "slow"
	What  string `json:"what"`  // the function
	MS    int64  `json:"ms"`
}

// Slow writes that a call on the UI goroutine took longer than a frame.
func (t *Tracer) Slow(what string, took time.Duration) {
	if t.To != nil {
		t.write(slow{"slow", what, took.Milliseconds()})
	}
}

// Status writes the progress of the work.
func (t *Tracer) Status(s photo.Status) {
	line := status{"status", s.Photos, s.Encoded, s.Problems, s.Scanning, s.Paused, s.Done()}
	if t.To == nil || line == t.state {
		return
	}
	t.state = line
	t.write(line)
}

func (t *Tracer) writeChanged(line Shown) {
	if !reflect.DeepEqual(line, t.last) {
		t.last = line
		t.write(line)
	}
}

func (t *Tracer) write(line any) {
	_ = json.NewEncoder(t.To).Encode(line) // a trace that cannot be written stops nothing
}

// Shown says that the screen may have changed. The content is written once the
// screen has settled.
func (t *Tracer) Shown() {
	if t.To == nil || !t.Group.Open() || t.settling {
		return
	}
	if !t.watching {
		t.watching = true
		t.watch()
	}
	t.settling = true
	t.Timer.After(quiet, func() {
		t.settling = false
		t.writeShown()
	})
}

// seen is the content of the screen, and the photos in it.
type seen struct {
	line Shown
	ids  []photo.ID
}

// watch writes the content of the screen whenever it has changed: nobody tells of dialogs and menus.
func (t *Tracer) watch() {
	t.Watch.After(looked, func() {
		line, ids := t.OnScreen()
		if !t.settling && !reflect.DeepEqual(t.seen, seen{line, ids}) {
			t.Shown()
		}
		t.watch()
	})
}

// writeShown writes the content of the screen, once its paths are known.
func (t *Tracer) writeShown() {
	line, ids := t.OnScreen()
	t.seen = seen{line, slices.Clone(ids)}
	t.seen.line.Tiles = slices.Clone(line.Tiles) // which get their paths below
	if line.Dialog && slices.ContainsFunc(line.Buttons, Button.unplaced) {
		t.Shown()
		return
	}
	t.paths.Run(t.Group, func(ctx context.Context) ([]string, error) { return t.Paths(ctx, ids) },
		func(paths []string, err error) {
			if err != nil {
				return // deleted meanwhile: the next change is traced
			}
			if len(paths) > 0 {
				line.First = paths[0]
			}
			for i := range line.Tiles {
				line.Tiles[i].Path = paths[i+1]
			}
			t.writeChanged(line)
		})
}
