package analyse

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"recollect/engine/analyse/analysetest"
	"recollect/engine/catalog"
	"recollect/engine/format"
	"recollect/engine/ingest"
	"recollect/engine/model/clip"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/thumb"
)

// bench is a library in a temporary folder, with a folder of pictures.
type bench struct {
	t       *testing.T
	catalog *catalog.Catalog
	in      *ingest.Ingester
	analyse *Analyser
	encoder *analysetest.Encoder
	embed   *Embed
	steps   []Step
	dir     string
	folder  photo.Folder
	changes []photo.Change
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchWith(t, "")
}

// newBenchWith is newBench with a bank, with which traits are recorded.
func newBenchWith(t *testing.T, bank string) *bench {
	t.Helper()
	b := &bench{t: t, encoder: &analysetest.Encoder{}, dir: filepath.Join(t.TempDir(), "pictures")}
	if err := os.Mkdir(b.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	library := t.TempDir()
	path := filepath.Join(library, "recollect.db")
	c, err := catalog.Open(t.Context(), path, catalog.Options{Model: "colours", Bank: bank})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Check(context.Background()); err != nil {
			t.Error(err)
		}
		c.Close()
	})
	b.catalog = c
	b.in = ingest.New(ingest.Options{
		Catalog: c, Walker: scan.Walker{Sniff: func(head []byte) bool { return format.Sniff(head) != "" }},
	})
	b.embed = &Embed{Model: "colours", Encoder: b.encoder}
	b.steps = []Step{b.embed, &Colour{}}
	if bank != "" {
		b.embed.Traits = first
		b.steps = append(b.steps, &Traits{Model: "colours", Bank: bank, Of: first, Ready: func() bool { return true }})
	}
	b.analyse = New(Options{
		Catalog: c, Thumbs: thumb.Open(filepath.Join(library, "thumbs"), 0),
		Steps:    func(context.Context) ([]Step, error) { return b.steps, nil },
		OnChange: func(c photo.Change) { b.changes = append(b.changes, c) },
	})
	if b.folder, err = c.AddFolder(t.Context(), b.dir); err != nil {
		t.Fatal(err)
	}
	return b
}

// draw writes a picture of one colour.
func (b *bench) draw(name string, c color.RGBA) {
	b.t.Helper()
	analysetest.Draw(b.t, filepath.Join(b.dir, name), c)
}

func (b *bench) do(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) scan() {
	b.t.Helper()
	f, err := b.catalog.Folder(b.t.Context(), b.folder.ID)
	b.do(err)
	_, err = b.in.Scan(b.t.Context(), ingest.Part{Folder: f})
	b.do(err)
}

func (b *bench) encode() int {
	b.t.Helper()
	n, err := b.analyse.Run(b.t.Context())
	b.do(err)
	return n
}

func (b *bench) counts() catalog.Counts {
	b.t.Helper()
	n, err := b.catalog.Counts(b.t.Context())
	b.do(err)
	return n
}

var (
	red   = color.RGBA{R: 250, A: 255}
	green = color.RGBA{G: 250, A: 255}
	blue  = color.RGBA{B: 250, A: 255}
)

func TestTroubleOfTheModelLosesNothing(t *testing.T) {
	b := newBench(t)
	b.draw("red.png", red)
	b.scan()
	b.encoder.Err = ort.ErrNoRuntime
	if _, err := b.analyse.Run(t.Context()); !errors.Is(err, ort.ErrNoRuntime) {
		t.Fatalf("got %v", err)
	}
	if n := b.counts(); n.Waiting != 1 || n.Problems != 0 {
		t.Errorf("got %+v", n)
	}
	b.encoder.Err = nil
	if n := b.encode(); n != 1 {
		t.Errorf("afterwards %d were encoded", n)
	}
}

func TestAFileThatVanishesIsLeftToTheNextScan(t *testing.T) {
	b := newBench(t)
	b.draw("red.png", red)
	b.scan()
	b.do(os.Remove(filepath.Join(b.dir, "red.png")))
	var stale []string
	b.analyse.OnStale = func(path string) { stale = append(stale, filepath.Base(path)) }
	if n := b.encode(); n != 0 || !slices.Equal(stale, []string{"red.png"}) {
		t.Errorf("%d encoded, stale %v", n, stale)
	}
	if n := b.counts(); n.Problems != 0 {
		t.Errorf("a deleted file became a problem: %+v", n)
	}
}

func TestCancelledEncodeGoesOnWhereItWas(t *testing.T) {
	b := newBench(t)
	const photos = 3 * mostCommitted
	for i := range photos {
		b.draw(fmt.Sprintf("%02d.png", i), color.RGBA{R: uint8(2 * i), G: 100, B: 50, A: 255})
	}
	b.scan()
	ctx, cancel := context.WithCancel(t.Context())
	b.analyse.OnCommit = func(context.Context) { cancel() } // after the first batch
	if _, err := b.analyse.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	done := b.counts().Encoded
	if done == 0 || done == photos {
		t.Fatalf("%d were encoded when it was cut off", done)
	}
	b.analyse.OnCommit = func(context.Context) {}
	b.encode()
	if b.encoder.Seen() > photos+batches*batch+2*mostCommitted {
		t.Errorf("the model looked %d times at %d pictures", b.encoder.Seen(), photos)
	}
	if n := b.counts(); n.Encoded != photos {
		t.Errorf("got %+v", n)
	}
}

// beforeRecording calls do once, after the photo of that name was decoded and
// before anything is recorded.
func (b *bench) beforeRecording(name string, do func()) {
	b.t.Helper()
	p, err := b.catalog.ByPath(b.t.Context(), filepath.Join(b.dir, name))
	b.do(err)
	b.analyse.Want(p.ID) // so that it is the first
	b.analyse.workers = 1
	var calls atomic.Int32
	b.analyse.Gate = func(context.Context) error {
		if calls.Add(1) == 2 { // the first is before anything is decoded
			do()
		}
		return nil
	}
}

// A file that is finished after it was decoded half is good: neither its
// problem nor its old state may stay.
func TestTheProblemOfAnOlderContentIsNotTaken(t *testing.T) {
	b := newBench(t)
	b.draw("whole.png", red)
	path := filepath.Join(b.dir, "half.png")
	whole, err := os.ReadFile(filepath.Join(b.dir, "whole.png"))
	b.do(err)
	b.do(os.WriteFile(path, whole[:len(whole)-20], 0o644))
	b.scan()
	b.beforeRecording("half.png", func() {
		b.do(os.WriteFile(path, whole, 0o644))
		b.scan()
	})
	b.encode()
	b.encode()
	if n := b.counts(); n.Problems != 0 || n.Encoded != 2 {
		t.Errorf("got %+v", n)
	}
}

func TestAPhotoThatGoesWhileItIsEncoded(t *testing.T) {
	b := newBench(t)
	b.draw("red.png", red)
	b.do(os.WriteFile(filepath.Join(b.dir, "bad.png"), []byte("\x89PNG\r\n\x1a\nand no more"), 0o644))
	b.draw("cut.png", green)
	whole, err := os.ReadFile(filepath.Join(b.dir, "cut.png"))
	b.do(err)
	b.do(os.WriteFile(filepath.Join(b.dir, "cut.png"), whole[:45], 0o644))
	b.scan()
	b.beforeRecording("cut.png", func() {
		b.do(os.Remove(filepath.Join(b.dir, "cut.png")))
		b.scan()
	})
	if n := b.encode(); n != 1 {
		t.Errorf("%d encoded, want 1", n)
	}
	if n := b.counts(); n.Encoded != 1 || n.Problems != 1 {
		t.Errorf("got %+v", n)
	}
}

// refusing cannot embed pictures that are mostly green.
type refusing struct{ analysetest.Encoder }

var errGreen = errors.New("vector of length NaN")

func (r *refusing) Images(ctx context.Context, px []clip.Pixels) ([]photo.Vector, error) {
	for _, p := range px {
		if p[1] > p[0] {
			return nil, errGreen
		}
	}
	return r.Encoder.Images(ctx, px)
}

func TestOnePictureTheModelRefusesStopsNoOther(t *testing.T) {
	b := newBench(t)
	b.embed.Encoder = &refusing{}
	b.draw("red.png", red)
	b.draw("green.png", green)
	b.scan()
	b.encode()
	if n := b.counts(); n.Encoded != 1 || n.Problems != 1 {
		t.Errorf("got %+v", n)
	}
}
