package engine_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"recollect/engine"
	"recollect/engine/query"
)

// A program opens a library, adds a folder, and finds a picture by a sentence.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "recollect-example-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	e, err := engine.Open(ctx, engine.Options{
		Library:     filepath.Join(dir, "library"),          // made if it is missing
		Mode:        engine.Exclusive,                       // no other process may write to it
		Model:       os.DirFS("../assets/models/mini"),      // embeds pictures and sentences
		RuntimeDirs: []string{filepath.Join("..", "build")}, // where ONNX Runtime's library is
		Purpose:     "an example",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer e.Close()

	// Originals are only read. Adding a folder scans nothing yet.
	if err := e.Folders.Add(ctx, "../testdata/sample-photos/photos/animals"); err != nil {
		fmt.Println(err)
		return
	}
	// Sync scans and embeds once; a program with a window calls Run instead. It fails without
	// ONNX Runtime, which "make setup" puts into build.
	if _, err := e.Sync(ctx); err != nil {
		fmt.Println(err)
		return
	}

	// A query is parsed once, where it was typed.
	answer, err := e.Queries.Search(ctx, query.Parse("a white duck type:jpeg", query.Options{Now: time.Now()}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, hit := range answer.Hits {
		found, err := e.Photos.Photo(ctx, hit.ID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(filepath.Base(found.Path))
	}
	// Output: white-duck.jpg
}
