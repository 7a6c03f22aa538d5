package assets_test

import (
	"context"
	"errors"
	"testing"

	"recollect/assets"
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
	model := clip.Open(clip.Options{Model: assets.Mini()})
	defer model.Close()
	cache := texts.Cache{Shipped: assets.Mini(), Encoder: none{model}}
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
