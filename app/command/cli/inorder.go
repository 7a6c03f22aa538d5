package cli

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// InOrder calls work for each item, on as many goroutines as there are cores, and show for each
// result, one at a time in the order of the items. At most as many results wait to be shown.
// InOrder ends with the first error of show.
func InOrder[T, R any](ctx context.Context, items []T, work func(context.Context, T) R, show func(R) error) error {
	g, ctx := errgroup.WithContext(ctx)
	// One more is being shown: together as many as there are cores.
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
