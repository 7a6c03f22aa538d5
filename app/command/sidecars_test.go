package command

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"recollect/engine/photo"
)

// What is said of photos is written beside them when it is asked for, and not before.
func TestSidecars(t *testing.T) {
	m, dir := somePhotos(t, "animals/tabby-cat-face.png", "animals/white-duck.jpg")
	cat := dir + "/tabby-cat-face.png"
	if r := m.run("tag", "Animals/cat", cat); r.status != 0 {
		t.Fatalf("%+v", r)
	}
	type line struct {
		Path    string `json:"path"`
		Sidecar string `json:"sidecar"`
		Written bool   `json:"written"`
	}
	if r := m.run("place", "48.8584,2.2945", cat); r.status != 0 {
		t.Fatalf("%+v", r)
	}
	type told struct{ City, Country string }
	if got := lines[told](m, "info", cat); len(got) != 1 || got[0] != (told{"Paris", "FR"}) {
		t.Errorf("the place is %+v", got)
	}
	want := line{cat, cat + ".xmp", false}
	if got := lines[line](m, "sidecars", "--all", "--try"); len(got) != 1 || got[0] != want {
		t.Errorf("a trial: %+v", got)
	}
	if _, err := os.Stat(cat + ".xmp"); err == nil {
		t.Error("a trial writes")
	}
	want.Written = true
	if got := lines[line](m, "sidecars", cat); len(got) != 1 || got[0] != want {
		t.Errorf("got %+v", got)
	}
	data, err := os.ReadFile(cat + ".xmp")
	if err != nil || !strings.Contains(string(data), "<rdf:li>Animals|cat</rdf:li>") {
		t.Errorf("%s, %v", data, err)
	}
	if r := m.run("sidecars", "--all"); r.status != 0 || r.stdout != "" {
		t.Errorf("again: %+v", r)
	}
	for _, args := range [][]string{
		{"sidecars"},
		{"sidecars", "--all", cat},
		{"sidecars", "--conflicts", cat},
		{"sidecars", "--mine"},
		{"sidecars", "--mine", "--theirs", cat},
		{"sidecars", "--auto", "perhaps"},
	} {
		if r := m.run(args...); r.status != 2 {
			t.Errorf("%v: %+v", args, r)
		}
	}
}

// Conflicts are listed, and settled for either side; what is taken back can be undone.
func TestSidecarConflicts(t *testing.T) {
	m, dir := somePhotos(t, "animals/tabby-cat-face.png", "animals/white-duck.jpg")
	cat, duck := dir+"/tabby-cat-face.png", dir+"/white-duck.jpg"
	rating := func(path string) int {
		t.Helper()
		got := lines[struct{ Rating int }](m, "info", path)
		if len(got) != 1 {
			t.Fatal("no information")
		}
		return got[0].Rating
	}
	m.run("rate", "4", cat, duck)
	m.run("sidecars", "--all")
	theirs := func(path string) {
		t.Helper()
		data, err := os.ReadFile(path + ".xmp")
		if err == nil {
			data = bytes.Replace(data, []byte("<xmp:Rating>4<"), []byte("<xmp:Rating>2<"), 1)
			err = os.WriteFile(path+".xmp", data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	theirs(cat)
	theirs(duck)
	m.run("index") // which reads them
	m.run("sidecars", "--all")
	type line struct {
		Path      string           `json:"path"`
		Conflicts []photo.Conflict `json:"conflicts"`
	}
	want := []photo.Conflict{{Field: photo.RatingField, File: "2", Said: "4"}}
	if got := lines[line](m, "sidecars", "--conflicts"); len(got) != 2 || !slices.Equal(got[0].Conflicts, want) {
		t.Errorf("got %+v", got)
	}
	type settled struct{ Settled int }
	if got := lines[settled](m, "sidecars", "--mine", cat); len(got) != 1 || got[0].Settled != 1 {
		t.Errorf("mine: %+v", got)
	}
	if data, err := os.ReadFile(cat + ".xmp"); err != nil || !bytes.Contains(data, []byte("<xmp:Rating>4<")) {
		t.Errorf("mine: %s, %v", data, err)
	}
	if got := lines[settled](m, "sidecars", "--theirs", "--all"); len(got) != 1 || got[0].Settled != 1 {
		t.Errorf("theirs: %+v", got)
	}
	if rating(cat) != 4 || rating(duck) != 2 {
		t.Errorf("then %d and %d", rating(cat), rating(duck))
	}
	if r := m.run("undo"); r.status != 0 || rating(duck) != 4 {
		t.Errorf("undone: %+v, %d", r, rating(duck))
	}
	if r := m.run("sidecars", "--conflicts", "--json"); r.status != 0 || r.stdout != "" {
		t.Errorf("after all is settled: %+v", r)
	}
}

// Sidecars are written by themselves only when that is turned on.
func TestSidecarsBySelf(t *testing.T) {
	m, _ := somePhotos(t, "animals/tabby-cat-face.png")
	type state struct{ On bool }
	for _, want := range []struct {
		how string
		on  bool
	}{{"state", false}, {"on", true}, {"state", true}, {"off", false}, {"off", false}} {
		if got := lines[state](m, "sidecars", "--auto", want.how); len(got) != 1 || got[0].On != want.on {
			t.Errorf("%s: %+v", want.how, got)
		}
	}
}
