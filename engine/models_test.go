package engine

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

// otherModel is the shipped one, but for how it prepares pictures: its vectors are its own.
func otherModel(t *testing.T) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	dir := "../assets/models/mini"
	for _, name := range []string{"model.json", "vision_model.onnx", "text_model.onnx", "vocab.txt"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	described := files["model.json"]
	described.Data = bytes.ReplaceAll(described.Data, []byte("0.4980392156862745"), []byte("0.48"))
	return files
}

// TestTheOldEmbeddingServesUntilTheNewOneIsComplete opens a library with another model than before.
func TestTheOldEmbeddingServesUntilTheNewOneIsComplete(t *testing.T) {
	o := options(t, t.TempDir())
	o.Things = "" // they are for other tests
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
	o.Others, o.Model = []fs.FS{o.Model}, otherModel(t)
	again := func() {
		t.Helper()
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		e = open(t, o)
	}
	serves := func(when, model string, photos int) {
		t.Helper()
		if got := e.Model().Fingerprint; got != model {
			t.Errorf("%s: %s serves, want %s", when, got, model)
		}
		if s := e.Status(); s.Photos != photos || s.Encoded != photos {
			t.Errorf("%s: %+v", when, s)
		}
	}
	for range 2 { // also when nothing was done in between
		again()
		serves("with another model at hand", old, 3)
		if got := find(t, e, typed("a duck")); !slices.Equal(got, before) {
			t.Errorf("found %v, want %v as before", got, before)
		}
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

	now := e.embeds().fingerprint()
	if now == old {
		t.Fatal("the models are the same")
	}
	place(t, "garden/orange-dahlia.jpg", filepath.Join(dir, "new.jpg"))
	if s, err := e.Sync(t.Context()); err != nil || s.Added != 1 || s.Encoded != 5 {
		t.Errorf("got %+v, %v, want 3 photos embedded with the new model and one with both", s, err)
	}
	for _, when := range []string{"when the new one is complete", "opened after that"} {
		serves(when, now, 4)
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

	o.Others, o.Model = []fs.FS{o.Model}, o.Others[0]
	again()
	serves("back to the first", old, 4)
	if s, err := e.Sync(t.Context()); err != nil || s.Encoded != 0 {
		t.Errorf("going back embeds again: %+v, %v", s, err)
	}
}
