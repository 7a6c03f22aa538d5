package catalog

import (
	"context"

	"recollect/engine/catalog/userdata"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Example is a photo with a person's verdict on whether it shows a thing.
type Example = userdata.Example

// The faults of user data.
var (
	ErrNoName        = userdata.ErrNoName        // an album or a tag needs a name
	ErrNameTaken     = userdata.ErrNameTaken     // another album has it
	ErrNotByHand     = userdata.ErrNotByHand     // the album is a search
	ErrRating        = userdata.ErrRating        // a rating is 0 to 5, or -1
	ErrDate          = userdata.ErrDate          // a date is too far away
	ErrPlace         = userdata.ErrPlace         // a place is none on earth
	ErrLong          = userdata.ErrLong          // a text is too long
	ErrNothingToUndo = userdata.ErrNothingToUndo // the history has none, or not this one
	ErrChangedSince  = userdata.ErrChangedSince  // a later act has changed the same
	ErrGaveWay       = userdata.ErrGaveWay       // another process was quicker
	ErrUnread        = userdata.ErrUnread        // a photo was not read yet
	ErrFewApart      = userdata.ErrFewApart      // one photo is told apart from none
	ErrManyApart     = userdata.ErrManyApart     // too many are, at once
	ErrNothingToRedo = userdata.ErrNothingToRedo // nothing was undone last
)

// Favourites returns the shown photos that are favourites, by ID.
func (c *Catalog) Favourites(ctx context.Context) ([]photo.ID, error) {
	ids, err := c.Select(ctx, []query.Filter{{Condition: query.Favourite}})
	if err != nil || ids.Len() == 0 {
		return nil, err
	}
	return ids.IDs(), nil
}

// WriteJournal replaces the journal by a snapshot, so that it stays short and has the present paths
// of photos.
func (c *Catalog) WriteJournal(ctx context.Context) error {
	if c.journal == "" {
		return nil
	}
	return c.Update(ctx, func(tx *Tx) error { return tx.Snapshot() })
}
