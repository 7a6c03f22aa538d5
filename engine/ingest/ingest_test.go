package ingest

import (
	"context"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"recollect/engine/analyse"
	"recollect/engine/analyse/analysetest"
	"recollect/engine/catalog"
	"recollect/engine/catalog/follow"
	"recollect/engine/format"
	"recollect/engine/index"
	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/thumb"
)

// bench is a library in a temporary folder, with a folder of pictures.
type bench struct {
	t       *testing.T
	in      *Ingester
	analyse *analyse.Analyser
	encoder *analysetest.Encoder
	index   *index.Exact
	dir     string
	folder  photo.Folder
	mu      sync.Mutex
	changes []photo.Change
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{
		t: t, encoder: &analysetest.Encoder{}, index: index.NewExact(3),
		dir: filepath.Join(t.TempDir(), "pictures"),
	}
	if err := os.Mkdir(b.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	library := t.TempDir()
	c, err := catalog.Open(t.Context(), filepath.Join(library, "recollect.db"), catalog.Options{Model: "colours"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Check(context.Background()); err != nil {
			t.Error(err)
		}
		c.Close()
	})
	behind := follow.New(c, "colours", follower{b.index})
	note := func(c photo.Change) { // of Scan and of Run, perhaps at once
		b.mu.Lock()
		defer b.mu.Unlock()
		b.changes = append(b.changes, c)
	}
	catchUp := func(ctx context.Context) {
		if err := behind.Follow(context.WithoutCancel(ctx)); err != nil {
			t.Error(err)
		}
	}
	b.in = New(Options{
		Catalog: c, OnChange: note, OnCommit: catchUp,
		Walker: scan.Walker{Sniff: func(head []byte) bool { return format.Sniff(head) != "" }},
	})
	steps := []analyse.Step{&analyse.Embed{Model: "colours", Encoder: b.encoder}, &analyse.Colour{}}
	b.analyse = analyse.New(analyse.Options{
		Catalog: c, OnChange: note, OnCommit: catchUp, Thumbs: thumb.Open(filepath.Join(library, "thumbs"), 0),
		Steps: func(context.Context) ([]analyse.Step, error) { return steps, nil },
	})
	if b.folder, err = c.AddFolder(t.Context(), b.dir); err != nil {
		t.Fatal(err)
	}
	return b
}

// follower is an index that follows.
type follower struct{ *index.Exact }

func (f follower) Add(id photo.ID, v photo.Vector, _ []float32) { f.Exact.Add(id, v) }

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
	n, err := b.analyse.Run(b.t.Context())
	b.do(err)
	return n
}

// nearest is the name of the photo most like a colour.
func (b *bench) nearest(r, g, bl float32) string {
	b.t.Helper()
	length := float32(math.Sqrt(float64(r*r + g*g + bl*bl)))
	ms, err := b.index.Nearest(b.t.Context(), photo.Vector{r / length, g / length, bl / length}, 1, nil)
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
	if n := b.counts(); n.Encoded != 3 || b.index.Len() != 3 {
		t.Errorf("after: %+v, index of %d", n, b.index.Len())
	}
	if s, n := b.scan(), b.encode(); s != (Summary{}) || n != 0 {
		t.Errorf("nothing changed, yet scan says %+v and %d were encoded", s, n)
	}
}

func TestChangesOnDisk(t *testing.T) {
	type step struct {
		name    string
		do      func(*bench)
		want    Summary
		looks   int    // contents that are embedded
		green   string // what is most like green afterwards; empty where nothing is
		encoded int    // photos that can be found
	}
	steps := []step{
		{"rename", func(b *bench) {
			b.do(os.Rename(filepath.Join(b.dir, "green.png"), filepath.Join(b.dir, "moss.png")))
		}, Summary{Moved: 1}, 0, "moss.png", 2},
		{"move to a new folder", func(b *bench) {
			b.do(os.Mkdir(filepath.Join(b.dir, "2024"), 0o755))
			b.do(os.Rename(filepath.Join(b.dir, "moss.png"), filepath.Join(b.dir, "2024/moss.png")))
		}, Summary{Moved: 1}, 0, "2024/moss.png", 2},
		{"swap", func(b *bench) {
			moss, red, aside := filepath.Join(b.dir, "2024/moss.png"), filepath.Join(b.dir, "red.png"),
				filepath.Join(b.dir, "x")
			b.do(os.Rename(moss, aside))
			b.do(os.Rename(red, moss))
			b.do(os.Rename(aside, red))
		}, Summary{Moved: 2}, 0, "red.png", 2},
		{"overwrite", func(b *bench) { b.draw("red.png", blue) }, Summary{Changed: 1}, 1, "", 2},
		{"delete", func(b *bench) { b.do(os.Remove(filepath.Join(b.dir, "red.png"))) }, Summary{Gone: 1}, 0, "", 1},
		{"come back", func(b *bench) { b.draw("again.png", blue) }, Summary{Added: 1}, 0, "", 2},
	}
	b := newBench(t)
	b.draw("red.png", red)
	b.draw("green.png", green)
	b.scan()
	b.encode()
	for _, s := range steps {
		s.do(b)
		got := b.scan()
		if n := b.encode(); got != s.want || n != s.looks {
			t.Errorf("%s: got %+v and %d embedded, want %+v and %d", s.name, got, n, s.want, s.looks)
		}
		if n := b.counts(); n.Encoded != s.encoded || b.index.Len() != s.encoded {
			t.Errorf("%s: %+v, index of %d, want %d", s.name, n, b.index.Len(), s.encoded)
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
	s, err := b.in.Scan(t.Context(), Part{
		Folder: b.folder,
		Scope:  scan.Scope{Deep: []string{filepath.Join(b.dir, "a")}},
	})
	if err != nil || s != (Summary{Added: 1}) {
		t.Fatalf("a: %+v, %v", s, err)
	}
	s, err = b.in.Scan(t.Context(), Part{
		Folder: b.folder,
		Scope:  scan.Scope{Deep: []string{filepath.Join(b.dir, "b"), filepath.Join(b.dir, "vanished")}},
	})
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
