package pages

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
	"recollect/ui/notice"
	"recollect/ui/places"
	"recollect/ui/uitest"
	"recollect/ui/work"
	"recollect/ui/world"
)

// failing fails the first time that it is asked for clusters, and tells the level of the others.
type failing struct{ levels []int }

func (f *failing) Read(context.Context) (photo.Atlas, error) { return photo.Atlas{}, nil }

func (f *failing) Clusters(_ context.Context, _ photo.Area, level int) ([]photo.Cluster, error) {
	if f.levels = append(f.levels, level); len(f.levels) == 1 {
		return nil, errors.New("busy")
	}
	return nil, nil
}

func (f *failing) Cities(context.Context, photo.Area, int) ([]photo.City, error) { return nil, nil }

// What is wanted while a picture of the map is drawn is drawn after it, also when that fails.
func TestTheMapIsDrawnAfterAFailure(t *testing.T) {
	l := uitest.NewLoop(t)
	g := new(work.Group)
	ctx, cancel := context.WithCancel(t.Context())
	g.Begin(ctx)
	defer func() { cancel(); g.Wait() }()
	spots := &failing{}
	p := &Places{
		Group: g, Page: places.New(), Spots: spots, Timer: work.NewTimer(g),
		Board: notice.New(g, func(err error) (string, string) { return err.Error(), "" }),
	}
	p.Page.Canvas = test.NewTempWindow(t, container.NewWithoutLayout()).Canvas()
	p.Serve()
	ask := func(level int) {
		v := world.View{X: 0.5, Y: 0.5, Scale: 256, Width: 256, Height: 256}
		p.draw(places.Request{View: v, Unit: 1, Cells: level})
	}
	for level := range 3 {
		ask(level)
	}
	l.Until(t, "the last picture", func() bool { return !p.drawn })
	if got := spots.levels; len(got) != 2 || got[1] != 2 {
		t.Errorf("drawn were levels %v, want the first and the last", got)
	}
}
