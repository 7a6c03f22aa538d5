package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"recollect/app/command/bench"
	"recollect/app/command/cli"
	"recollect/app/command/hits"
	"recollect/assets"
	"recollect/engine/model/clip/cliptest"
)

const samples = "../../testdata/sample-photos"

// result is what a command line did.
type result struct {
	status         int
	stdout, stderr string
	window         *Window // not nil: the window is asked for
}

// terminal runs command lines on one library.
type terminal struct {
	t       *testing.T
	library string
	dirs    []string
	worker  []string // starts a worker; none: there are none
	stdin   string
}

// newTerminal has a library of its own, which is checked when the test ends.
func newTerminal(t *testing.T) terminal {
	m := terminal{t: t, library: t.TempDir(), dirs: []string{cliptest.RuntimeDir(t, "../..")}}
	t.Cleanup(func() {
		c := call{cli.Call{Environment: cli.Environment{Model: assets.Mini(), RuntimeDirs: m.dirs}, Library: m.library}}
		e, err := c.open(context.Background())
		if err != nil {
			return // the test made none, or one that cannot be opened
		}
		if err := errors.Join(e.Upkeep.Check(context.Background()), e.Close()); err != nil {
			t.Error(err)
		}
	})
	return m
}

func (m terminal) run(args ...string) result {
	m.t.Helper()
	var out, errs bytes.Buffer
	env := cli.Environment{
		Stdin: strings.NewReader(m.stdin), Stdout: &out, Stderr: &errs, Model: assets.Mini(), RuntimeDirs: m.dirs,
		Worker: m.worker, Version: "test",
		Getenv: func(name string) string {
			if name == "RECOLLECT_LIBRARY" {
				return m.library
			}
			return ""
		},
	}
	status, window := Run(context.Background(), env, args)
	return result{status, out.String(), errs.String(), window}
}

// lines runs a command line that must succeed and decodes its JSON lines.
func lines[T any](m terminal, args ...string) []T {
	m.t.Helper()
	r := m.run(append([]string{"--json"}, args...)...)
	if r.status != 0 || r.stderr != "" {
		m.t.Fatalf("%q: status %d, stderr %q", args, r.status, r.stderr)
	}
	var all []T
	for line := range strings.Lines(r.stdout) {
		var v T
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			m.t.Fatalf("%q: %v in %q", args, err, line)
		}
		all = append(all, v)
	}
	return all
}

// The contract, from an empty library to figures.
func TestMainJob(t *testing.T) {
	m := newTerminal(t)
	photos, err := filepath.Abs(filepath.Join(samples, "photos"))
	if err != nil {
		t.Fatal(err)
	}
	first := lines[summaryLine](m, "index", photos)
	s := first[len(first)-1]
	if s.Seconds <= 0 {
		t.Errorf("it took %v s", s.Seconds)
	}
	s.Seconds = 0
	whole := incomplete{[]awayLine{}, []unreadableLine{}}
	if want := (summaryLine{Photos: 100, Added: 100, Encoded: 94, incomplete: whole}); !reflect.DeepEqual(s, want) {
		t.Errorf("index: got %+v, want %+v", s, want)
	}
	again := lines[summaryLine](m, "index", photos)[0]
	if again.Added+again.Encoded+again.Changed+again.Moved+again.Gone != 0 {
		t.Errorf("a second run did something: %+v", again)
	}
	if st := lines[statusLine](m, "status")[0]; st.Photos != 100 || st.Encoded != 100 || st.Folders != 1 ||
		st.Model != "recollect-mini" || st.Provider != "CPU" {
		t.Errorf("status: %+v", st)
	}

	found := lines[hits.Line](m, "search", "--limit", "3", "a red flower", "on a green background")
	if len(found) != 3 || found[0].Rank != 1 || found[0].Path != filepath.Join(photos, "garden/orange-dahlia.jpg") ||
		found[0].Score < found[1].Score {
		t.Errorf("search: %+v", found)
	}
	tower := filepath.Join(photos, "travel/eiffel-tower.jpg")
	for _, h := range lines[hits.Line](m, "similar", tower, "--limit=6") {
		if !strings.Contains(h.Path, "eiffel-tower") {
			t.Errorf("similar: %+v", h)
		}
	}
	info := lines[infoLine](m, "info", tower)[0]
	if info.Path != tower || info.Format != "jpeg" || info.Width == 0 || !info.InLibrary || info.Orientation != 1 ||
		strings.HasSuffix(info.Taken, "Z") {
		t.Errorf("info: %+v", info)
	}
	if r := m.run("doctor"); r.status != 0 || !strings.Contains(r.stdout, "personal and research use") {
		t.Errorf("doctor: %+v", r)
	}
	checkBaseline(t, m, photos)
}

// checkBaseline: searching is not worse than the bare cosines of the same model in Python.
func checkBaseline(t *testing.T, m terminal, photos string) {
	var base struct {
		Sample map[string]json.RawMessage `json:"sample_photos"`
	}
	data, err := os.ReadFile("../../testdata/models/mini/baseline.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &base); err != nil {
		t.Fatal(err)
	}
	for set, file := range map[string]string{"text": "judgments.jsonl", "image": "image-judgments.jsonl"} {
		var want map[string]bench.Measures
		if err := json.Unmarshal(base.Sample[set], &want); err != nil {
			t.Fatal(err)
		}
		got := lines[bench.Evaluation](m, "eval", "--root", photos, filepath.Join(samples, file))[0]
		if got.Queries != want["all"].Queries {
			t.Errorf("%s: %d queries, want %d", set, got.Queries, want["all"].Queries)
		}
		g, w := got.Measures, want["all"]
		for _, pair := range [][2]float64{{g.R1, w.R1}, {g.R5, w.R5}, {g.R10, w.R10}, {g.MRR, w.MRR}} {
			if pair[0] < pair[1]-0.01 {
				t.Errorf("%s: got %+v, want at least %+v", set, g, w)
				break
			}
		}
	}
}

// A judged query may have filters that hold of no photo.
func TestEvalOfFilters(t *testing.T) {
	m, dir := somePhotos(t, "food/espresso-cup.png")
	file := filepath.Join(t.TempDir(), "judgements.jsonl")
	judged := `{"query": "date:1950", "relevant": []}` + "\n" +
		`{"query": "type:png", "relevant": ["espresso-cup.png"]}` + "\n"
	if err := os.WriteFile(file, []byte(judged), 0o600); err != nil {
		t.Fatal(err)
	}
	got := lines[bench.Evaluation](m, "eval", "--root", dir, file)
	if len(got) != 1 || got[0].R1 != 1 || got[0].Unanswerable != 1 || *got[0].RightSilence != 1 {
		t.Errorf("got %+v", got)
	}
	empty := newTerminal(t)
	if r := empty.run("index", t.TempDir()); r.status != 0 {
		t.Fatal(r.stderr)
	}
	if r := empty.run("eval", "--root", dir, file); r.status != cli.Failed ||
		!strings.Contains(r.stderr, "no photo that can be found") {
		t.Errorf("an empty library: %+v", r)
	}
}

func TestErrors(t *testing.T) {
	m := newTerminal(t)
	text := filepath.Join(t.TempDir(), "letter.jpg")
	if err := os.WriteFile(text, []byte("a letter"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := m.run("index", t.TempDir()); r.status != 0 {
		t.Fatal(r.stderr)
	}
	tests := []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"index", "/no/such/folder"}, 1, "/no/such/folder"},
		{[]string{"index", text}, 1, "letter.jpg: That is a file, not a folder"},
		{[]string{"index", ""}, 2, "empty"},
		{[]string{"similar", "--limit=-1", text}, 2, "negative"},
		{[]string{"search"}, 2, "empty"},
		{[]string{"search", "  "}, 2, "empty"},
		{[]string{"search", "--not", "people"}, 2, "empty"},
		{[]string{"search", "--limit", "-1", "x"}, 2, "negative"},
		{[]string{"search", "--limit", "many", "x"}, 2, "many"},
		{[]string{"search", "-x", "--limit"}, 2, "needs an argument: --limit"},
		{[]string{"search", "x", "--not"}, 2, "needs an argument: --not"},
		{[]string{"search", "--image", "/no/such.jpg"}, 1, "/no/such.jpg"},
		{[]string{"similar", text}, 1, "not a picture"},
		{[]string{"similar"}, 2, "picture file"},
		{[]string{"info", text}, 1, "not a picture"},
		{[]string{"eval", text}, 2, "--root"},
		{[]string{"eval", "--root", ".", text}, 1, "line 1"},
		{[]string{"serach", "x"}, 2, "serach"},
		{[]string{"status", "x"}, 2, "x"},
		{[]string{"--library"}, 2, "--library"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.args), func(t *testing.T) {
			r := m.run(tt.args...)
			if r.status != tt.status || !strings.Contains(r.stderr, tt.says) || strings.Count(r.stderr, "\n") != 1 {
				t.Errorf("status %d, stderr %q; want %d and %q in one line", r.status, r.stderr, tt.status, tt.says)
			}
			if r.stdout != "" {
				t.Errorf("stdout %q", r.stdout)
			}
		})
	}
}

func TestGlobalFlagsMayStandAnywhere(t *testing.T) {
	c := &call{cli.Call{Environment: cli.Environment{Getenv: func(string) string { return "/from/environment" }}}}
	rest, err := c.global([]string{"search", "--json", "a", "--library=/one", "--", "--json"})
	if err != nil || !c.JSON || c.Library != "/one" || fmt.Sprint(rest) != "[search a -- --json]" {
		t.Errorf("%+v, %v, %v", c, rest, err)
	}
	c = &call{cli.Call{Environment: c.Environment}}
	if _, err := c.global([]string{"status"}); err != nil || c.Library != "/from/environment" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestNoVerbIsTheWindow(t *testing.T) {
	m := terminal{t: t, library: "/x"}
	if r := m.run(); r.window == nil || r.window.Library != m.library || r.window.Open != nil {
		t.Errorf("no arguments give the window %+v", r.window)
	}
	if r := m.run("help"); r.window != nil || r.status != 0 ||
		!strings.Contains(r.stdout, "recollect index FOLDER...") {
		t.Errorf("%+v", r)
	}
	for _, v := range verbs() {
		if r := m.run(v.name, "--help"); r.status != 0 || !strings.Contains(r.stdout, "recollect "+v.name) {
			t.Errorf("%s --help: %+v", v.name, r)
		}
	}
}

func TestFilesAreOpenedInTheWindow(t *testing.T) {
	t.Chdir(t.TempDir())
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.jpg", "b c.jpg", "status", "-dash.jpg"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(names ...string) (paths []string) {
		for _, name := range names {
			paths = append(paths, filepath.Join(dir, name))
		}
		return paths
	}
	tests := []struct{ args, want []string }{
		{[]string{"a.jpg"}, in("a.jpg")},
		{[]string{"a.jpg", filepath.Join(dir, "b c.jpg"), "."}, append(in("a.jpg", "b c.jpg"), dir)},
		{[]string{"--", "status", "-dash.jpg"}, in("status", "-dash.jpg")},
	}
	m := terminal{t: t, library: "/x"}
	for _, tt := range tests {
		if r := m.run(tt.args...); r.window == nil || !slices.Equal(r.window.Open, tt.want) {
			t.Errorf("%q: %+v, want %q", tt.args, r.window, tt.want)
		}
	}
	if r := m.run("a.jpg", "missing.jpg"); r.window != nil || r.status != cli.Misspelt {
		t.Errorf("a file that is missing: %+v", r)
	}
	if r := m.run("status", "--help"); r.window != nil || r.status != cli.OK {
		t.Errorf("a verb that a file is named after: %+v", r)
	}
}

func TestReadingBeforeThereIsALibrary(t *testing.T) {
	m := newTerminal(t)
	m.library = filepath.Join(m.library, "not", "yet")
	if st := lines[statusLine](m, "status")[0]; st.Photos != 0 || st.Folders != 0 {
		t.Errorf("%+v", st)
	}
	if r := m.run("search", "a dog"); r.status != 1 || !strings.Contains(r.stderr, "recollect") {
		t.Errorf("search: %+v", r)
	}
	if in := lines[infoLine](m, "info", filepath.Join(samples, "photos/animals/white-duck.jpg"))[0]; in.InLibrary ||
		in.Width == 0 {
		t.Errorf("info: %+v", in)
	}
	if _, err := os.Stat(m.library); err == nil {
		t.Error("reading made a library")
	}
}
