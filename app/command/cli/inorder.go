package cli

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// InOrder calls work for each item, as many at a time as there are cores, and show
// with each result in the order of the items, one at a time. No more results than
// that wait to be shown. An error of show ends it.
func InOrder[T, R any](ctx context.Context, items []T, work func(context.Context, T) R, show func(R) error) error {
	g, ctx := errgroup.WithContext(ctx)
	// One more is with the shower, which makes them as many as there are cores.
	results := make(chan chan R, runtime.GOMAXPROCS(0)-1)
	g.Go(func() error {
		defer close(results)
		for _, item := range items {
			one := make(chan R, 1)
			select {
			case results <- one:
			case <-ctx.Done():
				return ctx.Err()
			}
			g.Go(func() error {
				one <- work(ctx, item)
				return nil
			})
		}
		return nil
	})
	g.Go(func() error {
		for one := range results {
			if err := show(<-one); err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}
