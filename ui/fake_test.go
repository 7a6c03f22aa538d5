package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/session"
	"recollect/ui/uitest"
)

// loop is the UI goroutine of a test.
type loop struct{ uitest.Loop }

func newLoop(t *testing.T) loop {
	t.Helper()
	return loop{uitest.NewLoop(t)}
}

func (l loop) drain() { l.Drain() }

func (l loop) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	l.Until(t, what, done)
}

// fake is a library in memory. A sentence finds the photos whose path has it.
type fake struct {
	mu         sync.Mutex
	photos     []photo.Photo
	folders    []photo.Folder
	status     photo.Status
	queries    []query.Query
	warmed     []int // how many queries there were at each Warm
	paused     []bool
	pace       photo.Pace
	retried    int
	changed    chan struct{}
	hold       chan struct{} // searches wait for it where it is not nil
	companions map[photo.ID][]photo.Photo
	lists      int                    // how often the days were read
	places     []string               // where a folder may be now
	looked     chan struct{}          // closed: what AcceptLosses looks at is looked at
	answers    []string               // what the window said of folders that are away, and of the battery
	slowAdd    chan struct{}          // Add waits for it where it is not nil
	weak       func(photo.Photo) bool // what fits weakly; nil for none
	unsure     []string               // what could not be kept away from
	err        error                  // what a search comes to where it is not nil
	names      []photo.Known          // what the words of every line are the names of
	own        func() []photo.ID      // the photos of the album by hand that every search is; nil for none
	problems   []photo.Problem        // nil: one
	// fits reports whether a photo is in an answer; nil: if its path has the words.
	fits  func(query.Query, photo.Photo) bool
	paint func(id photo.ID, side int) image.Image // paints photos where it is not nil
}

func newFake(paths ...string) *fake {
	f := &fake{changed: make(chan struct{}, 1)}
	if len(paths) > 0 {
		f.folders = []photo.Folder{{ID: 1, Path: "/pictures"}}
	}
	f.add(paths...)
	return f
}

func (f *fake) add(paths ...string) {
	f.mu.Lock()
	for _, p := range paths {
		id := photo.ID(len(f.photos) + 1)
		x := photo.Photo{ID: id, File: photo.File{Path: p}}
		x.WidthPx, x.HeightPx = 400, 300
		f.photos = append(f.photos, x)
	}
	f.status.Generation++
	f.status.Photos, f.status.Encoded, f.status.Folders = len(f.photos), len(f.photos), len(f.folders)
	f.mu.Unlock()
	f.tell()
}

func (f *fake) tell() {
	select {
	case f.changed <- struct{}{}:
	default:
	}
}

// tileOf is the tile of a photo, which was taken in June 2024 unless it says otherwise.
func tileOf(p photo.Photo) photo.Tile {
	taken := p.Taken.Time
	if taken.IsZero() {
		taken = time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
	}
	return photo.Tile{ID: p.ID, WidthPx: p.WidthPx, HeightPx: p.HeightPx, Taken: taken, Animated: p.Animated}
}

func (f *fake) Days(context.Context) ([]photo.Day, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lists++
	var days []photo.Day
	for _, p := range f.photos { // the newest first
		start := tileOf(p).Taken.Truncate(24 * time.Hour)
		if len(days) == 0 || !days[len(days)-1].Start.Equal(start) {
			days = append(days, photo.Day{Start: start})
		}
		d := &days[len(days)-1]
		d.Photos++
		d.Widths += float64(p.WidthPx) / float64(p.HeightPx)
	}
	return days, nil
}

func (f *fake) Page(_ context.Context, after photo.Tile, limit int) ([]photo.Tile, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var page []photo.Tile
	for _, p := range f.photos {
		t := tileOf(p)
		if follows := t.Taken.Before(after.Taken) || t.Taken.Equal(after.Taken) && p.ID > after.ID; follows &&
			len(page) < limit {
			page = append(page, t)
		}
	}
	return page, nil
}

// Since says that all photos were changed with each generation.
func (f *fake) Since(_ context.Context, seq int64, tile func(photo.Tile)) (photo.Changes, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ch := photo.Changes{Sequence: int64(f.status.Generation) + 1, All: seq == 0}
	if seq != 0 && seq != ch.Sequence {
		for _, p := range f.photos {
			tile(tileOf(p))
		}
	}
	return ch, nil
}

func (f *fake) Warm() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.warmed = append(f.warmed, len(f.queries))
}

// asks is what a person asks for who types text.
func asks(text string) query.Query { return query.Parse(text, query.Options{}) }

func (f *fake) Search(ctx context.Context, q query.Query) (photo.Answer, error) {
	f.mu.Lock()
	f.queries = append(f.queries, q)
	hold := f.hold
	f.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return photo.Answer{}, ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	a := photo.Answer{Unsure: f.unsure}
	if f.err != nil {
		return a, f.err
	}
	if f.own != nil {
		a.Own = true
		for _, id := range f.own() {
			a.Hits = append(a.Hits, photo.Hit{Tile: tileOf(f.photos[id-1]), Confidence: 1, Relevant: true})
		}
		return a, nil
	}
	for _, p := range f.photos {
		if q.Text != "" && !strings.Contains(p.Path, q.Text) && f.fits == nil || f.fits != nil && !f.fits(q, p) {
			continue
		}
		weak := f.weak != nil && f.weak(p)
		if weak {
			a.Weak++
		}
		if !weak || q.All {
			a.Hits = append(a.Hits, photo.Hit{Tile: tileOf(p), Confidence: 1, Relevant: !weak})
		}
	}
	return a, nil
}

func (f *fake) Correct(_ context.Context, q query.Query) (string, error) {
	if better := strings.ReplaceAll(q.Text, "dgo", "dog"); better != q.Text {
		return better, nil
	}
	return "", nil
}

func (f *fake) Known(context.Context, query.Query) ([]photo.Known, error) { return f.names, nil }

func (f *fake) Photo(_ context.Context, id photo.ID) (photo.Photo, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if int(id) < 1 || int(id) > len(f.photos) {
		return photo.Photo{}, fs.ErrNotExist
	}
	return f.photos[id-1], nil
}

func (f *fake) Companions(_ context.Context, id photo.ID) ([]photo.Photo, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.companions[id], nil
}

func (f *fake) Problems(context.Context) ([]photo.Problem, error) {
	if f.problems != nil {
		return f.problems, nil
	}
	return []photo.Problem{{ID: 1, Path: "/pictures/bad.jpg", Reason: "The file ends too early."}}, nil
}

func (f *fake) Thumb(_ context.Context, id photo.ID, side int) (image.Image, error) {
	if f.paint != nil {
		return f.paint(id, side), nil
	}
	return image.NewRGBA(image.Rect(0, 0, 320, 240)), nil
}

func (f *fake) Picture(_ context.Context, id photo.ID, side int) (image.Image, error) {
	if f.paint != nil {
		return f.paint(id, side), nil
	}
	return image.NewRGBA(image.Rect(0, 0, 400, 300)), nil
}

func (f *fake) Preview(_ context.Context, path string, _ int) (image.Image, error) {
	if filepath.Ext(path) != ".jpg" {
		return nil, errors.New("no picture")
	}
	return image.NewRGBA(image.Rect(0, 0, 64, 48)), nil
}

func (f *fake) Head(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	return data[:min(512, len(data))], err
}

func (f *fake) Add(ctx context.Context, path string) error {
	if f.slowAdd != nil {
		select {
		case <-f.slowAdd:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if strings.Contains(path, "missing") {
		return fmt.Errorf("add %s: %w", path, fs.ErrNotExist)
	}
	f.mu.Lock()
	f.folders = append(f.folders, photo.Folder{ID: photo.FolderID(len(f.folders) + 1), Path: path})
	f.mu.Unlock()
	f.add(path+"/dog.jpg", path+"/cat.jpg")
	return nil
}

func (f *fake) Places(context.Context, photo.FolderID) ([]string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.places, nil
}

func (f *fake) Relocate(_ context.Context, id photo.FolderID, path string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers = append(f.answers, fmt.Sprintf("%d is at %s", id, path))
	return nil
}

func (f *fake) AcceptLosses(ctx context.Context, id photo.FolderID) error {
	f.mu.Lock()
	f.answers = append(f.answers, fmt.Sprintf("%d has lost photos", id))
	f.mu.Unlock()
	select {
	case <-f.looked:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// fakePace is the pace of a fake.
type fakePace struct{ *fake }

func (f fakePace) Set(s photo.Pace) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pace = s
}

func (f fakePace) Anyway() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers = append(f.answers, "encode anyway")
}

func (f *fake) Remove(context.Context, photo.FolderID) error { return nil }

func (f *fake) List(context.Context) ([]photo.Folder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]photo.Folder(nil), f.folders...), nil
}

func (f *fake) Dirs(context.Context, photo.FolderID) ([]photo.Dir, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var dirs []photo.Dir
	for _, p := range f.photos {
		dir := filepath.Dir(p.Path)
		i := slices.IndexFunc(dirs, func(d photo.Dir) bool { return d.Path == dir })
		if i < 0 {
			i = len(dirs)
			dirs = append(dirs, photo.Dir{Path: dir})
		}
		dirs[i].Photos++
	}
	return dirs, nil
}

func (f *fake) Status() photo.Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status
}

func (f *fake) setStatus(change func(*photo.Status)) {
	f.mu.Lock()
	change(&f.status)
	f.mu.Unlock()
	f.tell()
}

func (f *fake) Changed() <-chan struct{} { return f.changed }

func (f *fake) SetPaused(p bool) {
	f.mu.Lock()
	f.paused = append(f.paused, p)
	f.mu.Unlock()
}

func (f *fake) Retry(context.Context) error {
	f.mu.Lock()
	f.retried++
	f.mu.Unlock()
	return nil
}

func (f *fake) asked() []query.Query {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]query.Query(nil), f.queries...)
}

// shownWindow is a window over f that has read the library once.
func shownWindow(t *testing.T, f *fake, change func(*Options)) (*Window, loop, *bytes.Buffer) {
	t.Helper()
	w, l, trace, _ := closableWindow(t, f, change)
	return w, l, trace
}

// closableWindow is shownWindow with what closes the window.
func closableWindow(
	t *testing.T, f *fake, change func(*Options),
) (*Window, loop, *bytes.Buffer, context.CancelFunc) {
	t.Helper()
	l := newLoop(t)
	trace := &bytes.Buffer{}
	o := Options{
		Library: f, Timeline: f, Photos: f, Pictures: f, Folders: f, Away: f, Problems: f, Work: f, Pace: fakePace{f},
		PicturesDir: "/home/pictures", Trace: trace,
		Model: func() photo.Model { return photo.Model{Name: "mini", Provider: "CPU"} },
	}
	if change != nil {
		change(&o)
	}
	w := New(l, o)
	ctx, cancel := context.WithCancel(context.Background())
	w.start(ctx)
	t.Cleanup(func() {
		cancel()
		w.work.Wait() // else it would answer to the next test
	})
	w.win.Resize(fyne.NewSize(1100, 720))
	l.until(t, "the library to be read", func() bool { return w.state.known })
	return w, l, trace, cancel
}

// stateOf is what the session of a window is at.
func stateOf(w *Window) session.State { return w.finder.State() }

// toastBox is the notice of what was done.
func toastBox(w *Window) fyne.CanvasObject { return w.board.Toast().Objects[0] }
