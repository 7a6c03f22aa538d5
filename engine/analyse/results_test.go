package analyse

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/colour"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// reading is a step like one that reads text: it looks at pixels, and fails for some contents.
type reading struct {
	mu     sync.Mutex
	seen   int
	failed error                       // of the step as a whole
	result func(*reading, Work) Result // of one content
}

const readingKey = "reading v1"

func (r *reading) Key() string  { return readingKey }
func (r *reading) Needs() Needs { return Needs{Tile: true} }

func (r *reading) Run(_ context.Context, work []Work) ([]Result, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed != nil {
		return nil, r.failed
	}
	results := make([]Result, len(work))
	for i, w := range work {
		r.seen++
		results[i] = r.result(r, w)
	}
	return results, nil
}

var errIllegible = errors.New("illegible")

// greenFails fails for pictures that are mostly green.
func greenFails(_ *reading, w Work) Result {
	if c := w.Tile.RGBAAt(0, 0); c.G > c.R && c.G > c.B {
		return Result{Err: errIllegible}
	}
	return Result{Shows: map[string]float64{"text": 1}}
}

func (b *bench) progress(key string) catalog.Progress {
	b.t.Helper()
	p, err := b.catalog.Progress(b.t.Context(), key)
	b.do(err)
	return p
}

// A new photo is no other than one that was read before: what fails is recorded for both.
func TestAStepThatFailsForOnePhotoIsNotAskedAgain(t *testing.T) {
	for _, known := range []bool{false, true} {
		b := newBench(t)
		b.draw("red.png", red)
		b.draw("green.png", green)
		b.draw("copy.png", green)
		b.scan()
		if known {
			b.encode()
		}
		step := &reading{result: greenFails}
		b.steps = append(b.steps, step)
		b.encode()
		if n := b.counts(); n.Encoded != 3 || n.Problems != 0 {
			t.Errorf("known %v: got %+v", known, n)
		}
		if p := b.progress(readingKey); p != (catalog.Progress{Photos: 3, Done: 1, Failed: 2}) {
			t.Errorf("known %v: progress %+v", known, p)
		}
		failures, err := b.catalog.Failures(t.Context(), readingKey)
		b.do(err)
		if len(failures) != 1 || failures[0].Reason != errIllegible.Error() {
			t.Errorf("known %v: failures %+v", known, failures)
		}
		seen := step.seen
		if b.encode(); step.seen != seen {
			t.Errorf("known %v: it was asked again", known)
		}
		b.do(b.catalog.Update(t.Context(), func(tx *catalog.Tx) error { return tx.RetryProblems() }))
		step.result = func(*reading, Work) Result { return Result{} } // nothing to be read
		b.encode()
		if p := b.progress(readingKey); p != (catalog.Progress{Photos: 3, Done: 3}) {
			t.Errorf("known %v: afterwards %+v", known, p)
		}
	}
}

func TestTroubleOfAStepIsTheErrorOfRun(t *testing.T) {
	b := newBench(t)
	b.draw("green.png", green)
	b.scan()
	step := &reading{failed: errors.New("no library"), result: greenFails}
	b.steps = append(b.steps, step)
	if _, err := b.analyse.Run(t.Context()); !errors.Is(err, step.failed) {
		t.Fatalf("got %v", err)
	}
	if p := b.progress(readingKey); p != (catalog.Progress{Photos: 1, Missing: 1}) {
		t.Errorf("progress %+v", p)
	}
	step.failed = nil
	b.encode()
	if p := b.progress(readingKey); p != (catalog.Progress{Photos: 1, Failed: 1}) {
		t.Errorf("afterwards %+v", p)
	}
}

// A result that nobody records would be lost, and its step be done.
func TestAResultThatIsNotRecordedIsAnError(t *testing.T) {
	b := newBench(t)
	b.draw("red.png", red)
	b.scan()
	b.steps = append(b.steps, &reading{result: func(*reading, Work) Result {
		return Result{Vector: photo.Vector{1, 0, 0}} // only Embed's is
	}})
	if _, err := b.analyse.Run(t.Context()); err == nil {
		t.Fatal("a result was lost")
	}
	if p := b.progress(readingKey); p.Done != 0 {
		t.Errorf("progress %+v", p)
	}
}

// Each field of Result is recorded by some case.
func TestEveryKindOfResultIsRecorded(t *testing.T) {
	mask, seen := colour.Mask(1), look.Hash(1)
	samples := map[string]Result{
		"Vector":  {Vector: photo.Vector{1, 0, 0}},
		"Traits":  {Traits: relevance.Traits{Mean: 0.1, Dev: 1}},
		"Colours": {Colours: &mask},
		"Look":    {Look: &seen},
		"Grade":   {Grade: &look.Grade{Sharp: 700, Light: 90}},
		"Shows":   {Shows: map[string]float64{"text": 1}},
		"Err":     {Err: errIllegible},
	}
	b := newBench(t)
	for i := range reflect.TypeFor[Result]().NumField() {
		name := reflect.TypeFor[Result]().Field(i).Name
		sample, ok := samples[name]
		if !ok || reflect.ValueOf(sample).Field(i).IsZero() {
			t.Errorf("%s has no sample", name)
			continue
		}
		var s Step = &reading{}
		if name == "Vector" {
			s = b.embed
		}
		b.do(b.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
			return writeResult(tx, photo.Hash{1}, s, sample)
		}))
	}
}

// The steps of a new photo are recorded as those of one that was read before.
func TestResultsOfNewPhotosAreRecorded(t *testing.T) {
	for _, known := range []bool{false, true} {
		b := newBench(t)
		b.draw("red.png", red)
		b.draw("copy.png", red)
		b.scan()
		if known {
			b.encode()
		}
		b.steps = append(b.steps, &reading{result: greenFails})
		b.encode()
		things, err := b.catalog.Things(t.Context())
		b.do(err)
		if len(things) != 1 || things[0].Name != "text" || things[0].Suggested != 2 {
			t.Errorf("known %v: they show %+v", known, things)
		}
	}
}
