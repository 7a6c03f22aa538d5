package command

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	if s := lines[summaryLine](m, "index", dir)[0]; s.Gone != 0 || s.Photos != 12 {
		t.Errorf("got %+v", s)
	}
	if f := lines[folderLine](m, "folders"); len(f) != 1 || !f[0].Away || f[0].Reason != "lost" || f[0].Photos != 12 {
		t.Errorf("got %+v", f)
	}
	if s := lines[statusLine](m, "status")[0]; s.Away != 12 || s.Paths[0].Reason != "lost" {
		t.Errorf("got %+v", s)
	}

	// The rest is found at another place.
	moved := dir + "-moved"
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	if r := m.run("folders", "relocate", dir, moved); r.status != exitError || !strings.Contains(r.stderr, "are not in this place") {
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
	if f := lines[folderLine](m, "folders", "relocate", dir, moved); len(f) != 1 || f[0].Path != moved || f[0].Photos != 2 {
		t.Errorf("got %+v", f)
	}
	if s := lines[summaryLine](m, "index", moved)[0]; s.Photos != 2 || s.Encoded != 0 {
		t.Errorf("got %+v", s)
	}
	for _, args := range [][]string{{"folders", "accept"}, {"folders", "forget", dir}, {"folders", "accept", t.TempDir()}, {"gone", "x"}} {
		if r := m.run(args...); r.status != exitUsage {
			t.Errorf("%v: %+v", args, r)
		}
	}
}
