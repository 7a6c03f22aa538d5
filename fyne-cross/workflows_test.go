package fynecross

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// workflow is a workflow of GitHub Actions, as far as it is checked.
type workflow struct {
	Name        string
	Permissions map[string]string
	Jobs        map[string]struct {
		Uses    string
		Needs   []string
		Timeout int `yaml:"timeout-minutes"`
		Steps   []struct{ Uses, Run string }
	}
}

var (
	pinned = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
	target = regexp.MustCompile(`\bmake ([a-z0-9-]+)`)
	script = regexp.MustCompile(`\b(?:fyne-cross|scripts|testdata|e2e)/[\w./-]+`)
	made   = regexp.MustCompile(`^fyne-cross/(dist|tmp)\b`) // by the steps before
)

// check tells of a step that runs code which is not named by its hash, or which is not there.
func (w workflow) check(t *testing.T, makefile string) (wrong []string) {
	t.Helper()
	if w.Permissions["contents"] != "read" {
		wrong = append(wrong, "it may do more than read, everywhere")
	}
	for name, job := range w.Jobs {
		if job.Uses != "" {
			if _, err := os.Stat(filepath.Join("..", job.Uses)); err != nil {
				wrong = append(wrong, job.Uses)
			}
		} else if job.Timeout == 0 || len(job.Steps) == 0 {
			wrong = append(wrong, name+" has no limit or no steps")
		}
		for _, need := range job.Needs {
			if _, ok := w.Jobs[need]; !ok {
				wrong = append(wrong, name+" waits for "+need)
			}
		}
		for _, s := range job.Steps {
			if s.Uses != "" && !pinned.MatchString(s.Uses) {
				wrong = append(wrong, s.Uses)
			}
			wrong = append(wrong, missing(s.Run, makefile)...)
		}
	}
	return wrong
}

// missing lists the targets and files that a command names and that are not there.
func missing(command, makefile string) (all []string) {
	for _, m := range target.FindAllStringSubmatch(command, -1) {
		if !strings.Contains(makefile, "\n"+m[1]+":") {
			all = append(all, m[0])
		}
	}
	for _, path := range script.FindAllString(command, -1) {
		if _, err := os.Stat(filepath.Join("..", path)); err != nil && !made.MatchString(path) {
			all = append(all, path)
		}
	}
	return all
}

func TestWorkflows(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob("../.github/workflows/*.yml")
	if err != nil || len(paths) < 2 {
		t.Fatalf("%q, %v", paths, err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var w workflow
		if err := yaml.Unmarshal(text, &w); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		for _, wrong := range w.check(t, string(makefile)) {
			t.Errorf("%s: %s", path, wrong)
		}
	}
}

func TestWrongWorkflowsAreFound(t *testing.T) {
	const text = `
jobs:
  a:
    needs: [gone]
    steps:
      - uses: actions/checkout@v4
      - run: fyne-cross/gone.sh && make gone && cat fyne-cross/dist/gone scripts/setup.sh && make unit
`
	var w workflow
	if err := yaml.Unmarshal([]byte(text), &w); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"it may do more than read, everywhere", "a has no limit or no steps", "a waits for gone", "actions/checkout@v4",
		"make gone", "fyne-cross/gone.sh",
	}
	if got := w.check(t, "\nunit:\n"); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
