package command

import (
	"os"
	"strings"
	"testing"
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
	for _, args := range [][]string{{"sidecars"}, {"sidecars", "--all", cat}} {
		if r := m.run(args...); r.status != 2 {
			t.Errorf("%v: %+v", args, r)
		}
	}
}
