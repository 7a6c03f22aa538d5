package command

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A library has the model that comes along, and nothing is got unasked.
func TestModels(t *testing.T) {
	m := newTerminal(t)
	if r := m.run("models"); r.status != 0 || !strings.HasPrefix(r.stdout, "mini ") || r.stderr != "" {
		t.Errorf("without a library: %+v", r)
	}
	if _, err := os.Stat(filepath.Join(m.library, "recollect.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("listing has made a library: %v", err)
	}
	if r := m.run("models", "verify", "mini"); r.status != 1 || r.stderr != "recollect: There is no library yet. "+
		"recollect index FOLDER makes one.\n" {
		t.Errorf("verify without a library: %+v", r)
	}
	photos, err := filepath.Abs(filepath.Join(samples, "photos", "animals"))
	if err != nil {
		t.Fatal(err)
	}
	if r := m.run("index", photos); r.status != 0 {
		t.Fatal(r)
	}
	type line struct {
		ID       string `json:"id"`
		State    string `json:"state"`
		InUse    bool   `json:"in_use"`
		Embedded int    `json:"embedded"`
		Total    int    `json:"total"`
	}
	all := lines[line](m, "models", "list")
	if l := all[0]; l.ID != "mini" || l.State != "embedded" || !l.InUse || l.Embedded != l.Total || l.Total == 0 {
		t.Errorf("got %+v", l)
	}
	if r := m.run("models", "get", "mini"); r.status != 1 || r.stderr != "recollect: mini comes with Recollect.\n" {
		t.Errorf("get mini: %+v", r)
	}
	for _, args := range [][]string{{"frob"}, {"get"}, {"compare", "mini"}, {"use", "none"}} {
		r := m.run(append([]string{"models"}, args...)...)
		if r.status != 2 || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("%q: %+v", args, r)
		}
	}
	if r := m.run("models", "compare", "mini", "mini"); r.status != 1 || !strings.Contains(r.stderr, "has a tag") {
		t.Errorf("compare without tags: %+v", r)
	}
	if r := m.run("tag", "duck", filepath.Join(photos, "white-duck.jpg")); r.status != 0 {
		t.Fatal(r)
	}
	if r := m.run("models", "compare", "mini", "mini"); r.status != 0 || !strings.Contains(r.stdout, "1 queries") {
		t.Errorf("compare by tags: %+v", r)
	}
	if r := m.run("models", "--help"); !strings.Contains(r.stdout, "get ID [--variant V]") {
		t.Errorf("the help: %s", r.stdout)
	}
}

// A file of judgements is that of eval, with its paths made absolute.
func TestModelsCompareReadsJudgements(t *testing.T) {
	m := newTerminal(t)
	file := filepath.Join(t.TempDir(), "judged.jsonl")
	if err := os.WriteFile(file, []byte(`{"query":"","relevant":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	r := m.run("models", "compare", "mini", "mini", "--set", file)
	if r.status != 1 || !strings.Contains(r.stderr, "line 1 names neither or both") {
		t.Errorf("got %+v", r)
	}
}
