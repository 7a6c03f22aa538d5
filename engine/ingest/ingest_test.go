package ingest

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/format"
	"recollect/engine/index"
	"recollect/engine/model/clip"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/scan"
	"recollect/engine/thumb"
)

// colours embeds a picture as its average colour.
type colours struct {
	mu   sync.Mutex
	seen int   // pictures looked at
	err  error // what Images returns instead
}

func (c *colours) Load() error { return c.err }

func (c *colours) SizePx() int { return 4 }

func (c *colours) Prepare(img *image.RGBA) clip.Pixels {
	a := decode.Average(img)
	return clip.Pixels{float32(a.R) + 1, float32(a.G) + 1, float32(a.B) + 1}
}

func (c *colours) Images(_ context.Context, px []clip.Pixels) ([]photo.Vector, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return nil, c.err
	}
	c.seen += len(px)
	out := make([]photo.Vector, len(px))
	for i, p := range px {
		length := math.Sqrt(float64(p[0]*p[0] + p[1]*p[1] + p[2]*p[2]))
		for _, x := range p {
			out[i] = append(out[i], float32(float64(x)/length))
		}
	}
	return out, nil
}

// corpus is an index that takes traits and keeps none.
type corpus struct{ *index.Exact }

func (c corpus) Add(id photo.ID, v photo.Vector, _ relevance.Traits) { c.Exact.Add(id, v) }

// bench is a library in a temporary folder, with a folder of pictures.
type bench struct {
	corpus  corpus
	t       *testing.T
	in      *Ingester
	encoder *colours
	dir     string
	folder  photo.Folder
	mu      sync.Mutex
	changes []photo.Change
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchWith(t, "")
}

// newBenchWith is newBench with a bank, with which traits are recorded.
func newBenchWith(t *testing.T, bank string) *bench {
	t.Helper()
	b := &bench{t: t, corpus: corpus{index.NewExact(3)}, encoder: &colours{}, dir: filepath.Join(t.TempDir(), "pictures")}
	if err := os.Mkdir(b.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	library := t.TempDir()
	c, err := catalog.Open(t.Context(), filepath.Join(library, "recollect.db"), catalog.Options{Model: "colours", Bank: bank})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Check(context.Background()); err != nil {
			t.Error(err)
		}
		c.Close()
	})
	thumbs := thumb.Open(filepath.Join(library, "thumbs"), 0)
	b.in = New(Options{
		Catalog: c, Corpus: b.corpus, Encoder: b.encoder, Thumbs: thumbs,
		Walker: scan.Walker{Sniff: func(head []byte) bool { return format.Sniff(head) != "" }},
		OnChange: func(c photo.Change) { // of Scan and of Encode, perhaps at once
			b.mu.Lock()
			defer b.mu.Unlock()
			b.changes = append(b.changes, c)
		},
	})
	if b.folder, err = c.AddFolder(t.Context(), b.dir); err != nil {
		t.Fatal(err)
	}
	return b
}

// draw writes a picture of one colour.
func (b *bench) draw(name string, c color.RGBA) {
	b.t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 8, 6))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []uint8{c.R, c.G, c.B, 255})
	}
	path := filepath.Join(b.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, img), f.Close()); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) do(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) scan() Summary {
	b.t.Helper()
	f, err := b.in.Catalog.Folder(b.t.Context(), b.folder.ID)
	b.do(err)
	s, err := b.in.Scan(b.t.Context(), Part{Folder: f})
	b.do(err)
	return s
}

func (b *bench) encode() int {
	b.t.Helper()
	n, err := b.in.Encode(b.t.Context())
	b.do(err)
	return n
}

// nearest is the name of the photo most like a colour.
func (b *bench) nearest(r, g, bl float32) string {
	b.t.Helper()
	length := float32(math.Sqrt(float64(r*r + g*g + bl*bl)))
	ms, err := b.corpus.Nearest(b.t.Context(), photo.Vector{r / length, g / length, bl / length}, 1, nil)
	b.do(err)
	if len(ms) == 0 {
		return ""
	}
	p, err := b.in.Catalog.Photo(b.t.Context(), ms[0].ID)
	b.do(err)
	name, err := filepath.Rel(b.dir, p.Path)
	b.do(err)
	return filepath.ToSlash(name)
}

func (b *bench) counts() catalog.Counts {
	b.t.Helper()
	n, err := b.in.Catalog.Counts(b.t.Context())
	b.do(err)
	return n
}

var (
	red   = color.RGBA{R: 250, A: 255}
	green = color.RGBA{G: 250, A: 255}
	blue  = color.RGBA{B: 250, A: 255}
)

func TestPicturesBecomeFindable(t *testing.T) {
	b := newBench(t)
	b.draw("red.png", red)
	b.draw("below/green.png", green)
	b.draw("copy-of-red.png", red)
	if s := b.scan(); s != (Summary{Added: 3}) {
		t.Errorf("scan: %+v", s)
	}
	if n := b.counts(); n.Photos != 3 || n.Waiting != 3 {
		t.Errorf("before encoding: %+v", n)
	}
	if n := b.encode(); n != 2 {
		t.Errorf("encoded %d pictures, want 2: copies share one look", n)
	}
	if got := b.nearest(0, 1, 0); got != "below/green.png" {
		t.Errorf("green is %q", got)
	}
	if n := b.counts(); n.Encoded != 3 || b.corpus.Len() != 3 {
		t.Errorf("after: %+v, index of %d", n, b.corpus.Len())
	}
	if s, n := b.scan(), b.encode(); s != (Summary{}) || n != 0 {
		t.Errorf("nothing changed, yet scan says %+v and %d were encoded", s, n)
	}
}

func TestChangesOnDisk(t *testing.T) {
	type step struct {
		name    string
		do      func(*bench)
		want    Summary // Encoded by Encode
		green   string  // what is most like green afterwards; empty where nothing is
		encoded int     // photos that can be found
	}
	steps := []step{
		{"rename", func(b *bench) {
			b.do(os.Rename(filepath.Join(b.dir, "green.png"), filepath.Join(b.dir, "moss.png")))
		}, Summary{Moved: 1}, "moss.png", 2},
		{"move to a new folder", func(b *bench) {
			b.do(os.Mkdir(filepath.Join(b.dir, "2024"), 0o755))
			b.do(os.Rename(filepath.Join(b.dir, "moss.png"), filepath.Join(b.dir, "2024/moss.png")))
		}, Summary{Moved: 1}, "2024/moss.png", 2},
		{"swap", func(b *bench) {
			moss, red, aside := filepath.Join(b.dir, "2024/moss.png"), filepath.Join(b.dir, "red.png"), filepath.Join(b.dir, "x")
			b.do(os.Rename(moss, aside))
			b.do(os.Rename(red, moss))
			b.do(os.Rename(aside, red))
		}, Summary{Moved: 2}, "red.png", 2},
		{"overwrite", func(b *bench) { b.draw("red.png", blue) }, Summary{Changed: 1, Encoded: 1}, "", 2},
		{"delete", func(b *bench) { b.do(os.Remove(filepath.Join(b.dir, "red.png"))) }, Summary{Gone: 1}, "", 1},
		{"come back", func(b *bench) { b.draw("again.png", blue) }, Summary{Added: 1}, "", 2},
	}
	b := newBench(t)
	b.draw("red.png", red)
	b.draw("green.png", green)
	b.scan()
	b.encode()
	for _, s := range steps {
		s.do(b)
		got := b.scan()
		got.Encoded = b.encode()
		if got != s.want {
			t.Errorf("%s: got %+v, want %+v", s.name, got, s.want)
		}
		if n := b.counts(); n.Encoded != s.encoded || b.corpus.Len() != s.encoded {
			t.Errorf("%s: %+v, index of %d, want %d", s.name, n, b.corpus.Len(), s.encoded)
		}
		if g := b.nearest(0, 1, 0); s.green != "" && g != s.green {
			t.Errorf("%s: green is %q, want %q", s.name, g, s.green)
		}
	}
}

func TestOnlyTheFoldersNamedAreLookedAt(t *testing.T) {
	b := newBench(t)
	b.draw("a/red.png", red)
	b.draw("b/green.png", green)
	s, err := b.in.Scan(t.Context(), Part{Folder: b.folder, Scope: scan.Scope{Deep: []string{filepath.Join(b.dir, "a")}}})
	if err != nil || s != (Summary{Added: 1}) {
		t.Fatalf("a: %+v, %v", s, err)
	}
	s, err = b.in.Scan(t.Context(), Part{Folder: b.folder, Scope: scan.Scope{Deep: []string{filepath.Join(b.dir, "b"), filepath.Join(b.dir, "vanished")}}})
	if err != nil || s != (Summary{Added: 1}) {
		t.Fatalf("b: %+v, %v", s, err)
	}
}

func TestBadPicturesAreProblems(t *testing.T) {
	b := newBench(t)
	b.draw("good.png", red)
	b.do(os.WriteFile(filepath.Join(b.dir, "text.jpg"), []byte("this is a letter"), 0o644))
	b.do(os.WriteFile(filepath.Join(b.dir, "empty.png"), nil, 0o644))
	whole, err := os.ReadFile(filepath.Join(b.dir, "good.png"))
	b.do(err)
	b.do(os.WriteFile(filepath.Join(b.dir, "cut.png"), whole[:45], 0o644)) // its header is good, its pixels are missing
	b.scan()
	b.encode()
	problems, err := b.in.Catalog.Problems(t.Context())
	b.do(err)
	var names []string
	for _, p := range problems {
		names = append(names, filepath.Base(p.Path))
		if p.Reason == "" || p.Detail == "" {
			t.Errorf("%s has no reason: %+v", p.Path, p)
		}
	}
	if want := []string{"cut.png", "empty.png", "text.jpg"}; !slices.Equal(names, want) {
		t.Errorf("problems %v, want %v", names, want)
	}
	if n := b.counts(); n.Photos != 1 || n.Encoded != 1 || n.Waiting != 0 {
		t.Errorf("got %+v", n)
	}
	b.draw("cut.png", green) // mended
	if s := b.scan(); s.Changed != 1 {
		t.Errorf("mended: %+v", s)
	}
	if n := b.encode(); n != 1 || b.counts().Problems != 2 {
		t.Errorf("mended: %d encoded, %+v", n, b.counts())
	}
}

func TestAFolderThatIsAwayKeepsItsPhotos(t *testing.T) {
	b := newBench(t)
	b.draw("red.png", red)
	b.scan()
	b.encode()
	aside := b.dir + "-unplugged"
	b.do(os.Rename(b.dir, aside))
	if s := b.scan(); s != (Summary{}) {
		t.Errorf("away: %+v", s)
	}
	if n := b.counts(); n.Away != 1 || n.Encoded != 1 {
		t.Errorf("away: %+v", n)
	}
	b.do(os.Rename(aside, b.dir))
	if s, n := b.scan(), b.encode(); s != (Summary{}) || n != 0 {
		t.Errorf("back: %+v, %d encoded", s, n)
	}
	if n := b.counts(); n.Away != 0 || n.Encoded != 1 {
		t.Errorf("back: %+v", n)
	}
}

func TestTroubleOfTheModelLosesNothing(t *testing.T) {
	b := newBench(t)
	b.draw("red.png", red)
	b.scan()
	b.encoder.err = ort.ErrNoRuntime
	if _, err := b.in.Encode(t.Context()); !errors.Is(err, ort.ErrNoRuntime) {
		t.Fatalf("got %v", err)
	}
	if n := b.counts(); n.Waiting != 1 || n.Problems != 0 {
		t.Errorf("got %+v", n)
	}
	b.encoder.err = nil
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
	b.in.OnStale = func(path string) { stale = append(stale, filepath.Base(path)) }
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
	b.in.OnCommit = cancel // after the first batch
	if _, err := b.in.Encode(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	done := b.counts().Encoded
	if done == 0 || done == photos {
		t.Fatalf("%d were encoded when it was cut off", done)
	}
	b.in.OnCommit = func() {}
	b.encode()
	if b.encoder.seen > photos+lanes*batch+2*mostCommitted {
		t.Errorf("the model looked %d times at %d pictures", b.encoder.seen, photos)
	}
	if n := b.counts(); n.Encoded != photos {
		t.Errorf("got %+v", n)
	}
}

// beforeRecording calls do once, after the photo of that name was decoded and
// before anything is recorded.
func (b *bench) beforeRecording(name string, do func()) {
	b.t.Helper()
	p, err := b.in.Catalog.ByPath(b.t.Context(), filepath.Join(b.dir, name))
	b.do(err)
	b.in.Want(p.ID) // so that it is the first
	b.in.workers = 1
	var calls atomic.Int32
	b.in.Gate = func(context.Context) error {
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

func TestMovesBetweenFoldersOfTheLibrary(t *testing.T) {
	b := newBench(t)
	other := filepath.Join(t.TempDir(), "other")
	b.do(os.Mkdir(other, 0o755))
	second, err := b.in.Catalog.AddFolder(t.Context(), other)
	b.do(err)
	b.draw("red.png", red)
	b.scan()
	b.encode()
	b.do(os.Rename(filepath.Join(b.dir, "red.png"), filepath.Join(other, "red.png")))
	s, err := b.in.Scan(t.Context(), Part{Folder: b.folder}, Part{Folder: second})
	if err != nil || s != (Summary{Moved: 1}) {
		t.Errorf("got %+v, %v", s, err)
	}
	if n := b.encode(); n != 0 || b.counts().Encoded != 1 {
		t.Errorf("%d encoded again, %+v", n, b.counts())
	}
}

// refusing cannot embed pictures that are mostly green.
type refusing struct{ colours }

var errGreen = errors.New("vector of length NaN")

func (r *refusing) Images(ctx context.Context, px []clip.Pixels) ([]photo.Vector, error) {
	for _, p := range px {
		if p[1] > p[0] {
			return nil, errGreen
		}
	}
	return r.colours.Images(ctx, px)
}

func TestOnePictureTheModelRefusesStopsNoOther(t *testing.T) {
	b := newBench(t)
	b.in.Encoder = &refusing{}
	b.draw("red.png", red)
	b.draw("green.png", green)
	b.scan()
	b.encode()
	if n := b.counts(); n.Encoded != 1 || n.Problems != 1 {
		t.Errorf("got %+v", n)
	}
}
