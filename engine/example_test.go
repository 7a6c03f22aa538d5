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

// A library is opened, a folder is added, what is in its pictures is found by a sentence.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "recollect-example-*")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)

	e, err := engine.Open(ctx, engine.Options{
		Library:     filepath.Join(dir, "library"),          // made if it is missing
		Mode:        engine.Exclusive,                       // no other process may write to it
		Model:       os.DirFS("../assets/models/mini"),      // what understands pictures and sentences
		RuntimeDirs: []string{filepath.Join("..", "build")}, // where ONNX Runtime's library lies
		Purpose:     "an example",
	})
	if err != nil {
		panic(err)
	}
	defer e.Close()

	// Originals are only read. Adding a folder scans nothing yet.
	if err := e.Folders.Add(ctx, "../testdata/sample-photos/photos/animals"); err != nil {
		panic(err)
	}
	// Sync scans and embeds once; a program with a window has Run do it all the time.
	if _, err := e.Sync(ctx); err != nil {
		panic(err)
	}

	// A line is parsed once, where it was typed.
	answer, err := e.Queries.Search(ctx, query.Parse("a white duck type:jpeg", query.Options{Now: time.Now()}))
	if err != nil {
		panic(err)
	}
	first, err := e.Photos.Photo(ctx, answer.Hits[0].ID)
	if err != nil {
		panic(err)
	}
	fmt.Println(filepath.Base(first.Path))
	// Output: white-duck.jpg
}
