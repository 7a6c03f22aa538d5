package catalog

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/photo"
)

const textKey = "text v1"

// missing are the numbers of the photos that a step is to look at.
func missing(t *testing.T, c *Catalog, key string, first ...photo.ID) []photo.ID {
	t.Helper()
	ps, err := c.Missing(t.Context(), key, first, 9)
	if err != nil {
		t.Fatal(err)
	}
	var ids []photo.ID
	for _, p := range ps {
		ids = append(ids, p.ID)
	}
	return ids
}

func useSteps(t *testing.T, c *Catalog, keys ...string) {
	t.Helper()
	if err := c.UseSteps(t.Context(), keys...); err != nil {
		t.Fatal(err)
	}
}

func progress(t *testing.T, c *Catalog, key string) Progress {
	t.Helper()
	p, err := c.Progress(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatIsMissingIsTheQueueOfAStep(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for i := range 4 {
		p := picture(f, fmt.Sprintf("%d.jpg", i))
		p.Taken.Time = p.Taken.AddDate(0, 0, i)
		ids = append(ids, insert(t, c, p))
	}
	if got := missing(t, c, textKey); got != nil {
		t.Errorf("missing for a step that is not in use: %v", got)
	}
	useSteps(t, c, textKey)
	if got := missing(t, c, textKey, ids[1], ids[0]); !slices.Equal(got, []photo.ID{ids[1], ids[0], ids[3], ids[2]}) {
		t.Errorf("got %v, want what is on the screen first, then the newest", got)
	}
	if some, err := c.Missing(t.Context(), textKey, ids[:1], 2); err != nil || len(some) != 2 || some[0].ID != ids[0] ||
		some[1].ID != ids[3] {
		t.Errorf("two of them: %v, %v", some, err)
	}

	// A content is looked at once, whoever has it.
	encode(t, c, ids[0], photo.Hash{1}, axis(0))
	update(t, c, func(tx *Tx) error { return tx.Done(photo.Hash{1}, textKey) })
	encode(t, c, ids[1], photo.Hash{1}, nil)
	encode(t, c, ids[2], photo.Hash{2}, axis(1))
	update(t, c, func(tx *Tx) error { return tx.Failed(photo.Hash{2}, textKey, "it is too small") })
	if got := missing(t, c, textKey); !slices.Equal(got, ids[3:]) {
		t.Errorf("got %v, want %v", got, ids[3:])
	}
	if got := missing(t, c, EmbedKey("model-a")); !slices.Equal(got, ids[3:]) {
		t.Errorf("to be embedded: %v", got)
	}
	if p := progress(t, c, textKey); p != (Progress{Photos: 4, Done: 2, Failed: 1, Missing: 1}) {
		t.Errorf("got %+v", p)
	}
	failures, err := c.Failures(t.Context(), textKey)
	if err != nil || !slices.Equal(failures, []Failure{{Hash: photo.Hash{2}, Reason: "it is too small"}}) {
		t.Errorf("got %v, %v", failures, err)
	}
	update(t, c, func(tx *Tx) error { return tx.RetryProblems() })
	if got := missing(t, c, textKey); !slices.Equal(got, []photo.ID{ids[3], ids[2]}) {
		t.Errorf("after another chance: %v", got)
	}

	// What cannot be reached waits.
	if err := c.SetAway(t.Context(), f.ID, photo.AwayMissing); err != nil {
		t.Fatal(err)
	}
	if got := missing(t, c, textKey, ids[3]); got != nil {
		t.Errorf("missing, though the folder is away: %v", got)
	}
	if p := progress(t, c, textKey); p != (Progress{Photos: 4, Done: 2, Unreachable: 2}) {
		t.Errorf("away: %+v", p)
	}
}

// The next version of a step begins with nothing, and so does the first when it comes back:
// what it gave has been replaced.
func TestANewKeyMakesEverythingMissing(t *testing.T) {
	c := open(t)
	id := insert(t, c, picture(addFolder(t, c, "/p"), "a.jpg"))
	encode(t, c, id, photo.Hash{1}, axis(0))
	useSteps(t, c, textKey)
	update(t, c, func(tx *Tx) error { return tx.Done(photo.Hash{1}, textKey) })
	useSteps(t, c, "text v2")
	if got := missing(t, c, "text v2"); !slices.Equal(got, []photo.ID{id}) {
		t.Errorf("got %v", got)
	}
	useSteps(t, c, textKey)
	if got := missing(t, c, textKey); !slices.Equal(got, []photo.ID{id}) {
		t.Errorf("back again: %v", got)
	}
	useSteps(t, c, textKey)
	update(t, c, func(tx *Tx) error { return tx.Done(photo.Hash{1}, textKey, "text v2") }) // v2 was forgotten meanwhile
	useSteps(t, c, "text v2")
	if got := missing(t, c, "text v2"); !slices.Equal(got, []photo.ID{id}) {
		t.Errorf("what came too late counts: %v", got)
	}
}

func TestAFileThatWasReplacedIsLookedAtAgain(t *testing.T) {
	c := open(t)
	p := picture(addFolder(t, c, "/p"), "a.jpg")
	p.ID = insert(t, c, p)
	encode(t, c, p.ID, photo.Hash{1}, axis(0))
	useSteps(t, c, textKey)
	update(t, c, func(tx *Tx) error { return tx.Done(photo.Hash{1}, textKey) })
	update(t, c, func(tx *Tx) error { return tx.Replace(p) })
	if got := missing(t, c, textKey); !slices.Equal(got, []photo.ID{p.ID}) {
		t.Errorf("got %v", got)
	}
	encode(t, c, p.ID, photo.Hash{1}, nil)
	if got := missing(t, c, textKey); got != nil {
		t.Errorf("with the content it had: %v", got)
	}
}

// found are the photos that a search goes through, with the first number of their vectors.
func found(t *testing.T, c *Catalog) map[photo.ID]float32 {
	t.Helper()
	all := map[photo.ID]float32{}
	models, err := c.Models(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = c.Vectors(t.Context(), models.Serving, func(id photo.ID, v photo.Vector, _ []float32) error {
		all[id] = max(v[0], 0.5)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The old model's vectors are searched until the new one's are complete.
func TestTheOldModelServesUntilTheNewOneIsComplete(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	c := openAt(t, path, "A")
	f := addFolder(t, c, "/p")
	first, second := insert(t, c, picture(f, "1.jpg")), insert(t, c, picture(f, "2.jpg"))
	encode(t, c, first, photo.Hash{1}, axis(3))
	encode(t, c, second, photo.Hash{2}, axis(4))
	seq, err := c.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}

	c, err = Open(t.Context(), path, Options{Model: "B", Models: map[string]string{"a": "A"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	want := func(m Models, searched int) {
		t.Helper()
		got, err := c.Models(t.Context())
		if err != nil || got != m || len(found(t, c)) != searched {
			t.Errorf("got %+v, %v and %v, want %+v and %d photos", got, err, found(t, c), m, searched)
		}
		if err := c.Check(t.Context()); err != nil {
			t.Error(err)
		}
	}
	want(Models{Serving: "A", Building: "B"}, 2)
	if n := counts(t, c); n.Encoded != 2 || n.Waiting != 0 || n.Building.Missing != 2 {
		t.Errorf("got %+v, want all found and all to be embedded", n)
	}
	if err := c.Update(t.Context(), func(tx *Tx) error { return tx.DropModel("A") }); !errors.Is(err, ErrInUse) {
		t.Errorf("a model that serves was deleted: %v", err)
	}
	encode(t, c, first, photo.Hash{1}, axis(0))
	if done, err := c.Promote(t.Context()); done || err != nil {
		t.Errorf("a model that lacks photos serves: %v, %v", done, err)
	}
	want(Models{Serving: "A", Building: "B"}, 2)
	if all := found(t, c); all[first] != 0.5 {
		t.Errorf("the new vector is searched: %v", all)
	}
	update(t, c, func(tx *Tx) error { return tx.Failed(photo.Hash{2}, EmbedKey("B"), "it makes nothing of it") })
	if done, err := c.Promote(t.Context()); !done || err != nil {
		t.Errorf("the complete model does not serve: %v, %v", done, err)
	}
	want(Models{Serving: "B", Building: "B"}, 1)
	if ch, err := c.VectorsSince(t.Context(), "A", seq, nil); err != nil || !ch.All {
		t.Errorf("an index of the old model would catch up: %+v, %v", ch, err)
	}
	update(t, c, func(tx *Tx) error { return tx.DropModel("A") })
	want(Models{Serving: "B", Building: "B"}, 1)
	if _, err := c.Vector(t.Context(), photo.Hash{2}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a vector of the old model: %v", err)
	}
}

// Where the old model is not at hand, the new one serves at once.
func TestAModelThatIsNotAtHandCannotServe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	c := openAt(t, path, "A")
	id := insert(t, c, picture(addFolder(t, c, "/p"), "1.jpg"))
	encode(t, c, id, photo.Hash{1}, axis(3))
	c.Close()
	c = openAt(t, path, "B")
	if m, err := c.Models(t.Context()); err != nil || m != (Models{Serving: "B", Building: "B"}) ||
		len(found(t, c)) != 0 {
		t.Errorf("got %+v, %v", m, err)
	}
}

// A model serves once it has all photos that can be reached. The others follow when they are back.
func TestPhotosThatAreAwayDoNotHoldAModelBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	c := openAt(t, path, "A")
	here, drive := addFolder(t, c, "/p"), addFolder(t, c, "/drive")
	near, far := insert(t, c, picture(here, "1.jpg")), insert(t, c, picture(drive, "2.jpg"))
	encode(t, c, near, photo.Hash{1}, axis(3))
	encode(t, c, far, photo.Hash{2}, axis(4))
	update(t, c, func(tx *Tx) error { return tx.SetAway(drive.ID, photo.AwayVolume) })
	if err := c.UseModel(t.Context(), "B", []string{"A"}); err != nil {
		t.Fatal(err)
	}
	n := counts(t, c)
	if n.Encoded != 2 || n.Waiting != 0 || n.Building != (Progress{Photos: 2, Missing: 1, Unreachable: 1}) {
		t.Errorf("got %+v", n)
	}
	if done, err := c.Promote(t.Context()); done || err != nil {
		t.Errorf("it serves without a photo that can be reached: %v, %v", done, err)
	}
	encode(t, c, near, photo.Hash{1}, axis(0))
	if done, err := c.Promote(t.Context()); !done || err != nil {
		t.Errorf("a drive that is away holds it back: %v, %v", done, err)
	}
	if n := counts(t, c); n.Encoded != 1 || n.Waiting != 0 || n.Building != (Progress{}) {
		t.Errorf("got %+v", n)
	}
	update(t, c, func(tx *Tx) error { return tx.SetAway(drive.ID, "") })
	if got := missing(t, c, EmbedKey("B")); !slices.Equal(got, []photo.ID{far}) {
		t.Errorf("to be embedded when the drive is back: %v", got)
	}
	if err := c.UseModel(t.Context(), "A", []string{"B"}); err != nil {
		t.Fatal(err)
	}
	if m, err := c.Models(t.Context()); err != nil || m != (Models{Serving: "A", Building: "A"}) {
		t.Errorf("going back: %+v, %v", m, err)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A photo that a model cannot embed is listed, once, also while the model is being built.
func TestPhotosThatCannotBeEmbeddedAreListed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recollect.db")
	c := openAt(t, path, "A")
	p := picture(addFolder(t, c, "/p"), "1.jpg")
	p.ID = insert(t, c, p)
	encode(t, c, p.ID, photo.Hash{1}, axis(3))
	listed := func(when string, want int) {
		t.Helper()
		all, err := c.Problems(t.Context())
		if err != nil || len(all) != want || counts(t, c).Problems != want {
			t.Errorf("%s: %+v, %v, %+v, want %d", when, all, err, counts(t, c), want)
		}
		for _, problem := range all {
			want := photo.Problem{ID: p.ID, Path: p.Path, Reason: "model:no-vector", Detail: "zeros", Count: 1}
			if problem != want {
				t.Errorf("%s: %+v", when, problem)
			}
		}
	}
	listed("before", 0)
	if err := c.UseModel(t.Context(), "B", []string{"A"}); err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) error { return tx.Failed(photo.Hash{1}, EmbedKey("B"), "zeros") })
	listed("while it is built", 1)
	if done, err := c.Promote(t.Context()); !done || err != nil {
		t.Errorf("%v, %v", done, err)
	}
	listed("when it serves", 1)
	if n := counts(t, c); n.Encoded != 0 || n.Failed != 1 {
		t.Errorf("%+v", n)
	}
	update(t, c, func(tx *Tx) error { return tx.RetryProblems() })
	listed("when it is tried again", 0)
	if err := c.UseModel(t.Context(), "A", []string{"B"}); err != nil {
		t.Fatal(err)
	}
	listed("with the model before", 0)
}

// What a person has chosen comes back with the journal, and decides which model embeds.
func TestTheChosenModelIsUserData(t *testing.T) {
	dir := t.TempDir()
	o := Options{Model: "A", Models: map[string]string{"a": "A", "b": "B"}, Journal: filepath.Join(dir, "journal")}
	building := func(name, want string) {
		t.Helper()
		c, err := Open(t.Context(), filepath.Join(dir, name), o)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if m, err := c.Models(t.Context()); err != nil || m.Building != want {
			t.Errorf("%s: %+v, %v, want %s", name, m, err, want)
		}
		if name == "first" {
			update(t, c, func(tx *Tx) error { return tx.SetValue(WantedKey, "b") })
		}
	}
	building("first", "A")
	building("first", "B")
	building("second", "B") // of the journal alone
	delete(o.Models, "b")
	building("second", "A")
}
