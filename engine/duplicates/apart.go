package duplicates

import (
	"context"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// Reject records that photos are no duplicates, each of each, for ever: it is about their contents. It is an act of
// the history, which can be undone. Errors: catalog.ErrNotFound, catalog.ErrUnread, catalog.ErrFewApart,
// catalog.ErrManyApart.
func (s *Service) Reject(ctx context.Context, ids []photo.ID) error {
	return s.o.Catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.TellApart(ids, true) })
}

// Accept takes back what Reject has recorded of photos. Errors as those of Reject.
func (s *Service) Accept(ctx context.Context, ids []photo.ID) error {
	return s.o.Catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.TellApart(ids, false) })
}

// Rejected returns what Reject has recorded, pair by pair, by path.
func (s *Service) Rejected(ctx context.Context) ([]photo.Apart, error) {
	return s.o.Catalog.ToldApart(ctx)
}
