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

// Legacy returns what PassOn would pass on.
func (s *Service) Legacy(ctx context.Context, to photo.ID, from []photo.ID) (photo.Legacy, error) {
	return s.o.Catalog.Legacy(ctx, to, from)
}

// PassOn gives a photo that is kept what people have said of others, which go: tags, the mark of favourites, the
// highest rating, albums made by hand, verdicts, and label, title, caption, date and place where it has none or, of the
// last two, none set by a person. It is one act of the history. Errors: catalog.ErrNotFound.
func (s *Service) PassOn(ctx context.Context, to photo.ID, from []photo.ID) error {
	return s.o.Catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.PassOn(to, from) })
}

// Rejected returns what Reject has recorded, pair by pair, by path.
func (s *Service) Rejected(ctx context.Context) ([]photo.Apart, error) {
	return s.o.Catalog.ToldApart(ctx)
}
