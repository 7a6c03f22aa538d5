package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"recollect/assets"
	"recollect/engine/clip"
	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/texts"
	"recollect/engine/zeroshot"
)

const (
	// fewLabels is how many labels of a file are told as text.
	fewLabels = 5
	// classifyBytes is what all pictures that are decoded at a time may take.
	classifyBytes = 640 << 20
)

type labelLine struct {
	Label string  `json:"label"`
	P     float64 `json:"p"`
}

type classifyLine struct {
	Path   string      `json:"path"`
	Labels []labelLine `json:"labels"`
}

func classifyVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	list := set.String("labels", "", "the `LABELS` to choose from, with commas between them")
	file := set.String("labels-file", "", "a `FILE` with the labels, one a line")
	templates := set.String("templates", "photo", "the sentences that a label is put into: `none|photo|imagenet80|FILE`")
	top := set.Int("top", 0, "the most labels to list for a file; 0 lists all, or the best few as text")
	return func(ctx context.Context, c *call) error {
		switch {
		case len(c.args) == 0:
			return usageError{"classify: name at least one picture file"}
		case *top < 0:
			return usageError{"--top cannot be negative"}
		case (*list == "") == (*file == ""):
			return usageError{"classify: give either --labels or --labels-file"}
		}
		labels, err := readLabels(*list, *file)
		if err != nil {
			return err
		}
		sentences, err := readTemplates(*templates)
		if err != nil {
			return err
		}
		if *top == 0 && !c.json {
			*top = fewLabels
		}
		return c.classify(ctx, labels, sentences, *top)
	}
}

// readLabels takes labels from a list with commas, or from the lines of a file.
func readLabels(list, file string) ([]string, error) {
	all := strings.Split(list, ",")
	if file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(strings.Split(string(data), "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
	}
	if len(all) == 0 {
		return nil, usageError{fmt.Sprintf("there is no label in %s", file)}
	}
	seen := map[string]bool{}
	for i, label := range all {
		all[i] = strings.TrimSpace(label)
		key := strings.ToLower(all[i])
		if key == "" {
			return nil, usageError{fmt.Sprintf("one of the labels %q is empty", list)}
		}
		if seen[key] {
			return nil, usageError{fmt.Sprintf("the label %q is there twice", all[i])}
		}
		seen[key] = true
	}
	return all, nil
}

// readTemplates takes the name of a set of templates, or a file that holds some.
func readTemplates(name string) ([]string, error) {
	if known, ok := zeroshot.Named(name); ok {
		return known, nil
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usageError{fmt.Sprintf("--templates: %q is neither none, photo nor imagenet80, and there is no such file", name)}
	}
	if err != nil {
		return nil, err
	}
	out, err := zeroshot.ParseTemplates(string(data))
	if err != nil {
		return nil, usageError{fmt.Sprintf("--templates %s: %v", name, err)}
	}
	return out, nil
}

func (c *call) classify(ctx context.Context, labels, templates []string, top int) error {
	model := clip.Open(clip.Options{Model: assets.Mini(), LibraryDirs: c.RuntimeDirs})
	defer model.Close()
	if err := model.Load(); err != nil {
		return err
	}
	cache := texts.Cache{Dir: textsDir(c.library), Encoder: model}
	classifier, err := zeroshot.New(ctx, cache, labels, templates, model.Info().LogitScale)
	if err != nil {
		return err
	}
	type result struct {
		path   string
		vector photo.Vector
		err    error
	}
	budget := decode.NewBudget(classifyBytes)
	failed := false
	err = inOrder(ctx, c.args, func(ctx context.Context, path string) result {
		v, err := encodeFile(ctx, model, budget, path)
		return result{path, v, err}
	}, func(r result) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if r.err != nil {
			failed = true
			what, next := explain(r.err)
			_, err := fmt.Fprintf(c.Stderr, "recollect: %s: %s\n", r.path, strings.TrimSpace(what+" "+next))
			return err
		}
		line, err := newClassifyLine(r.path, classifier.Classify(r.vector), top)
		if err != nil {
			return err
		}
		return c.print(line, line.String())
	})
	if err == nil && failed {
		return silentError{}
	}
	return err
}

// textsDir is where the embeddings of sentences are kept: in the library's
// folder, or nowhere while there is none.
func textsDir(library string) string {
	if _, err := os.Stat(library); err != nil {
		return ""
	}
	return filepath.Join(library, "texts")
}

func encodeFile(ctx context.Context, m *clip.Model, budget *decode.Budget, path string) (photo.Vector, error) {
	pic, err := decode.File(ctx, photo.File{Path: path}, decode.Options{ShortPx: m.SizePx(), Budget: budget})
	if err != nil {
		return nil, err
	}
	vs, err := m.Images(ctx, []clip.Pixels{m.Prepare(decode.Flatten(pic.Image))})
	if err != nil {
		return nil, err
	}
	return vs[0], nil
}

// newClassifyLine keeps the first top labels; 0 keeps all.
func newClassifyLine(path string, labels []zeroshot.Label, top int) (classifyLine, error) {
	path, err := filepath.Abs(path)
	line := classifyLine{Path: path}
	for i, l := range labels {
		if top == 0 || i < top {
			line.Labels = append(line.Labels, labelLine{l.Label, l.P})
		}
	}
	return line, err
}

// String is the path and its labels, for people.
func (l classifyLine) String() string {
	var b strings.Builder
	b.WriteString(l.Path)
	for _, label := range l.Labels {
		fmt.Fprintf(&b, "\n  %5.1f %%  %s", 100*label.P, label.Label)
	}
	return b.String()
}
