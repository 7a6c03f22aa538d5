package engine

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/query"
)

// logged passes on a log's lines.
type logged chan string

func (c logged) Write(line []byte) (int, error) {
	c <- string(bytes.TrimSpace(line))
	return len(line), nil
}

// The memory of a model that is not used is given back while the engine runs, and
// photos that come later are encoded all the same.
func TestEncodesAfterRest(t *testing.T) {
	old := restAfter
	restAfter = 50 * time.Millisecond
	t.Cleanup(func() { restAfter = old })

	lines := make(logged, 1000)
	o := options(t, t.TempDir())
	o.Log = slog.New(slog.NewTextHandler(lines, &slog.HandlerOptions{Level: slog.LevelDebug}))
	e := open(t, o)
	dir := put(t, "animals/raccoon.jpg")
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "a photo", encoded(1))
	for line := range lines {
		if strings.Contains(line, "a model rests") {
			break
		}
	}
	place(t, "animals/german-shepherd.jpg", filepath.Join(dir, "german-shepherd.jpg"))
	until(t, e, "another photo", encoded(2))
	if got := find(t, e, asked("a dog", query.Query{Limit: 1})); !slices.Equal(got, []string{"german-shepherd.jpg"}) {
		t.Errorf("found %v", got)
	}
}

// Warm loads what a search by words needs.
func TestWarm(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	if got := e.Model().Provider; got != "" {
		t.Fatalf("loaded before: %q", got)
	}
	e.Queries.Warm()
	if got := e.Model().Provider; got == "" {
		t.Error("the network for sentences is not loaded")
	}
}

// rest has the model of e rest after every use until stop is called. rested tells
// of each time; nothing is closed until it is received.
func rest(ctx context.Context, e *Engine) (rested <-chan struct{}, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	reported, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		e.models.Answerer().Rest(ctx, time.Nanosecond, func() {
			select {
			case reported <- struct{}{}:
			case <-ctx.Done():
			}
		})
	}()
	return reported, func() { cancel(); <-done }
}

// BenchmarkSearchAfterRest is the first search after the networks were closed.
func BenchmarkSearchAfterRest(b *testing.B) {
	e := open(b, options(b, b.TempDir()))
	sampleVectors(b, e)
	rested, stop := rest(b.Context(), e)
	defer stop()
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		<-rested
		b.StartTimer()
		q := asked(fmt.Sprintf("a red flower %d", i), query.Query{Limit: 500}) // sentences are remembered
		if _, err := e.Queries.Search(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}
