package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/file"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// judgement is one line of an evaluation file.
type judgement struct {
	Query    string   `json:"query"`
	Image    string   `json:"image"`
	Relevant []string `json:"relevant"`
	Kind     string   `json:"kind"`
}

// Evaluation is how well judged queries were answered.
type Evaluation struct {
	Measures
	Unanswerable int                 `json:"unanswerable"`
	RightSilence *float64            `json:"right_silence,omitempty"` // of the unanswerable; nil where there are none
	ByKind       map[string]Measures `json:"by_kind,omitempty"`
}

// Eval asks the queries of a file of judgements and compares the answers with what is
// relevant. The file's paths are relative to root. open opens the library.
func Eval(
	ctx context.Context, open func(context.Context) (*engine.Engine, error), root, path string, asTyped bool,
) (Evaluation, error) {
	var line Evaluation
	root, err := filepath.Abs(root)
	if err != nil {
		return line, err
	}
	if _, err := os.Stat(root); err != nil {
		return line, err
	}
	judgements, err := readJudgements(path)
	if err != nil {
		return line, err
	}
	e, err := open(ctx)
	if err != nil {
		return line, err
	}
	defer e.Close()
	if e.Status().Encoded == 0 {
		return line, cli.Sentence("The library has no photo that can be found yet.", "Run recollect index first.")
	}
	paths, err := e.Photos.Paths(ctx)
	if err != nil {
		return line, err
	}
	var all, silent []outcome
	kinds := map[string][]outcome{}
	for _, j := range judgements {
		o, err := judge(ctx, e, paths, root, j, asTyped)
		if err != nil {
			return line, err
		}
		if o.relevant == 0 {
			silent = append(silent, o)
			continue
		}
		all = append(all, o)
		if j.Kind != "" {
			kinds[j.Kind] = append(kinds[j.Kind], o)
		}
	}
	line.Measures, line.Unanswerable = measure(all), len(silent)
	if len(silent) > 0 {
		share := mean(silent, outcome.silence)
		line.RightSilence = &share
	}
	line.ByKind = make(map[string]Measures, len(kinds))
	for kind, outcomes := range kinds {
		line.ByKind[kind] = measure(outcomes)
	}
	return line, nil
}

// maxJudgement is how many bytes a line of judgements may have.
const maxJudgement = 16 << 20

// readJudgements reads a file of judgements, one JSON object a line.
func readJudgements(path string) ([]judgement, error) {
	f, err := file.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []judgement
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxJudgement)
	n := 1
	for ; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var j judgement
		if err := json.Unmarshal(lines.Bytes(), &j); err != nil {
			return nil, cli.Sentence(plain.Format("%s line %d is not a judgement: %v.", path, n, err),
				"Each line is a JSON object with \"query\" or \"image\", and \"relevant\".")
		}
		if (j.Query == "") == (j.Image == "") {
			return nil, cli.Sentence(plain.Format(
				"%s line %d names neither or both of \"query\" and \"image\".", path, n), "")
		}
		out = append(out, j)
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, cli.Sentence(plain.Format("Line %d of %s is longer than %d MB.", n, path, maxJudgement>>20), "")
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, cli.Sentence(plain.Format("%s holds no judgement.", path), "")
	}
	return out, nil
}

// Judged returns the judgements of the file at path, whose paths are relative to root, with
// absolute paths.
func Judged(root, path string) ([]photo.Judged, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	all, err := readJudgements(path)
	if err != nil {
		return nil, err
	}
	absolute := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	var judged []photo.Judged
	for _, j := range all {
		one := photo.Judged{Query: j.Query, Kind: j.Kind}
		if j.Image != "" {
			one.Image = absolute(j.Image)
		}
		for _, r := range j.Relevant {
			one.Relevant = append(one.Relevant, absolute(r))
		}
		judged = append(judged, one)
	}
	return judged, nil
}

// judge asks one query and compares its answer with what is relevant, a picture
// query itself not counted.
func judge(
	ctx context.Context, e *engine.Engine, paths map[photo.ID]string, root string, j judgement, asTyped bool,
) (outcome, error) {
	q := query.Parse(strings.TrimSpace(j.Query), query.Options{Now: time.Now(), AsTyped: asTyped})
	q.All = true
	self := ""
	if j.Image != "" {
		self = filepath.Join(root, filepath.FromSlash(j.Image))
		q.Images = []string{self}
	}
	matches, err := e.Queries.Rank(ctx, q)
	if err != nil {
		return outcome{}, err
	}
	relevant := map[string]bool{}
	for _, r := range j.Relevant {
		relevant[filepath.Join(root, filepath.FromSlash(r))] = true
	}
	o := outcome{relevant: len(relevant)}
	for _, m := range matches {
		if path := paths[m.ID]; path != self {
			o.add(relevant[path], m.Relevant)
		}
	}
	return o, nil
}
