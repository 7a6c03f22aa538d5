package analyse

import (
	"context"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/analyse/analysetest"
	"recollect/engine/photo"
)

// looking is a step that wants pixels and finds nothing.
type looking struct{ key string }

func (l *looking) Key() string  { return l.key }
func (l *looking) Needs() Needs { return Needs{ShortPx: 4} }

func (l *looking) Run(_ context.Context, work []Work) ([]Result, error) {
	return make([]Result, len(work)), nil
}

// A scan does not see that a file of the same size and time holds something else, and so cannot
// be asked to record it.
func TestAFileWithOtherContentThatSeemsUnchangedIsReadAnew(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(b.dir, "a.png")
	b.draw("a.png", color.RGBA{R: 255, A: 255})
	b.do(os.Truncate(path, 4096)) // what follows the end of a picture is not looked at
	b.scan()
	b.encode()
	was, err := os.Stat(path)
	b.do(err)
	before, err := b.catalog.ByPath(t.Context(), path)
	b.do(err)
	b.draw("a.png", color.RGBA{B: 255, A: 255})
	b.do(os.Truncate(path, was.Size()))
	b.do(os.Chtimes(path, was.ModTime(), was.ModTime()))
	stale := 0
	b.analyse.OnStale = func(string) { stale++ }
	b.steps = append(b.steps, &looking{"text v1"})
	for range 2 {
		b.encode()
	}
	after, err := b.catalog.ByPath(t.Context(), path)
	b.do(err)
	if after.Hash == before.Hash || stale > 0 {
		t.Errorf("it is of the old content: %v; named stale %d times", after.Hash == before.Hash, stale)
	}
	if p, err := b.catalog.Progress(t.Context(), "text v1"); err != nil || p.Done != 1 {
		t.Errorf("got %+v, %v", p, err)
	}
}

// The step that takes a step's place while photos are in flight may have to wait for its model.
func TestAStepThatIsReplacedByOneThatIsNotReady(t *testing.T) {
	b := newBench(t)
	suggest := func(photo.Vector) map[string]float64 { return map[string]float64{"red": 1} }
	b.steps = append(b.steps, &Things{Name: "things v1", Model: "colours", Suggest: suggest})
	b.draw("a.png", color.RGBA{R: 255, A: 255})
	b.scan()
	b.analyse.OnCommit = func(context.Context) {
		b.steps = []Step{b.embed, b.steps[1], &Things{Name: "things v1", Model: "colours"}}
	}
	b.encode()
	if p, err := b.catalog.Progress(t.Context(), "things v1"); err != nil || p.Done != 1 {
		t.Errorf("got %+v, %v", p, err)
	}
}

// loads counts how often a model is asked to load.
type loads struct {
	analysetest.Encoder
	n int
}

func (l *loads) Load() error {
	l.n++
	return l.Encoder.Load()
}

// Loading a network takes a large part of the time in which a window opens, and most windows open on a library
// in which all photos are known.
func TestNothingIsLoadedWhereNothingIsToDo(t *testing.T) {
	b := newBench(t)
	encoder := &loads{}
	b.embed.Encoder = encoder
	b.encode()
	if encoder.n > 0 {
		t.Errorf("an empty library loads the model %d times", encoder.n)
	}
	b.draw("a.png", color.RGBA{R: 255, A: 255})
	b.scan()
	b.encode()
	if encoder.n == 0 {
		t.Error("a photo is embedded without a model")
	}
	before := encoder.n
	b.encode()
	if encoder.n > before {
		t.Errorf("where all is known the model is loaded %d times", encoder.n-before)
	}
}
