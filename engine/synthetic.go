package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/serving"
	"recollect/engine/synthetic"
)

// syntheticSeed makes each synthetic library of a size the same.
const syntheticSeed = 1

// Synthesize makes a library of photos that do not exist at o.Library, for measuring: see package
// synthetic. The folders have paths beside the library. The error is fs.ErrExist if o.Library
// exists, or one of Open's.
func Synthesize(ctx context.Context, o Options, photos int) error {
	if _, err := os.Lstat(o.Library); !errors.Is(err, fs.ErrNotExist) {
		there := &fs.PathError{Op: "make", Path: o.Library, Err: fs.ErrExist}
		return errors.Join(err, fmt.Errorf("make a library: %w", there))
	}
	e, err := Open(ctx, o)
	if err != nil {
		return err
	}
	// Without a model photos have vectors all the same, which no sentence has to do with.
	_, _ = e.models.Answerer().Bank.Get(ctx)
	err = synthetic.Fill(ctx, e.catalog, synthetic.Options{
		Photos: photos, Root: filepath.Clean(e.opts.Library) + "-photos", Dim: e.Model().Dim,
		Sentences: e.models.Answerer().Bank.Sample(math.MaxInt),
		Seed:      syntheticSeed, Now: time.Now(), OnContent: (&synthetic.Thumbs{Cache: e.thumbs}).Add,
	})
	if err == nil {
		e.committed(ctx)
		err = e.saveIndex(ctx, serving.WhenQuiet)
	}
	return errors.Join(err, e.Close())
}
