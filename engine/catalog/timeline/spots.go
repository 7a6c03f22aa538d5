package timeline

import (
	"context"

	"recollect/engine/catalog/filter"
	"recollect/engine/photo"
)

// Spots returns where each photo was taken of which that is known, of those that Tiles returns, in no order.
func (l *Timeline) Spots(ctx context.Context) ([]photo.Spot, error) {
	return filter.Reader{DB: l.db}.Spots(ctx)
}
