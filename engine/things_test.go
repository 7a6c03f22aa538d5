package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/things"
)

// few is a library's own vocabulary that is soon embedded.
const few = `[animals]
sheep
cat
bee
[vehicles]
aeroplane
bicycle
tractor
[places]
beach
bridge
street
kitchen
[household]
cup
lamp
scissors
umbrella
piano
book
`

var shown = []string{
	"animals/sheep-in-meadow.jpg", "garden/honey-bee-on-aster.jpg",
	"flight-and-space/bomber-over-ocean.jpg", "city/suspension-bridge-night.jpg",
}

// withThings is a library of the photos shown, brought up to date.
func withThings(t *testing.T, names ...string) (e *Engine, o Options) {
	t.Helper()
	o = options(t, t.TempDir())
	data, err := os.ReadFile("../assets/things.txt")
	if err != nil {
		t.Fatal(err)
	}
	o.Things = string(data)
	setThings(t, o, few)
	e = open(t, o)
	if err := e.Folders.Add(t.Context(), put(t, names...)); err != nil {
		t.Fatal(err)
	}
	upToDate(t, e)
	return e, o
}

// setThings gives a library a vocabulary of its own.
func setThings(t *testing.T, o Options, vocabulary string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(o.Library, thingsFile), []byte(vocabulary), 0o600); err != nil {
		t.Fatal(err)
	}
}

func upToDate(t *testing.T, e *Engine) {
	t.Helper()
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// thingsOf are the things of a photo, those that a person judged with + or -.
func thingsOf(t *testing.T, e *Engine, name string) []string {
	t.Helper()
	all, err := e.Things.ShownBy(t.Context(), photoNamed(t, e, name))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range all {
		out = append(out, map[photo.Verdict]string{
			photo.Confirmed: "+", photo.Rejected: "-",
			photo.Suggested: "",
		}[s.Verdict]+s.Thing)
	}
	return out
}

func photoNamed(t *testing.T, e *Engine, name string) photo.ID {
	t.Helper()
	paths, err := e.Photos.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for id, path := range paths {
		if filepath.Base(path) == filepath.Base(name) {
			return id
		}
	}
	t.Fatalf("%s is not in the library", name)
	return 0
}

func wantThings(t *testing.T, e *Engine, name string, want ...string) {
	t.Helper()
	if got := thingsOf(t, e, name); !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", name, got, want)
	}
}

func TestThings(t *testing.T) {
	e, o := withThings(t, shown...)
	for i, want := range []string{"sheep", "bee", "aeroplane", "bridge"} {
		wantThings(t, e, shown[i], want)
	}
	all, err := e.Things.Things(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, thing := range all {
		got = append(got, thing.Group+"/"+thing.Name)
		if thing.Suggested != 1 || thing.Confirmed != 0 || thing.Cover == 0 {
			t.Errorf("%+v", thing)
		}
	}
	want := []string{"animals/bee", "animals/sheep", "vehicles/aeroplane", "places/bridge"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}

	sheep := photoNamed(t, e, shown[0])
	judge := func(thing string, v photo.Verdict) {
		t.Helper()
		if err := e.Things.Judge(t.Context(), thing, []photo.ID{sheep}, v); err != nil {
			t.Fatal(err)
		}
	}
	judge("sheep", photo.Rejected)
	judge("book", photo.Confirmed)
	wantThings(t, e, shown[0], "+book", "-sheep")
	if err := e.Things.Judge(t.Context(), "unicorn", []photo.ID{sheep}, photo.Confirmed); !errors.Is(err, ErrNoThing) {
		t.Errorf("an unknown thing: %v", err)
	}
	e.Close()

	// Another vocabulary: what a person said stays, suggestions are made anew.
	setThings(t, o, strings.Replace(few, "aeroplane\n", "plane = aeroplane\nsheep\n", 1))
	e = open(t, o)
	if faults := e.Things.Faults(); len(faults) != 1 || !strings.Contains(faults[0], `"sheep" is there already`) {
		t.Errorf("faults: %q", faults)
	}
	upToDate(t, e)
	wantThings(t, e, shown[0], "+book", "-sheep")
	wantThings(t, e, shown[2], "plane")
	judge("sheep", photo.Suggested)
	wantThings(t, e, shown[0], "+book", "sheep")
}

func TestThingsAreLearned(t *testing.T) {
	names := []string{"animals/sheep-in-meadow.jpg", "animals/kitten-with-yarn.jpg", "animals/tabby-cat-face.png"}
	for _, kind := range []string{"bright", "cropped", "half", "q60"} {
		names = append(names, "duplicates/kitten-with-yarn-"+kind+".jpg", "duplicates/moraine-lake-"+kind+".jpg")
	}
	e, o := withThings(t, names...)
	// To this person the kitten is no cat, and lakes are beaches.
	var no, yes []photo.ID
	for _, name := range names[1:] {
		switch {
		case strings.Contains(name, "kitten"):
			no = append(no, photoNamed(t, e, name))
		case strings.Contains(name, "lake"):
			yes = append(yes, photoNamed(t, e, name))
		}
	}
	judge := func(ids []photo.ID, v photo.Verdict) {
		t.Helper()
		if err := e.Things.Judge(t.Context(), "beach", ids, v); err != nil {
			t.Fatal(err)
		}
	}
	judge(yes[:3], photo.Confirmed)
	judge(no, photo.Rejected)
	if _, ok := e.Things.current.Load().tagger.Head("beach"); ok {
		t.Fatal("eight examples made a head")
	}
	cat := photoNamed(t, e, names[2])
	judge([]photo.ID{cat, photoNamed(t, e, names[0])}, photo.Rejected)
	if got := thingsOf(t, e, "moraine-lake-q60.jpg"); !slices.Contains(got, "beach") {
		t.Errorf("the lake that was not judged: %v", got)
	}
	e.Close()
	e = open(t, o) // what was learned is learned again
	if err := e.Things.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok := e.Things.current.Load().tagger.Head("beach"); !ok {
		t.Error("the head is gone after opening the library again")
	}
	judge([]photo.ID{cat}, photo.Suggested)
	upToDate(t, e)
	if got := thingsOf(t, e, "moraine-lake-q60.jpg"); slices.Contains(got, "beach") {
		t.Errorf("nine examples are too few, and yet: %v", got)
	}
}

func TestSuggestingStopsAndGoesOn(t *testing.T) {
	e, _ := withThings(t, shown...)
	forget := func() {
		t.Helper()
		for _, name := range shown {
			id := photoNamed(t, e, name)
			if err := e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
				return tx.SuggestPhoto(id, nil)
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	forget()
	if err := e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		return tx.Forget(e.Things.current.Load().step.Key())
	}); err != nil {
		t.Fatal(err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Things.Suggest(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if err := e.Things.Suggest(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantThings(t, e, shown[0], "sheep")
	// Once done, nothing is done.
	forget()
	if err := e.Things.Suggest(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantThings(t, e, shown[0])
}

func TestScreening(t *testing.T) {
	e, o := withThings(t, shown...)
	if on, err := e.Things.Screening(t.Context()); err != nil || len(on) != 0 {
		t.Errorf("at first: %v, %v", on, err)
	}
	if err := e.Things.SetScreening(t.Context(), []string{"memes", "cats"}); !errors.Is(err, things.ErrNoScreen) {
		t.Errorf("an unknown class: %v", err)
	}
	if err := e.Things.SetScreening(t.Context(), []string{"receipts", "memes"}); err != nil {
		t.Fatal(err)
	}
	if err := e.Things.Suggest(t.Context()); err != nil {
		t.Fatal(err)
	}
	// A person may say what the model does not see.
	bee := photoNamed(t, e, shown[1])
	if err := e.Things.Judge(t.Context(), things.ScreenPrefix+"memes", []photo.ID{bee}, photo.Confirmed); err != nil {
		t.Fatal(err)
	}
	flagged := func() (ids []photo.ID) {
		tiles, err := e.Photos.Tiles(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, tile := range tiles {
			if tile.Flagged {
				ids = append(ids, tile.ID)
			}
		}
		return ids
	}
	if got := flagged(); !slices.Equal(got, []photo.ID{bee}) {
		t.Errorf("flagged: %v, want %v", got, bee)
	}
	if all, err := e.Things.Things(t.Context()); err != nil || slices.ContainsFunc(all, func(t photo.Thing) bool {
		return strings.HasPrefix(t.Name, things.ScreenPrefix)
	}) {
		t.Errorf("things: %v, %v", all, err)
	}
	e.Close()
	e = open(t, o)
	screens, err := e.Things.Screens(t.Context())
	if err != nil || !slices.Contains(screens, Screen{"memes", true, 1}) ||
		!slices.Contains(screens, Screen{"nudity", false, 0}) {
		t.Errorf("screens: %v, %v", screens, err)
	}
	if err := e.Things.SetScreening(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := flagged(); len(got) != 0 {
		t.Errorf("flagged while it is off: %v", got)
	}
}

func TestThingsWithoutModel(t *testing.T) {
	o := options(t, t.TempDir())
	o.Things, o.RuntimeDirs = few, []string{t.TempDir()}
	e := open(t, o)
	if err := e.Things.Suggest(t.Context()); err != nil {
		t.Errorf("suggesting without a runtime: %v", err)
	}
}

// While what is screened for changes there is no tagger for a moment; the next one
// learns from what is said meanwhile.
func TestLearnWhileScreeningChanges(t *testing.T) {
	e, _ := withThings(t, shown[0])
	if err := e.Things.SetScreening(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := e.Things.relearn(t.Context(), "sheep"); err != nil || e.Things.current.Load() != nil {
		t.Errorf("got %v", err)
	}
}
