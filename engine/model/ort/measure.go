package ort

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// Speed is how fast a network runs.
type Speed struct {
	Batch     int           `json:"batch"`
	PerSecond float64       `json:"per_second"` // pictures
	OneBatch  time.Duration `json:"one_batch"`  // the median time of a run
}

// Measure runs r on copies of picture, whose first dimension is 1, for the given time, batch
// pictures a run. Where r is best run several times at once, it does that. dim is the length of a
// vector.
func Measure(r Runner, picture Tensor, dim, batch int, lasting time.Duration) (Speed, error) {
	parallel := 1
	if r.Provider() == CPU {
		parallel = runtime.GOMAXPROCS(0)
	}
	input, output := picture.Repeat(batch), []int64{int64(batch), int64(dim)}
	if _, err := r.Run(output, input); err != nil { // the first run prepares what the others use
		return Speed{}, err
	}
	took := make([][]time.Duration, parallel)
	var g errgroup.Group
	start := time.Now()
	for i := range parallel {
		g.Go(func() error {
			for {
				began := time.Now()
				if _, err := r.Run(output, input); err != nil {
					return fmt.Errorf("batch of %d: %w", batch, err)
				}
				took[i] = append(took[i], time.Since(began))
				if time.Since(start) >= lasting {
					return nil
				}
			}
		})
	}
	if err := g.Wait(); err != nil {
		return Speed{}, err
	}
	all := slices.Concat(took...)
	seconds := time.Since(start).Seconds()
	slices.Sort(all)
	return Speed{batch, float64(len(all)*batch) / seconds, all[len(all)/2]}, nil
}
