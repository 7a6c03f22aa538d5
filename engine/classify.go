package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"recollect/engine/decode"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/texts"
	"recollect/engine/zeroshot"
)

// Classifier finds the labels that fit pictures best. It needs no library. Its methods may be
// called from any goroutine.
type Classifier struct {
	model  *clip.Model
	labels *zeroshot.Classifier
	budget *decode.Budget
}

// NewClassifier loads the model that o names and embeds the labels in all templates: see package
// zeroshot. It caches embeddings of sentences in the folder o.Library, if that exists. Errors are
// those of clip and zeroshot. The caller closes the Classifier.
func NewClassifier(ctx context.Context, o Options, labels, templates []string) (*Classifier, error) {
	model := clip.Open(clip.Options{Model: o.Model, LibraryDirs: o.RuntimeDirs})
	c := &Classifier{model: model, budget: decode.NewBudget(decodeBytes)}
	err := model.Load()
	if err == nil {
		cache := texts.Cache{Dir: textsDir(o.Library), Encoder: model}
		c.labels, err = zeroshot.New(ctx, cache, labels, templates, model.Info().LogitScale)
	}
	if err != nil {
		return nil, errors.Join(err, model.Close())
	}
	return c, nil
}

// textsDir is the folder of cached embeddings of sentences, in the library's folder; "" if that
// does not exist.
func textsDir(library string) string {
	if _, err := os.Stat(library); err != nil {
		return ""
	}
	return filepath.Join(library, "texts")
}

// Label is a label and how likely it is among all.
type Label = zeroshot.Label

// File classifies a picture file: all labels, the best first. Errors are those of decode
// and clip.
func (c *Classifier) File(ctx context.Context, path string) ([]Label, error) {
	pic, err := decode.File(ctx, photo.File{Path: path}, decode.Options{ShortPx: c.model.SizePx(), Budget: c.budget})
	if err != nil {
		return nil, err
	}
	vs, err := c.model.Images(ctx, []clip.Pixels{c.model.Prepare(decode.Flatten(pic.Image))})
	if err != nil {
		return nil, err
	}
	return c.labels.Classify(vs[0]), nil
}

// Close releases the model.
func (c *Classifier) Close() error { return c.model.Close() }

// Templates returns the templates of that name: none, photo or imagenet80.
func Templates(name string) (templates []string, ok bool) { return zeroshot.Named(name) }

// ParseTemplates reads templates, one a line, with {} for the label.
func ParseTemplates(text string) ([]string, error) { return zeroshot.ParseTemplates(text) }
