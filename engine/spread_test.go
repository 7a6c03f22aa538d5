package engine

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/photo"
)

// The weight of a sentence beside a picture is the ratio of how far scores
// spread (search.textWeight). This measures it on the sample photos.
func TestSpreadOfScores(t *testing.T) {
	e := open(t, options(t, t.TempDir()))
	if err := e.AddFolder(t.Context(), samples); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	var byText, byPicture []float64
	for _, text := range sentences(t) {
		byText = append(byText, e.spread(t, photo.Query{Text: text}))
	}
	for i, path := range pictures(t) {
		if i%3 == 0 {
			byPicture = append(byPicture, e.spread(t, photo.Query{Images: []string{path}}))
		}
	}
	text, picture := mean(byText), mean(byPicture)
	t.Logf("standard deviation of scores: %.3f by sentence, %.3f by picture, ratio %.2f", text, picture, picture/text)
	if ratio := picture / text; math.Abs(ratio-1.9) > 0.2 {
		t.Errorf("the ratio is %.2f; search.textWeight says 1.9", ratio)
	}
}

// spread is the standard deviation of a query's scores, the picture itself and
// its copies left out.
func (e *Engine) spread(t *testing.T, q photo.Query) float64 {
	t.Helper()
	matches, err := e.Rank(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var scores []float64
	for _, m := range matches {
		if m.Score < 0.999 {
			scores = append(scores, float64(m.Score))
		}
	}
	centre, sum := mean(scores), 0.0
	for _, s := range scores {
		sum += (s - centre) * (s - centre)
	}
	return math.Sqrt(sum / float64(len(scores)))
}

func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

// sentences are the judged queries of the sample photos.
func sentences(t *testing.T) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(samples, "../judgments.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var j struct{ Query string }
		if err := json.Unmarshal(lines.Bytes(), &j); err != nil {
			t.Fatal(err)
		}
		all = append(all, j.Query)
	}
	return all
}

func pictures(t *testing.T) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(samples, func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".jpg" {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
