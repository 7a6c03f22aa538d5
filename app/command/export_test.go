package command

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "image/jpeg"

	"recollect/app/command/cli"
)

type exportLine struct {
	Path    string
	Copies  []string
	Problem string
}

// Photos of a query, and of files that are named, are copied; no copy replaces another.
func TestExport(t *testing.T) {
	m := newTerminal(t)
	photos, err := filepath.Abs("../../testdata/sample-photos/photos/animals")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "pictures")
	if err := os.CopyFS(dir, os.DirFS(photos)); err != nil {
		t.Fatal(err)
	}
	lines[summaryLine](m, "index", dir)
	kitten, to := filepath.Join(dir, "kitten-with-yarn.jpg"), filepath.Join(t.TempDir(), "copies")
	for _, args := range [][]string{{kitten}, {"kitten", "type:jpg", "sort:name", `"kitten-with-yarn"`}} {
		got := lines[exportLine](m, append([]string{"export", "--to", to, "--size", "64"}, args...)...)
		if len(got) != 1 || got[0].Path != kitten || len(got[0].Copies) != 1 || got[0].Problem != "" {
			t.Fatalf("%q: %+v", args, got)
		}
		f, err := os.Open(got[0].Copies[0])
		if err != nil {
			t.Fatal(err)
		}
		c, format, err := image.DecodeConfig(f)
		if err != nil || format != "jpeg" || max(c.Width, c.Height) != 64 {
			t.Errorf("%q: %s, %+v, %v", args, format, c, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if entries, err := os.ReadDir(to); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
	for _, args := range [][]string{
		{kitten},
		{"--to", to},
		{"--to", to, "--format", "gif", kitten},
		{"--to", to, "--quality", "101", kitten},
		{"--to", to, "--format", "original", "--size", "9", kitten},
		{"--to", to, "--strip", "some", kitten},
	} {
		if r := m.run(append([]string{"export"}, args...)...); r.status != cli.Misspelt {
			t.Errorf("%q: %+v", args, r)
		}
	}
	if err := os.Remove(kitten); err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte(kitten+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := m.run("export", "--to", to, "--files-from", list)
	if r.status != cli.Failed || !strings.Contains(r.stdout, kitten+": ") {
		t.Errorf("of a file that is gone: %+v", r)
	}
}

// A contact sheet is one file, which replaces none unless it is told to.
func TestSheet(t *testing.T) {
	m := newTerminal(t)
	photos, err := filepath.Abs("../../testdata/sample-photos/photos/animals")
	if err != nil {
		t.Fatal(err)
	}
	lines[summaryLine](m, "index", photos)
	to := filepath.Join(t.TempDir(), "sheet.pdf")
	got := lines[struct {
		exportLine
		Page int
	}](m, "export", "--sheet", to, "--columns", "2", "--paper", "letter", "sort:name")
	if len(got) < 10 || got[0].Page != 1 || got[6].Page != 2 || got[0].Copies[0] != to || got[0].Problem != "" {
		t.Fatalf("%+v", got)
	}
	if data, err := os.ReadFile(to); err != nil || !strings.HasPrefix(string(data), "%PDF-") {
		t.Fatalf("%.9q, %v", data, err)
	}
	if r := m.run("export", "--sheet", to, "kitten"); r.status != cli.Failed ||
		!strings.Contains(r.stderr, "The file is there already.") {
		t.Errorf("over a file: %+v", r)
	}
	if r := m.run("export", "--sheet", to, "--force", got[0].Path); r.status != 0 {
		t.Errorf("by force: %+v", r)
	}
	if r := m.run("export", "--sheet", to, "--force", "type:gif"); r.status != 0 || r.stdout != "" {
		t.Errorf("of nothing: %+v", r)
	}
	for _, args := range [][]string{
		{"--sheet", "sheet.png"},
		{"--sheet", to, "--to", "dir"},
		{"--sheet", to, "--columns", "0"},
		{"--sheet", to, "--columns", "13"},
		{"--sheet", to, "--paper", "A3"},
		{"--to", "dir", "--columns", "3"},
		{"--to", "dir", "--force"},
	} {
		if r := m.run(append(append([]string{"export"}, args...), got[0].Path)...); r.status != cli.Misspelt {
			t.Errorf("%q: %+v", args, r)
		}
	}
}
