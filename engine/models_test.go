package engine

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/models"
	"recollect/engine/photo"
)

// install puts a model into the library that is the shipped one, but for how it prepares pictures:
// its vectors are its own.
func install(t *testing.T, library, id string) {
	t.Helper()
	from, to := "../assets/models/mini", filepath.Join(library, "models", id)
	if err := os.MkdirAll(to, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"model.json", "vision_model.onnx", "text_model.onnx", "vocab.txt"} {
		data, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "model.json" {
			data = bytes.ReplaceAll(data, []byte("0.4980392156862745"), []byte("0.48"))
		}
		if err := os.WriteFile(filepath.Join(to, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// entry is what the library's list says of a model.
func entry(t *testing.T, e *Engine, id string) photo.ModelEntry {
	t.Helper()
	all, err := e.Models.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(m photo.ModelEntry) bool { return m.ID == id })
	if i < 0 {
		t.Fatalf("there is no %s in %+v", id, all)
	}
	return all[i]
}

// TestTheOldEmbeddingServesUntilTheNewOneIsComplete chooses another model than before.
func TestTheOldEmbeddingServesUntilTheNewOneIsComplete(t *testing.T) {
	o := options(t, t.TempDir())
	o.Things = "" // they are for other tests
	install(t, o.Library, "other")
	e := open(t, o)
	dir := put(t, "animals/white-duck.jpg", "animals/kitten-with-yarn.jpg", "food/citrus-slices.jpg")
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	upToDate(t, e)
	before, old := find(t, e, typed("a duck")), e.Model().Fingerprint
	if len(before) == 0 {
		t.Fatal("nothing was found with the first model")
	}
	again := func() {
		t.Helper()
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		e = open(t, o)
	}
	serves := func(when, model string, photos, ready int) {
		t.Helper()
		if got := e.Model().Fingerprint; got != model {
			t.Errorf("%s: %s serves, want %s", when, got, model)
		}
		s := e.Status()
		if s.Photos != photos || s.Encoded != photos || s.Unreachable != 0 {
			t.Errorf("%s: %+v", when, s)
		}
		if building := s.Building.ID != ""; building != (ready < photos) || building && s.Building.Ready != ready {
			t.Errorf("%s: %+v", when, s.Building)
		}
	}
	if err := e.Models.Use(t.Context(), "other"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // also when nothing was done in between
		again()
		serves("with another model at hand", old, 3, 0)
		if got := find(t, e, typed("a duck")); !slices.Equal(got, before) {
			t.Errorf("found %v, want %v as before", got, before)
		}
	}
	if m := entry(t, e, "other"); !m.Wanted || !m.Building || m.InUse || m.Embedded != 0 || m.Total != 3 {
		t.Errorf("%+v", m)
	}
	if err := e.Models.Remove(t.Context(), "other"); !errors.Is(err, models.ErrInUse) {
		t.Errorf("a model that is being built was removed: %v", err)
	}

	readOnly := o
	readOnly.Mode = ReadOnly
	reader := open(t, readOnly)
	same := func(when string) {
		t.Helper()
		if got := find(t, reader, typed("a duck")); !slices.Equal(got, before) {
			t.Errorf("%s: who reads beside found %v, want %v as before", when, got, before)
		}
	}
	same("before the new one serves")

	now := entry(t, e, "other").Fingerprint
	if now == old {
		t.Fatal("the models are the same")
	}
	place(t, "garden/orange-dahlia.jpg", filepath.Join(dir, "new.jpg"))
	if s, err := e.Sync(t.Context()); err != nil || s.Added != 1 || s.Encoded != 5 {
		t.Errorf("got %+v, %v, want 3 photos embedded with the new model and one with both", s, err)
	}
	for _, when := range []string{"when the new one is complete", "opened after that"} {
		serves(when, now, 4, 4)
		if got := find(t, e, typed("an orange flower")); len(got) == 0 || !slices.Contains(got, "new.jpg") {
			t.Errorf("%s: the new photo is not found: %v", when, got)
		}
		if got := find(t, e, typed("a duck")); len(got) == 0 || got[0] != before[0] {
			t.Errorf("%s: found %v with the new model, want %v first", when, got, before[0])
		}
		if err := e.Upkeep.Check(t.Context()); err != nil {
			t.Errorf("%s: %v", when, err)
		}
		if s, err := e.Sync(t.Context()); err != nil || s.Encoded != 0 {
			t.Errorf("%s: embedded again: %+v, %v", when, s, err)
		}
		same(when)
		again()
	}
	if err := e.Models.Use(t.Context(), "mini"); err != nil {
		t.Fatal(err)
	}
	serves("back to the first", old, 4, 4)
	if s, err := e.Sync(t.Context()); err != nil || s.Encoded != 0 {
		t.Errorf("going back embeds again: %+v, %v", s, err)
	}
	removed(t, e)
}

// removed removes the model that is not in use any more.
func removed(t *testing.T, e *Engine) {
	t.Helper()
	for id, want := range map[string]error{
		"mini": models.ErrShipped, "absent": models.ErrUnknown, "other": nil,
	} {
		if err := e.Models.Remove(t.Context(), id); !errors.Is(err, want) {
			t.Errorf("remove %s: %v, want %v", id, err, want)
		}
	}
	if err := e.Models.Use(t.Context(), "other"); !errors.Is(err, models.ErrUnknown) {
		t.Errorf("a model that was removed is used: %v", err)
	}
	if _, err := os.Stat(filepath.Join(e.opts.Library, "models", "other")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its files: %v", err)
	}
	if err := e.Upkeep.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// Another process chooses a model while this one holds the library and works.
func TestAnotherProcessChoosesAModel(t *testing.T) {
	o := options(t, t.TempDir())
	install(t, o.Library, "other")
	e := open(t, o)
	dir := put(t, "animals/white-duck.jpg", "food/citrus-slices.jpg")
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	upToDate(t, e)
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- e.Run(ctx) }()
	defer func() {
		stop()
		if err := <-ran; err != nil {
			t.Error(err)
		}
	}()

	shared := o
	shared.Mode = Shared
	other := open(t, shared)
	if err := other.Models.Use(t.Context(), "other"); err != nil {
		t.Fatal(err)
	}
	want := entry(t, other, "other").Fingerprint
	deadline := time.After(patience)
	for e.Model().Fingerprint != want || e.Status().Building.ID != "" {
		select {
		case <-e.Changed():
		case <-deadline:
			t.Fatalf("the other model does not serve: %+v", e.Status())
		}
		if got := find(t, e, typed("a duck")); len(got) == 0 || got[0] != "white-duck.jpg" {
			t.Errorf("meanwhile a duck is not found: %v", got)
		}
	}
	if err := other.Models.Remove(t.Context(), "other"); !errors.Is(err, models.ErrInUse) {
		t.Errorf("a model in use was removed: %v", err)
	}
}

// Photos on a drive that is away are found with the model before, until they are back.
func TestPhotosThatAreAwayAreFoundWithTheModelBefore(t *testing.T) {
	o := options(t, t.TempDir())
	o.Things = ""
	install(t, o.Library, "other")
	e := open(t, o)
	here := put(t, "food/citrus-slices.jpg")
	drive := put(t, "animals/white-duck.jpg")
	for _, dir := range []string{here, drive} {
		if err := e.Folders.Add(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
	}
	upToDate(t, e)
	if err := os.Rename(drive, drive+" away"); err != nil {
		t.Fatal(err)
	}
	upToDate(t, e)
	if err := e.Models.Use(t.Context(), "other"); err != nil {
		t.Fatal(err)
	}
	if s := e.Status(); s.Unreachable != 0 || s.Encoded != 2 {
		t.Errorf("while it is built: %+v", s)
	}
	upToDate(t, e)
	found := func(when string, unreachable int) {
		t.Helper()
		if got, want := e.Model().Fingerprint, entry(t, e, "other").Fingerprint; got != want {
			t.Errorf("%s: %s serves, want %s", when, got, want)
		}
		if s := e.Status(); s.Unreachable != unreachable || s.Encoded != 2-unreachable || s.ToGo() != 0 {
			t.Errorf("%s: %+v", when, s)
		}
		if got := find(t, e, typed("a duck")); !slices.Equal(got, []string{"white-duck.jpg"}) {
			t.Errorf("%s: found %v", when, got)
		}
	}
	found("while a drive is away", 1)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = open(t, o)
	found("opened while a drive is away", 1)
	if err := os.Rename(drive+" away", drive); err != nil {
		t.Fatal(err)
	}
	if s, err := e.Sync(t.Context()); err != nil || s.Encoded != 1 {
		t.Errorf("when it is back: %+v, %v", s, err)
	}
	found("when it is back", 0)
}

// Another process removes a model, or puts another one in its place, while this one has it at hand.
func TestAnotherProcessChangesTheFolderOfAModel(t *testing.T) {
	o := options(t, t.TempDir())
	o.Things = ""
	install(t, o.Library, "other")
	e := open(t, o)
	before := entry(t, e, "other").Fingerprint
	folder := filepath.Join(o.Library, "models", "other")
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := e.Models.Use(t.Context(), "other"); !errors.Is(err, models.ErrUnknown) {
		t.Errorf("a model that is gone is used: %v", err)
	}
	install(t, o.Library, "other")
	path := filepath.Join(folder, "model.json")
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, bytes.ReplaceAll(data, []byte("0.48"), []byte("0.47")), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := entry(t, e, "other"); got.Fingerprint == before || got.Fingerprint == "" {
		t.Errorf("%+v is the one before, %s", got, before)
	}
}
