package assets_test

import (
	"context"
	"errors"
	"testing"

	"recollect/assets"
	"recollect/engine/model"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/texts"
	"recollect/engine/things"
)

// none is the shipped model, but for its network.
type none struct{ *clip.Model }

func (none) Text(context.Context, string) (photo.Vector, error) {
	return nil, errors.New("not shipped: go run ./scripts/texts")
}

// What every library needs is there without the network.
func TestTextsAreShipped(t *testing.T) {
	m := clip.Open(clip.Options{Model: assets.Mini()})
	defer m.Close()
	cache := texts.Cache{Shipped: assets.Mini(), Encoder: none{m}}
	vectors, err := cache.Vectors(t.Context(), relevance.Prompts())
	if err != nil || len(vectors) < 900 {
		t.Errorf("the bank of prompts: %d, %v", len(vectors), err)
	}
	list, faults := things.Parse(assets.Things)
	if len(faults) > 0 || len(list) < 500 {
		t.Errorf("%d things, %v", len(list), faults)
	}
	if _, err := things.New(t.Context(), cache, list, nil, nil); err != nil {
		t.Errorf("the vocabulary of things: %v", err)
	}
}

// The files of the shipped model are what model.json describes: the program does not compare those that it has
// mapped.
func TestFilesAreShipped(t *testing.T) {
	spec, err := model.Read(assets.Mini())
	if err != nil || len(spec.Files) < 3 {
		t.Fatalf("%d files, %v", len(spec.Files), err)
	}
	for name := range spec.Files {
		if err := spec.CheckFile(assets.Mini(), name); err != nil {
			t.Error(err)
		}
	}
}
