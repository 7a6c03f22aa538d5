package command

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/app/command/hits"
)

// The sample photos have six copies of a cat, two of which are equal files.
func TestDuplicates(t *testing.T) {
	m := newTerminal(t)
	if r := m.run("duplicates"); r.status != 0 || r.stdout != "" {
		t.Errorf("without a library: %+v", r)
	}
	names := []string{"animals/kitten-with-yarn.jpg", "animals/tabby-cat-face.png", "animals/white-duck.jpg"}
	for _, kind := range []string{"bright", "copy", "cropped", "half", "q60"} {
		names = append(names, "duplicates/kitten-with-yarn-"+kind+".jpg")
	}
	m, dir := somePhotos(t, names...)
	type line struct {
		Kind    string   `json:"kind"`
		Keep    string   `json:"keep"`
		Reasons []string `json:"reasons"`
		Members []struct {
			Path   string `json:"path"`
			Bytes  int64  `json:"bytes"`
			Pixels int64  `json:"pixels"`
			From   string `json:"taken_from"`
			Copies int    `json:"copies"`
		} `json:"members"`
	}
	all := lines[line](m, "duplicates")
	if len(all) != 2 {
		t.Fatalf("got %+v", all)
	}
	exact, near := all[0], all[1]
	if exact.Kind != "exact" || len(exact.Members) != 2 || len(exact.Reasons) != 0 ||
		exact.Keep != filepath.Join(dir, "kitten-with-yarn.jpg") {
		t.Errorf("equal files: %+v", exact)
	}
	if near.Kind != "near" || len(near.Members) != 5 || near.Keep != exact.Keep || near.Members[0].Copies != 2 ||
		near.Members[0].From != "exif" || strings.Join(near.Reasons, " ") != "resolution original metadata date" {
		t.Errorf("the same picture: %+v", near)
	}
	if last := near.Members[4]; filepath.Base(last.Path) != "kitten-with-yarn-half.jpg" ||
		last.Pixels != 512*384 || last.Bytes == 0 {
		t.Errorf("the last: %+v", last)
	}
	r := m.run("duplicates")
	if r.status != 0 || r.stderr != "" || !strings.Contains(r.stdout, "near: 5 photos; keep the first for resol") ||
		!strings.Contains(r.stdout, "* "+exact.Keep+"  1024 x 768, 82 kB, 2020-03-01T16:40:05 (exif), 2 copies\n") {
		t.Errorf("as text: %+v", r)
	}
	if r := m.run("duplicates", "x"); r.status != 2 {
		t.Errorf("an argument: %+v", r)
	}
}

// A search lists look-alikes as one, unless they are told apart.
func TestSearchStacks(t *testing.T) {
	m, dir := somePhotos(t, "animals/kitten-with-yarn.jpg", "duplicates/kitten-with-yarn-half.jpg",
		"animals/white-duck.jpg")
	a, b := filepath.Join(dir, "kitten-with-yarn.jpg"), filepath.Join(dir, "kitten-with-yarn-half.jpg")
	for _, stacked := range []bool{true, false} {
		all := lines[hits.Line](m, "search", "--stack", "--all", "a kitten")
		if want := 3 - len(all); (want == 1) != stacked {
			t.Fatalf("stacked %v: %+v", stacked, all)
		}
		for _, h := range all {
			if h.Path == a && slices.Equal(h.Stack, []string{b}) != stacked {
				t.Errorf("stacked %v: %+v", stacked, h)
			}
		}
		if r := m.run("duplicates", "reject", a, b); r.status != 0 {
			t.Fatalf("%+v", r)
		}
	}
	for i, h := range lines[hits.Line](m, "search", "--all", "a kitten") {
		if h.Rank != i+1 || h.Stack != nil {
			t.Errorf("without --stack: %+v", h)
		}
	}
}

// What is rejected is not listed again, until that is undone or taken back.
func TestDuplicatesRejected(t *testing.T) {
	m, dir := somePhotos(t, "animals/kitten-with-yarn.jpg", "duplicates/kitten-with-yarn-half.jpg")
	a, b := filepath.Join(dir, "kitten-with-yarn.jpg"), filepath.Join(dir, "kitten-with-yarn-half.jpg")
	steps := []struct {
		line   []string
		groups int // afterwards
	}{
		{[]string{"reject", a, b}, 0},
		{[]string{"accept", b, a}, 1},
		{[]string{"reject", b, a}, 0},
	}
	for _, step := range steps {
		if r := m.run(append([]string{"duplicates"}, step.line...)...); r.status != 0 || r.stdout != "" {
			t.Fatalf("%q: %+v", step.line, r)
		}
		if r := m.run("duplicates"); strings.Count(r.stdout, "near: ") != step.groups {
			t.Errorf("after %q: %q", step.line[0], r.stdout)
		}
	}
	if r := m.run("duplicates", "rejected"); !strings.Contains(r.stdout, a) || !strings.Contains(r.stdout, b) {
		t.Errorf("rejected: %+v", r)
	}
	if r := m.run("undo"); r.status != 0 || !strings.Contains(r.stdout, "apart, 2 photos (undone)") {
		t.Errorf("undo: %+v", r)
	}
	if r := m.run("duplicates"); strings.Count(r.stdout, "near: ") != 1 {
		t.Errorf("undone: %q", r.stdout)
	}
	if r := m.run("duplicates", "reject", a); r.status != 1 || !strings.Contains(r.stderr, "Name two or more.") {
		t.Errorf("one photo: %+v", r)
	}
}
