package engine

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/models"
	"recollect/engine/photo"
)

func TestModelsAreListed(t *testing.T) {
	o := options(t, t.TempDir())
	install(t, o.Library, "other")
	install(t, o.Library, "damaged")
	if err := os.Truncate(filepath.Join(o.Library, "models", "damaged", "vision_model.onnx"), 1000); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(o.Library, "models", "siglip2-b16-256.part"), 0o700); err != nil {
		t.Fatal(err)
	}
	e := open(t, o)
	all, err := e.Models.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, m := range all {
		if ids[m.ID] || m.Title == "" {
			t.Errorf("%+v", m)
		}
		ids[m.ID] = true
	}
	for id, want := range map[string]photo.ModelState{
		"mini": photo.ModelEmbedded, "other": photo.ModelInstalled, "damaged": photo.ModelDamaged,
		"siglip2-b16-256": photo.ModelIncomplete, "openai-clip-vit-b32": photo.ModelAvailable,
	} {
		got := entry(t, e, id)
		usable := want == photo.ModelEmbedded || want == photo.ModelInstalled
		if got.State != want || (got.Fingerprint != "") != usable {
			t.Errorf("%s: %+v, want %s", id, got, want)
		}
		if (got.Problem != "") != (want == photo.ModelDamaged) {
			t.Errorf("%s: problem %q", id, got.Problem)
		}
	}
	if m := entry(t, e, "mini"); !m.InUse || !m.Wanted || m.Dim != 512 || m.Bytes < 40<<20 {
		t.Errorf("%+v", m)
	}
	if err := e.Models.Use(t.Context(), "damaged"); err == nil {
		t.Error("a damaged model is used")
	}
	for _, id := range []string{"damaged", "siglip2-b16-256"} {
		if err := e.Models.Remove(t.Context(), id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	if err := e.Models.Remove(t.Context(), "openai-clip-vit-b32"); !errors.Is(err, models.ErrUnknown) {
		t.Errorf("a model that is not here was removed: %v", err)
	}
	if a, err := e.Models.Recommend(t.Context()); err != nil || !ids[a.ID] || a.Reason == "" || a.For <= 0 {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestAModelIsImportedVerifiedAndCompared(t *testing.T) {
	o := options(t, t.TempDir())
	o.Things = ""
	from := t.TempDir()
	install(t, from, "other")
	e := open(t, o)
	dir := put(t, "animals/white-duck.jpg", "animals/kitten-with-yarn.jpg", "food/citrus-slices.jpg")
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	upToDate(t, e)
	var last photo.Transfer
	from = filepath.Join(from, "models", "other")
	got, err := e.Models.Import(t.Context(), "", func(p photo.Transfer) { last = p }, from)
	if err != nil || got.State != photo.ModelInstalled || got.ID == "mini" {
		t.Fatalf("%+v, %v", got, err)
	}
	if last.Total == 0 || last.Done != last.Total {
		t.Errorf("%+v", last)
	}
	v, err := e.Models.Verify(t.Context(), got.ID, "")
	if err != nil || !v.OK() || len(v.Checks) < 4 {
		t.Errorf("%+v, %v", v, err)
	}
	if err := e.Models.Use(t.Context(), got.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	compared(t, e, got.ID, dir)

	path := filepath.Join(o.Library, "models", got.ID, "text_model.onnx")
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		_, err = f.WriteAt([]byte("tampered"), 1000)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	v, err = e.Models.Verify(t.Context(), got.ID, "")
	if err != nil || v.OK() || v.Checks[0].Name != "files" || v.Checks[0].Reason != "model:damaged" {
		t.Errorf("of a file that was tampered with: %+v, %v", v, err)
	}
}

// What people have said of photos are judgements.
func TestTagsAndConfirmedThingsAreJudgements(t *testing.T) {
	o := options(t, t.TempDir())
	e := open(t, o)
	dir := put(t, "animals/white-duck.jpg", "animals/kitten-with-yarn.jpg", "food/citrus-slices.jpg")
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	upToDate(t, e)
	if got, err := e.Models.Judgements(t.Context()); err != nil || len(got) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	paths, err := e.Photos.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]photo.ID{}
	for id, path := range paths {
		ids[filepath.Base(path)] = id
	}
	duck, cat := ids["white-duck.jpg"], ids["kitten-with-yarn.jpg"]
	err = errors.Join(
		e.UserData.Tag(t.Context(), []photo.ID{duck, cat}, "Young animal", true),
		e.UserData.Tag(t.Context(), []photo.ID{duck}, "type:raw", true),
		e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
			return errors.Join(tx.Judge(duck, "duck", photo.Confirmed), tx.Judge(cat, "duck", photo.Rejected))
		}),
	)
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Models.Judgements(t.Context())
	for i := range got {
		slices.Sort(got[i].Relevant)
	}
	want := []photo.Judged{
		{Kind: "tag", Query: "Young animal", Relevant: []string{paths[cat], paths[duck]}},
		{Kind: "thing", Query: "duck", Relevant: []string{paths[duck]}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

// compared compares the two models over the photos of dir.
func compared(t *testing.T, e *Engine, id, dir string) {
	t.Helper()
	path := func(name string) string { return filepath.Join(dir, name) }
	judged := []photo.Judged{
		{Query: "a duck", Relevant: []string{path("white-duck.jpg")}},
		{Query: "an animal", Relevant: []string{path("white-duck.jpg"), path("kitten-with-yarn.jpg"), "/not/here.jpg"}},
		{Image: path("white-duck.jpg"), Relevant: []string{path("white-duck.jpg"), path("kitten-with-yarn.jpg")}},
		{Query: "nothing", Relevant: []string{"/not/here.jpg"}},
	}
	c, err := e.Models.Compare(t.Context(), "mini", id, judged)
	if err != nil || c.Queries != 3 || c.Photos != 3 || c.A.ID != "mini" || c.B.ID != id {
		t.Errorf("%+v, %v", c, err)
	}
	for _, s := range []photo.ModelScore{c.A, c.B} {
		figures := []float64{s.Recall1, s.Recall5, s.AveragePrecision}
		want := []float64{(1 + 0.5 + 0) / 3, 1, (1 + 1 + 0.5) / 3} // to the picture, the other animal is second
		if !slices.EqualFunc(figures, want, func(a, b float64) bool { return a > b-1e-9 && a < b+1e-9 }) {
			t.Errorf("%+v, want %v", s, want)
		}
	}
}
