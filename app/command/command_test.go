package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

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
	stdin   string
}

// newTerminal has a library of its own, which is checked when the test ends.
func newTerminal(t *testing.T) terminal {
	m := terminal{t: t, library: t.TempDir(), dirs: []string{cliptest.RuntimeDir(t, "../..")}}
	t.Cleanup(func() {
		c := call{Environment: Environment{Model: assets.Mini(), RuntimeDirs: m.dirs}, library: m.library}
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
	env := Environment{
		Stdin: strings.NewReader(m.stdin), Stdout: &out, Stderr: &errs, Model: assets.Mini(), RuntimeDirs: m.dirs, Version: "test",
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
	if again := lines[summaryLine](m, "index", photos)[0]; again.Added+again.Encoded+again.Changed+again.Moved+again.Gone != 0 {
		t.Errorf("a second run did something: %+v", again)
	}
	if st := lines[statusLine](m, "status")[0]; st.Photos != 100 || st.Encoded != 100 || st.Folders != 1 || st.Model != "recollect-mini" || st.Provider != "CPU" {
		t.Errorf("status: %+v", st)
	}

	hits := lines[hitLine](m, "search", "--limit", "3", "a red flower", "on a green background")
	if len(hits) != 3 || hits[0].Rank != 1 || hits[0].Path != filepath.Join(photos, "garden/orange-dahlia.jpg") || hits[0].Score < hits[1].Score {
		t.Errorf("search: %+v", hits)
	}
	tower := filepath.Join(photos, "travel/eiffel-tower.jpg")
	for _, h := range lines[hitLine](m, "similar", tower, "--limit=6") {
		if !strings.Contains(h.Path, "eiffel-tower") {
			t.Errorf("similar: %+v", h)
		}
	}
	info := lines[infoLine](m, "info", tower)[0]
	if info.Path != tower || info.Format != "jpeg" || info.Width == 0 || !info.InLibrary || info.Orientation != 1 || strings.HasSuffix(info.Taken, "Z") {
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
		var want map[string]measures
		if err := json.Unmarshal(base.Sample[set], &want); err != nil {
			t.Fatal(err)
		}
		got := lines[evalLine](m, "eval", "--root", photos, filepath.Join(samples, file))[0]
		if got.Queries != want["all"].Queries {
			t.Errorf("%s: %d queries, want %d", set, got.Queries, want["all"].Queries)
		}
		g, w := got.measures, want["all"]
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
	judged := `{"query": "date:1950", "relevant": []}` + "\n" + `{"query": "type:png", "relevant": ["espresso-cup.png"]}` + "\n"
	if err := os.WriteFile(file, []byte(judged), 0o600); err != nil {
		t.Fatal(err)
	}
	got := lines[evalLine](m, "eval", "--root", dir, file)
	if len(got) != 1 || got[0].R1 != 1 || got[0].Unanswerable != 1 || *got[0].RightSilence != 1 {
		t.Errorf("got %+v", got)
	}
	empty := newTerminal(t)
	if r := empty.run("index", t.TempDir()); r.status != 0 {
		t.Fatal(r.stderr)
	}
	if r := empty.run("eval", "--root", dir, file); r.status != exitError || !strings.Contains(r.stderr, "no photo that can be found") {
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
	c := &call{Environment: Environment{Getenv: func(string) string { return "/from/environment" }}}
	rest, err := c.global([]string{"search", "--json", "a", "--library=/one", "--", "--json"})
	if err != nil || !c.json || c.library != "/one" || fmt.Sprint(rest) != "[search a -- --json]" {
		t.Errorf("%+v, %v, %v", c, rest, err)
	}
	c = &call{Environment: c.Environment}
	if _, err := c.global([]string{"status"}); err != nil || c.library != "/from/environment" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestNoVerbIsTheWindow(t *testing.T) {
	m := terminal{t: t, library: "/x"}
	if r := m.run(); r.window == nil || r.window.Library != m.library || r.window.Open != nil {
		t.Errorf("no arguments give the window %+v", r.window)
	}
	if r := m.run("help"); r.window != nil || r.status != 0 || !strings.Contains(r.stdout, "recollect index FOLDER...") {
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
	if r := m.run("a.jpg", "missing.jpg"); r.window != nil || r.status != exitUsage {
		t.Errorf("a file that is missing: %+v", r)
	}
	if r := m.run("status", "--help"); r.window != nil || r.status != exitOK {
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
	if in := lines[infoLine](m, "info", filepath.Join(samples, "photos/animals/white-duck.jpg"))[0]; in.InLibrary || in.Width == 0 {
		t.Errorf("info: %+v", in)
	}
	if _, err := os.Stat(m.library); err == nil {
		t.Error("reading made a library")
	}
}

func TestMeasure(t *testing.T) {
	// ranking writes a ranking: R and W are relevant and wrong photos that are
	// shown, r and w those that the cut-off leaves out.
	ranking := func(relevant int, of string) outcome {
		o := outcome{relevant: relevant}
		for _, m := range of {
			o.add(unicode.ToLower(m) == 'r', unicode.IsUpper(m))
		}
		return o
	}
	got := measure([]outcome{
		ranking(2, "RWrw"),
		ranking(1, "wwwr"),
		ranking(1, "WWWWWwwwwwwr"),
		ranking(1, "ww"), // the library does not have it
	})
	second := 1 / math.Log2(3)
	want := measures{
		Queries: 4, R1: 0.25, R5: 0.5, R10: 0.5, MRR: (1 + 1.0/4 + 1.0/12) / 4, MedianRank: 3.5,
		NDCG10:    ((1+1/math.Log2(4))/(1+second) + 1/math.Log2(5)) / 4,
		Precision: 0.5 / 4, Recall: 0.5 / 4, F1: 0.5 / 4, Shown: 7.0 / 4, Silent: 0.5,
	}
	if !reflect.DeepEqual(rounded(got), rounded(want)) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestMeasureNothing(t *testing.T) {
	if got := measure(nil); got != (measures{}) {
		t.Errorf("got %+v", got)
	}
}

// rounded takes away what the order of additions changes.
func rounded(m measures) []float64 {
	all := []float64{m.R1, m.R5, m.R10, m.MRR, m.MedianRank, m.NDCG10, m.Precision, m.Recall, m.F1, m.Shown, m.Silent}
	for i := range all {
		all[i] = math.Round(all[i]*1e9) / 1e9
	}
	return append(all, float64(m.Queries))
}
