package command

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/file"
)

const (
	// fewLabels is how many labels of a file are printed as text.
	fewLabels = 5
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
	templates := set.String("templates", "photo",
		"the sentences that a label is put into: `none|photo|imagenet80|FILE`")
	cli.TakesFiles(set)
	top := set.Int("top", 0, "the most labels to list for a file; 0 lists all, or the best few as text")
	return func(ctx context.Context, c *call) error {
		files, err := c.Files(0, "name at least one picture file")
		if err != nil {
			return err
		}
		switch {
		case *top < 0:
			return cli.Usage("--top cannot be negative")
		case (*list == "") == (*listFile == ""):
			return cli.Usage("classify: give either --labels or --labels-file")
		}
		labels, err := readLabels(*list, *listFile)
		if err != nil {
			return err
		}
		sentences, err := readTemplates(*templates)
		if err != nil {
			return err
		}
		if *top == 0 && !c.JSON {
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
		all = slices.DeleteFunc(strings.Split(string(data), "\n"), func(line string) bool {
			return strings.TrimSpace(line) == ""
		})
	}
	if len(all) == 0 {
		return nil, cli.Usage(plain.Format("there is no label in %s", path))
	}
	seen := map[string]bool{}
	for i, label := range all {
		all[i] = strings.TrimSpace(label)
		key := strings.ToLower(all[i])
		if key == "" {
			return nil, cli.Usage(plain.Format("one of the labels %q is empty", list))
		}
		if seen[key] {
			return nil, cli.Usage(plain.Format("the label %q is there twice", all[i]))
		}
		seen[key] = true
	}
	return all, nil
}

// readTemplates takes the name of a set of templates, or a file that holds some.
func readTemplates(name string) ([]string, error) {
	if known, ok := engine.Templates(name); ok {
		return known, nil
	}
	data, err := file.Read(name, maxListBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, cli.Usage(plain.Format(
			"--templates: %q is neither none, photo nor imagenet80, and there is no such file", name))
	}
	if err != nil {
		return nil, err
	}
	out, err := engine.ParseTemplates(string(data))
	if err != nil {
		return nil, cli.Usage(plain.Format("--templates %s: %v", name, err))
	}
	return out, nil
}

func (c *call) classify(ctx context.Context, files, labels, templates []string, top int) error {
	classifier, err := engine.NewClassifier(ctx, c.options(engine.ReadOnly), labels, templates)
	if err != nil {
		return err
	}
	defer classifier.Close()
	type result struct {
		path   string
		labels []engine.Label
		err    error
	}
	failed := false
	err = cli.InOrder(ctx, files, func(ctx context.Context, path string) result {
		labels, err := classifier.File(ctx, path)
		return result{path, labels, err}
	}, func(r result) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if r.err != nil {
			failed = true
			c.PrintErr("recollect: %s: %s", r.path, cli.InOne(cli.ExplainAt(r.err)))
			return nil
		}
		line, err := newClassifyLine(r.path, r.labels, top)
		if err != nil {
			return err
		}
		return c.Print(line, line.text())
	})
	if err == nil && failed {
		return cli.Silent{}
	}
	return err
}

// newClassifyLine keeps the first top labels; 0 keeps all.
func newClassifyLine(path string, labels []engine.Label, top int) (classifyLine, error) {
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
