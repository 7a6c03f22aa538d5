package command

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/app/command/cli"
	"recollect/engine/unwatched"
)

func TestClassify(t *testing.T) {
	m := newTerminal(t)
	m.library = filepath.Join(m.library, "none") // it must not be made
	broken := filepath.Join(t.TempDir(), "broken.jpg")
	if err := os.WriteFile(broken, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	names := []string{"animals/sheep-in-meadow.jpg", "food/espresso-cup.png", "flight-and-space/bomber-over-ocean.jpg"}
	var files []string
	for _, name := range names {
		files = append(files, filepath.Join(samples, "photos", name))
	}
	r := m.run(append([]string{
		"--json", "classify", "--labels", "a plane, sheep ,coffee", files[0],
		broken,
	}, files[1:]...)...)
	if r.status != cli.Failed || strings.Count(r.stderr, "\n") != 1 || !strings.Contains(r.stderr, broken+": ") {
		t.Errorf("status %d, stderr %q", r.status, r.stderr)
	}
	var got []classifyLine
	for line := range strings.Lines(r.stdout) {
		var l classifyLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		got = append(got, l)
	}
	if len(got) != 3 {
		t.Fatalf("%d lines: %+v", len(got), got)
	}
	for i, want := range []string{"sheep", "coffee", "a plane"} {
		path, err := filepath.Abs(files[i])
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, l := range got[i].Labels {
			sum += l.P
		}
		if got[i].Path != path || len(got[i].Labels) != 3 || got[i].Labels[0].Label != want || math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: got %+v, want %s first", files[i], got[i], want)
		}
	}
	if _, err := os.Stat(m.library); err == nil {
		t.Error("a library was made")
	}
}

func TestClassifyTellsTheBestFew(t *testing.T) {
	m := newTerminal(t)
	labels := filepath.Join(t.TempDir(), "labels.txt")
	if err := os.WriteFile(labels, []byte("dog\ncat\n\nsheep, in a meadow\nbird\nhorse\ncow\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(samples, "photos/animals/sheep-in-meadow.jpg")
	for top, want := range map[string]int{"0": fewLabels, "2": 2} {
		r := m.run("classify", "--labels-file", labels, "--templates", "none", "--top", top, file)
		rows := strings.Split(strings.TrimSpace(r.stdout), "\n")
		if r.status != 0 || len(rows) != 1+want || !strings.HasSuffix(rows[1], "sheep, in a meadow") {
			t.Errorf("--top %s: %+v", top, r)
		}
	}
	if files, err := os.ReadDir(filepath.Join(m.library, "texts")); err != nil || len(files) != 6 {
		t.Errorf("the embeddings of 6 labels are kept in %d files, %v", len(files), err)
	}
}

func TestClassifyUsage(t *testing.T) {
	m := terminal{t: t, library: t.TempDir()}
	bad := filepath.Join(m.library, "bad.txt")
	empty := filepath.Join(m.library, "empty.txt")
	for path, text := range map[string]string{bad: "a photo of a {}.\na photo\n", empty: "\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"--labels", "dog"}, "at least one picture"},
		{[]string{"a.jpg"}, "either --labels or --labels-file"},
		{[]string{"--labels", "dog", "--labels-file", bad, "a.jpg"}, "either --labels or --labels-file"},
		{[]string{"--labels", "dog,,cat", "a.jpg"}, "is empty"},
		{[]string{"--labels", "dog, Dog", "a.jpg"}, `"Dog" is there twice`},
		{[]string{"--labels-file", empty, "a.jpg"}, "no label"},
		{[]string{"--labels", "dog", "--templates", "many", "a.jpg"}, "neither none, photo nor imagenet80"},
		{[]string{"--labels", "dog", "--templates", bad, "a.jpg"}, `line 2, "a photo", has no {}`},
		{[]string{"--labels", "dog", "--templates", empty, "a.jpg"}, "no template"},
		{[]string{"--labels", "dog", "--top", "-1", "a.jpg"}, "negative"},
	}
	for _, tt := range tests {
		r := m.run(append([]string{"classify"}, tt.args...)...)
		if r.status != cli.Misspelt || !strings.Contains(r.stderr, tt.want) || r.stdout != "" {
			t.Errorf("%q: got %+v, want %q", tt.args, r, tt.want)
		}
	}
}

// The figures of the same model in Python are 50.5 with the set's 34 templates, and
// 49.5 with the bare label or one template.
func TestClassifyEqualsBaseline(t *testing.T) {
	unwatched.Run(t) // of 3,434 sentences and 505 pictures, one by one
	m := newTerminal(t)
	m.library = filepath.Join(m.dirs[0], "classify") // 3,434 sentences are embedded once, not in every run
	if err := os.MkdirAll(m.library, 0o700); err != nil {
		t.Fatal(err)
	}
	root := filepath.Join("..", "..", "..", "shared", "data", "caltech101-505")
	data, err := os.ReadFile(filepath.Join(root, "zeroshot.json"))
	if err != nil {
		t.Skip("the pictures of Caltech 101 are not on this machine: ", err)
	}
	var set struct{ Classes, Templates, Folders []string }
	if err := json.Unmarshal(data, &set); err != nil {
		t.Fatal(err)
	}
	var labels, files []string
	want := map[string]string{} // path -> label
	for i, folder := range set.Folders {
		in, err := filepath.Glob(filepath.Join(root, folder, "*.jpg"))
		if err != nil {
			t.Fatal(err)
		}
		if len(in) == 0 {
			continue // pictures of nothing are not part of the measure
		}
		labels = append(labels, set.Classes[i])
		for _, file := range in {
			path, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			files, want[path] = append(files, path), set.Classes[i]
		}
	}
	templates, list := filepath.Join(t.TempDir(), "templates.txt"), filepath.Join(t.TempDir(), "labels.txt")
	for path, rows := range map[string][]string{templates: set.Templates, list: labels} {
		if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := lines[classifyLine](m, append([]string{
		"classify", "--labels-file", list, "--templates", templates, "--top", "1",
	}, files...)...)
	right := 0
	for i, l := range got {
		if l.Path != files[i] {
			t.Fatalf("file %d is %s, want %s", i, l.Path, files[i])
		}
		right += len(slices.DeleteFunc(l.Labels, func(l labelLine) bool { return l.Label != want[files[i]] }))
	}
	percent := 100 * float64(right) / float64(len(want))
	t.Logf("%d pictures, %d labels: %.2f %% right", len(want), len(labels), percent)
	if len(got) != 505 || math.Abs(percent-50.5) > 0.5 {
		t.Errorf("%.2f %% of %d are right, want 50.5 of 505", percent, len(got))
	}
}
