package ui

import (
	"context"
	"encoding/json"
	"io"
	"reflect"
	"time"

	"recollect/engine/photo"
	"recollect/ui/view"
	"recollect/ui/work"
)

const (
	traceTiles = 8                     // how many tiles a line tells of
	traceQuiet = 30 * time.Millisecond // for a change to be laid out before it is told
)

// tracer writes what is shown as JSON lines, so that a test can follow a real
// window. Without a writer it does nothing.
type tracer struct {
	to       io.Writer
	settle   work.Timer
	settling bool
	looking  work.Latest[[]string]
	last     shownLine
	state    statusLineOut
}

// shownLine tells what is on screen.
type shownLine struct {
	Event   string     `json:"event"` // "shown"
	View    string     `json:"view"`
	Query   string     `json:"query"`
	Images  []string   `json:"images"`
	Count   int        `json:"count"`
	First   string     `json:"first"`
	Painted bool       `json:"painted"` // the pictures of all tiles on screen are there
	Tiles   []tileLine `json:"tiles"`
}

// tileLine is a tile, in physical pixels inside the window.
type tileLine struct {
	Path string `json:"path"`
	X    int    `json:"x"`
	Y    int    `json:"y"`
	W    int    `json:"w"`
	H    int    `json:"h"`
}

// statusLineOut tells how far the work is.
type statusLineOut struct {
	Event    string `json:"event"` // "status"
	Photos   int    `json:"photos"`
	Encoded  int    `json:"encoded"`
	Problems int    `json:"problems"`
	Scanning bool   `json:"scanning"`
	Paused   bool   `json:"paused"`
	Done     bool   `json:"done"`
}

func (t *tracer) status(s photo.Status) {
	line := statusLineOut{"status", s.Photos, s.Encoded, s.Problems, s.Scanning, s.Paused, s.Done()}
	if t.to == nil || line == t.state {
		return
	}
	t.state = line
	t.write(line)
}

func (t *tracer) shown(line shownLine) {
	if !reflect.DeepEqual(line, t.last) {
		t.last = line
		t.write(line)
	}
}

func (t *tracer) write(line any) {
	_ = json.NewEncoder(t.to).Encode(line) // a trace that cannot be written stops nothing
}

// shown is called whenever something else may be on screen.
func (w *Window) shown() {
	if w.trace.to == nil || !w.work.Open() || w.trace.settling {
		return // what is on screen when it has settled is told, not what was when it began
	}
	w.trace.settling = true
	w.trace.settle.After(w.work, traceQuiet, func() {
		w.trace.settling = false
		w.traceShown()
	})
}

// traceShown writes what is on screen, once the paths of it are known.
func (w *Window) traceShown() {
	line, ids := w.line()
	w.trace.looking.Run(w.work, func(ctx context.Context) ([]string, error) { return w.paths(ctx, ids) },
		func(paths []string, err error) {
			if err != nil {
				return // gone meanwhile: the next change tells
			}
			if len(paths) > 0 {
				line.First = paths[0]
			}
			for i := range line.Tiles {
				line.Tiles[i].Path = paths[i+1]
			}
			w.trace.shown(line)
		})
}

// line is what is on screen without paths, and the photos whose paths belong
// into it: the first of all, then the tiles.
func (w *Window) line() (shownLine, []photo.ID) {
	l := shownLine{
		Event: "shown", View: w.view().String(), Query: w.asked.Text, Images: append([]string{}, w.asked.Images...),
		Painted: true, Tiles: []tileLine{},
	}
	switch w.view() {
	case view.OnePhoto:
		t, _, _ := w.viewer.Current()
		l.Count, l.Painted = len(w.grid.Tiles()), w.viewer.Sharp()
		return l, []photo.ID{t.ID}
	case view.Library, view.Results:
		return w.gridLine(l)
	}
	return l, nil
}

func (w *Window) gridLine(l shownLine) (shownLine, []photo.ID) {
	tiles := w.grid.Tiles()
	if w.view() == view.Results {
		l.Query, l.Images = w.answer.Text, append([]string{}, w.answer.Images...)
		tiles = w.found
	}
	l.Count = len(tiles)
	if len(tiles) == 0 {
		return l, nil
	}
	ids := []photo.ID{tiles[0].ID}
	onScreen, painted := w.grid.Shown()
	l.Painted = painted
	for _, s := range onScreen[:min(len(onScreen), traceTiles)] {
		l.Tiles = append(l.Tiles, tileLine{X: s.X, Y: s.Y, W: s.W, H: s.H})
		ids = append(ids, s.ID)
	}
	return l, ids
}

func (w *Window) paths(ctx context.Context, ids []photo.ID) ([]string, error) {
	paths := make([]string, len(ids))
	for i, id := range ids {
		p, err := w.o.Photos.Photo(ctx, id)
		if err != nil {
			return nil, err
		}
		paths[i] = p.Path
	}
	return paths, nil
}
