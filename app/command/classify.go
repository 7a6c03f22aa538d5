package command

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/plain"
	"recollect/engine/decode"
	"recollect/engine/file"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/texts"
	"recollect/engine/zeroshot"
)

const (
	// fewLabels is how many labels of a file are told as text.
	fewLabels = 5
	// classifyBytes is what all pictures that are decoded at a time may take.
	classifyBytes = 640 << 20
	// maxListBytes bounds a file of labels or templates.
	maxListBytes = 16 << 20
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
	listFile := set.String("labels-file", "", "a `FILE` with the labels, one a line")
	templates := set.String("templates", "photo", "the sentences that a label is put into: `none|photo|imagenet80|FILE`")
	takesFiles(set)
	top := set.Int("top", 0, "the most labels to list for a file; 0 lists all, or the best few as text")
	return func(ctx context.Context, c *call) error {
		files, err := c.files(0, "name at least one picture file")
		if err != nil {
			return err
		}
		switch {
		case *top < 0:
			return usageError{"--top cannot be negative"}
		case (*list == "") == (*listFile == ""):
			return usageError{"classify: give either --labels or --labels-file"}
		}
		labels, err := readLabels(*list, *listFile)
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
		return c.classify(ctx, files, labels, sentences, *top)
	}
}

// readLabels takes labels from a list with commas, or from the lines of a file.
func readLabels(list, path string) ([]string, error) {
	all := strings.Split(list, ",")
	if path != "" {
		data, err := file.Read(path, maxListBytes)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(strings.Split(string(data), "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
	}
	if len(all) == 0 {
		return nil, usageError{plain.Format("there is no label in %s", path)}
	}
	seen := map[string]bool{}
	for i, label := range all {
		all[i] = strings.TrimSpace(label)
		key := strings.ToLower(all[i])
		if key == "" {
			return nil, usageError{plain.Format("one of the labels %q is empty", list)}
		}
		if seen[key] {
			return nil, usageError{plain.Format("the label %q is there twice", all[i])}
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
	data, err := file.Read(name, maxListBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usageError{plain.Format("--templates: %q is neither none, photo nor imagenet80, and there is no such file", name)}
	}
	if err != nil {
		return nil, err
	}
	out, err := zeroshot.ParseTemplates(string(data))
	if err != nil {
		return nil, usageError{plain.Format("--templates %s: %v", name, err)}
	}
	return out, nil
}

func (c *call) classify(ctx context.Context, files, labels, templates []string, top int) error {
	model := clip.Open(clip.Options{Model: c.Model, LibraryDirs: c.RuntimeDirs})
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
	err = inOrder(ctx, files, func(ctx context.Context, path string) result {
		v, err := encodeFile(ctx, model, budget, path)
		return result{path, v, err}
	}, func(r result) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if r.err != nil {
			failed = true
			c.tell("recollect: %s: %s", r.path, inOne(explain(r.err)))
			return nil
		}
		line, err := newClassifyLine(r.path, classifier.Classify(r.vector), top)
		if err != nil {
			return err
		}
		return c.print(line, line.text())
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

// text is the path and its labels, for people.
func (l classifyLine) text() plain.Text {
	text := plain.Name(l.Path)
	for _, label := range l.Labels {
		text += plain.Format("\n  %5.1f %%  %s", 100*label.P, label.Label)
	}
	return text
}
