package command

import (
	"os"
	"path/filepath"
	"testing"

	"recollect/app/command/cli"
)

// A card is copied once: what the library has, and what was copied before, is skipped.
func TestImport(t *testing.T) {
	m := newTerminal(t)
	photos, err := filepath.Abs("../../testdata/sample-photos/photos/animals")
	if err != nil {
		t.Fatal(err)
	}
	card, dir := filepath.Join(t.TempDir(), "DCIM"), filepath.Join(t.TempDir(), "pictures")
	if err := os.CopyFS(card, os.DirFS(photos)); err != nil {
		t.Fatal(err)
	}
	kitten := filepath.Join(card, "kitten-with-yarn.jpg")
	data, err := os.ReadFile(kitten)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "has.jpg"), data)
	lines[summaryLine](m, "index", dir)
	to := filepath.Join(t.TempDir(), "import")
	type sum struct{ Files, Copied, Failed int }
	for i, want := range []func(sum) bool{
		func(s sum) bool { return s.Copied == s.Files-1 },
		func(s sum) bool { return s.Copied == s.Files-1 },
		func(s sum) bool { return s.Copied == 0 },
	} {
		args := []string{"import", card, "--to", to, "--pattern", "2006"}
		if i == 0 {
			args = append(args, "--dry-run")
		}
		all := lines[map[string]any](m, args...)
		last := all[len(all)-1]
		got := sum{int(last["files"].(float64)), int(last["copied"].(float64)), int(last["failed"].(float64))}
		if got.Files < 2 || got.Failed != 0 || last["kind"] != "camera" || !want(got) {
			t.Errorf("run %d: %v", i, last)
		}
		if _, err := os.Stat(to); (err != nil) != (i == 0) {
			t.Errorf("run %d: %v", i, err)
		}
		for _, l := range all[:len(all)-1] {
			if l["path"] == kitten && l["skipped"] != "in-library" {
				t.Errorf("run %d: %v", i, l)
			}
		}
	}
	for _, args := range [][]string{{card}, {"--to", to}, {card, dir, "--to", to}} {
		if r := m.run(append([]string{"import"}, args...)...); r.status != cli.Misspelt {
			t.Errorf("%q: %+v", args, r)
		}
	}
}
