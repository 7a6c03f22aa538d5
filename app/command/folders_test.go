package command

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/app/command/cli"
	"recollect/engine/photo"
)

func TestFoldersThatAreAway(t *testing.T) {
	m := newTerminal(t)
	dir := filepath.Join(t.TempDir(), "pictures")
	sample, err := os.ReadFile(filepath.FromSlash("../../testdata/sample-photos/photos/animals/kitten-with-yarn.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for n := range 12 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.jpg", n)), sample, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lines[summaryLine](m, "index", dir)
	for n := range 10 {
		if err := os.Remove(filepath.Join(dir, fmt.Sprintf("%02d.jpg", n))); err != nil {
			t.Fatal(err)
		}
	}
	if s := lines[summaryLine](m, "index", dir)[0]; s.Gone != 0 || s.Photos != 12 ||
		!slices.Equal(s.Away, []awayLine{{dir, photo.AwayLost, 10}}) {
		t.Errorf("got %+v", s)
	}
	if f := lines[folderLine](m, "folders"); len(f) != 1 || !f[0].Away || f[0].Reason != "lost" || f[0].Photos != 12 ||
		f[0].Missing != 10 {
		t.Errorf("got %+v", f)
	}
	if s := lines[statusLine](m, "status")[0]; s.Away != 10 || s.Paths[0].Reason != "lost" || s.Paths[0].Missing != 10 {
		t.Errorf("got %+v", s)
	}

	// The rest is found at another place.
	moved := dir + "-moved"
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	if r := m.run("folders", "relocate", dir, moved); r.status != cli.Failed ||
		!strings.Contains(r.stderr, "are not in this place") {
		t.Errorf("with two of twelve photos there: %+v", r)
	}
	if err := os.Rename(moved, dir); err != nil {
		t.Fatal(err)
	}
	if f := lines[folderLine](m, "folders", "accept", dir); len(f) != 1 || f[0].Away || f[0].Photos != 2 {
		t.Errorf("got %+v", f)
	}
	if g := lines[goneLine](m, "gone"); len(g) != 10 || filepath.Dir(g[0].Path) != dir {
		t.Errorf("got %+v", g)
	}
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	if f := lines[folderLine](m, "folders", "relocate", dir, moved); len(f) != 1 || f[0].Path != moved ||
		f[0].Photos != 2 {
		t.Errorf("got %+v", f)
	}
	if s := lines[summaryLine](m, "index", moved)[0]; s.Photos != 2 || s.Encoded != 0 {
		t.Errorf("got %+v", s)
	}
	for _, args := range [][]string{
		{"folders", "accept"},
		{"folders", "forget", dir},
		{"folders", "accept", t.TempDir()},
		{"gone", "x"},
	} {
		if r := m.run(args...); r.status != cli.Misspelt {
			t.Errorf("%v: %+v", args, r)
		}
	}
}

// A folder that is taken out of the library leaves its files alone, and what was said of its
// photos is back when it is added again.
func TestFoldersRemove(t *testing.T) {
	m := newTerminal(t)
	kitten := pictures(t, m, "animals/kitten-with-yarn.jpg")
	farm := pictures(t, m, "animals/white-duck.jpg", "animals/sheep-in-meadow.jpg")
	duck := filepath.Join(farm, "white-duck.jpg")
	for _, args := range [][]string{{"favourite", duck}, {"tag", "garden", duck}} {
		if r := m.run(args...); r.status != cli.OK {
			t.Fatalf("%q: %+v", args, r)
		}
	}
	elsewhere := t.TempDir()
	for _, verb := range []string{"remove", "accept"} {
		r := m.run("folders", verb, elsewhere)
		if r.status != cli.Misspelt || !strings.Contains(r.stderr, elsewhere+" is no folder of the library") ||
			!strings.Contains(r.stderr, kitten) || !strings.Contains(r.stderr, farm) {
			t.Errorf("%s: %+v", verb, r)
		}
	}
	if r := m.run("folders", "remove"); r.status != cli.Misspelt || !strings.Contains(r.stderr, "remove FOLDER") {
		t.Errorf("no folder: %+v", r)
	}
	if f := lines[folderLine](m, "folders", "remove", farm+string(filepath.Separator)); len(f) != 1 ||
		f[0].Path != farm || f[0].Photos != 2 || f[0].Found == nil {
		t.Errorf("got %+v", f)
	}
	if _, err := os.Stat(duck); err != nil {
		t.Error(err)
	}
	if f := lines[folderLine](m, "folders"); len(f) != 1 || f[0].Path != kitten {
		t.Errorf("what is left: %+v", f)
	}
	if got := found(m, "is:favourite"); len(got) != 0 {
		t.Errorf("without the folder: %q", got)
	}
	if s := lines[summaryLine](m, "index", farm)[0]; s.Photos != 3 || s.Encoded != 0 {
		t.Errorf("added again: %+v", s)
	}
	if got := found(m, "is:favourite", "tag:garden"); len(got) != 1 {
		t.Errorf("added again: %q", got)
	}
	if r := m.run("folders", "remove", farm); r.status != cli.OK || !strings.Contains(r.stdout, farm+": 2 photos") ||
		!strings.Contains(r.stdout, "30 days") {
		t.Errorf("as text: %+v", r)
	}
	lines[folderLine](m, "folders", "remove", kitten)
	if r := m.run("folders", "remove", farm); r.status != cli.Misspelt || !strings.Contains(r.stderr, "it has none") {
		t.Errorf("an empty library: %+v", r)
	}
}
