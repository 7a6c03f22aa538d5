package index_test

import (
	"context"
	"fmt"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// An index holds vectors of one length. It finds the nearest among all photos, or among
// those of a set.
func ExampleExact() {
	x := index.NewExact(2)
	x.Add(1, photo.Vector{1, 0})
	x.Add(2, photo.Vector{0.8, 0.6})
	x.Add(3, photo.Vector{0, 1})

	ctx := context.Background()
	query := photo.Vector{1, 0}
	nearest, err := x.Nearest(ctx, query, 2, nil)
	fmt.Println(nearest, err)

	among, err := x.Nearest(ctx, query, 2, photo.NewSet(2, 3))
	fmt.Println(among, err)
	// Output:
	// [{1 1} {2 0.8}] <nil>
	// [{2 0.8} {3 0}] <nil>
}
