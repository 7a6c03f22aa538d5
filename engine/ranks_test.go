package engine

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/query"
)

var update = flag.Bool("update", false, "write the goldens")

// judged is a query of the sample photos and what fits it.
type judged struct {
	Query    string
	Image    string
	Relevant []string
	Kind     string
}

// outcome is how a judged query was answered.
type outcome struct {
	what          string
	first         int // rank of the first photo that fits, from 1; 0: none does
	shown, fitted int // photos above the cut-off, and how many of them fit
	relevant      int
}

func (p outcome) String() string {
	return fmt.Sprintf("%4d %4d %4d %4d  %s", p.first, p.shown, p.fitted, p.relevant, p.what)
}

// The answers to all judged queries stand in a golden, so that a change of search
// quality is seen in review: rank of the first photo that fits, photos shown, how
// many of them fit, photos that fit, and the query. Other processors round the
// model's integer arithmetic otherwise, so neighbours may change their places.
func TestRanks(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	if err := e.Folders.Add(t.Context(), samples); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []outcome
	for _, file := range []string{"judgments.jsonl", "image-judgments.jsonl"} {
		for _, j := range judgements(t, file) {
			got = append(got, e.answer(t, j))
		}
	}
	const golden = "testdata/ranks.txt"
	if *update {
		var text strings.Builder
		for _, p := range got {
			fmt.Fprintln(&text, p)
		}
		if err := os.WriteFile(golden, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := outcomes(t, golden)
	if len(got) != len(want) {
		t.Fatalf("%d queries, %d in the golden", len(got), len(want))
	}
	for i := range got {
		if !like(got[i], want[i]) {
			t.Errorf("got  %v\nwant %v", got[i], want[i])
		}
	}
}

// like allows what rounding does: a place or two, a tenth of what is shown.
func like(got, want outcome) bool {
	near := func(a, b int) bool { return max(a-b, b-a) <= max(2, b/10) }
	return got.what == want.what && got.relevant == want.relevant &&
		near(got.first, want.first) && near(got.shown, want.shown) && near(got.fitted, want.fitted)
}

func (e *Engine) answer(t *testing.T, j judged) outcome {
	t.Helper()
	q := asked(j.Query, query.Query{All: true})
	p := outcome{what: j.Kind + ": " + j.Query, relevant: len(j.Relevant)}
	if j.Image != "" {
		q.Images, p.what = []string{filepath.Join(samples, j.Image)}, j.Kind+": "+j.Image
	}
	fits := map[string]bool{}
	for _, r := range j.Relevant {
		fits[r] = true
	}
	matches, err := e.Queries.Rank(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs(samples)
	if err != nil {
		t.Fatal(err)
	}
	paths, err := e.Photos.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rank := 0
	for _, m := range matches {
		path, err := filepath.Rel(root, paths[m.ID])
		if err != nil {
			t.Fatal(err)
		}
		if path = filepath.ToSlash(path); path == j.Image {
			continue
		}
		rank++
		if fits[path] && p.first == 0 {
			p.first = rank
		}
		if m.Relevant {
			p.shown++
		}
		if m.Relevant && fits[path] {
			p.fitted++
		}
	}
	return p
}

// judgements are those of a file beside the sample photos.
func judgements(t *testing.T, name string) []judged {
	t.Helper()
	f, err := os.Open(filepath.Join(samples, "..", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []judged
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var j judged
		if err := json.Unmarshal(lines.Bytes(), &j); err != nil {
			t.Fatal(err)
		}
		all = append(all, j)
	}
	return all
}

// outcomes reads a golden.
func outcomes(t *testing.T, golden string) []outcome {
	t.Helper()
	data, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var all []outcome
	for line := range strings.Lines(string(data)) {
		p := outcome{}
		if _, err := fmt.Sscan(line, &p.first, &p.shown, &p.fitted, &p.relevant); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		p.what = strings.TrimSpace(line[len(outcome{}.String()):]) // numbers below 10,000 are of one width
		all = append(all, p)
	}
	return all
}
