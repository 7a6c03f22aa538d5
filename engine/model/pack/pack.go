package pack

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"recollect/engine/model"
	"recollect/engine/model/list"
	"recollect/engine/photo"
)

// Options says what to import. The zero value imports the best variant.
type Options struct {
	// Other is the second of two ONNX files, where from is the first.
	Other string
	// Variant is the precision to take, such as "fp32", "fp16", "int8" or "q4"; "" is the best that
	// takes at most Memory bytes, or the smallest. Memory 0 is no limit.
	Variant string
	Memory  int64
	// Tokenizers are folders of other models, from which CLIP's tokenizer may be taken where the
	// pack has none.
	Tokenizers []string
	// Probe loads the model in a folder in another process. An error refuses the variant. Nil: it
	// is not loaded.
	Probe func(ctx context.Context, dir string) error
	// Progress is called some times a second, on the calling goroutine, with the progress of reading
	// an archive and then of copying. May be nil.
	Progress func(photo.Transfer)

	known *list.Model // that it is; nil: files tell
}

// Report is what was found in a pack.
type Report struct {
	Spec model.Spec // as model.json has it; without sums of files before they are copied
	// Known is the ID in package list; empty for a model that is not listed.
	Known string
	// Variant is the one that is taken, Variants are those that are there, the best first.
	Variant  string
	Variants []string
	Bytes    int64 // of the files that are taken
	// Warnings are what a person should know before using the model, with sentences as faults have.
	Warnings []photo.Reason
}

// Pack is a pack that was looked through. Its methods belong to one goroutine.
type Pack struct {
	src   *pick
	found []candidate // the models to try, in this order; at least one
	o     Options
}

// Open looks through what is at from: a folder, a zip archive, or an ONNX file, whose counterpart
// is o.Other or lies beside it. Nothing is written. Files that may be known ones are read as a whole.
// Errors have a Reason (photo.ReasonOf) for each thing that does not fit. The caller closes the Pack.
func Open(ctx context.Context, from string, o Options) (*Pack, error) {
	src, err := open(ctx, from, o.Other)
	if err != nil {
		return nil, err
	}
	found, err := recognise(ctx, src, from, o)
	if err != nil {
		return nil, errors.Join(err, src.Close())
	}
	return &Pack{src: src, found: found, o: o}, nil
}

// Close closes what the pack is read from.
func (p *Pack) Close() error { return p.src.Close() }

// Report says what Import would import.
func (p *Pack) Report() Report { return p.found[0].report }

// Import makes a model's folder at to, which must not exist. Its errors are like those of Open. After
// an error, or a crash, there is nothing at to. Files are gathered at to+".part", where package
// store has what is half-finished; what is there before is deleted. clear makes room at to once the
// new model is complete; nil: nothing is there. At most one Import may run for a place.
func (p *Pack) Import(ctx context.Context, to string, clear func() error) (Report, error) {
	if clear == nil {
		clear = func() error { return vacant(to) }
		if err := clear(); err != nil {
			return Report{}, err
		}
	}
	var failed error
	for _, f := range p.found {
		r, err := f.copy(ctx, to, clear, p.o)
		if err == nil {
			return r, nil
		}
		failed = errors.Join(failed, err)
		if !errors.Is(err, errProbe) || ctx.Err() != nil {
			break // another variant would fail in the same way
		}
	}
	return Report{}, failed
}

// Describe returns the description of a model of package list whose files lie in dir, where
// they stay: what the list says of it, and what its graphs say of their inputs and outputs. Files is
// nil. Errors are those of Open.
func Describe(ctx context.Context, dir string, known list.Model, variant string) (model.Spec, error) {
	p, err := Open(ctx, dir, Options{Variant: variant, known: &known})
	if err != nil {
		return model.Spec{}, err
	}
	defer p.Close()
	return p.found[0].inPlace(), nil
}

// errProbe means that the model in its new folder could not be loaded.
var errProbe = errors.New("the probe failed")

// Probe loads the model in a folder with load, in another process. Its error has a Reason.
func Probe(ctx context.Context, load func(ctx context.Context, dir string) error, dir string) error {
	err := load(ctx, dir)
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w: %w", errProbe, refuse("pack:probe", nil), err)
}

// refuse returns a fault with the reason of a code.
func refuse(code string, args photo.Args) error {
	return &photo.Fault{Code: code, Args: args, Text: fmt.Sprint(code, map[string]string(args))}
}

// title is the name of a pack for people and for model.json: that of its file or folder.
func title(from string) string {
	name := filepath.Base(filepath.Clean(from))
	if ext := filepath.Ext(name); ext == ".zip" || ext == ".onnx" {
		name = name[:len(name)-len(ext)]
	}
	runes := []rune(name)
	return string(runes[:min(len(runes), mostName)])
}

// mostName is how many characters of a file's name become a model's name.
const mostName = 80
