// Command texts embeds the sentences that every library needs - the bank of
// prompts and the vocabulary of things - and puts them beside the model that is
// shipped, so that nobody waits for them at the first start:
//
//	go run ./scripts/texts
//
// It must be run again when engine/relevance/prompts.txt, assets/things.txt or the
// model changes; a test of package assets says so.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"recollect/assets"
	"recollect/engine/model/clip"
	"recollect/engine/relevance"
	"recollect/engine/texts"
	"recollect/engine/things"
)

const dir = "assets/models/mini"

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "texts:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	old, err := filepath.Glob(filepath.Join(dir, "texts-*.bin"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	model := clip.Open(clip.Options{Model: os.DirFS(dir), LibraryDirs: []string{"build"}})
	defer model.Close()
	cache := texts.Cache{Dir: dir, Encoder: model}
	if _, err := cache.Vectors(ctx, relevance.Prompts()); err != nil {
		return err
	}
	list, faults := things.Parse(assets.Things)
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	_, err = things.New(ctx, cache, list, nil, nil)
	return err
}
