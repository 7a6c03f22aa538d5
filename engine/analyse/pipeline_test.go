package analyse

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"recollect/engine/analyse/analysetest"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/unwatched"
)

// slowdown is what the race detector costs, about.
const slowdown = 1 + 9*unwatched.Race

// fill draws n pictures of different colours and scans them.
func (b *bench) fill(n int) {
	b.t.Helper()
	for i := range n {
		b.draw(fmt.Sprintf("%04d.png", i), color.RGBA{R: uint8(i), G: uint8(i >> 8), B: 50, A: 255})
	}
	b.scan()
}

func (b *bench) id(name string) photo.ID {
	b.t.Helper()
	p, err := b.catalog.ByPath(b.t.Context(), filepath.Join(b.dir, name))
	b.do(err)
	return p.ID
}

// encoded are the names of the pictures in the order in which they were recorded.
func (b *bench) encoded() []string {
	var names []string
	for _, c := range b.changes {
		if c.Kind == "encoded" {
			names = append(names, filepath.Base(c.Path))
		}
	}
	return names
}

func TestWhatIsOnTheScreenComesFirst(t *testing.T) {
	b := newBench(t)
	b.fill(200)
	b.analyse.workers = 1
	for _, name := range []string{"0003.png", "0002.png", "0001.png"} {
		b.analyse.Want(b.id(name))
	}
	b.encode()
	got := b.encoded()
	if len(got) != 200 {
		t.Fatalf("%d pictures were encoded, want 200: each once", len(got))
	}
	// Two lanes may pass each other with what they have in work.
	first := got[:min(len(got), batches*batch+3)]
	for _, want := range []string{"0001.png", "0002.png", "0003.png"} {
		if !slices.Contains(first, want) {
			t.Errorf("%s is not among the first: %v", want, first)
		}
	}
}

func TestWantedWhileAtWork(t *testing.T) {
	b := newBench(t)
	b.fill(300)
	b.analyse.workers = 1
	oldest := b.id("0000.png")
	asked := false
	b.analyse.OnCommit = func(context.Context) {
		if !asked {
			asked = true
			b.analyse.Want(oldest)
		}
	}
	b.encode()
	got := b.encoded()
	at := slices.Index(got, "0000.png")
	if most := 2*mostCommitted + 3*batches*batch; len(got) != 300 || at < 0 || at > most {
		t.Errorf("the photo asked for came as number %d of %d, want at most %d of 300", at, len(got), most)
	}
}

func TestWantRemembersTheLatest(t *testing.T) {
	var w wanted
	for id := range photo.ID(mostWanted + 10) {
		w.add(id)
	}
	w.add(20)
	ids := w.take()
	if len(ids) != mostWanted || ids[0] != 20 || ids[1] != mostWanted+9 || slices.Index(ids[1:], 20) >= 0 {
		t.Errorf("got %d ids, first %v", len(ids), ids[:3])
	}
	if again := w.take(); len(again) != 0 {
		t.Errorf("they were given twice: %v", again)
	}
}

// slow is an encoder that waits until it is let go, or stopped.
type slow struct {
	analysetest.Encoder
	started chan struct{}
}

func (s *slow) Images(ctx context.Context, _ []clip.Pixels) ([]photo.Vector, error) {
	select {
	case s.started <- struct{}{}:
	default:
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestCancelLeavesNothingBehind(t *testing.T) {
	b := newBench(t)
	b.fill(150)
	encoder := &slow{started: make(chan struct{}, 1)}
	b.embed.Encoder = encoder
	const runs = 20
	before, late := runtime.NumGoroutine(), 0
	for range runs {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			_, err := b.analyse.Run(ctx)
			ended <- err
		}()
		<-encoder.started
		cancelled := time.Now()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Fatalf("Run = %v, want %v", err, context.Canceled)
		}
		if took := time.Since(cancelled); took > 200*time.Millisecond*slowdown {
			t.Logf("Run ended %v after it was cancelled", took)
			late++
		}
	}
	if late > runs/2 { // a busy machine keeps some of them waiting
		t.Errorf("%d of %d runs ended late", late, runs)
	}
	for deadline := time.Now().Add(time.Minute); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
	b.embed.Encoder = b.encoder
	if n := b.encode(); n != 150 {
		t.Errorf("afterwards %d were encoded, want 150", n)
	}
}

// Copies that are in work at the same time share one look, whichever lane has them.
func TestCopiesInWorkShareOneLook(t *testing.T) {
	b := newBench(t)
	for i := range 120 {
		b.draw(fmt.Sprintf("%03d.png", i), []color.RGBA{red, green, blue}[i%3])
	}
	b.scan()
	if n := b.encode(); n != 3 || b.encoder.Seen() != 3 {
		t.Errorf("the model looked at %d pictures (%d by its own count), want 3", n, b.encoder.Seen())
	}
	if n := b.counts(); n.Encoded != 120 {
		t.Errorf("got %+v", n)
	}
}
