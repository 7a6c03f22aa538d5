package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A library has the model that comes along, and nothing is got unasked.
func TestModels(t *testing.T) {
	m := newTerminal(t)
	if r := m.run("models"); r.status != 1 || r.stderr != "recollect: There is no library yet. "+
		"recollect index FOLDER makes one.\n" {
		t.Errorf("without a library: %+v", r)
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
	for _, args := range [][]string{{"frob"}, {"get"}, {"compare", "mini", "mini"}, {"use", "none"}} {
		r := m.run(append([]string{"models"}, args...)...)
		if r.status != 2 || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("%q: %+v", args, r)
		}
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
