package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recollect/app/command/cli"
)

// patternLine and defaultLine are lines of exclude.
type (
	patternLine struct{ Pattern string }
	defaultLine struct {
		Pattern, Why string
		On           bool
	}
)

func TestExclude(t *testing.T) {
	m := newTerminal(t)
	dir := filepath.Join(t.TempDir(), "pictures")
	sample, err := os.ReadFile(filepath.FromSlash("../../testdata/sample-photos/photos/animals/kitten-with-yarn.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.jpg", "Screenshots/b.jpg", "Screenshots/deep/c.jpg", "draft_d.jpg"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, sample, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	index := func(photos, gone, encoded int) {
		t.Helper()
		if s := lines[summaryLine](m, "index", dir)[0]; s.Photos != photos || s.Gone != gone || s.Encoded != encoded {
			t.Errorf("got %+v, want %d photos, %d gone, %d encoded", s, photos, gone, encoded)
		}
	}
	index(4, 0, 1) // copies of each other
	if got := lines[patternLine](m, "exclude", "Screenshots/", "draft_*"); len(got) != 2 ||
		got[1].Pattern != "draft_*" {
		t.Errorf("got %+v", got)
	}
	index(1, 3, 0)
	if got := lines[patternLine](m, "exclude", "--remove", "Screenshots/"); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
	index(3, 0, 0)
	if got := lines[patternLine](m, "exclude"); len(got) != 1 || got[0].Pattern != "draft_*" {
		t.Errorf("got %+v", got)
	}
	if got := lines[defaultLine](m, "exclude", "--defaults"); len(got) < 40 || !got[0].On || got[0].Why == "" {
		t.Errorf("got %+v", got)
	}
	if got := lines[patternLine](m, "exclude", "--defaults=off"); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
	if got := lines[defaultLine](m, "exclude", "--defaults"); got[0].On {
		t.Errorf("got %+v", got[0])
	}
	if r := m.run("exclude", "--defaults"); !strings.Contains(r.stdout, "@recycle/") ||
		!strings.Contains(r.stderr, "--defaults=on") {
		t.Errorf("got %+v", r)
	}
	if r := m.run("exclude", "--defaults=maybe"); r.status != cli.Misspelt {
		t.Errorf("got %+v", r)
	}
	if r := m.run("exclude", "a["); r.status != cli.Failed || !strings.Contains(r.stderr, "cannot be understood") {
		t.Errorf("got %+v", r)
	}
	if r := m.run("exclude", "--remove", "never"); r.status != cli.Misspelt {
		t.Errorf("got %+v", r)
	}
}
