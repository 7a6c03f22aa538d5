package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/push"
	"recollect/ui/view"
)

// fakeModels are the models of a library in memory.
type fakeModels struct {
	mu    sync.Mutex
	all   []photo.ModelEntry
	did   []string
	err   error
	begun chan struct{} // closed when a download has begun
}

func newFakeModels() *fakeModels {
	return &fakeModels{
		begun: make(chan struct{}),
		all: []photo.ModelEntry{
			{ID: "mini", Title: "Mini", State: photo.ModelEmbedded, InUse: true, Wanted: true, Embedded: 4, Total: 4},
			{
				ID: "here", Title: "Here", State: photo.ModelInstalled, Bytes: 5e8, Embedded: 1, Total: 4, PerSecond: 1,
				Provider: "CPU",
			},
			{
				ID: "there", Title: "There", State: photo.ModelAvailable, Licence: "MIT", Terms: "As it is.",
				Source: "a hub", Variants: []photo.ModelVariant{{Name: "fp32", Bytes: 1e9}},
			},
		},
	}
}

func (f *fakeModels) note(format string, args ...any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, fmt.Sprintf(format, args...))
	return f.err
}

func (f *fakeModels) done() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Join(f.did, "; ")
}

func (f *fakeModels) List(context.Context) ([]photo.ModelEntry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.all), nil
}

func (f *fakeModels) Recommend(context.Context) (photo.ModelAdvice, error) {
	return photo.ModelAdvice{ID: "there", Reason: "The best one."}, nil
}

func (f *fakeModels) Use(_ context.Context, id string) error { return f.note("use %s", id) }

func (f *fakeModels) Remove(_ context.Context, id string) error { return f.note("remove %s", id) }

// Download goes on until it is cancelled.
func (f *fakeModels) Download(ctx context.Context, id, variant string, progress func(photo.Transfer)) error {
	progress(photo.Transfer{Done: 1e8, Total: 1e9, PerSecond: 1e7})
	close(f.begun)
	<-ctx.Done()
	return errors.Join(f.note("download %s %s", id, variant), ctx.Err())
}

func (f *fakeModels) Import(
	_ context.Context, _ string, _ func(photo.Transfer), paths ...string,
) (photo.ModelEntry, error) {
	f.mu.Lock()
	f.all = append(f.all, photo.ModelEntry{ID: "new", Title: "New", State: photo.ModelInstalled})
	f.mu.Unlock()
	return photo.ModelEntry{ID: "new"}, f.note("import %s", filepath.Base(paths[0]))
}

func (f *fakeModels) Trial(_ context.Context, id string) (photo.ModelTrial, error) {
	return photo.ModelTrial{ID: id, PerSecond: 12.4, Provider: "CPU"}, f.note("try %s", id)
}

func (f *fakeModels) Verify(_ context.Context, id, _ string) (photo.ModelVerdict, error) {
	return photo.ModelVerdict{ID: id}, f.note("check %s", id)
}

// modelsWindow is a window on the page of models, which has read them.
func modelsWindow(t *testing.T, m *fakeModels) (*Window, loop, *fake) {
	t.Helper()
	f := newFake("/pictures/a.jpg")
	w, l, _ := shownWindow(t, f, func(o *Options) { o.Models, o.ModelFiles = m, m })
	w.nav.enterModels()
	l.until(t, "the models", func() bool { return shows(w.models.Object(), "Mini finds your photos. It runs on CPU.") })
	return w, l, f
}

// visible are the objects in o that are not hidden.
func visible(o fyne.CanvasObject) (all []fyne.CanvasObject) {
	if !o.Visible() {
		return nil
	}
	all = []fyne.CanvasObject{o}
	var parts []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		parts = o.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(o).Objects()
	}
	for _, x := range parts {
		all = append(all, visible(x)...)
	}
	return all
}

// shows reports whether a visible label or button in o says text.
func shows(o fyne.CanvasObject, text string) bool {
	return slices.ContainsFunc(visible(o), func(o fyne.CanvasObject) bool {
		switch o := o.(type) {
		case *widget.Label:
			return o.Text == text
		case *push.Button:
			return o.Text == text
		}
		return false
	})
}

// press taps the visible button in o that says text.
func press(t *testing.T, o fyne.CanvasObject, text string) {
	t.Helper()
	for _, o := range visible(o) {
		if b, ok := o.(*push.Button); ok && b.Text == text && !b.Disabled() {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("there is no button %q", text)
}

// answer presses a button of the dialog that is open.
func answer(t *testing.T, w *Window, text string) {
	t.Helper()
	top := w.win.Canvas().Overlays().Top()
	if top == nil {
		t.Fatalf("nothing asks to be answered with %q", text)
	}
	press(t, top, text)
}

func TestModelsPage(t *testing.T) {
	m := newFakeModels()
	w, l, _ := modelsWindow(t, m)
	if w.nav.view() != view.ModelsPage || w.win.Canvas().Focused() != w.models.List() {
		t.Errorf("shown %v, the focus is on %T", w.nav.view(), w.win.Canvas().Focused())
	}
	w.nav.leave()
	if w.nav.view() == view.ModelsPage {
		t.Error("Esc stays")
	}
	w.settings.OnModels()
	if w.nav.view() != view.ModelsPage {
		t.Error("the settings do not lead there")
	}
	w.nav.leave()
	w.board.Status.OnModel()
	if w.nav.view() != view.ModelsPage {
		t.Error("the status line does not lead there")
	}
	w.models.Choose("here")
	press(t, w.models.Object(), "Measure its speed")
	l.until(t, "the speed", func() bool { return w.board.Shown().Toast == "Here: 12/s on CPU." })
	press(t, w.models.Object(), "Check it")
	l.until(t, "the check", func() bool { return w.board.Shown().Toast == "Here is as it should be." })
	if got := m.done(); got != "try here; check here" {
		t.Errorf("did %s", got)
	}
}

func TestModelIsUsedAndRemovedWhenThePersonAgrees(t *testing.T) {
	m := newFakeModels()
	w, l, _ := modelsWindow(t, m)
	w.models.Choose("here")
	press(t, w.models.Object(), "Use it…")
	answer(t, w, "Cancel")
	press(t, w.models.Object(), "Remove…")
	answer(t, w, "Keep")
	if got := m.done(); got != "" {
		t.Errorf("unasked it did %s", got)
	}
	press(t, w.models.Object(), "Use it…")
	if top := w.win.Canvas().Overlays().Top(); !shows(top, "3 photos are looked at with it first: about 3 s.\n"+
		"Meanwhile Mini goes on finding photos, and you can pause.\n"+
		"What it knows is kept: going back to it takes no time.") {
		t.Error("it does not say how long that takes")
	}
	answer(t, w, "Use it")
	l.until(t, "it to be used", func() bool { return m.done() == "use here" })
	l.until(t, "the end", func() bool { return !shows(w.models.Object(), "Trying out Here") })
	m.err = errors.New("no")
	press(t, w.models.Object(), "Remove…")
	answer(t, w, "Remove")
	l.until(t, "the failure", func() bool { return w.board.Shown().Banner != "" })
}

func TestModelDownload(t *testing.T) {
	m := newFakeModels()
	w, l, _ := modelsWindow(t, m)
	w.models.Choose("there")
	press(t, w.models.Object(), "Download 1.0 GB…")
	if top := w.win.Canvas().Overlays().Top(); !shows(top, "From a hub\n\nLicence: MIT\n\nAs it is.") {
		t.Error("the terms are not shown")
	}
	answer(t, w, "Cancel")
	if m.done() != "" {
		t.Error("it is downloaded unasked")
	}
	press(t, w.models.Object(), "Download 1.0 GB…")
	answer(t, w, "Download 1.0 GB")
	<-m.begun
	l.until(t, "its progress", func() bool {
		return shows(w.models.Object(), "There: 100 MB of 1.0 GB · 10 MB/s · about 2 min")
	})
	w.nav.leave()
	w.nav.enterModels()
	press(t, w.models.Object(), "Cancel")
	l.until(t, "the end", func() bool { return !shows(w.models.Object(), "Cancel") })
	if got := m.done(); got != "download there fp32" {
		t.Errorf("did %s", got)
	}
	if s := w.board.Shown(); s.Banner != "" {
		t.Errorf("that it was cancelled is told as a failure: %q", s.Banner)
	}
}

// On the page of models, what may be a model is imported; all else is what it is elsewhere.
func TestDropOnTheModels(t *testing.T) {
	m := newFakeModels()
	w, l, f := modelsWindow(t, m)
	dir := t.TempDir()
	w.dropped([]string{filepath.Join(dir, "dog.jpg")})
	l.until(t, "the search", func() bool { return len(f.asked()) > 0 })
	w.nav.enterModels()
	pack := filepath.Join(dir, "a model")
	if err := os.Mkdir(pack, 0o700); err != nil {
		t.Fatal(err)
	}
	w.dropped([]string{pack})
	l.until(t, "the question", func() bool { return w.win.Canvas().Overlays().Top() != nil })
	answer(t, w, "Import")
	l.until(t, "the model", func() bool { return shows(w.models.Object(), "New") })
	if got := m.done(); got != "import a model" {
		t.Errorf("did %s", got)
	}
}

// While a model is built, the page shows how far it is, and reads the models again when that is over.
func TestModelIsBuilt(t *testing.T) {
	m := newFakeModels()
	w, l, f := modelsWindow(t, m)
	f.setStatus(func(s *photo.Status) {
		s.Building = photo.Building{ID: "here", Title: "Here", Ready: 1, Photos: 4}
	})
	l.until(t, "how far it is", func() bool {
		return shows(w.models.Object(), "Here has looked at 1 of 4 photos") &&
			shows(w.models.Object(), "Mini finds your photos until Here knows them all. It runs on CPU.")
	})
	if !w.board.Status.Object().Visible() {
		t.Error("the status line is hidden")
	}
	m.mu.Lock()
	m.all[0].InUse, m.all[1].InUse = false, true
	m.mu.Unlock()
	f.setStatus(func(s *photo.Status) { s.Building = photo.Building{} })
	l.until(t, "the new one", func() bool {
		return shows(w.models.Object(), "Here finds your photos. It runs on CPU.")
	})
}
